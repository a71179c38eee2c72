"""Which layout reads a page: the surest, and others where it found nothing."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Protocol

from copydesk.parse.crosscheck import doubt
from copydesk.parse.grouping import MOST
from copydesk.parse.heads import Head
from copydesk.parse.layout import BELOW_HEADINGS, INNER, Finding, Page, Start, extents, promised
from copydesk.parse.tags import details
from copydesk.parse.vocabulary import collects, names_answer, weight
from copydesk.resources import named
from copydesk.source import Span

# Below this a layout is only a guess, and a guess makes no records.
SURE = 0.5
# How much ten times as many questions count for against confidence.
PLENTY = 0.1
# Two questions and their answers are no less.
_STRETCH = 3
# Beside so large a share of those that were read, questions without answers are no mere list.
_SHARE = 0.2
_MANY = 6


@dataclass(frozen=True, slots=True)
class Choice:
    """The questions of a page, each with its layout's name, and why; no names where unsure."""

    names: tuple[str, ...]
    starts: tuple[tuple[str, Start], ...]
    evidence: tuple[str, ...]


class Layout(Protocol):
    """A module in `parse/layouts/`: its NAME, an EXAMPLE page, and how to find its questions."""

    NAME: str
    EXAMPLE: str

    def find(self, page: Page) -> Finding | None:
        """The questions written in this layout, None where there are none."""


@cache
def layouts() -> dict[str, Layout]:
    """Every layout by name; a new file in `parse/layouts/` is found by itself."""
    return named("copydesk.parse.layouts")


def best(page: Page, wanted: str) -> Choice:
    """The questions of a page in the wanted layout, or where that is `auto` in the surest ones.

    The surest layout reads the page, many questions counting for a little more than few, but not
    one whose questions all stand inside the answers of another. A further
    one that is sure as well reads the sections in which the first found no question, and each
    stretch still left is read by itself. Where no
    layout is sure there are no questions, and the evidence says what was seen.
    Raises KeyError where no layout has the wanted name.
    """
    candidates = layouts() if wanted == "auto" else {wanted: layouts()[wanted]}
    found = [(name, item) for name, layout in candidates.items() if (item := layout.find(page))]
    sure = [item for item in found if item[1].starts and _sure(item[1], wanted)]
    if not sure:
        seen = [f"unsure ({name}): {'; '.join(item.evidence)}" for name, item in found]
        return Choice((), (), tuple(seen) or _glimpsed(page))
    sure = [item for item in sure if not _is_part(page, item[1], sure)]
    sure = [item for item in sure if not _is_inner(page, item[1], sure)]
    sure = [(name, _without_titles(page, item, found)) for name, item in sure]
    sure.sort(key=lambda item: _rank(item[1]), reverse=True)
    name, first = sure[0]
    names, evidence = [name], list(first.evidence)
    taken = sorted(((name, start) for start in first.starts), key=lambda item: item[1].span)
    # Beside a sure layout, what only asks and is answered needs no confidence of its own.
    beside = [item for item in found if item not in sure and _asks(page, item[1])]
    for other, finding in [*sure[1:], *beside]:
        before = [start for _, start in taken]
        more = _in_company(page, before, _elsewhere(page, before, finding))
        if not more or (len(more) < 2 and not finding.marked):
            continue
        if not _speaks(page, first, more):
            evidence.append(f"left out: {len(more)} ({other}) elsewhere that hardly ask")
            continue
        if finding.bare:
            evidence.append(f"left out: {len(more)} unanswered questions ({other}) elsewhere")
            continue
        names.append(other)
        taken = sorted([*taken, *((other, start) for start in more)], key=lambda item: item[1].span)
        evidence.append(f"elsewhere {other}: {'; '.join(finding.evidence)}")
    if wanted == "auto":
        answered = len(taken)
        for other, finding in _left(page, [start for _, start in taken]):
            if finding.bare and not first.bare:
                said = f"{len(finding.starts)} unanswered questions ({other}) elsewhere"
                if len(finding.starts) >= max(_MANY, _SHARE * answered):
                    return Choice((), (), (f"unsure ({', '.join(names)}): {said}", *evidence))
                evidence.append(f"left out: {said}")
                continue
            names += [other] if other not in names else []
            taken += [(other, start) for start in finding.starts]
            evidence.append(f"elsewhere {other}: {'; '.join(finding.evidence)}")
        taken.sort(key=lambda item: item[1].span)
    against = doubt(page, [start for _, start in taken]) if wanted == "auto" else ""
    if against:
        return Choice((), (), (f"unsure ({', '.join(names)}): {against}", *evidence))
    return Choice(tuple(names), tuple(taken), tuple(evidence))


def _in_company(page: Page, taken: Sequence[Start], more: Sequence[Start]) -> list[Start]:
    """Without what asks nothing and stands among another layout's questions, no asking one beside it."""
    offsets = [start.span.start for start in taken]
    runs = [bisect_right(offsets, start.span.start) for start in more]
    asking = {
        run
        for run, start in zip(runs, more, strict=True)
        if start.number is not None or weight(page.source[start.question]) > 0
    }
    return [start for run, start in zip(runs, more, strict=True) if run in asking]


def _left(page: Page, taken: Sequence[Start]) -> Iterator[tuple[str, Finding]]:
    """What layouts are sure of in a stretch that no question or answer holds, each read by itself."""
    ends = [page.begin, *extents(page, taken)]
    offsets = [*(start.span.start for start in taken), page.end]
    for low, high in zip(ends, offsets, strict=True):
        part = page.within(Span(low, high))
        said = [block for block in part.blocks if block.kind != "heading"]
        if len(said) < _STRETCH and not any(block.kind == "list" for block in said):
            continue
        # A heading that nothing follows here belongs to what was read below it.
        part = part.within(Span(low, said[-1].span.end))
        found = [
            (name, finding)
            for name, layout in layouts().items()
            if (finding := layout.find(part)) and _is_told(part, finding)
        ]
        if found:
            yield max(found, key=lambda item: _rank(item[1]))


