"""A word or a phrase must not be typed twice in a row."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from operator import eq

from copydesk.model import WARNING, Diagnostic, Document, Edit, Fix
from copydesk.parse.prose import Sentence, Word, sentences
from copydesk.rule import Bad, Context, Good, rule
from copydesk.source import Span

_LONGEST = 4
# English says these twice on purpose or by grammar; doubled, none of them is evidence of a slip.
_DOUBLES = frozenset(
    "had that very really so no yes bye ha blah long far many much more again well now".split()
)


@rule("prose/repeated-words", severity=WARNING)
def check(document: Document, context: Context) -> Iterator[Diagnostic]:
    """A doubled word or phrase is the trace of an edit that was not read again.

    Words that English doubles on purpose, names and numbers are left alone.
    """
    for node in document.walk():
        if node.runs and node.kind in ("paragraph", "heading", "table_cell", "definition"):
            for sentence in sentences(node):
                for first, second in _repeats(sentence, context):
                    span = Span(first[0].span.start, second[-1].span.end)
                    phrase = context.source[Span(second[0].span.start, second[-1].span.end)]
                    yield context.diagnostic(
                        span,
                        f"“{phrase}” stands twice in a row",
                        fix=Fix(
                            "take the second one out",
                            (Edit(Span(first[-1].span.end, second[-1].span.end), ""),),
                        ),
                    )


def _repeats(
    sentence: Sentence, context: Context
) -> Iterator[tuple[tuple[Word, ...], tuple[Word, ...]]]:
    keys = sentence.said
    if not _may_repeat(keys):
        return
    words = sentence.words
    if words[0].prose:
        # A sentence's first word has its capital from its place.
        keys[0] = keys[0][0].lower() + keys[0][1:]
    index = 0
    while index < len(words):
        for length in range(min(_LONGEST, (len(words) - index) // 2), 0, -1):
            middle, end = index + length, index + 2 * length
            phrase = keys[index:middle]
            if phrase != keys[middle:end] or not _slip(words[index:end], context):
                continue
            # Three times ("a reply of a reply of a reply…") is a figure of speech.
            third = keys[end : end + length]
            if len(third) < max(1, length - 1) or third != phrase[: len(third)]:
                yield words[index:middle], words[middle:end]
            index = end - 1
            break
        index += 1


def _may_repeat(keys: list[str]) -> bool:
    """Whether neighbouring phrases could be the same, in whatever case the first word is."""
    lower = [key.lower() for key in keys]
    return any(sum(map(eq, lower, lower[length:])) >= length for length in range(1, _LONGEST + 1))


def _slip(words: tuple[Word, ...], context: Context) -> bool:
    half = words[: len(words) // 2]
    if not all(word.prose for word in half):
        return False
    if len(half) == 1:
        word = words[1].text
        # A doubled name ("Duran Duran") or symbol ("x x") is no slip.
        if len(word) < 2 or not word.islower() or not word.isalpha() or word in _DOUBLES:
            return False
    elif not any(word.text.islower() and word.text.isalpha() for word in half):
        return False
    # A hard-wrapped line may be indented; a comma or a dash between the words is intent.
    return all(
        context.source[Span(one.span.end, two.span.start)].isspace() for one, two in pairwise(words)
    )


EXAMPLES = [
    Good("### What did Adam have?\n\nThe moments that it had had before, very very small ones.\n"),
    Good("### Who sang?\n\nDuran Duran sang. It took again, again and again.\n"),
    Bad(
        "### What is PPO?\n\nAn algorithm ⟦for for⟧ policies.\n",
        fixed="### What is PPO?\n\nAn algorithm for policies.\n",
    ),
    Bad(
        "### What is PPO?\n\nIts cost is ⟦close to close to⟧ nothing.\n",
        fixed="### What is PPO?\n\nIts cost is close to nothing.\n",
    ),
]
