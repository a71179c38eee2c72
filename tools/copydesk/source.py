"""A source: one file's text as stored, and places in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple

BOM = "\ufeff"
# Only LF, CRLF and CR end a line; str.splitlines would also split at form feeds and U+2028.
_NEWLINE = re.compile(r"\r\n|\n|\r")


class SourceError(Exception):
    """A file that cannot be read as a source; `str()` is one sentence that names the way out."""


class Span(NamedTuple):
    """A half-open range of 0-based code-point offsets into one source's text."""

    start: int
    end: int

    @property
    def slice(self) -> slice:
        return slice(self.start, self.end)

    @property
    def empty(self) -> bool:
        return self.end <= self.start

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


class Position(NamedTuple):
    """A 1-based line and column with its 0-based offset; a BOM counts in offsets, not in columns."""

    line: int
    column: int
    offset: int


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one file exactly as stored: line endings, tabs and byte-order mark included.

    `path` is what is shown to people: relative to the working directory, with `/`.
    """

    path: str
    text: str
    _starts: list[int] = field(default_factory=list, compare=False, repr=False)

    @classmethod
    def decode(cls, path: str, data: bytes) -> Source:
        """Make a source of a file's bytes.

        Raises SourceError if the bytes are not UTF-8.
        """
        try:
            return cls(path, data.decode("utf-8"))
        except UnicodeDecodeError as error:
            raise SourceError(
                f"{path}: not UTF-8 (byte {data[error.start]:#04x} at offset {error.start}); "
                "save the file as UTF-8"
            ) from error

    def encode(self) -> bytes:
        """The bytes that `decode` was given."""
        return self.text.encode("utf-8")

    def __getitem__(self, span: Span) -> str:
        return self.text[span.start : span.end]

    @property
    def line_starts(self) -> list[int]:
        """The 0-based offset at which each line starts."""
        if not self._starts:
            self._starts.append(0)
            self._starts.extend(match.end() for match in _NEWLINE.finditer(self.text))
        return self._starts

    @property
    def newline(self) -> str:
        """The line ending of the first line, LF where there is none."""
        match = _NEWLINE.search(self.text)
        return match.group() if match else "\n"

    def position(self, offset: int) -> Position:
        """The 1-based line and column of a 0-based offset."""
        starts = self.line_starts
        line = bisect_right(starts, offset)
        column = offset - starts[line - 1] + 1
        if line == 1 and self.text.startswith(BOM):
            column = max(1, column - 1)
        return Position(line, column, offset)

    def line_span(self, line: int) -> Span:
        """The span of a 1-based line without its line ending."""
        starts = self.line_starts
        start = starts[line - 1]
        end = starts[line] if line < len(starts) else len(self.text)
        while end > start and self.text[end - 1] in "\r\n":
            end -= 1
        return Span(start, end)

    def line_of(self, offset: int) -> int:
        """The 1-based line that holds a 0-based offset."""
        return bisect_right(self.line_starts, offset)