def _is_told(page: Page, finding: Finding) -> bool:
    """Whether a finding needs nothing beside it to be believed; one alone is no heading."""
    asking = sum(weight(page.source[start.question]) for start in finding.starts)
    below = all(start.level == BELOW_HEADINGS for start in finding.starts)
    return (
        (len(finding.starts) > 1 or below)
        and bool(finding.starts)
        and finding.confidence >= SURE
        and (
            asking >= MOST * len(finding.starts)
            or (promised(page, finding.starts) and (finding.marked or below))
        )
        # HTML is searched beyond the part.
        and all(page.part is None or page.part.contains(start.span) for start in finding.starts)
    )


def _without_titles(page: Page, finding: Finding, others: Sequence[tuple[str, Finding]]) -> Finding:
    """A finding without the headings that ask nothing above several questions of another layout."""
    if finding.explicit:
        return finding
    ends = extents(page, finding.starts)
    asked = [
        sorted(
            start.span.start for start in other.starts if weight(page.source[start.question]) > 0
        )
        for _, other in others
        if other is not finding and not other.bare
    ]
    kept = tuple(
        start
        for start, end in zip(finding.starts, ends, strict=True)
        if start.number is not None
        or weight(page.source[start.question]) > 0
        or all(
            bisect_left(places, end) - bisect_left(places, start.span.end) < 2 for places in asked
        )
    )
    return replace(finding, starts=kept) if kept else finding


def _glimpsed(page: Page) -> tuple[str, ...]:
    """What a page without any known layout says that could still be questions."""
    asking = sum(
        node.text.rstrip(" *_").endswith(("?", "？", "؟"))
        for block in page.blocks
        for node in block.walk()
        if node.kind in ("paragraph", "table_cell", "heading")
    )
    hidden = sum(
        names_answer(page.source[entry.summary].strip())
        for entry in details(page.source, page.blocks)
    )
    if hidden > 1:
        return (f"unsure: {hidden} folded answers, but no questions in a known layout",)
    if asking < 2:
        called = page.collection or any(collects(head.text) for head in page.heads)
        return ("unsure: called a collection of questions, but none is in a known layout",) * called
    return (f"unsure: {asking} paragraphs or cells ask something, but in no known layout",)


def _sure(finding: Finding, wanted: str) -> bool:
    return wanted != "auto" or finding.confidence >= SURE


def _is_part(page: Page, finding: Finding, others: Sequence[tuple[str, Finding]]) -> bool:
    """Whether another layout that is nearly as sure finds all of a finding's questions and more."""
    places = {start.span.start for start in finding.starts}
    return any(
        len(other.starts) > len(finding.starts)
        and other.confidence >= finding.confidence - 0.2
        and places <= {start.span.start for start in other.starts}
        and all(
            start.number is not None or weight(page.source[start.question]) > 0
            for start in other.starts
            if start.span.start not in places
        )
        for _, other in others
    )


def _is_inner(page: Page, finding: Finding, others: Sequence[tuple[str, Finding]]) -> bool:
    """Whether a finding's questions all stand inside answers of another one."""
    for _, other in others:
        if other is finding or other.confidence < 0.6 or other.bare:
            continue
        if finding.explicit and len(finding.starts) > len(other.starts) == 1:
            # What is called a question, again and again below one title, is not its answer.
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


def _speaks(page: Page, first: Finding, more: Sequence[Start]) -> bool:
    """Whether what stands beside questions that are marked as such are questions too.

    Numbered sections of a lesson that ends in marked questions are none.
    """
    asking = sum(weight(page.source[start.question]) > 0 for start in more)
    return not first.explicit or 2 * asking >= len(more)


def _rank(finding: Finding) -> float:
    return finding.confidence + PLENTY * math.log10(len(finding.starts))


def _asks(page: Page, finding: Finding) -> bool:
    """Whether each question of a finding reads as one and has its answer."""
    return not finding.bare and all(
        weight(page.source[start.question]) == 1 for start in finding.starts
    )


def _stands_above(sections: Sequence[Head], start: Start, offsets: Sequence[int]) -> bool:
    """Whether a heading is the title above questions that were read already."""
    after = bisect_right(offsets, start.span.start)
    if after == len(offsets):
        return False
    at = bisect_right(sections, start.span.start, key=lambda head: head.span.start)
    while at < len(sections) and sections[at].span.start < offsets[after]:
        if sections[at].level <= start.level:
            return False
        at += 1
    return True


def _elsewhere(page: Page, taken: Sequence[Start], finding: Finding) -> list[Start]:
    """The starts in sections without a start already taken, sure ones also elsewhere outside its answers."""
    sure = finding.marked or _asks(page, finding)
    heads_of = {start.span.start for start in taken}
    sections = page.sections
    borders = [head.span.start for head in sections if head.span.start not in heads_of]
    used = {bisect_right(borders, start.span.start) for start in taken}
    ends = extents(page, taken)
    offsets = [start.span.start for start in taken]
    more = []
    for start in finding.starts:
        before = bisect_right(offsets, start.span.start) - 1
        inside = before >= 0 and start.span.start < ends[before]
        around = before + 1 < len(offsets) and offsets[before + 1] < start.span.end
        alone = bisect_right(borders, start.span.start) not in used
        if start.level < BELOW_HEADINGS and _stands_above(sections, start, offsets):
            continue
        if not (inside or around) and (alone or sure):
            more.append(start)
    return more
