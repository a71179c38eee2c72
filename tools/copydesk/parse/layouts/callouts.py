"""Callouts of notes programs that ask: `> [!question]- What is X?`, the answer below in the quote."""

from __future__ import annotations

import re

from copydesk.model import Node
from copydesk.parse import numbering
from copydesk.parse.layout import BELOW_HEADINGS, Finding, Page, Start
from copydesk.parse.leaves import first_line
from copydesk.parse.letters import of_runs, phrase
from copydesk.source import Span

NAME = "callouts"
EXAMPLE = """\
# Astronomy

> [!question]- What is a parsec?
> The distance at which one astronomical unit spans one second of arc.

> [!question]- Why do stars twinkle?
> Moving layers of air bend their light.
"""

# The kind that asks and its aliases; `-` and `+` fold the callout.
_KIND = re.compile(r"[ \t]*\[!(?:question|help|faq)\][+-]?[ \t]*", re.IGNORECASE)


def find(page: Page) -> Finding | None:
    """The quotes whose first line is marked as a question."""
    starts = tuple(
        start
        for block in page.blocks
        if block.kind == "block_quote" and (start := _start(page, block))
    )
    if not starts:
        return None
    evidence = (f"{len(starts)} callouts are marked as questions",)
    return Finding(starts, 0.9, evidence, marked=True)


def _start(page: Page, block: Node) -> Start | None:
    first = block.children[0] if block.children else None
    if first is None or first.kind != "paragraph":
        return None
    line = first_line(first.runs)
    letters = of_runs(line)
    kind = _KIND.match(letters.text)
    if kind is None:
        return None
    rest = letters.text[kind.end() :]
    found = numbering.leading(rest)
    low = kind.end() + (found.words if found else 0)
    high = len(letters.text.rstrip())
    if low >= high:
        return None
    return Start(
        span=Span(block.span.start, line[-1].span.end),
        question=phrase(page.source, line, letters, low, high),
        level=BELOW_HEADINGS,
        number=found.number if found else None,
        number_span=letters.span(kind.end() + found.start, kind.end() + found.end)
        if found
        else None,
        until=block.span.end,
    )
