"""Plain tables for people: columns in line, nothing cut that a pipe would want whole."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence

from copydesk.report.text import display_width, printable


def render(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The rows under their head; on a terminal the last column gives way to the width."""
    cells = [tuple(printable(cell) for cell in row) for row in (head, *rows)]
    widths = [max(display_width(row[index]) for row in cells) for index in range(len(head))]
    room = 0
    if sys.stdout.isatty():
        room = shutil.get_terminal_size().columns - sum(widths[:-1]) - 2 * (len(head) - 1)
    for row in cells:
        padded = [
            cell + " " * (width - display_width(cell))
            for cell, width in zip(row, widths, strict=True)
        ]
        last = row[-1]
        if room > 10 and display_width(last) > room:
            last = last[: room - 1] + "…"
        yield "  ".join([*padded[:-1], last]).rstrip() + "\n"
