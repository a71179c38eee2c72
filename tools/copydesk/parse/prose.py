"""Prose in a block: its sentences and words, each with its place in the source."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from copydesk.model import Node, Run
from copydesk.source import Span

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+(?:[.,]\d+)*")
# An abbreviation's full stop, an initial's or a decimal's ends no sentence. The mark comes before what
# looks back from it, so that nothing is looked for at every letter.
_MARK = (
    r"[.!?。！？…](?<!\be\.g.)(?<!\bi\.e.)(?<!\bcf.)(?<!\bvs.)(?<!\betc.)(?<!\bal.)(?<!\b[A-Z].)"
    r"[.!?。！？…]*[\"'”’)\]]*(?=\s+[^\sa-z])"
)
_END = re.compile(_MARK)
_END_WIDE = re.compile(rf"{_MARK}|(?<=[。！？])")
_WIDE = "。！？"


# One private-use character stands for what is not prose, so that no words meet across it.
_OTHER = "\ue000"
_TOKEN = re.compile(f"{_OTHER}|{WORD.pattern}")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as written, with its span in the source; a piece of code or a formula is one too."""

    text: str
    span: Span
    prose: bool = True


class _Text:
    """A leaf block's text; code, formulas and images stand in it as one letter each."""

    def __init__(self, node: Node) -> None:
        letters: list[str] = []
        self.others: dict[int, Run] = {}
        # Where each run starts, here and in the source.
        self._low: list[int] = []
        self._places: list[int] = []
        size = 0
        for run in node.runs:
            self._low.append(size)
            self._places.append(run.span.start)
            if run.kind == "text" and run.literal:
                letters.append(run.text)
                size += len(run.text)
            else:
                if run.kind in ("code", "math", "image"):
                    self.others[size] = run
                letters.append(" " if run.kind in ("break", "html") else _OTHER)
                size += 1
        self.text = "".join(letters)

    def place(self, offset: int) -> int:
        """The place in the source of a letter."""
        at = bisect_right(self._low, offset) - 1
        return self._places[at] + offset - self._low[at]

    def span(self, low: int, high: int) -> Span:
        return Span(self.place(low), self.place(high - 1) + 1)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence; `span` runs from its first character to its closing mark.

    Its words are made where they are wanted: most sentences are looked at for `said` alone.
    """

    text: str
    span: Span
    _within: _Text
    _low: int

    @property
    def plain(self) -> bool:
        """Whether it is prose only, as all of its block is."""
        return not self._within.others

    @property
    def said(self) -> list[str]:
        """The texts of its words."""
        if self.plain:
            return [text for text in _TOKEN.findall(self.text) if text != _OTHER]
        return [word.text for word in self.words]

    @property
    def words(self) -> tuple[Word, ...]:
        within, high = self._within, self._low + len(self.text)
        return tuple(
            Word(within.others[match.start()].text, within.others[match.start()].span, prose=False)
            if match.start() in within.others
            else Word(match.group(), within.span(*match.span()))
            for match in _TOKEN.finditer(within.text, self._low, high)
            if match.group() != _OTHER or match.start() in within.others
        )


def sentences(node: Node) -> Iterator[Sentence]:
    """The sentences of a leaf block; code, formulas and images stand in them as one word each."""
    within = _Text(node)
    text = within.text
    pattern = _END_WIDE if any(mark in text for mark in _WIDE) else _END
    start = 0
    for end in [*(match.end() for match in pattern.finditer(text)), len(text)]:
        piece = text[start:end]
        body = piece.strip()
        if body:
            first = start + len(piece) - len(piece.lstrip())
            yield Sentence(body, within.span(first, first + len(body)), within, first)
        start = end
