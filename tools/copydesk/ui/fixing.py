"""Fixes on disk: each file is read, mended in rounds, and replaced whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from copydesk import fix
from copydesk.engine import Checked
from copydesk.source import Source
from copydesk.ui import writing
from copydesk.ui.asking import Asking
from copydesk.ui.checking import Outcome, Run
from copydesk.workspace import Workspace

# A fix may make room for one that it overlapped; more rounds than this mean that two undo each other.
_ROUNDS = 10


def _mended(checked: Checked, unsafe: bool) -> tuple[str, int]:
    return fix.apply(checked.source.text, fix.wanted(checked.diagnostics, unsafe=unsafe))


def diffs(outcome: Outcome, workspace: Workspace, *, unsafe: bool) -> Iterator[str]:
    """What the fixes would change, as a unified diff of each file."""
    for checked in outcome.checked:
        source = checked.source
        after, count = _mended(checked, unsafe)
        if count:
            yield from writing.diff(source, after)


def apply(run: Run, outcome: Outcome, *, unsafe: bool, asking: Asking | None = None) -> Outcome:
    """Apply the fixes to the files, and check what they became; counts what was applied.

    With `asking`, those that a person wants.
    """
    fixed = 0
    members = {member.source.path: member for member in run.workspace.reported}
    for _ in range(_ROUNDS):
        changed = 0
        for checked in outcome.checked:
            wanted = asking.only_wanted(checked, unsafe=unsafe) if asking else checked
            after, count = _mended(wanted, unsafe)
            source = checked.source
            member = members[source.path]
            if not count or after == source.text:
                continue
            if not writing.rewrite(member.path, source, after, "fixed"):
                continue
            member.reread(Source(source.path, after))
            changed += count
        if not changed:
            break
        fixed += changed
        run.workspace.settle()
        outcome = run.check()
    return replace(outcome, fixed=fixed)
