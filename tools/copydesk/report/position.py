"""Positions as the machine formats write them."""

from __future__ import annotations

from copydesk.source import Source


def point(source: Source, offset: int) -> dict[str, int]:
    """A 0-based offset with its 1-based line and column, keys in the contract's order."""
    position = source.position(offset)
    return {"line": position.line, "column": position.column, "offset": position.offset}
