"""Cutting a table's row into cells, as mistune does."""

from __future__ import annotations

import re
from collections.abc import Iterator

_PIPE = re.compile(r"\\.|\|")


def cells(line: str, piped: bool) -> Iterator[tuple[str, int]]:
    """A table row's cells: their text and their 0-based offset in the line; `\\|` cuts none."""
    line = line.rstrip(" \t")
    start, stop = 0, len(line)
    if piped:
        start, stop = len(line) - len(line.lstrip(" ")) + 1, stop - 1
    for match in _PIPE.finditer(line, start, stop):
        if match.group() == "|":
            yield _cell(line, start, match.start())
            start = match.end()
    yield _cell(line, start, stop)


def _cell(line: str, start: int, stop: int) -> tuple[str, int]:
    raw = line[start:stop]
    text = raw.strip()
    return text, start + (len(raw) - len(raw.lstrip()) if text else 0)
