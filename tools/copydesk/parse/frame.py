"""The frame of a page: separators that Markdown swallowed, made blocks of their own again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from copydesk.model import Document, Node
from copydesk.source import Source, Span

# The style of a thematic break that the parser had read as a heading's underline.
SWALLOWED = "swallowed"
_UNDERLINE = re.compile(r"-{3,}[ \t]*\Z")


def reframe(document: Document) -> tuple[Node, ...]:
    """The top-level blocks, with each swallowed separator split from the prose before it.

    A paragraph directly followed by `---` is a heading to CommonMark. Where the file separates its
    records by the same line, or the "heading" has several lines, a separator was meant.
    """
    separators = {
        document.source[block.span].strip()
        for block in document.blocks
        if block.kind == "thematic_break" and block.style != SWALLOWED
    }
    atx = any(block.style == "atx" for block in document.blocks)
    return tuple(
        part
        for block in document.blocks
        for part in _split(document.source, block, separators, atx)
    )


def _split(source: Source, block: Node, separators: set[str], atx: bool) -> Iterator[Node]:
    if block.kind != "heading" or block.style != "setext" or block.level != 2:
        yield block
        return
    match = _UNDERLINE.search(source[block.span])
    several = len(block.lines) > 1 or any(run.kind == "break" for run in block.runs)
    if match is None or not (match.group().strip() in separators or (several and atx)):
        yield block
        return
    underline = Span(
        block.span.start + match.start(),
        block.span.start + len(match.group().rstrip()) + match.start(),
    )
    lines = tuple(line for line in block.lines if line.end <= underline.start)
    yield replace(
        block,
        kind="paragraph",
        span=Span(block.span.start, block.content.end),
        lines=lines,
        level=0,
        style="",
    )
    yield Node("thematic_break", underline, underline, lines=(underline,), style=SWALLOWED)
