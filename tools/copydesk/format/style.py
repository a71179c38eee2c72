"""The style of a collection's frame: how it writes numbers, marks, separators and blank lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from copydesk.model import Document, Node, Record
from copydesk.parse.answer import ANSWER_MARK
from copydesk.source import Source, Span

_Value = TypeVar("_Value", str, int)
_DIGITS = re.compile(r"\d+")
_NEWLINE = re.compile(r"\r\n?|\n")
SEPARATOR = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*")
# A habit of two in three is the style; fewer records than this show none.
_SHARE = 2 / 3
_FEWEST = 3
# What nearly all records have, the others lack by oversight.
_NEARLY_ALL = 0.8
# More blank lines than this are nobody's style.
_MOST_BLANK = 2


@dataclass(frozen=True, slots=True)
class Style:
    """The habits of the records of one layout; empty or None where there is none.

    `number` and `separator` are written as the source has them (`Q{}.`, `---`), `mark` is the answer
    mark without its space. `marked` and `separated` say that nearly all records have one. `below`
    counts the blank lines under a question, `gap` those behind a record.
    """

    number: str = ""
    mark: str = ""
    marked: bool = False
    separator: str = ""
    separated: bool = False
    below: int | None = None
    gap: int | None = None


def learn(documents: Iterable[Document]) -> Mapping[str, Style]:
    """The style of each layout that the records of some documents are written in."""
    tallies: dict[str, _Tally] = defaultdict(_Tally)
    for document in documents:
        for record in document.records:
            if is_top(document, record):
                tallies[record.layout].add(document.source, record)
        for record, following in neighbours(document):
            between = document.source[Span(record.span.end, following.span.start)]
            tallies[record.layout].add_gap(between)
    return {layout: tally.style() for layout, tally in tallies.items()}


class _Tally:
    def __init__(self) -> None:
        self.records = 0
        self.gaps = 0
        self.numbers: Counter[str] = Counter()
        self.marks: Counter[str] = Counter()
        self.separators: Counter[str] = Counter()
        self.below: Counter[int] = Counter()
        self.blank: Counter[int] = Counter()

    def add(self, source: Source, record: Record) -> None:
        self.records += 1
        if form := number_form(source, record):
            self.numbers[form] += 1
        if form := mark_form(source, record):
            self.marks[form] += 1
        space = source[Span(record.question.span.end, first_part(record))]
        lines = lines_of(space)
        if len(lines) > 1 and not space.strip():
            self.below[len(lines) - 2] += 1

    def add_gap(self, between: str) -> None:
        lines = lines_of(between)
        if not all(not line.strip() or SEPARATOR.fullmatch(line) for line in lines):
            return
        self.gaps += 1
        self.blank[_leading_blank(lines[1:-1])] += 1
        self.separators.update({line.strip() for line in lines if line.strip()})

    def style(self) -> Style:
        mark = _habit(self.marks)
        separator = _habit(self.separators)
        return Style(
            number=_habit(self.numbers) or "",
            mark=mark or "",
            marked=bool(mark) and _nearly_all(self.marks.total(), self.records),
            separator=separator or "",
            separated=bool(separator) and _nearly_all(self.separators.total(), self.gaps),
            below=_capped(_habit(self.below)),
            gap=_capped(_habit(self.blank)),
        )


def _habit(counts: Counter[_Value]) -> _Value | None:
    total = counts.total()
    if total < _FEWEST:
        return None
    value, count = counts.most_common(1)[0]
    return value if count >= _SHARE * total else None


def _nearly_all(count: int, total: int) -> bool:
    return total >= _FEWEST and count >= _NEARLY_ALL * total


def _capped(blank: int | None) -> int | None:
    return None if blank is None else min(blank, _MOST_BLANK)


def _leading_blank(lines: list[str]) -> int:
    return next((index for index, line in enumerate(lines) if line.strip()), len(lines))


def lines_of(text: str) -> list[str]:
    """The lines of a text without their endings, the last one too where it is empty."""
    return _NEWLINE.split(text)


def first_part(record: Record) -> int:
    """The 0-based offset of what follows the question: its lead, mark or answer."""
    if record.lead:
        return record.lead.span.start
    return record.mark.start if record.mark else record.answer.span.start


def number_form(source: Source, record: Record) -> str:
    """How a record's number is written, with `{}` for its digits; empty for any other number."""
    if record.number is None or record.number_span is None:
        return ""
    written = source[record.number_span]
    digits = _DIGITS.findall(written)
    if len(digits) != 1 or not digits[0].isascii() or int(digits[0]) != record.number:
        return ""
    return written.replace(digits[0], "{}")


def mark_form(source: Source, record: Record) -> str:
    """How an answer mark that opens a paragraph is written; empty for any other mark."""
    written = source[record.mark].strip() if record.mark else ""
    if not ANSWER_MARK.fullmatch(written) or _DIGITS.search(written) or "\n" in written:
        return ""
    return written


def top_block(document: Document, record: Record) -> Node | None:
    """The top-level block that the question stands in."""
    place = record.question.span
    index = bisect_right(document.blocks, place.start, key=lambda block: block.span.start) - 1
    if index < 0 or not document.blocks[index].span.contains(place):
        return None
    return document.blocks[index]


def is_top(document: Document, record: Record) -> bool:
    """Whether a record's question stands in no list, quote or definition."""
    block = top_block(document, record)
    return block is not None and block.kind in ("heading", "paragraph", "html")


def neighbours(document: Document) -> Iterator[tuple[Record, Record]]:
    """The records that follow each other and share a section, those inside containers left out."""
    top = [record for record in document.records if is_top(document, record)]
    for record, following in pairwise(top):
        if record.section == following.section:
            yield record, following
