"""The gate before an export: which records are ready, which are held back and by what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from copydesk import engine
from copydesk.engine import Settings
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


def judge(
    workspace: Workspace, grammar: Mapping[str, Sequence[Diagnostic]], *, allow_unresolved: bool
) -> Passed:
    """Sort the records of a workspace into ready and held.

    Errors hold the record that they stand in, one outside all records its whole file; unresolved
    notes hold too unless they are allowed. `export.block` names further rules that hold; `grammar`
    are the engine's diagnostics by path, where it names them.
    """
    passed = Passed()
    pairs = [(loaded, member) for loaded in workspace.collections for member in loaded.reported]
    for loaded, member in sorted(pairs, key=lambda pair: pair[1].source.path):
        _judge(passed, loaded, member, grammar, allow_unresolved)
    return passed


def _judge(
    passed: Passed,
    loaded: Loaded,
    member: Member,
    grammar: Mapping[str, Sequence[Diagnostic]],
    allow_unresolved: bool,
) -> None:
    document, settings = member.document, member.settings
    drafts = {record.id for record in document.records if record.draft}
    said = grammar.get(document.source.path)
    checked = engine.check(document, settings, loaded.collection, said)
    blocking = [
        found
        for found in checked.diagnostics
        if blocks(found, settings, loaded.config.export_block, allow_unresolved)
        and found.record not in drafts
    ]
    if drafts and len(drafts) == len(document.records):
        blocking = []
    passed.held.extend(_line(document.source, found) for found in blocking)
    held = {found.record for found in blocking}
    whole_file = any(
        found.record is None and not found.rule.startswith("note/") for found in blocking
    )
    notes = gathering.reaching(checked.notes, member)
    for record, shown in gathering.objects(member, notes, lift=allow_unresolved):
        if record.draft:
            passed.drafts += 1
        elif whole_file or record.id in held:
            passed.held_records += 1
        else:
            passed.ready.append(shown)


def blocks(
    found: Diagnostic,
    settings: Settings,
    block: tuple[str, ...],
    allow_unresolved: bool = False,
) -> bool:
    """Whether a finding holds its record back from an export."""
    if found.rule.startswith("note/"):
        unsure = found.confidence is not None and found.confidence < settings.min_score
        return not allow_unresolved and not unsure
    return found.severity >= Severity.ERROR or any(
        names(selector, found.rule) for selector in block
    )


def _line(source: Source, found: Diagnostic) -> str:
    place = source.position(found.span.start)
    return f"{found.path}:{place.line}:{place.column}: {found.rule} {printable(found.message)}"
