"""GitLab's code quality report: issues as Code Climate's specification has them."""

from __future__ import annotations

import json
from collections.abc import Iterator

from copydesk.fingerprint import fingerprints
from copydesk.model import Severity
from copydesk.report.report import Report

_LEVELS = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(report: Report) -> Iterator[str]:
    """One JSON array; a fingerprint stays the same while its words do."""
    found = list(report.diagnostics())
    rows = []
    for (source, item), fingerprint in zip(found, fingerprints(found), strict=True):
        start, end = source.position(item.span.start), source.position(item.span.end)
        rows.append(
            {
                "type": "issue",
                "description": item.message,
                "check_name": item.rule,
                "categories": ["Style"],
                "fingerprint": fingerprint,
                "severity": _LEVELS[item.severity],
                "location": {
                    "path": item.path,
                    "lines": {"begin": start.line, "end": max(start.line, end.line)},
                },
            }
        )
    yield json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
