"""A block's inline content as one string in which every character knows its place in the source."""

from __future__ import annotations

from dataclasses import dataclass

from copydesk.model import Node, Run
from copydesk.source import Source, Span

# Stands for code, math, an image or a tag: one "word" that no word list holds.
OBJECT = "\ufffc"
LINKED, STRONG = 1, 2
_FLAG = {"link": LINKED, "strong": STRONG}


@dataclass(frozen=True, slots=True)
class Flat:
    """The reader's text of runs, lines parted by newlines, objects by U+FFFC.

    `starts` and `ends` give each character's 0-based source offsets, `flags` the marks around it,
    `used` all marks of the text, `hard` the offsets of hard line breaks.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    flags: tuple[int, ...]
    used: int
    hard: frozenset[int]

    def span(self, start: int, end: int) -> Span:
        """The source span of a range of this text's 0-based offsets; the range must not be empty."""
        return Span(self.starts[start], self.ends[end - 1])

    def any(self, flag: int, start: int, end: int) -> bool:
        """Whether a character in a range has a mark."""
        return bool(self.used & flag) and any(value & flag for value in self.flags[start:end])

    def all(self, flag: int, start: int, end: int) -> bool:
        """Whether every letter and digit in a range has a mark."""
        return all(
            self.flags[index] & flag for index in range(start, end) if self.text[index].isalnum()
        )


def flatten(source: Source, node: Node) -> Flat:
    """The text of a block's own runs with the source offsets of every character."""
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    flags: list[int] = []
    hard: set[int] = set()
    used = 0
    for run in node.runs:
        flag = 0
        for mark in run.marks:
            flag |= _FLAG.get(mark.kind, 0)
        if run.kind == "break" and source[run.span][:1] not in "\r\n":
            hard.add(len(starts))
        piece = _piece(source, run)
        exact = run.kind == "text" and run.literal and len(piece) == run.span.end - run.span.start
        text.append(piece)
        size = len(piece)
        if exact:
            starts.extend(range(run.span.start, run.span.end))
            ends.extend(range(run.span.start + 1, run.span.end + 1))
        else:
            starts.extend([run.span.start] * size)
            ends.extend([run.span.end] * size)
        flags.extend([flag] * size)
        used |= flag
    return Flat("".join(text), tuple(starts), tuple(ends), tuple(flags), used, frozenset(hard))


def _piece(source: Source, run: Run) -> str:
    match run.kind:
        case "text":
            return run.text.replace("\n", " ")
        case "break":
            return "\n"
        case "html":
            return "\n" if source[run.span][:3].lower() == "<br" else ""
        case _:
            return OBJECT
