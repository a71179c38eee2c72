"""What the grammar engine has said of an open text, kept by the stretch that it was asked about."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace

from copydesk.grammar.annotate import annotate
from copydesk.grammar.checker import Annotated, Match, Piece
from copydesk.grammar.diagnostics import diagnose
from copydesk.model import Diagnostic, Document
from copydesk.source import Span

_Key = tuple[tuple[Piece, ...], str]


@dataclass(slots=True)
class Prose:
    """The answers about one file's stretches; a stretch that was typed in has none until asked again.

    `learned` are the names and terms of the collection when it was asked last.
    """

    learned: Set[str] = frozenset()
    _answers: dict[_Key, list[Match]] = field(default_factory=dict)

    def missing(self, document: Document, language: str) -> list[Annotated]:
        """The stretches that the engine has not been asked about as they are."""
        return [text for text in annotate(document, language) if _key(text) not in self._answers]

    def answer(self, texts: Sequence[Annotated], matches: Sequence[Sequence[Match]]) -> None:
        """Keep what the engine has said; the places are counted from the stretch's start."""
        for text, found in zip(texts, matches, strict=True):
            self._answers[_key(text)] = [_moved(match, -text.start) for match in found]

    def forget(self, document: Document, language: str) -> None:
        """Let go of what was said of stretches that the text no longer has."""
        current = {_key(text) for text in annotate(document, language)}
        self._answers = {key: said for key, said in self._answers.items() if key in current}

    def diagnostics(
        self, document: Document, language: str, vocabulary: Set[str], engine: str, *, picky: bool
    ) -> tuple[list[Diagnostic] | None, bool]:
        """What is known to be wrong with a document, and whether that is about all of it.

        None where the `engine` has not answered at all. `vocabulary` holds further words that no
        spelling rule may report.
        """
        if not self._answers:
            return None, False
        known = self.learned | vocabulary
        found: list[Diagnostic] = []
        whole = True
        for text in annotate(document, language):
            said = self._answers.get(_key(text))
            if said is None:
                whole = False
                continue
            here = [_moved(match, text.start) for match in said]
            found.extend(diagnose(document, text, here, known, engine, picky=picky))
        return found, whole


def _key(text: Annotated) -> _Key:
    return text.pieces, text.language


def _moved(match: Match, by: int) -> Match:
    return replace(match, span=Span(match.span.start + by, match.span.end + by))
