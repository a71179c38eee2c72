"""SARIF 2.1.0, as code scanning services read it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

import copydesk
from copydesk import rules
from copydesk.fingerprint import fingerprints
from copydesk.model import Diagnostic, Fix, Severity
from copydesk.report.report import Report
from copydesk.rule import Rule
from copydesk.source import Source, Span

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render(report: Report) -> Iterator[str]:
    """One log with one run: its rules with their help, its results with fixes and fingerprints."""
    found = list(report.diagnostics())
    names = sorted({item.rule for _, item in found} | set(rules.load()))
    numbers = {name: index for index, name in enumerate(names)}
    run = {
        "tool": {
            "driver": {
                "name": "copydesk",
                "version": copydesk.__version__,
                "rules": [_rule(name, rules.load().get(name)) for name in names],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(source, item, numbers[item.rule], fingerprint)
            for (source, item), fingerprint in zip(found, fingerprints(found), strict=True)
        ],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    yield json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _rule(name: str, rule: Rule | None) -> dict[str, Any]:
    """A rule's descriptor; the grammar engine's rules have no file, and say what they have found."""
    if rule is None:
        return {"id": name}
    silence = f"To let a finding stand: `<!-- stet: {name} -->`."
    return {
        "id": name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.reason},
        "help": {
            "text": f"{rule.reason}\n\n{silence}",
            "markdown": f"{rule.reason}\n\n{silence}",
        },
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(source: Source, item: Diagnostic, index: int, fingerprint: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": item.rule,
        "ruleIndex": index,
        "level": _LEVELS[item.severity],
        "message": {"text": item.message},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(item.path)},
                    "region": _region(source, item.span),
                }
            }
        ],
        "partialFingerprints": {"copydesk/v1": fingerprint},
    }
    if item.fix:
        result["fixes"] = [_fix(source, item.path, item.fix)]
    properties: dict[str, Any] = {}
    if item.record is not None:
        properties["record"] = item.record
    if item.confidence is not None:
        properties["confidence"] = item.confidence
    if item.evidence:
        properties["evidence"] = list(item.evidence)
    if properties:
        result["properties"] = properties
    return result


def _region(source: Source, span: Span) -> dict[str, int]:
    start, end = source.position(span.start), source.position(span.end)
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }


def _fix(source: Source, path: str, fix: Fix) -> dict[str, Any]:
    replacements: Sequence[dict[str, Any]] = [
        {"deletedRegion": _region(source, edit.span), "insertedContent": {"text": edit.text}}
        for edit in fix.edits
    ]
    return {
        "description": {"text": fix.title},
        "artifactChanges": [
            {"artifactLocation": {"uri": quote(path)}, "replacements": replacements}
        ],
    }
