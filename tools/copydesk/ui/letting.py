"""Findings that are let stand on disk, by `stet` comments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from copydesk import fix
from copydesk.engine import Checked
from copydesk.model import Fix
from copydesk.source import Source
from copydesk.standing import let_all_stand
from copydesk.ui import writing
from copydesk.ui.checking import Outcome, Run


def diffs(outcome: Outcome) -> Iterator[str]:
    """The comments that would be written, as a unified diff of each file."""
    for checked in outcome.checked:
        after, count = _commented(checked)
        if count:
            yield from writing.diff(checked.source, after)


def apply(run: Run, outcome: Outcome) -> tuple[Outcome, int]:
    """Write the comments, and check again; what is left could not be let stand."""
    members = {member.source.path: member for member in run.workspace.reported}
    total = 0
    for checked in outcome.checked:
        after, count = _commented(checked)
        source = checked.source
        member = members[source.path]
        if count and writing.rewrite(member.path, source, after, "let stand"):
            member.reread(Source(source.path, after))
            total += count
    run.workspace.settle()
    return replace(run.check(), fixed=0), total


def _commented(checked: Checked) -> tuple[str, int]:
    edits, count = (
        let_all_stand(checked.read(), checked.diagnostics) if checked.diagnostics else ([], 0)
    )
    comments = [Fix("let it stand", (edit,), "safe") for edit in edits]
    return fix.apply(checked.source.text, comments)[0], count
