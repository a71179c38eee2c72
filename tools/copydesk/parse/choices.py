"""What a multiple-choice question offers: `A. …`, `- B: …`, `- [x] …`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from copydesk.model import Node
from copydesk.source import Source, Span

_LETTER = re.compile(
    r"[ \t]*(?:\*\*|__)?\(?(?P<letter>[A-Ha-h])(?:[.:)]|(?:\*\*|__)[.:)])", re.ASCII
)
_FEWEST = 2


def choices(source: Source, blocks: Sequence[Node]) -> tuple[Span, ...]:
    """The span of each option in the first block that offers some, none where nothing is offered.

    Options are list items or lines that count by letters from A, or task-list items.
    """
    for block in blocks:
        if block.kind == "list":
            if len(block.children) >= _FEWEST and all(
                item.checked is not None for item in block.children
            ):
                return tuple(item.span for item in block.children)
            found = list(_counted(source, [(item.content, item.span) for item in block.children]))
        elif block.kind == "paragraph":
            found = list(_counted(source, [(line, line) for line in block.lines]))
        else:
            continue
        if len(found) >= _FEWEST:
            return tuple(found)
    return ()


def _counted(source: Source, places: Sequence[tuple[Span, Span]]) -> Iterator[Span]:
    """The places whose text starts with the next letter; a line without one belongs to the last."""
    expected = "a"
    last: Span | None = None
    for text, place in places:
        match = _LETTER.match(source.text, text.start, text.end)
        if match and match["letter"].lower() == expected:
            if last:
                yield last
            last = place
            expected = chr(ord(expected) + 1)
        elif last:
            last = Span(last.start, place.end)
    if last:
        yield last
