"""An index whose questions link to other files, where the answers are: `- [What is X?](x.md)`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.model import Node
from copydesk.parse import numbering
from copydesk.parse.layout import BELOW_HEADINGS, Finding, Page, Start
from copydesk.parse.letters import of_runs
from copydesk.parse.vocabulary import is_frame, weight
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


def find(page: Page) -> Finding | None:
    """The list items, table cells and lines that are nothing but a link to a file of the project."""
    found = [item for block in page.blocks for item in _entries(page, block)]
    alone = {block.span.start for block in page.blocks if block.kind == "paragraph"}
    if any(start.span.start not in alone for start, _ in found):
        # Below a list or table of questions a line that asks nothing leads back.
        found = [item for item in found if item[1] or item[0].span.start not in alone]
    if len(found) < 3:
        return None
    share = sum(asking for _, asking in found) / len(found)
    if share < 0.3:
        return None
    evidence = (
        f"{len(found)} links to other files stand alone",
        f"{share:.0%} of them ask something",
    )
    confidence = 0.4 + 0.5 * share if share >= 0.6 else 0.4
    return Finding(tuple(start for start, _ in found), confidence, evidence)


def _entries(page: Page, block: Node) -> Iterator[tuple[Start, float]]:
    for node in block.walk():
        if node.kind in ("paragraph", "table_cell") and (entry := _entry(page, node)):
            yield entry


def _entry(page: Page, node: Node) -> tuple[Start, float] | None:
    links = {mark.span: mark.href for run in node.runs for mark in run.marks if mark.kind == "link"}
    if len(links) != 1:
        return None
    ((span, href),) = links.items()
    if _ELSEWHERE.match(href) or not (_FILE.search(href) or "." not in href.strip("./")):
        return None
    inside = [run for run in node.runs if span.contains(run.span)]
    outside = [run for run in node.runs if not span.contains(run.span)]
    # A number or a bullet of the author's own may stand before the link, and no words.
    if any(character.isalpha() for character in of_runs(outside).text):
        return None
    letters = of_runs(inside)
    if not letters.text.strip():
        return None
    numbered = numbering.leading(letters.text)
    if is_frame(letters.text):
        return None
    low = numbered.words if numbered else len(letters.text) - len(letters.text.lstrip())
    question = letters.span(low, len(letters.text.rstrip()))
    at = page.source.text.rfind("(", question.end, span.end)
    if at < 0:
        return None
    target = page.source[Span(at + 1, span.end - 1)].split(None, 1)[0].strip("<>")
    start = page.source.text.index(target, at)
    number = numbered.number if numbered else None
    place = letters.span(numbered.start, numbered.end) if numbered else None
    return (
        Start(
            span=span,
            question=question,
            level=BELOW_HEADINGS,
            number=number,
            number_span=place,
            until=span.end,
            answer=Span(start, start + len(target)),
        ),
        weight(letters.text[low:]),
    )
