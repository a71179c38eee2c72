"""Headings that open items of ordered lists: `3. ### What is X?`, the answer in the item or behind it."""

from __future__ import annotations

import re

from copydesk.parse import numbering
from copydesk.parse.heads import Head, words
from copydesk.parse.layout import Finding, Page, Start
from copydesk.parse.vocabulary import weight
from copydesk.source import Span

NAME = "list-headings"
EXAMPLE = """\
# Music theory

1. ### What is a fifth?

    An interval of seven semitones.

2. ### Why are there twelve notes?

    Twelve fifths come close to seven octaves.
"""

_MARKER = re.compile(r"(\d{1,9})[.)]|[-*+]")


def find(page: Page) -> Finding | None:
    """The list items that start with a heading."""
    heads = [head for head in page.heads if head.item is not None and head.text.strip()]
    starts = tuple(start for head in heads if (start := _start(page, head)))
    if not starts:
        return None
    asking = sum(weight(page.source[start.question]) for start in starts)
    share = asking / len(starts)
    evidence = (
        f"{len(starts)} list items open with a heading",
        f"{share:.0%} of them ask something",
    )
    if page.collection and share > 0:
        return Finding(starts, 0.6 + 0.35 * share, evidence)
    return Finding(starts, 0.55 + 0.4 * share if share >= 0.6 else 0.35, evidence)


def _start(page: Page, head: Head) -> Start | None:
    marker = _MARKER.match(page.source.text, head.span.start)
    # The number may stand in the heading instead of before it.
    found = numbering.leading(head.text)
    question = words(page.source, head, found.words if found else 0)
    if question.empty:
        return None
    number, place = None, None
    if found and found.number is not None:
        number, place = found.number, head.letters.span(found.start, found.end)
    elif marker and marker[1]:
        number, place = int(marker[1]), Span(marker.start(), marker.end())
    return Start(head.span, question, head.level, number, place)
