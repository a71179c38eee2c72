"""Files that a command changes: shown as a diff, and replaced only where they are what was read."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from pathlib import Path

from copydesk import files
from copydesk.source import Source, SourceError
from copydesk.ui import session


def diff(source: Source, after: str) -> Iterator[str]:
    """A unified diff of a source and the text it would become."""
    return difflib.unified_diff(
        _lines(source.text), _lines(after), f"a/{source.path}", f"b/{source.path}"
    )


def _lines(text: str) -> list[str]:
    # A patch knows one line ending: carriage returns and form feeds belong to the lines.
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n\\ No newline at end of file\n"
    return lines


def rewrite(path: Path, source: Source, after: str, done: str) -> bool:
    """Replace a file whole where it still is what was read; says so where it cannot be `done`."""
    try:
        if files.read(path, source.path).text != source.text:
            session.say(f"{source.path}: changed while it was being read; not {done}")
            return False
        files.replace(path, after.encode("utf-8"))
    except (OSError, SourceError) as error:
        session.say(f"{source.path}: cannot be {done}: {error}")
        return False
    return True
