"""The mark before an answer: `**A:**`, `Answer:`, `#### Answer`, `<summary>Answer</summary>`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from copydesk.model import Node
from copydesk.parse.tags import details
from copydesk.parse.vocabulary import alternation, names_answer, reveals
from copydesk.source import Source, Span

_WORDS = alternation("answer_mark")
# A bare letter needs its colon: "**A** is a matrix" starts a sentence, not an answer.
ANSWER_MARK = re.compile(
    r"[ \t]*(?:"
    rf"(?P<open>\*\*|__|\*|_)(?:{_WORDS})[ \t]*\d*[ \t]*"
    r"(?:[:：.][ \t]*(?P=open)|(?P=open)[ \t]*[:：]|(?P=open)(?=[ \t]*$))"
    rf"|(?:{_WORDS})[ \t]*\d*[ \t]*(?::(?!\w)|：)"
    r")[ \t]*",
    re.IGNORECASE,
)
# "Answer: B" as a heading or all in bold: the mark is the line itself, and what it says stays.
_TELLING = re.compile(
    rf"[ \t]*(?P<open>\*\*|__)?(?:correct[ \t]+)?(?P<word>{_WORDS})[ \t]*[:：][ \t]*(?=[^\s*_])",
    re.IGNORECASE,
)
_OPTION = re.compile(r"^[ \t>*+-]*(?:\*\*)?[Bb](?:\*\*)?[ \t]*[:.)]", re.MULTILINE)
# A heading for want of a space none: "####Answer".
_TIGHT = re.compile(r"#{2,6}[^\s#]")
_LONE_A = re.compile(r"[ \t]*[*_]*a[*_]*[ \t]*[:：][*_]*[ \t]*", re.IGNORECASE)


class AnswerMark(NamedTuple):
    """An answer mark's span; `until` is where the answer ends that it opens, None for its last block."""

    span: Span
    until: int | None = None


def find_mark(source: Source, blocks: Sequence[Node], start: int) -> AnswerMark | None:
    """The first answer mark at or after a 0-based offset, None where there is none."""
    end = blocks[-1].span.end if blocks else start
    folds = _folds(source, blocks, start)
    for index, block in enumerate(blocks):
        if block.span.end <= start:
            continue
        if block.kind == "html":
            inside = [at for at in folds if block.span.start <= at < block.span.end]
            found = folds[min(inside)] if inside else None
        elif block.kind == "heading" and block.span.start >= start:
            found = _heading(source, block)
        elif block.kind in ("block_quote", "list") and (index == 0 or block.kind != "list"):
            # An answer may be the next item, or quoted as a whole.
            first = block.children[0] if block.children else block
            opening = first.children if first.kind == "list_item" else block.children
            span = _paragraph(source, opening[0], start, end) if opening else None
            found = AnswerMark(span) if span else None
        else:
            span = _paragraph(source, block, start, end)
            found = AnswerMark(span) if span else None
        if found:
            return found
    return None


def _paragraph(source: Source, block: Node, start: int, end: int) -> Span | None:
    if block.kind != "paragraph":
        return None
    for line in block.lines:
        if line.start < start:
            continue
        if _TIGHT.match(source[line]) and names_answer(source[line].strip("# \t")):
            return line
        match = ANSWER_MARK.match(source[line])
        if match and not _is_option(source, Span(line.start + match.end(), end), match.group()):
            return Span(line.start, line.start + match.end())
        telling = _TELLING.match(source[line])
        if telling and telling["open"] and len(telling["word"]) > 1:
            return Span(line.start, line.start)
    return None


def _is_option(source: Source, rest: Span, mark: str) -> bool:
    """Whether "A:" is the first of several options to choose from."""
    return bool(_LONE_A.fullmatch(mark) and _OPTION.search(source.text, rest.start, rest.end))


def _heading(source: Source, block: Node) -> AnswerMark | None:
    if names_answer(block.text):
        return AnswerMark(block.span)
    match = _TELLING.match(source[block.content])
    if match and len(match["word"]) > 1:
        at = block.span.start if match["open"] else block.content.start + match.end()
        return AnswerMark(Span(block.span.start, at))
    return None


def _folds(source: Source, blocks: Sequence[Node], start: int) -> dict[int, AnswerMark]:
    """The folded answers among blocks by the place where each starts."""
    first = next((block.span.start for block in blocks if block.span.end > start), start)
    end = blocks[-1].span.end if blocks else start
    return {
        entry.span.start: AnswerMark(entry.span, entry.body_end)
        for entry in details(source, blocks)
        if entry.span.start >= start
        and (
            names_answer(entry.letters.text)
            # "Show" alone may hide anything, but not where it hides all there is.
            or (
                reveals(entry.letters.text)
                and entry.span.start <= first
                and entry.end is not None
                and not source.text[entry.end : end].strip()
            )
        )
    }


def marks_answers(source: Source, blocks: Sequence[Node], questions: Sequence[int]) -> bool:
    """Whether an answer mark stands behind most of the questions that start at these offsets, in order."""
    marks = [
        block.span.start
        for block in blocks
        if (block.kind == "heading" and _heading(source, block) is not None)
        or (
            block.kind == "paragraph"
            and any(ANSWER_MARK.match(source[line]) for line in block.lines)
        )
    ]
    least = len(questions) * 0.8
    if len(_followed(questions, marks)) < least:
        marks += [e.span.start for e in details(source, blocks) if names_answer(e.letters.text)]
    return len(_followed(questions, marks)) >= least


def _followed(questions: Sequence[int], marks: Iterable[int]) -> set[int]:
    """Which of the questions have a mark before the next one."""
    return {bisect_right(questions, mark) for mark in marks} - {0}
