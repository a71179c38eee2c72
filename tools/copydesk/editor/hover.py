"""What an editor says about a place: why a rule reports it, and how its record is doing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from copydesk import rules
from copydesk.editor.view import View
from copydesk.engine import ENGINES
from copydesk.model import Diagnostic, Record, Severity
from copydesk.source import Span


def at(view: View, offset: int) -> tuple[str, Span] | None:
    """Markdown about a 0-based offset and the span that it is about; None where nothing is to say.

    The record's state is told on its question and on what is found in it, not on every word.
    """
    found = list(view.at(Span(offset, offset)))
    record = view.record_at(offset)
    asked = record is not None and record.question.span.contains(Span(offset, offset))
    if not found and not asked:
        return None
    paragraphs = [_reason(item) for item in found]
    if record is not None:
        paragraphs.append(_state(view, record))
    span = found[0].span if found else record.question.span if record else Span(offset, offset)
    return "\n\n".join(paragraphs), span


def _reason(found: Diagnostic) -> str:
    rule = rules.load().get(found.rule)
    if rule is None:
        # The engine's message, which the editor shows already, is its reason.
        return f"**{found.rule}**: a rule of the grammar engine, LanguageTool."
    sure = f" ({found.confidence:.0%} sure)" if found.confidence is not None else ""
    return f"**{found.rule}**{sure}: {rule.summary} {rule.reason.splitlines()[0]}"


def _state(view: View, record: Record) -> str:
    draft = ", a draft" if record.draft else ""
    counts = ", ".join(_counts(view, record)) or "nothing found"
    return f"Record: `{record.id}`{draft}, {counts}"


def _counts(view: View, record: Record) -> Iterator[str]:
    """`2 notes`, `1 error`: what was found in a record, a note counted as such alone."""
    inside = [item for item in view.diagnostics if item.record == record.id]
    notes = sum(item.rule.startswith("note/") for item in inside)
    if notes:
        yield f"{notes} note{'s' * (notes != 1)}"
    others = [item for item in inside if not item.rule.startswith("note/")]
    levels = Counter((item.severity, item.rule.partition("/")[0] in ENGINES) for item in others)
    for (severity, engine), count in sorted(levels.items(), reverse=True):
        plural = "s" * (count != 1 and severity != Severity.INFO)
        yield f"{count} {severity.label}{plural}{' of language' if engine else ''}"
