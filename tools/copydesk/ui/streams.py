"""The standard streams: what they want, and what is written to them as a whole."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import IO

_WIDE = 120
# What names them where what was said is kept.
OUTPUT, ERROR = 1, 2
# Where click's context holds the arguments of the whole command line.
ARGUMENTS = "copydesk.arguments"


def prepare() -> None:
    """Make what we print UTF-8 whatever the locale says, and a file's odd bytes no traceback."""
    # The caller may have closed them (`>&-`).
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def color(stream: IO[str], when: str = "auto") -> bool:
    """Whether a stream gets colours; `auto` gives them to a terminal, unless NO_COLOR says otherwise."""
    if when != "auto":
        return when == "always"
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width() -> int:
    """How many columns a line on standard output may have; 120 where that is no terminal."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdigit() and int(columns):
        return int(columns)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or _WIDE
    except (OSError, ValueError):
        return _WIDE


def out(pieces: Iterable[str]) -> str:
    """Write to standard output; why that failed, empty where it did not."""
    try:
        for piece in pieces:
            sys.stdout.write(piece)
        sys.stdout.flush()
    except OSError as error:
        # What is still buffered would fail again when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        # A reader that has had enough (`| head`) is no error of ours.
        if not isinstance(error, BrokenPipeError):
            return f"standard output cannot be written: {error.strerror or error}"
    return ""
