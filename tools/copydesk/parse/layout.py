"""What a layout is: one way of writing questions and answers, found in a file's blocks."""

from __future__ import annotations

import importlib
import math
import pkgutil
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath
from typing import Protocol

from copydesk.model import Document, FrontMatter, Node
from copydesk.parse import heads
from copydesk.parse.heads import Head
from copydesk.parse.tags import details
from copydesk.parse.vocabulary import collects, names_answer, tells_answer
from copydesk.source import Source, Span

# A question that is no heading: a heading of any level ends its answer.
BELOW_HEADINGS = 7
# Below this a layout is only a guess, and a guess makes no records.
SURE = 0.5
# So many questions below one another question are no part of its answer.
INNER = 8


@dataclass(frozen=True, slots=True)
class Page:
    """A file as layouts see it: its blocks with swallowed separators put right, and its headings.

    `folds` are the spans of its outermost `<details>`, from the summary's end to the closing tag.
    `collection` says whether its title, name or front matter calls it a collection of questions.
    """

    source: Source
    blocks: tuple[Node, ...]
    heads: tuple[Head, ...] = ()
    front: FrontMatter | None = None
    collection: bool = False
    folds: tuple[Span, ...] = ()

    @classmethod
    def of(cls, document: Document) -> Page:
        """The page of a document whose blocks were reframed."""
        found = tuple(heads.find(document.source, document.blocks))
        titles = [head.text for head in found if head.level == 1][:3]
        titles += [head.text for head in found[:1]]
        data = document.front_matter.data if document.front_matter else {}
        titles += [str(data.get(key)) for key in ("title", "permalink") if data.get(key)]
        titles.append(PurePosixPath(document.source.path).stem.replace("-", " "))
        return cls(
            document.source,
            document.blocks,
            found,
            document.front_matter,
            any(collects(title) for title in titles),
            tuple(
                Span(entry.span.end, entry.body_end)
                for entry in details(document.source, document.blocks)
                if entry.body_end is not None
            ),
        )

    @property
    def sections(self) -> tuple[Head, ...]:
        """The headings that can end an answer: neither inside a list nor the answer's own title."""
        return tuple(
            head
            for head in self.heads
            if head.top and not names_answer(head.text) and not tells_answer(head.text)
        )

    def fold(self, offset: int) -> int:
        """Which of the folds holds a 0-based offset, -1 for none."""
        index = bisect_right(self.folds, offset, key=lambda span: span.start) - 1
        return index if index >= 0 and offset < self.folds[index].end else -1


@dataclass(frozen=True, slots=True)
class Start:
    """Where a question starts.

    `span` is the whole question with its number and marks, `question` its words, `level` the
    heading level (`BELOW_HEADINGS` for a paragraph): a heading at or above it ends the answer.
    Where `until` is given, the answer ends there whatever stands before it, and `close` is the end
    of what closes it, such as `</details>`. `answer` is the answer's span where it is no block.
    """

    span: Span
    question: Span
    level: int
    number: int | None = None
    number_span: Span | None = None
    until: int | None = None
    close: int | None = None
    answer: Span | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """The questions that a layout found, how sure it is (0 to 1) and why.

    A `bare` finding's questions have no answers: they make no records beside answered ones. The
    answers of a `marked` one are set off by marks of their own.
    """

    starts: tuple[Start, ...]
    confidence: float
    evidence: tuple[str, ...]
    bare: bool = False
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """The questions of a page, each with its layout's name, and why; no names where unsure."""

    names: tuple[str, ...]
    starts: tuple[tuple[str, Start], ...]
    evidence: tuple[str, ...]


class Layout(Protocol):
    """A module in `parse/layouts/`: its NAME, and how to find its questions."""

    NAME: str

    def find(self, page: Page) -> Finding | None:
        """The questions written in this layout, None where there are none."""


@cache
def layouts() -> dict[str, Layout]:
    """Every layout by name; a new file in `parse/layouts/` is found by itself."""
    package = importlib.import_module("copydesk.parse.layouts")
    found: dict[str, Layout] = {}
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda item: item.name):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        found[module.NAME] = module
    return found


