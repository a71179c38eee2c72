"""The letters that a reader sees in a piece of text, each with its place in the source."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

from copydesk.model import Run
from copydesk.source import Source, Span

_PIECE = re.compile(
    r"(?P<tag><!--.*?(?:-->|\Z)|</?[A-Za-z][^<>]*>)|(?P<entity>&#?\w{1,31};)"
    r"|(?P<newline>\r\n?|\n)[ \t]*|(?P<text>[^<&\r\n]+|.)",
    re.DOTALL,
)
_BREAK = re.compile(r"</?br\b", re.IGNORECASE)
# What stands for an image, which is no word.
PICTURE = "\ufffc"


@dataclass(frozen=True, slots=True)
class Letters:
    """What is seen (`text`), and for each of its characters the 0-based span it comes from."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, low: int, high: int) -> Span:
        """The source span of the characters from `low` to `high`, at least one."""
        return Span(self.starts[low], self.ends[high - 1])


def of_runs(runs: Iterable[Run]) -> Letters:
    """The letters of inline runs: a tag has none, an image one, a line break shows as a space."""
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for run in runs:
        if run.kind in ("html", "footnote_ref"):
            continue
        shown = {"break": " ", "image": PICTURE}.get(run.kind, run.text)
        text.append(shown)
        if run.literal and len(shown) == run.span.end - run.span.start:
            starts.extend(range(run.span.start, run.span.end))
            ends.extend(range(run.span.start + 1, run.span.end + 1))
        else:
            starts.extend([run.span.start] * len(shown))
            ends.extend([run.span.end] * len(shown))
    return Letters("".join(text), tuple(starts), tuple(ends))


def html_runs(source: Source, span: Span) -> tuple[Run, ...]:
    """Raw HTML as runs, for text in it is read by people like any other."""
    runs = []
    for match in _PIECE.finditer(source.text, span.start, span.end):
        place = Span(match.start(), match.end())
        if match["tag"] and _BREAK.match(match["tag"]):
            runs.append(Run("break", "\n", place, literal=False))
        elif match["tag"]:
            runs.append(Run("html", "", place, literal=False))
        elif match["entity"]:
            runs.append(Run("text", html.unescape(match.group()), place, literal=False))
        elif match["newline"]:
            runs.append(Run("break", "\n", place, literal=False))
        else:
            runs.append(Run("text", match.group(), place))
    return tuple(runs)


def with_breaks(source: Source, runs: Iterable[Run]) -> tuple[Run, ...]:
    """Runs in which the tag `<br>` is the line break that a reader sees."""
    return tuple(
        Run("break", "\n", run.span, run.marks, literal=False)
        if run.kind == "html" and _BREAK.match(source[run.span])
        else run
        for run in runs
    )


def phrase(source: Source, runs: Iterable[Run], letters: Letters, low: int, high: int) -> Span:
    """The source span of some letters with the marks that are theirs alone.

    `low` and `high` count letters. A mark that opens before the first letter, or closes behind the
    last, stays outside on both sides, so that no delimiter stands alone.
    """
    start, end = letters.span(low, high)
    floor = letters.ends[low - 1] if low else 0
    ceiling = letters.starts[high] if high < len(letters.starts) else len(source.text)
    # A decoded character gives the place of its whole run: it cannot bound its neighbour.
    floor, ceiling = min(floor, start), max(ceiling, end)
    marks = {
        mark.span
        for run in runs
        if run.span.end > start and run.span.start < end
        for mark in run.marks
        if mark.span.start >= floor and mark.span.end <= ceiling
    }
    for span in marks:
        start, end = min(start, span.start), max(end, span.end)
    return Span(start, end)
