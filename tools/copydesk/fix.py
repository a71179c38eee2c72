"""Fixes: the edits of diagnostics, applied to a text."""

from __future__ import annotations

from collections.abc import Iterable

from copydesk.model import Diagnostic, Edit, Fix


def apply(text: str, fixes: Iterable[Fix]) -> tuple[str, int]:
    """Apply fixes to a text; the new text and how many were applied.

    Edits go in from the end, as in pyupgrade, so that offsets stay true.
    """
    taken, applied = together(fixes)
    for edit in sorted(taken, key=lambda item: item.span, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text, applied


def together(fixes: Iterable[Fix]) -> tuple[list[Edit], int]:
    """The edits of the fixes that can be applied at once, and how many fixes these are.

    A fix is taken whole or not at all: one whose edits touch an earlier one's waits for the next
    round.
    """
    taken: list[Edit] = []
    applied = 0
    for fix in fixes:
        if not any(_touch(edit, other) for edit in fix.edits for other in taken):
            taken.extend(fix.edits)
            applied += 1
    return taken, applied


def _touch(one: Edit, other: Edit) -> bool:
    if one.span.empty and other.span.empty:
        return one.span.start == other.span.start
    return one.span.start < other.span.end and other.span.start < one.span.end


def wanted(diagnostics: Iterable[Diagnostic], *, unsafe: bool) -> list[Fix]:
    """The fixes to apply: the safe ones, and the unsafe where asked for."""
    return [
        diagnostic.fix
        for diagnostic in diagnostics
        if diagnostic.fix is not None and (unsafe or diagnostic.fix.safety == "safe")
    ]
