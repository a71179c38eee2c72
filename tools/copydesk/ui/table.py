"""Plain tables for people: columns in line, nothing cut that a pipe would want whole."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence

from copydesk.report.text import display_width, printable


def render(
    head: Sequence[str], rows: Sequence[Sequence[str]], *, paths: bool = False
) -> Iterator[str]:
    """The rows under their head; on a terminal the last column gives way to the width, or `paths` in the first."""
    cells = [tuple(printable(cell) for cell in row) for row in (head, *rows)]
    widths = [max(display_width(row[index]) for row in cells) for index in range(len(head))]
    gives = 0 if paths else len(head) - 1
    room = 0
    if sys.stdout.isatty():
        others = sum(widths) - widths[gives] + 2 * (len(head) - 1)
        room = shutil.get_terminal_size().columns - others
    if 10 < room < widths[gives]:
        widths[gives] = room
    for row in cells:
        padded = [
            _cut(cell, width, paths) + " " * (width - display_width(cell))
            for cell, width in zip(row, widths, strict=True)
        ]
        yield "  ".join(padded).rstrip() + "\n"


def _cut(cell: str, width: int, start: bool) -> str:
    """A cell that fits; of a path the end says more than the start."""
    if display_width(cell) <= width:
        return cell
    return f"…{cell[-(width - 1) :]}" if start else f"{cell[: width - 1]}…"
