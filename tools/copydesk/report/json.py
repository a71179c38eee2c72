"""The machine format of `copydesk check`, described by `schema/check.schema.json`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from copydesk.model import Diagnostic, Fix
from copydesk.report.position import point
from copydesk.report.report import Report
from copydesk.source import Source


def render(report: Report) -> Iterator[str]:
    """One JSON object; equal input gives equal bytes."""
    counts = {severity.label: count for severity, count in report.counts().items()}
    answer = {
        "version": 1,
        "diagnostics": [_diagnostic(source, item) for source, item in report.diagnostics()],
        "summary": {
            "files": len(report.checked),
            "records": report.records,
            **counts,
            "grammar": report.grammar,
        },
    }
    yield json.dumps(answer, ensure_ascii=False, indent=1) + "\n"


def _diagnostic(source: Source, item: Diagnostic) -> dict[str, Any]:
    return {
        "rule": item.rule,
        "severity": item.severity.label,
        "confidence": item.confidence,
        "message": item.message,
        "path": item.path,
        "start": point(source, item.span.start),
        "end": point(source, item.span.end),
        "record": item.record,
        "evidence": list(item.evidence),
        "fix": _fix(source, item.fix) if item.fix else None,
    }


def _fix(source: Source, fix: Fix) -> dict[str, Any]:
    return {
        "title": fix.title,
        "safety": fix.safety,
        "edits": [
            {
                "start": point(source, edit.span.start),
                "end": point(source, edit.span.end),
                "text": edit.text,
            }
            for edit in fix.edits
        ],
    }
