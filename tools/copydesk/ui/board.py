"""The state of a collection: for each file how many records are ready, and what holds the others."""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Sequence
from dataclasses import asdict, dataclass

from copydesk.engine import ENGINES, Checked
from copydesk.model import Severity
from copydesk.ui import gate, table
from copydesk.ui.blame import blame
from copydesk.ui.gathering import reaching
from copydesk.ui.grammar import active
from copydesk.workspace import Loaded, Member, Workspace

_BAR = 12


@dataclass(frozen=True, slots=True)
class Row:
    """One file: its records, those that could be exported, and what was found.

    `grammar` counts what the grammar engine found, None where it was not asked about the file as it is.
    `oldest` is the day of its oldest unresolved note, empty where git does not know one.
    """

    path: str
    records: int
    ready: int
    notes: int
    errors: int
    warnings: int
    grammar: int | None
    oldest: str = ""


def rows(workspace: Workspace, checked: Sequence[Checked], asked: Container[str]) -> list[Row]:
    """The state of every checked file, by path; `asked` are those that the grammar engine has read."""
    found = {item.source.path: item for item in checked}
    pairs = [(loaded, member) for loaded in workspace.collections for member in loaded.reported]
    made = [
        _row(loaded, member, found[member.source.path], member.source.path in asked)
        for loaded, member in pairs
    ]
    return sorted(made, key=lambda row: row.path)


def _row(loaded: Loaded, member: Member, checked: Checked, asked: bool) -> Row:
    notes = reaching(checked.notes, member)
    holding = gate.Holding.of(loaded, member, checked)
    records = member.summary.records
    lines = blame(member.path) if notes else {}
    days = [
        left.date
        for note in notes
        if (left := lines.get(member.source.line_of(note.span.start))) and left.date
    ]
    told = [item for item in checked.diagnostics if item.severity > Severity.INFO]
    levels = [item.severity for item in told if item.rule.partition("/")[0] not in ENGINES]
    return Row(
        path=member.source.path,
        records=len(records),
        ready=sum(not record.draft and not holding.holds(record.id) for record in records),
        notes=len(notes),
        errors=levels.count(Severity.ERROR),
        warnings=levels.count(Severity.WARNING),
        grammar=len(told) - len(levels) if asked or not active(member) else None,
        oldest=min(days, default=""),
    )


def _total(found: Sequence[Row]) -> Row:
    counts = [row.grammar for row in found]
    return Row(
        path=f"{len(found)} files" if len(found) != 1 else "1 file",
        records=sum(row.records for row in found),
        ready=sum(row.ready for row in found),
        notes=sum(row.notes for row in found),
        errors=sum(row.errors for row in found),
        warnings=sum(row.warnings for row in found),
        grammar=None if None in counts else sum(filter(None, counts)),
        oldest=min((row.oldest for row in found if row.oldest), default=""),
    )


def as_table(found: Sequence[Row]) -> Iterator[str]:
    """A line for each file and one for all, with a bar of the share that is ready."""
    head = ("file", "ready", "", "notes", "errors", "warnings", "grammar", "oldest note")
    shown = [*found, _total(found)] if len(found) != 1 else found
    yield from table.render(
        head,
        [
            (
                row.path,
                f"{row.ready}/{row.records}",
                _bar(row),
                *map(_count, (row.notes, row.errors, row.warnings, row.grammar)),
                row.oldest,
            )
            for row in shown
        ],
        paths=True,
    )


def _count(count: int | None) -> str:
    return "?" if count is None else str(count or "")


def _bar(row: Row) -> str:
    full = _BAR * row.ready // row.records if row.records else 0
    return "█" * full + "░" * (_BAR - full) if row.records else ""


def as_json(found: Sequence[Row]) -> Iterator[str]:
    """The rows and their sum as one object."""
    facts = {"version": 1, "files": [asdict(row) for row in found], "total": asdict(_total(found))}
    yield json.dumps(facts, ensure_ascii=False, indent=1) + "\n"
