"""What Copydesk asks of a grammar engine, and what it hands over and gets back."""

from __future__ import annotations

from bisect import bisect_right
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

    `start` is a 0-based code-point offset.
    """

    start: int
    pieces: tuple[Piece, ...]
    _starts: list[int] = field(default_factory=list, compare=False, repr=False)

    @property
    def original(self) -> str:
        """The slice of the source."""
        return "".join(piece.original for piece in self.pieces)

    @property
    def plain(self) -> str:
        """What the engine reads of it."""
        return "".join(piece.plain for piece in self.pieces)

    @property
    def end(self) -> int:
        return self.start + sum(len(piece.original) for piece in self.pieces)

    def within(self, span: Span) -> Iterator[tuple[Span, Piece]]:
        """The pieces that share a character with a span of the source, each with its own span."""
        if not self._starts:
            lengths = (len(piece.original) for piece in self.pieces)
            self._starts.extend(accumulate(lengths, initial=self.start))
        index = max(0, bisect_right(self._starts, span.start) - 1)
        for position in range(index, len(self.pieces)):
            own = Span(self._starts[position], self._starts[position + 1])
            if own.start >= span.end:
                return
            if own.overlaps(span):
                yield own, self.pieces[position]

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

    def check(self, texts: Sequence[Annotated]) -> list[list[Match]]:
        """The matches of each text, in the order of their spans.

        Raises GrammarError if the engine fails.
        """
        ...

    def close(self) -> None:
        """Let go of the engine; a second call does nothing."""
        ...
