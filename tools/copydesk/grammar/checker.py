"""What Copydesk asks of a grammar engine, and what it hands over and gets back."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Protocol

from copydesk.source import Span


class GrammarError(Exception):
    """The engine could not do its work; `str()` is one sentence that names the way out."""


class NotInstalled(GrammarError):  # noqa: N818 - said as a sentence, not as a fault
    """Grammar was wanted and is not on this machine."""

    def __init__(self) -> None:
        super().__init__(
            "LanguageTool is not installed; run `copydesk grammar install`, "
            "or check without it with --no-grammar"
        )


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the source: prose as written, or markup read as `interpret_as`.

    `interpret_as` is None for prose, the empty string for markup that a reader does not see.
    """

    original: str
    interpret_as: str | None = None

    @property
    def plain(self) -> str:
        """What the engine reads."""
        return self.original if self.interpret_as is None else self.interpret_as


@dataclass(frozen=True, slots=True)
class Annotated:
    """Pieces whose originals, joined, are exactly a slice of the source from `start` on.

    `start` is a 0-based code-point offset, `language` the tag of what a reader reads, `regional`
    whether its author chose the region.
    """

    start: int
    pieces: tuple[Piece, ...]
    language: str = "en-US"
    regional: bool = False
    _places: list[int] = field(default_factory=list, compare=False, repr=False)
    _plain: list[int] = field(default_factory=list, compare=False, repr=False)
    _joined: list[str] = field(default_factory=list, compare=False, repr=False)

    @property
    def original(self) -> str:
        """The slice of the source."""
        return "".join(piece.original for piece in self.pieces)

    @property
    def plain(self) -> str:
        """What the engine reads of it."""
        if not self._joined:
            self._joined.append("".join(piece.plain for piece in self.pieces))
        return self._joined[0]

    @property
    def end(self) -> int:
        return self.start + sum(len(piece.original) for piece in self.pieces)

    def within(self, span: Span) -> Iterator[tuple[Span, Piece]]:
        """The pieces that share a character with a span of the source, each with its own span."""
        self._measure()
        index = max(0, bisect_right(self._places, span.start) - 1)
        for position in range(index, len(self.pieces)):
            own = Span(self._places[position], self._places[position + 1])
            if own.start >= span.end:
                return
            if own.overlaps(span):
                yield own, self.pieces[position]

    def source_span(self, start: int, end: int) -> Span:
        """The span of the source that was read as the 0-based code points `start` to `end` of `plain`."""
        self._measure()
        return Span(self._place(start, last=False), self._place(end, last=True))

    def _measure(self) -> None:
        if not self._places:
            lengths = (len(piece.original) for piece in self.pieces)
            self._places.extend(accumulate(lengths, initial=self.start))
            self._plain.extend(accumulate((len(piece.plain) for piece in self.pieces), initial=0))

    def plain_offset(self, offset: int) -> int:
        """Where a 0-based code point of the source is read in `plain`; markup counts as its start."""
        self._measure()
        index = max(0, bisect_right(self._places, offset) - 1)
        if index >= len(self.pieces):
            return self._plain[-1]
        literal = self.pieces[index].interpret_as is None
        return self._plain[index] + (offset - self._places[index] if literal else 0)

    def _place(self, offset: int, *, last: bool) -> int:
        find = bisect_left if last else bisect_right
        index = max(0, min(len(self.pieces), find(self._plain, offset)) - 1)
        if self.pieces[index].interpret_as is None:
            return self._places[index] + offset - self._plain[index]
        # Markup is taken whole.
        return self._places[index + 1] if last else self._places[index]

    def literal(self, span: Span) -> bool:
        """Whether the source of a span is prose from end to end, no markup in between."""
        return all(piece.interpret_as is None for _, piece in self.within(span))


@dataclass(frozen=True, slots=True)
class Match:
    """One finding of the engine; the span counts 0-based code points of the source."""

    span: Span
    message: str
    rule_id: str
    category: str
    issue_type: str
    replacements: tuple[str, ...] = ()
    sentence: str = ""

    @property
    def misspelling(self) -> bool:
        return self.issue_type == "misspelling"


class Checker(Protocol):
    """An engine that is ready to check."""

    @property
    def name(self) -> str:
        """The engine with its version, such as `languagetool 6.8`."""
        ...

    def speaks(self, language: str) -> bool:
        """Whether texts in a language can be checked, by its tag, such as `de-DE`."""
        ...

    def check(self, texts: Sequence[Annotated]) -> list[list[Match]]:
        """The matches of each text, in the order of their spans.

        Raises GrammarError if the engine fails.
        """
        ...

    def close(self) -> None:
        """Let go of the engine; a second call does nothing."""
        ...
