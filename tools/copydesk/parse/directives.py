"""What an author tells Copydesk in a comment of a record: its id, its language, that it is a draft."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from copydesk.model import Node
from copydesk.source import Source, Span

_DIRECTIVE = re.compile(
    r"<!--[ \t]*(?:id[ \t]*:[ \t]*(?P<id>[^\s{}<>]+)|language[ \t]*:[ \t]*(?P<language>[a-z]{2,3}(?:[-_]\w+)?)"
    r"|(?P<draft>draft)[ \t]*:[ \t]*true)[ \t]*-->",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Directive:
    """One such comment: its span, and which of the three it tells; the others are empty."""

    span: Span
    id: str = ""
    language: str = ""
    draft: bool = False


def directives(source: Source, blocks: Sequence[Node], start: int, end: int) -> Iterator[Directive]:
    """The comments between two 0-based offsets that are HTML to the parser, none in code."""
    for match in _DIRECTIVE.finditer(source.text, start, end):
        span = Span(*match.span())
        if _is_html(blocks, span):
            yield Directive(
                span, match["id"] or "", match["language"] or "", match["draft"] is not None
            )


def _is_html(blocks: Sequence[Node], span: Span) -> bool:
    index = bisect_left(blocks, span.start + 1, key=lambda block: block.span.end)
    if index == len(blocks):
        return False
    block = blocks[index]
    if block.children:
        return _is_html(block.children, span)
    return block.kind == "html" or any(
        run.kind == "html" and run.span.overlaps(span) for run in block.runs
    )
