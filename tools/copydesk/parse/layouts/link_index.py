"""An index whose questions link to other files, where the answers are: `- [What is X?](x.md)`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from copydesk.model import Node
from copydesk.parse import numbering
from copydesk.parse.layout import BELOW_HEADINGS, Finding, Page, Start
from copydesk.parse.leaves import links_away
from copydesk.parse.letters import of_runs, phrase
from copydesk.parse.vocabulary import collects, is_frame, names_question, weight
from copydesk.source import Span

NAME = "link-index"
EXAMPLE = """\
# Maps, asked often

- [What is a projection?](projection.md)
- [Why is Greenland so large on maps?](greenland.md)
- [What is a contour line?](contour.md)
"""

_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#")
_FILE = re.compile(r"\.(?:md|markdown|mdx|mkd|rst|txt|html?)(?:[#?]|\Z)", re.IGNORECASE)
# What follows a link's words: an address in angle brackets, or one whose own brackets are in pairs.
_WRITTEN = re.compile(r"\]\(\s*(?:<(?P<angled>[^<>\n]*)>|(?P<plain>(?:[^\s()]|\([^\s()]*\))*))")
_FEWEST = 3
_MOST = 0.6


@dataclass(frozen=True, slots=True)
class _Entry:
    """A question that is a link: how much it asks, and whether it leads to a file of the project."""

    start: Start
    asks: float
    near: bool


def find(page: Page) -> Finding | None:
    """The list items, table cells and lines that are nothing but a link to a file of the project.

    In a collection most may also lead to pages elsewhere, or nowhere yet.
    """
    every = [item for block in page.blocks for item in _entries(page, block)]
    found = [item for item in every if item.near]
    every = [item for item in every if item.near or not _is_further(page, item.start)]
    far = page.collection and sum(item.asks for item in every) >= _MOST * len(every)
    if 2 * len(found) < len(every) and far:
        found = every
    alone = {block.span.start for block in page.blocks if block.kind == "paragraph"}
    if any(item.start.span.start not in alone for item in found):
        # Below a list or table of questions a line that asks nothing leads back.
        found = [item for item in found if item.asks or item.start.span.start not in alone]
    if len(found) < _FEWEST and not (found and page.collection):
        return None
    share = sum(item.asks for item in found) / len(found)
    if share < 0.3 and not page.collection:
        return None
    evidence = (
        f"{len(found)} links stand alone",
        f"{share:.0%} of them ask something",
    )
    sure = share >= _MOST and len(found) >= _FEWEST
    confidence = 0.4 + 0.5 * share if sure else 0.4
    return Finding(tuple(item.start for item in found), confidence, evidence)


def _is_further(page: Page, start: Start) -> bool:
    """Whether a link stands below a heading such as "Further reading"."""
    at = bisect_left(page.heads, start.span.start, key=lambda head: head.span.start) - 1
    return at >= 0 and is_frame(page.heads[at].text) and not collects(page.heads[at].text)


def _entries(page: Page, block: Node) -> Iterator[_Entry]:
    if block.kind == "table" and (rows := list(_rows(page, block))):
        yield from rows
        return
    for node in block.walk():
        if node.kind in ("paragraph", "table_cell") and (entry := _entry(page, node)):
            yield entry


def _rows(page: Page, table: Node) -> Iterator[_Entry]:
    """The rows of a table with a column of questions and, behind it, one of links to their answers."""
    head, *rows = table.children
    columns = [i for i, cell in enumerate(head.children) if names_question(cell.text)]
    if len(columns) != 1 or any(len(row.children) < len(head.children) for row in rows):
        return
    (column,) = columns
    if any(links_away(row.children[column]) for row in rows):
        return
    for other in range(len(head.children) - 1, column, -1):
        found = [_row(page, row.children[column], row.children[other]) for row in rows]
        entries = [entry for entry in found if entry is not None]
        if sum(entry.near for entry in entries) >= _MOST * len(rows):
            yield from (replace(entry, near=True) for entry in entries)
            return


def _row(page: Page, cell: Node, other: Node) -> _Entry | None:
    letters = of_runs(cell.runs)
    if not any(character.isalpha() for character in letters.text):
        return None
    numbered = numbering.leading(letters.text)
    low = numbered.words if numbered else len(letters.text) - len(letters.text.lstrip())
    question = phrase(page.source, cell.runs, letters, low, len(letters.text.rstrip()))
    link = _target(page, other)
    start = Start(
        span=cell.span,
        question=question,
        level=BELOW_HEADINGS,
        number=numbered.number if numbered else None,
        number_span=letters.span(numbered.start, numbered.end) if numbered else None,
        until=cell.span.end,
        answer=link,
    )
    return _Entry(start, weight(letters.text[low:]), link is not None)


def _target(page: Page, node: Node) -> Span | None:
    """Where the one link of a cell leads, if that is a file of the project."""
    links = {mark.span: mark.href for run in node.runs for mark in run.marks if mark.kind == "link"}
    if len(links) != 1 or not links_away(node):
        return None
    ((span, href),) = links.items()
    words = [run.span.end for run in node.runs if span.contains(run.span)]
    return _destination(page, Span(max(words), span.end)) if _is_near(href) else None


def _is_near(href: str) -> bool:
    return not _ELSEWHERE.match(href) and bool(_FILE.search(href) or "." not in href.strip("./"))


def _entry(page: Page, node: Node) -> _Entry | None:
    links = {mark.span: mark.href for run in node.runs for mark in run.marks if mark.kind == "link"}
    if len(links) != 1:
        return None
    ((span, href),) = links.items()
    if href.startswith("#"):
        return None
    inside = [run for run in node.runs if span.contains(run.span)]
    outside = [run for run in node.runs if not span.contains(run.span)]
    # A number or a bullet of the author's own may stand before the link, and no words.
    if any(character.isalpha() for character in of_runs(outside).text):
        return None
    letters = of_runs(inside)
    if not any(character.isalpha() for character in letters.text):
        return None
    numbered = numbering.leading(letters.text)
    if is_frame(letters.text):
        return None
    low = numbered.words if numbered else len(letters.text) - len(letters.text.lstrip())
    question = letters.span(low, len(letters.text.rstrip()))
    words_end = inside[-1].span.end
    if page.source.text.find("](", words_end - 1, span.end) < 0:
        return None
    place = _destination(page, Span(words_end, span.end))
    number = numbered.number if numbered else None
    return _Entry(
        Start(
            span=span,
            question=question,
            level=BELOW_HEADINGS,
            number=number,
            number_span=letters.span(numbered.start, numbered.end) if numbered else None,
            until=span.end,
            answer=place,
        ),
        weight(letters.text[low:]),
        _is_near(href) and place is not None,
    )


def _destination(page: Page, rest: Span) -> Span | None:
    """Where a link leads, as it is written behind the link's words; None where nothing is."""
    found = _WRITTEN.search(page.source.text, rest.start, rest.end)
    if found is None:
        return None
    start, end = found.span("angled" if found["angled"] is not None else "plain")
    return Span(start, end) if start < end else None
