"""JUnit's XML: a suite for each file, a case for each rule that found something in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from copydesk.model import Diagnostic, Severity
from copydesk.report.report import Report
from copydesk.source import Source

# XML 1.0 has no way to write these.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def render(report: Report) -> Iterator[str]:
    """One document; a file with nothing to report is one case that passed.

    An info is no failure: it stands in the output of its case.
    """
    suites = [(item.source, item.diagnostics) for item in report.checked]
    failed = sum(_fails(found) for _, all_found in suites for found in all_found)
    cases = sum(max(1, len(found)) for _, found in suites)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<testsuites name="copydesk" tests="{cases}" failures="{failed}" errors="0">\n'
    for source, found in suites:
        failures = sum(map(_fails, found))
        name = _attribute(source.path)
        yield f' <testsuite name={name} tests="{max(1, len(found))}" failures="{failures}" errors="0">\n'
        for diagnostic in found:
            yield from _case(source, diagnostic)
        if not found:
            yield f"  <testcase classname={name} name={name}/>\n"
        yield " </testsuite>\n"
    yield "</testsuites>\n"


def _case(source: Source, found: Diagnostic) -> Iterator[str]:
    place = source.position(found.span.start)
    where = f"{found.path}:{place.line}:{place.column}"
    name = _attribute(f"{found.rule} at {place.line}:{place.column}")
    yield f'  <testcase classname={_attribute(found.path)} name={name} line="{place.line}">\n'
    said = f"{where}: {found.severity.label} {found.rule} {found.message}"
    if _fails(found):
        kind = _attribute(found.severity.label)
        yield f"   <failure type={kind} message={_attribute(found.message)}>{_text(said)}</failure>\n"
    else:
        yield f"   <system-out>{_text(said)}</system-out>\n"
    yield "  </testcase>\n"


def _fails(found: Diagnostic) -> bool:
    return found.severity > Severity.INFO


def _text(text: str) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", text))


def _attribute(text: str) -> str:
    return quoteattr(_FORBIDDEN.sub("\ufffd", text))
