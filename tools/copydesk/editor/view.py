"""What was found in a file, as an editor is shown it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from copydesk.config import Config
from copydesk.engine import Settings
from copydesk.model import Collection, Diagnostic, Document, Note, Record, RecordSummary, Summary
from copydesk.source import Source, Span

# The rules whose diagnostics are about a second question.
TWIN_RULES = ("record/duplicate-question", "record/similar-question")


@dataclass(frozen=True, slots=True)
class Place:
    """A span of a file, as it is on disk or in the editor."""

    path: Path
    source: Source
    span: Span


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in one text of a file, and what its collection knew then.

    `files` has the path and the text of each of the collection's files by the path as shown.
    """

    path: Path
    source: Source
    summary: Summary
    diagnostics: tuple[Diagnostic, ...]
    collection: Collection
    files: Mapping[str, tuple[Path, Source]]

    def twins(self, offset: int) -> list[Place]:
        """Where else the question at a 0-based offset is asked, in the same words or nearly so."""
        mine = next((r for r in self.summary.records if _holds(r.question_span, offset)), None)
        if mine is None:
            return []
        others = [
            other
            for other in self.collection.questions.get(mine.key, ())
            if (other.path, other.question_span) != (mine.path, mine.question_span)
        ]
        alike = self.collection.similar.get((mine.path, mine.question_span.start))
        if alike is not None:
            others.append(alike[0])
        return [self._place(other) for other in others if other.path in self.files]

    def _place(self, record: RecordSummary) -> Place:
        path, source = self.files[record.path]
        return Place(path, source, record.question_span)


@dataclass(frozen=True, slots=True)
class View(Found):
    """What was found in a text that is open, with all that actions on it need."""

    document: Document
    settings: Settings
    config: Config
    notes: tuple[Note, ...]

    def at(self, span: Span) -> Iterator[Diagnostic]:
        """The diagnostics that a selection touches."""
        for found in self.diagnostics:
            if found.span.start <= span.end and span.start <= found.span.end:
                yield found

    def record_at(self, offset: int) -> Record | None:
        """The record that holds a 0-based offset."""
        return next((r for r in self.document.records if _holds(r.span, offset)), None)

    def note(self, diagnostic: Diagnostic) -> Note | None:
        """The note that a diagnostic is about."""
        kind = diagnostic.rule.removeprefix("note/")
        return next(
            (note for note in self.notes if (note.kind, note.span) == (kind, diagnostic.span)), None
        )


def _holds(span: Span, offset: int) -> bool:
    return span.start <= offset <= span.end
