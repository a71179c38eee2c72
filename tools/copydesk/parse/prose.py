"""Prose in a block: its sentences and words, each with its place in the source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from copydesk.model import Node, Run
from copydesk.source import Span

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+(?:[.,]\d+)*")
# An abbreviation's full stop, an initial's or a decimal's ends no sentence.
_END = re.compile(
    r"(?<!\be\.g)(?<!\bi\.e)(?<!\bcf)(?<!\bvs)(?<!\betc)(?<!\bal)(?<!\b[A-Z])"
    r"[.!?。！？…]+[\"'”’)\]]*(?=\s+[^\sa-z])|(?<=[。！？])"
)


# One private-use character stands for what is not prose, so that no words meet across it.
_OTHER = "\ue000"
_TOKEN = re.compile(f"{_OTHER}|{WORD.pattern}")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as written, with its span in the source; a piece of code or a formula is one too."""

    text: str
    span: Span
    prose: bool = True


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence's words; `span` runs from its first character to its closing mark."""

    text: str
    span: Span
    words: tuple[Word, ...]


def sentences(node: Node) -> Iterator[Sentence]:
    """The sentences of a leaf block; code, formulas and images stand in them as one word each."""
    letters: list[str] = []
    places: list[int] = []
    others: dict[int, Run] = {}
    for run in node.runs:
        if run.kind == "text" and run.literal:
            letters.append(run.text)
            places.extend(range(run.span.start, run.span.end))
        else:
            if run.kind in ("code", "math", "image"):
                others[len(places)] = run
            letters.append(" " if run.kind in ("break", "html") else _OTHER)
            places.append(run.span.start)
    text = "".join(letters)
    places.append(node.runs[-1].span.end if node.runs else node.span.end)
    start = 0
    for end in [*(match.end() for match in _END.finditer(text)), len(text)]:
        piece = text[start:end]
        body = piece.strip()
        if body:
            first = start + len(piece) - len(piece.lstrip())
            words = tuple(
                Word(others[match.start()].text, others[match.start()].span, prose=False)
                if match.start() in others
                else Word(match.group(), Span(places[match.start()], places[match.end() - 1] + 1))
                for match in _TOKEN.finditer(text, first, first + len(body))
                if match.group() != _OTHER or match.start() in others
            )
            yield Sentence(body, Span(places[first], places[first + len(body) - 1] + 1), words)
        start = end
