"""An answer must not say the same thing twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from copydesk.model import WARNING, Diagnostic, Edit, Fix, Node, Record
from copydesk.parse.prose import Sentence, sentences
from copydesk.rule import Bad, Context, Good, rule
from copydesk.source import Source, Span

# Words that carry no statement; a sentence is compared by the others.
_STOP = frozenset(
    "a an and are as at be been but by can could did do does for from had has have how if in into is "
    "it its may might more most much of on only or other our out over she he should so some such "
    "than that the their them then there these they this those to too up was we were what when where "
    "which while who why will with would you your i e.g i.e eg ie etc both each very also just "
    "about between because one".split()
)
_NEGATIONS = frozenset("no non not never neither nor without cannot".split())
_SUFFIX = re.compile(r"(?:isations?|izations?|ations?|ions?|ings?|ed|es|ly|s|e)$")
_PARTS = re.compile(r"[-'’]")

# A statement is said again where most of both sentences' content is shared (measured on the seed
# and the public files named in CONTRIBUTING.md, where looser bounds report parallel definitions).
_WINDOW = 8
_SHARED = 5
_OVERLAP = 0.7
_UNION = 0.5
_PARALLEL = 0.75


@dataclass(frozen=True, slots=True)
class _Statement:
    sentence: Sentence
    stems: tuple[str, ...]
    content: frozenset[str]


@rule("prose/repeated-statement", severity=WARNING)
def check(record: Record, context: Context) -> Iterator[Diagnostic]:
    """Two drafts of one sentence were both left in.

    Sentences of one answer are compared by their content words. Sentences of the same build that
    differ in a word or two ("X is the rate of …", "Y is the rate of …") set things side by side
    and are left alone, as are list items, which sum up or go through the same steps again.
    """
    said: list[_Statement] = []
    for node, listed in _paragraphs(record.answer.blocks):
        if node.kind == "heading":
            # Under headings of its own an answer sets alternatives out, with what they share.
            said.clear()
            continue
        for sentence in sentences(node):
            statement = _statement(sentence)
            if len(statement.content) < _SHARED or sentence.text.startswith("("):
                continue
            before = None
            if not listed:
                before = next(
                    (i for i in reversed(said[-_WINDOW:]) if _repeats(i, statement)), None
                )
            if before is not None:
                line = context.source.line_of(before.sentence.span.start)
                shared = sorted(before.content & statement.content)
                yield context.diagnostic(
                    sentence.span,
                    f"this says again what line {line} says",
                    evidence=(f"shared words: {', '.join(shared)}",),
                    fix=_left_out(context.source, node, before.sentence, sentence),
                )
            said.append(statement)


def _left_out(source: Source, node: Node, said: Sentence, again: Sentence) -> Fix | None:
    """Take the second one out where both are one word for word; of two drafts an author chooses."""
    if [word.text for word in said.words] != [word.text for word in again.words]:
        return None
    text = source.text
    start, end = again.span
    if text[start - 1 : start].strip() or text[end : end + 1].strip():
        return None
    if start > node.content.start:
        start = len(text[:start].rstrip())
    elif text[source.line_span(source.line_of(start)).start : start].strip():
        return None
    elif end < node.content.end:
        end += len(text[end:]) - len(text[end:].lstrip())
    else:
        start = len(text[:start].rstrip())
    return Fix("take the second one out", (Edit(Span(start, end), ""),))


def _paragraphs(blocks: Iterable[Node], listed: bool = False) -> Iterator[tuple[Node, bool]]:
    """The paragraphs and headings below some blocks, and whether each stands in a list."""
    for block in blocks:
        if block.kind in ("paragraph", "heading") and block.runs:
            yield block, listed
        yield from _paragraphs(block.children, listed or block.kind == "list")


def _statement(sentence: Sentence) -> _Statement:
    if sentence.plain:
        stems = tuple(stem for word in sentence.said for stem in _stems(word))
    else:
        stems = tuple(
            stem
            for word in sentence.words
            for stem in (_stems(word.text) if word.prose else _stemmed([word.text]))
        )
    return _Statement(sentence, stems, frozenset(stems))


@lru_cache(maxsize=1 << 16)
def _stems(word: str) -> tuple[str, ...]:
    return _stemmed(_PARTS.split(word.lower()))


def _stemmed(parts: Iterable[str]) -> tuple[str, ...]:
    return tuple(_stem(part) for part in parts if part and part not in _STOP)


def _stem(word: str) -> str:
    stem = _SUFFIX.sub("", word)
    return stem if len(stem) >= 4 else word


def _repeats(one: _Statement, other: _Statement) -> bool:
    shared = one.content & other.content
    # "is evaluated" and "is not evaluated" share every word and are opposites.
    if one.content & _NEGATIONS != other.content & _NEGATIONS:
        return False
    smaller = min(len(one.content), len(other.content))
    if len(shared) < _SHARED or len(shared) < _OVERLAP * smaller:
        return False
    if len(shared) < _UNION * len(one.content | other.content):
        return False
    # Both sides say something of their own in the same build: a contrast, not a repetition.
    own = bool(one.content - shared) and bool(other.content - shared)
    return not (own and _in_order(one, other, shared) >= _PARALLEL * len(shared))


def _in_order(one: _Statement, other: _Statement, shared: frozenset[str]) -> int:
    """How many shared words come in the same order (the longest common subsequence)."""
    left = [stem for stem in one.stems if stem in shared]
    right = [stem for stem in other.stems if stem in shared]
    row = [0] * (len(right) + 1)
    for item in left:
        diagonal = 0
        for index, candidate in enumerate(right, 1):
            diagonal, row[index] = (
                row[index],
                diagonal + 1 if item == candidate else max(row[index], row[index - 1]),
            )
    return row[-1]


EXAMPLES = [
    Good(
        "### What are precision and recall?\n\n"
        "Precision is the share of true positives among all predicted positives. "
        "Recall is the share of true positives among all actual positives.\n"
    ),
    Bad(
        "### When are caches flushed?\n\n"
        "Most servers write dirty pages to disk in regular intervals to bound the loss of a crash.\n\n"
        "⟦To bound the loss of a crash, dirty pages are regularly written to disk by servers.⟧\n"
    ),
    Bad(
        "### When are caches flushed?\n\n"
        "Most servers write dirty pages to disk in regular intervals. It bounds the loss of a crash. "
        "⟦Most servers write dirty pages to disk in regular intervals.⟧ Others wait.\n",
        fixed="### When are caches flushed?\n\n"
        "Most servers write dirty pages to disk in regular intervals. It bounds the loss of a crash. "
        "Others wait.\n",
    ),
    Bad(
        "### When are caches flushed?\n\n"
        "Most servers write dirty pages to disk in regular intervals.\n\n"
        "⟦Most servers write dirty pages to disk in regular intervals.⟧\n\nOthers wait.\n",
        fixed="### When are caches flushed?\n\n"
        "Most servers write dirty pages to disk in regular intervals.\n\nOthers wait.\n",
    ),
]
