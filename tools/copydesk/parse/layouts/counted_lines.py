"""Lines of plain text that count, where Markdown sees no list: `2.1 What is X?`, `3、什么是 X？`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from copydesk.model import Node
from copydesk.parse.layout import BELOW_HEADINGS, Finding, Page, Start, coverage
from copydesk.parse.vocabulary import weight
from copydesk.source import Span

NAME = "counted-lines"
EXAMPLE = """\
1 Clouds
1.1 What is fog?
1.2 Why are rain clouds dark?
1.3 How high are the highest clouds?
"""

_LINE = re.compile(
    r"[ \t]*(?P<number>\d{1,3}(?:(?:\.\d{1,3})+[.)、:：]?[ \t]+|[、．：][ \t]*))(?P<words>\S.*)"
)
_LAST = re.compile(r"\d+(?=\D*\Z)")
_FEWEST = 3
_MOST = 0.75
_IN_ORDER = 0.9
_WHOLE = 0.6


@dataclass(frozen=True, slots=True)
class _Counted:
    start: Start
    count: int
    answered: bool


def find(page: Page) -> Finding | None:
    """The lines of paragraphs that begin with a number, where they count and most of them ask."""
    found = [
        line
        for index, block in enumerate(page.blocks)
        if block.kind == "paragraph"
        for line in _lines(page, block, page.blocks[index + 1 : index + 2])
    ]
    if len(found) < _FEWEST:
        return None
    starts = tuple(line.start for line in found)
    # A number left out, or a section's own count, goes on as well.
    counted = 1 + sum(
        then.count == 1 or 0 < then.count - now.count <= 2 for now, then in pairwise(found)
    )
    asking = sum(weight(page.source[start.question]) > 0 for start in starts)
    answered = sum(line.answered for line in found)
    covered = coverage(page, starts)
    evidence = (
        f"{len(found)} lines begin with a number, {counted} of them in order",
        f"{asking} of them ask something",
        f"{answered} of them have an answer",
        f"they hold {covered:.0%} of the text",
    )
    share = asking / len(found)
    sure = share >= _MOST and counted >= _IN_ORDER * len(found) and covered >= _WHOLE
    bare = 2 * answered < len(found)
    if bare:
        # What stands between questions without answers is the title of the next ones.
        starts = tuple(replace(start, until=start.span.end) for start in starts)
    return Finding(starts, 0.5 + 0.35 * share if sure else 0.4, evidence, bare=bare)


def _lines(page: Page, block: Node, following: tuple[Node, ...]) -> Iterator[_Counted]:
    matches = [_LINE.match(page.source.text, line.start, line.end) for line in block.lines]
    goes_on = any(node.kind not in ("heading", "thematic_break", "paragraph") for node in following)
    goes_on = goes_on or any(
        node.kind == "paragraph" and not _LINE.match(page.source[node.lines[0]])
        for node in following
        if node.lines
    )
    for at, match in enumerate(matches):
        if match is None:
            continue
        last = _LAST.search(match["number"])
        end = match.start("words") + len(match["words"].rstrip())
        below = matches[at + 1] is None if at + 1 < len(matches) else goes_on
        plain = "." not in match["number"].rstrip(" \t.)、:：")
        yield _Counted(
            Start(
                span=Span(match.start("number"), end),
                question=Span(match.start("words"), end),
                level=BELOW_HEADINGS,
                number=int(last.group()) if last and plain else None,
                number_span=Span(
                    match.start("number"), match.start("number") + len(match["number"].rstrip())
                ),
            ),
            int(last.group()) if last else 0,
            below,
        )
