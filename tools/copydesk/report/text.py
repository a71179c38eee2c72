"""One line a diagnostic, as ruff writes them; with the source line and carets where asked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from copydesk.model import Diagnostic, Severity
from copydesk.report.report import Report
from copydesk.source import BOM, Source

_CODES = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
# What a window shows of a line, however narrow it is.
_LEAST = 24
# A terminal must not obey what a file says: control and bidirectional characters are shown as such.
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def render(report: Report) -> Iterator[str]:
    """`path:line:column: severity rule message`, a line each."""
    paint = _paint if report.color else _plain
    for source, item in report.diagnostics():
        place = source.position(item.span.start)
        path = paint(printable(item.path), "1")
        severity = paint(item.severity.label, _CODES[item.severity])
        rule = paint(item.rule, "1")
        yield f"{path}:{place.line}:{place.column}: {severity} {rule} {printable(item.message)}\n"
        if report.show_source:
            yield from _excerpt(source, item, report)


def printable(text: str) -> str:
    """A text on one line, with what could move a terminal's cursor made visible."""
    line = text.replace("\n", " ").replace("\t", " ")
    return _UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", line)


def _excerpt(source: Source, item: Diagnostic, report: Report) -> Iterator[str]:
    number = source.line_of(item.span.start)
    line = source.line_span(number)
    text = source[line]
    start = item.span.start - line.start
    if text.startswith(BOM):
        text, start = text[1:], max(0, start - 1)
    end = max(start + 1, min(item.span.end - line.start, len(text)))
    margin = " " * len(str(number))
    room = max(_LEAST, report.width - len(margin) - len(" | "))
    before, low, high = _window(text, start, end, room)
    carets = "^" * max(1, display_width(text[start : min(end, high)]))
    paint = _paint if report.color else _plain
    yield f"{margin} |\n"
    yield f"{number} | {before}{printable(text[low:high])}{'…' if high < len(text) else ''}\n"
    yield f"{margin} | {' ' * (len(before) + display_width(text[low:start]))}{paint(carets, _CODES[item.severity])}\n"
    if item.fix:
        yield f"{margin} = fix ({item.fix.safety}): {printable(item.fix.title)}\n"
    yield f"{margin} |\n"


def _window(text: str, start: int, end: int, room: int) -> tuple[str, int, int]:
    """The part of a line around a span that fits, and what shows that something is left out before it."""
    if display_width(text) <= room:
        return "", 0, len(text)
    # A sign of what is left out takes a column at either side.
    low = _back(text, start, room // 3)
    if display_width(text[low:]) < room - 2:
        low = _back(text, len(text), room - 2)
    high = low
    width = 0
    while high < len(text) and width + display_width(text[high]) <= room - 2:
        width += display_width(text[high])
        high += 1
    return ("…" if low else ""), low, high


def _back(text: str, place: int, columns: int) -> int:
    """How far to the left of a place so many columns reach."""
    while place > 0 and (columns := columns - display_width(text[place - 1])) >= 0:
        place -= 1
    return place


def display_width(text: str) -> int:
    """The columns that a text takes on a terminal."""
    width = 0
    for character in printable(text):
        if not unicodedata.combining(character):
            width += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return width


def _paint(text: str, code: str) -> str:
    return f"\x1b[{code}m{text}\x1b[0m"


def _plain(text: str, _code: str) -> str:
    return text
