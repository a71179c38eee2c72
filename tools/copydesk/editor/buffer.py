"""A text as an editor holds it, and positions in it as an editor counts them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from copydesk.source import Source, Span

Encoding = Literal["utf-8", "utf-16", "utf-32"]
# Half a character, as JSON may hold it, could be neither encoded nor saved.
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")


class Point(NamedTuple):
    """A 0-based line and, in it, a 0-based count of the encoding's code units."""

    line: int
    character: int


class Change(NamedTuple):
    """A text that replaces what stands between two points, or everything where there are none."""

    text: str
    between: tuple[Point, Point] | None = None


@dataclass(frozen=True, slots=True)
class Buffer:
    """One version of a text that is open in an editor; `version` is the editor's own count."""

    source: Source
    version: int | None = None

    @classmethod
    def of(cls, path: str, text: str, version: int | None = None) -> Buffer:
        """The buffer of a text under the name that is shown to people."""
        return cls(Source(path, _LONE_SURROGATE.sub("\ufffd", text)), version)

    def edited(self, changes: Iterable[Change], version: int | None, encoding: Encoding) -> Buffer:
        """The next version: each change counts in the text that those before it have left."""
        source = self.source
        for change in changes:
            low, high = 0, len(source.text)
            if change.between is not None:
                low, high = (offset(source, point, encoding) for point in change.between)
            source = Source(source.path, source.text[:low] + change.text + source.text[high:])
        return Buffer.of(source.path, source.text, version)


def units(text: str, encoding: Encoding) -> int:
    """How many code units a text takes."""
    if encoding == "utf-32":
        return len(text)
    if encoding == "utf-16":
        return len(text) + sum(character > "\uffff" for character in text)
    return len(text.encode())


def offset(source: Source, point: Point, encoding: Encoding) -> int:
    """The 0-based code-point offset of a point; behind a line's end it is that end.

    Lines end at LF, CRLF and CR alone, as the protocol has it.
    """
    if point.line >= len(source.line_starts):
        return len(source.text)
    line = source.line_span(point.line + 1)
    text = source[line]
    if encoding == "utf-32" or text.isascii():
        return line.start + min(point.character, len(text))
    taken = 0
    for index, character in enumerate(text):
        taken += units(character, encoding)
        if taken > point.character:
            return line.start + index
    return line.end


def point(source: Source, offset: int, encoding: Encoding) -> Point:
    """The point of a 0-based code-point offset."""
    line = source.line_of(offset)
    before = source[Span(source.line_starts[line - 1], offset)]
    return Point(line - 1, units(before, encoding))
