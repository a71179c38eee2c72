"""The gate before an export: which records are ready, which are held back and by what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from copydesk.engine import Checked, Settings
from copydesk.model import Diagnostic, Severity
from copydesk.report.text import printable
from copydesk.silence import names
from copydesk.source import Source
from copydesk.ui import gathering
from copydesk.workspace import Loaded, Member, Workspace


@dataclass(slots=True)
class Passed:
    """The objects that may be published; `held` has a line for each finding that holds a record."""

    ready: list[dict[str, Any]] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    held_records: int = 0
    drafts: int = 0


def judge(workspace: Workspace, checked: Sequence[Checked], *, allow_unresolved: bool) -> Passed:
    """Sort the records of a workspace that was checked into ready and held.

    Errors hold the record that they stand in, one outside all records its whole file; unresolved
    notes hold too unless they are allowed. `export.block` names further rules that hold.
    """
    passed = Passed()
    found = {item.source.path: item for item in checked}
    pairs = [(loaded, member) for loaded in workspace.collections for member in loaded.reported]
    for loaded, member in sorted(pairs, key=lambda pair: pair[1].source.path):
        _judge(passed, loaded, member, found[member.source.path], allow_unresolved)
    return passed


def _judge(
    passed: Passed, loaded: Loaded, member: Member, checked: Checked, allow_unresolved: bool
) -> None:
    holding = Holding.of(loaded, member, checked, allow_unresolved)
    passed.held.extend(_line(member.source, found) for found in holding.findings)
    notes = gathering.reaching(checked.notes, member)
    for record, shown in gathering.objects(member, notes, lift=allow_unresolved):
        if record.draft:
            passed.drafts += 1
        elif holding.holds(record.id):
            passed.held_records += 1
        else:
            passed.ready.append(shown)


@dataclass(frozen=True, slots=True)
class Holding:
    """The findings that hold records of one file back, and which those are; drafts need no findings."""

    findings: tuple[Diagnostic, ...]
    held: frozenset[str | None]
    whole_file: bool

    @classmethod
    def of(
        cls, loaded: Loaded, member: Member, checked: Checked, allow_unresolved: bool = False
    ) -> Holding:
        """What a check of a file says about its export."""
        records = member.summary.records
        drafts = {record.id for record in records if record.draft}
        found = [
            item
            for item in checked.diagnostics
            if _blocks(item, member.settings, loaded.config.export_block, allow_unresolved)
            and item.record not in drafts
        ]
        if drafts and len(drafts) == len(records):
            found = []
        outside = any(item.record is None and not item.rule.startswith("note/") for item in found)
        return cls(tuple(found), frozenset(item.record for item in found), outside)

    def holds(self, record: str) -> bool:
        """Whether a record that is no draft is held back, by its id."""
        return self.whole_file or record in self.held


def _blocks(
    found: Diagnostic, settings: Settings, block: tuple[str, ...], allow_unresolved: bool
) -> bool:
    if found.rule.startswith("note/"):
        unsure = found.confidence is not None and found.confidence < settings.min_score
        return not allow_unresolved and not unsure
    return found.severity >= Severity.ERROR or any(
        names(selector, found.rule) for selector in block
    )


def _line(source: Source, found: Diagnostic) -> str:
    place = source.position(found.span.start)
    return f"{found.path}:{place.line}:{place.column}: {found.rule} {printable(found.message)}"
