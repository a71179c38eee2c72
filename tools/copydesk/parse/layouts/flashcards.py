"""Cards of spaced repetition in notes programs: a question, a line with `?` alone, the answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from copydesk.model import Node
from copydesk.parse import numbering
from copydesk.parse.layout import BELOW_HEADINGS, Finding, Page, Start
from copydesk.source import Span

NAME = "flashcards"
EXAMPLE = """\
# Breads

#flashcards

Why does dough rise?
?
Yeast turns sugar into gas.

Biga::A stiff starter that rests for a night.
"""

# Two question marks make a card that is asked both ways.
_TURN = re.compile(r"[ \t]*\?{1,2}[ \t]*")
_BLANK = re.compile(r"\r?\n[ \t]*(?:\r?\n|\Z)")
_TAGGED = re.compile(r"(?<!\w)#flashcards?\b|^tags:.*\bflashcards?\b", re.IGNORECASE | re.MULTILINE)
# "term::definition" on one line; in a page without cards the colons are a name's in code.
_ONE_LINE = re.compile(r"(?P<words>\S[^\n`]*?)[ \t]*(?P<turn>:::?)[ \t]*(?=\S)")


# Parts of a page are read one by one, and each would search all of it.
@lru_cache(maxsize=1)
def _tagged(text: str) -> bool:
    return _TAGGED.search(text) is not None


def find(page: Page) -> Finding | None:
    """The paragraphs that a line with a question mark alone parts in two, and cards on one line."""
    tagged = _tagged(page.source.text)
    turned = [
        start
        for block in page.blocks
        if block.kind == "paragraph" and (start := _turned(page, block))
    ]
    starts = turned
    if tagged:
        lines = (start for block in page.blocks for start in _lines(page, block))
        starts = sorted([*turned, *lines], key=lambda start: start.span)
    if not starts:
        return None
    evidence = [f"{len(turned)} paragraphs that a line with ? alone parts in two"]
    if tagged:
        evidence.append(
            f"{len(starts) - len(turned)} cards on one line; the page is tagged flashcards"
        )
    sure = tagged or len(starts) > 1
    return Finding(tuple(starts), 0.9 if sure else 0.4, tuple(evidence), marked=True)


def _turned(page: Page, block: Node) -> Start | None:
    lines = block.lines
    at = next((n for n, line in enumerate(lines) if _TURN.fullmatch(page.source[line])), 0)
    if not 0 < at < len(lines) - 1:
        return None
    low = lines[0].start + len(page.source[lines[0]]) - len(page.source[lines[0]].lstrip())
    high = lines[at - 1].start + len(page.source[lines[at - 1]].rstrip())
    number = numbering.leading(page.source[Span(low, high)])
    # An empty line ends a card.
    blank = _BLANK.search(page.source.text, lines[at].end)
    return Start(
        span=Span(block.span.start, lines[at].end),
        question=Span(low + (number.words if number else 0), high),
        level=BELOW_HEADINGS,
        number=number.number if number else None,
        number_span=Span(low + number.start, low + number.end) if number else None,
        until=blank.start() if blank else len(page.source.text),
    )


def _lines(page: Page, block: Node) -> Iterator[Start]:
    if block.kind in ("list", "list_item"):
        for child in block.children:
            yield from _lines(page, child)
    elif block.kind == "paragraph":
        for line in block.lines:
            match = _ONE_LINE.match(page.source.text, line.start, line.end)
            if match:
                yield Start(
                    span=Span(line.start, match.end()),
                    question=Span(match.start("words"), match.end("words")),
                    level=BELOW_HEADINGS,
                    until=line.end,
                )
