"""Summaries, findings and pairs as rows of JSON, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from copydesk.model import (
    Diagnostic,
    Edit,
    Fix,
    Note,
    RecordSummary,
    Severity,
    Summary,
)
from copydesk.source import Span
from copydesk.traced import Trace

# What a row of the cache that is not ours, or was cut off, makes a decoder raise.
_BROKEN = (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)


@dataclass(frozen=True, slots=True)
class Findings:
    """What the check of one file found, and what it asked of its collection.

    They hold for a collection that teaches what `learnt` has digests of, by field, and for one whose
    answers have the digests `answered`.
    """

    diagnostics: tuple[Diagnostic, ...]
    notes: tuple[Note, ...]
    trace: Trace
    learnt: Mapping[str, str] = field(default_factory=dict)
    answered: Mapping[str, str] = field(default_factory=dict)


def written(summary: Summary) -> str:
    """The row of a summary; its path is part of the key."""
    rows = [
        [
            record.id,
            record.question,
            record.question_span,
            record.line,
            record.key,
            record.answer,
            record.section,
            record.start,
            record.owner,
            record.draft,
        ]
        for record in summary.records
    ]
    return json.dumps(
        [
            rows,
            summary.anchors,
            summary.outward,
            summary.targets,
            summary.schema,
            summary.language,
            summary.shaped,
        ]
    )


def summary(path: str, text: str) -> Summary | None:
    """The summary of a row, None where it is none."""
    try:
        rows, anchors, outward, targets, schema, language, shaped = json.loads(text)
        return Summary(
            path,
            tuple(_record(path, row) for row in rows),
            None if anchors is None else tuple(anchors),
            tuple(_two(row) for row in outward),
            tuple(_two(row) for row in targets),
            schema,
            language,
            tuple((str(word), int(count)) for word, count in shaped),
        )
    except _BROKEN:
        return None


def _record(path: str, row: Sequence[Any]) -> RecordSummary:
    name, question, span, line, key, answer, section, start, owner, draft = row
    return RecordSummary(
        path, name, question, Span(*span), line, key, answer, tuple(section), start, owner, draft
    )


def _two(row: Sequence[str]) -> tuple[str, str]:
    first, second = row
    return first, second


def pairs(text: str, count: int) -> list[tuple[int, int, float]] | None:
    """The pairs of a row, of so many questions; None where it is none."""
    try:
        found = [(int(one), int(other), float(alike)) for one, other, alike in json.loads(text)]
    except _BROKEN:
        return None
    inside = all(0 <= one < count and 0 <= other < count for one, other, _ in found)
    return found if inside else None


def words(text: str) -> frozenset[str] | None:
    """The words of a row, None where it is none."""
    try:
        found = json.loads(text)
    except ValueError:
        return None
    listed = isinstance(found, list) and all(isinstance(word, str) for word in found)
    return frozenset(found) if listed else None


def row(findings: Findings) -> str:
    """The row of findings."""
    diagnostics = [
        [
            found.rule,
            int(found.severity),
            found.message,
            found.path,
            found.span,
            found.record,
            found.confidence,
            found.evidence,
            _fix_row(found.fix),
        ]
        for found in findings.diagnostics
    ]
    notes = [
        [note.kind, note.span, note.text, note.score, note.evidence, note.marker, note.record]
        for note in findings.notes
    ]
    asked = {name: list(keys) for name, keys in findings.trace.items()}
    return json.dumps([diagnostics, notes, asked, findings.learnt, findings.answered])


def _fix_row(fix: Fix | None) -> list[Any] | None:
    if fix is None:
        return None
    return [fix.title, fix.safety, [[edit.span, edit.text] for edit in fix.edits]]


def findings(text: str) -> Findings | None:
    """The findings of a row, None where it is none."""
    try:
        diagnostics, notes, asked, learnt, answered = json.loads(text)
        trace = Trace()
        for name, keys in asked.items():
            trace[name] = dict.fromkeys([_hashable(key) for key in keys])
        return Findings(
            tuple(_diagnostic(*found) for found in diagnostics),
            tuple(
                Note(kind, Span(*span), words, score, tuple(evidence), marker, record)
                for kind, span, words, score, evidence, marker, record in notes
            ),
            trace,
            dict(learnt),
            dict(answered),
        )
    except _BROKEN:
        return None


def _hashable(key: Any) -> Any:
    return tuple(key) if isinstance(key, list) else key


def _diagnostic(
    rule: str,
    severity: int,
    message: str,
    path: str,
    span: Iterable[int],
    record: str | None,
    confidence: float | None,
    evidence: Iterable[str],
    fix: Sequence[Any] | None,
) -> Diagnostic:
    return Diagnostic(
        rule,
        Severity(severity),
        message,
        path,
        Span(*span),
        record,
        confidence,
        tuple(evidence),
        None if fix is None else _fix(*fix),
    )


def _fix(title: str, safety: Any, edits: Iterable[Any]) -> Fix:
    return Fix(title, tuple(Edit(Span(*span), text) for span, text in edits), safety)