def best(page: Page, wanted: str) -> Choice:
    """The questions of a page in the wanted layout, or where that is `auto` in the surest ones.

    The surest layout reads the page, many questions counting for a little more than few, but not
    one whose questions all stand inside the answers of another. A further
    one that is sure as well reads the sections in which the first found no question. Where no
    layout is sure there are no questions, and the evidence says what was seen.
    Raises KeyError where no layout has the wanted name.
    """
    candidates = layouts() if wanted == "auto" else {wanted: layouts()[wanted]}
    found = [(name, item) for name, layout in candidates.items() if (item := layout.find(page))]
    sure = [item for item in found if item[1].starts and _sure(item[1], wanted)]
    if not sure:
        seen = [f"unsure ({name}): {'; '.join(item.evidence)}" for name, item in found]
        return Choice((), (), tuple(seen) or _glimpsed(page))
    sure = [item for item in sure if not _is_part(item[1], sure)]
    sure = [item for item in sure if not _is_inner(page, item[1], sure)]
    sure.sort(key=lambda item: _rank(item[1]), reverse=True)
    name, first = sure[0]
    names, evidence = [name], list(first.evidence)
    taken = [(name, start) for start in first.starts]
    for other, finding in sure[1:]:
        more = _elsewhere(page, [start for _, start in taken], finding.starts)
        if len(more) < 2:
            continue
        if finding.bare:
            evidence.append(f"left out: {len(more)} unanswered questions ({other}) elsewhere")
            continue
        names.append(other)
        taken += [(other, start) for start in more]
        evidence.append(f"elsewhere {other}: {'; '.join(finding.evidence)}")
    taken.sort(key=lambda item: item[1].span)
    return Choice(tuple(names), tuple(taken), tuple(evidence))


def _glimpsed(page: Page) -> tuple[str, ...]:
    """What a page without any known layout says that could still be questions."""
    asking = sum(
        node.text.rstrip(" *_").endswith(("?", "？", "؟"))
        for block in page.blocks
        for node in block.walk()
        if node.kind in ("paragraph", "table_cell", "heading")
    )
    if asking < 2:
        return ()
    return (f"unsure: {asking} paragraphs or cells ask something, but in no known layout",)


def _sure(finding: Finding, wanted: str) -> bool:
    return wanted != "auto" or finding.confidence >= SURE


def _is_part(finding: Finding, others: Sequence[tuple[str, Finding]]) -> bool:
    """Whether another layout that is nearly as sure finds all of a finding's questions and more."""
    places = {start.question.start for start in finding.starts}
    return any(
        len(other.starts) > len(finding.starts)
        and other.confidence >= finding.confidence - 0.2
        and places <= {start.question.start for start in other.starts}
        for _, other in others
    )


def _is_inner(page: Page, finding: Finding, others: Sequence[tuple[str, Finding]]) -> bool:
    """Whether a finding's questions all stand inside answers of another one."""
    for _, other in others:
        if other is finding or other.confidence < 0.6 or other.bare:
            continue
        if len(finding.starts) >= INNER * len(other.starts) or (
            finding.marked and not other.marked
        ):
            continue
        ends = extents(page, other.starts)
        offsets = [start.span.end for start in other.starts]
        places = [bisect_right(offsets, start.span.start) - 1 for start in finding.starts]
        if all(
            at >= 0 and start.span.start < ends[at]
            for at, start in zip(places, finding.starts, strict=True)
        ):
            return True
    return False


def _rank(finding: Finding) -> float:
    return finding.confidence + 0.1 * math.log10(len(finding.starts))


def _elsewhere(page: Page, taken: Sequence[Start], others: Iterable[Start]) -> list[Start]:
    """The starts that stand in sections without a start already taken."""
    heads_of = {start.span.start for start in taken}
    borders = [head.span.start for head in page.sections if head.span.start not in heads_of]
    used = {bisect_right(borders, start.span.start) for start in taken}
    ends = extents(page, taken)
    offsets = [start.span.start for start in taken]
    more = []
    for start in others:
        before = bisect_right(offsets, start.span.start) - 1
        inside = before >= 0 and start.span.start < ends[before]
        if not inside and bisect_right(borders, start.span.start) not in used:
            more.append(start)
    return more


def extents(page: Page, starts: Sequence[Start]) -> list[int]:
    """For each start, in order, the 0-based offset at which its answer ends at the latest."""
    own = {start.span.start for start in starts}
    borders = [head for head in page.sections if head.span.start not in own]
    offsets = [head.span.start for head in borders]
    text_end = len(page.source.text)
    inside = [page.fold(offset) for offset in offsets]
    ends = []
    for index, start in enumerate(starts):
        end = starts[index + 1].span.start if index + 1 < len(starts) else text_end
        fold = page.fold(start.span.start)
        if fold >= 0:
            end = min(end, page.folds[fold].end)
        if start.until is not None:
            ends.append(max(start.span.end, min(end, start.until)))
            continue
        at = bisect_left(offsets, start.span.end)
        while at < len(borders) and offsets[at] < end:
            # What is folded away inside an answer does not end it.
            if borders[at].level <= start.level and inside[at] == fold:
                end = offsets[at]
            at += 1
        ends.append(max(start.span.end, end))
    return ends


def coverage(page: Page, starts: Sequence[Start]) -> float:
    """The share of the page's text, from 0 to 1, that questions and answers make up."""
    begin = page.front.span.end if page.front else 0
    whole = len(page.source.text[begin:].strip())
    held = sum(
        end - start.span.start
        for start, end in zip(starts, extents(page, starts), strict=True)
        if start.span.start >= begin
    )
    return min(1.0, held / whole) if whole else 0.0
