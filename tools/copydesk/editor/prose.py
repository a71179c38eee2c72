"""What a grammar engine has said of an open text, kept by the stretch that it was asked about."""

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

    def __bool__(self) -> bool:
        return bool(self._answers)

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

    def said(self, text: Annotated) -> list[Match] | None:
        """What the engine has said of a stretch, None where it was not asked about it as it is."""
        said = self._answers.get(_key(text))
        return said if said is None else [_moved(match, text.start) for match in said]


def diagnostics(
    engines: Sequence[tuple[str, Prose]],
    document: Document,
    language: str,
    vocabulary: Set[str],
    *,
    picky: bool,
) -> tuple[list[Diagnostic] | None, bool]:
    """What is known to be wrong with a document, and whether the first engine has said it of all.

    Of each stretch the first of the `engines`, by name, that has answered counts; None where none has
    answered at all. `vocabulary` holds further words that no spelling rule may report.
    """
    if not any(prose for _, prose in engines):
        return None, False
    found: list[Diagnostic] = []
    whole = True
    for text in annotate(document, language):
        for name, prose in engines:
            said = prose.said(text)
            if said is not None:
                known = prose.learned | vocabulary
                found.extend(diagnose(document, text, said, known, name, picky=picky))
                break
            whole = False
    return found, whole


def _key(text: Annotated) -> _Key:
    return text.pieces, text.language


def _moved(match: Match, by: int) -> Match:
    return replace(match, span=Span(match.span.start + by, match.span.end + by))
