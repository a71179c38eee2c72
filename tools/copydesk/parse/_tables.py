"""Where the cells of a table stand: mistune's tokens have their text, not their place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.parse._cells import cells
from copydesk.parse._inline import UnprovedError
from copydesk.parse._leaves import Piece

_PIPED = re.compile(r" {0,3}\|[^\n]*\|[ \t]*")


def rows_of(piece: Piece) -> Iterator[tuple[int, list[tuple[str, int]]]]:
    """Each row's line with its cells: their text and their offset into the state's string.

    Raises UnprovedError where a cell's text is not mistune's.
    """
    head, body = piece.token["children"]
    lines = piece.lines
    if piece.last - piece.first != len(body["children"]) + 1:
        raise UnprovedError("a table has other rows than mistune's")
    piped = _PIPED.fullmatch(lines.line(piece.first)) is not None
    rows = [piece.first, *range(piece.first + 2, piece.last + 1)]
    for row, token in zip(rows, [head, *body["children"]], strict=True):
        own = list(cells(lines.line(row), piped))
        if [text for text, _ in own] != [cell["text"] for cell in token["children"]]:
            raise UnprovedError("mistune's table cells differ from the file's")
        yield row, [(text, lines.starts[row] + start) for text, start in own]
