"""Findings that are kept for as long as all that they depend on stays the same."""

from __future__ import annotations

from dataclasses import dataclass, replace

from copydesk import engine
from copydesk.editor.shelf import Shelf
from copydesk.engine import Settings
from copydesk.kept.rows import Findings
from copydesk.model import Collection, Diagnostic
from copydesk.source import Source
from copydesk.traced import Trace
from copydesk.workspace import Loaded, Member

# What grammar says of a text, None where it was not asked, and whether that is about all of it.
Said = tuple[list[Diagnostic] | None, bool]


@dataclass(frozen=True, slots=True)
class _Checked:
    source: Source
    settings: Settings
    ids: tuple[str, ...]
    said: Said
    collection: Collection
    findings: Findings


class Checks:
    """The findings of files by path; a file is checked again only where these could be others."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._known: dict[str, _Checked] = {}

    def hold(self, loaded: Loaded, member: Member, said: Said) -> bool:
        """Whether the findings of a file are known."""
        known = self._known.get(member.source.path)
        if (
            known is None
            or known.source != member.source
            or known.settings != member.settings
            or known.ids != _ids(member)
            or known.said != said
        ):
            return False
        if known.collection is not loaded.collection:
            if known.findings.trace.answered(loaded.collection) != known.findings.answered:
                return False
            self._known[member.source.path] = replace(known, collection=loaded.collection)
        return True

    def of(self, loaded: Loaded, member: Member, said: Said, *, kept: bool) -> Findings:
        """The findings of a file; those of one that is `kept` are shared with other runs."""
        if not self.hold(loaded, member, said):
            findings = self._shelf.get(loaded, member) if kept else None
            if findings is None:
                findings = _check(loaded, member, said)
                if kept:
                    self._shelf.put(loaded, member, findings)
            self._known[member.source.path] = _Checked(
                member.source, member.settings, _ids(member), said, loaded.collection, findings
            )
        return self._known[member.source.path].findings


def _check(loaded: Loaded, member: Member, said: Said) -> Findings:
    trace = Trace()
    diagnostics, answered = said
    checked = engine.check(
        member.document,
        member.settings,
        trace.of(loaded.collection),
        diagnostics,
        answered=answered,
    )
    answer = trace.answered(loaded.collection)
    return Findings(checked.diagnostics, checked.notes, trace, answered=answer)


def _ids(member: Member) -> tuple[str, ...]:
    return tuple(record.id for record in member.summary.records)
