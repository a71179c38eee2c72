"""Records and notes: what `notes`, `records` and `export` start from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

from copydesk import engine
from copydesk.cache import Cache
from copydesk.kept.rows import Findings
from copydesk.kept.store import Kept
from copydesk.model import Note, Record
from copydesk.parse.envelope import record_object
from copydesk.source import Span
from copydesk.traced import Trace
from copydesk.ui import session
from copydesk.workspace import Member, Workspace, answers


def standing(workspace: Workspace) -> list[tuple[Member, list[Note]]]:
    """The files to report on by path, each with its notes that count.

    What an earlier run found in a file as it is now is not sought again.
    """
    pairs = []
    for loaded in workspace.collections:
        members = loaded.reported
        with closing(Cache(answers(loaded.config))) as cache:
            kept = Kept(cache, loaded.collection)
            keys = [kept.key(m.source, m.summary, m.settings, "notes") for m in members]
            found = kept.get(keys)
            made = {
                key: Findings((), engine.standing(member.document, member.settings), Trace())
                for key, member in zip(keys, members, strict=True)
                if key not in found
            }
            kept.put(made)
        for key, member in zip(keys, members, strict=True):
            pairs.append((member, reaching((found.get(key) or made[key]).notes, member)))
    return sorted(pairs, key=lambda pair: pair[0].source.path)


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


def say_unsure(workspace: Workspace) -> None:
    """Name the files that ask something, but in a layout that nobody could be sure of."""
    for member in sorted(workspace.reported, key=lambda member: member.source.path):
        if not member.summary.records and not member.document.layout and member.document.evidence:
            session.say(
                f"{member.source.path}: no records, for its layout is unsure; "
                "`copydesk records --explain` says what was seen"
            )
