"""Records and notes: what `notes`, `records` and `export` start from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from copydesk import engine
from copydesk.model import Note, Record
from copydesk.parse.envelope import record_object
from copydesk.source import Span
from copydesk.workspace import Member


def unresolved(member: Member) -> list[Note]:
    """The notes that count: no comment lets them stand, and they reach the gate's score."""
    return reaching(engine.standing(member.document, member.settings), member)


def reaching(notes: Sequence[Note], member: Member) -> list[Note]:
    """Those of a file's notes that reach its gate's score."""
    return [note for note in notes if note.score >= member.settings.min_score]


def objects(
    member: Member, notes: Sequence[Note], *, lift: bool
) -> Iterator[tuple[Record, dict[str, Any]]]:
    """Each record of a file with its JSON object; `notes` are the file's unresolved ones."""
    for record in member.document.records:
        yield (
            record,
            record_object(member.document.source, record, within(record, notes), lift=lift),
        )


def within(record: Record, notes: Sequence[Note]) -> list[Span]:
    """The spans of the notes that stand in a record."""
    return [note.span for note in notes if record.span.overlaps(note.span)]
