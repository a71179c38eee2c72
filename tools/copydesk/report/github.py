"""Workflow commands by which GitHub Actions annotates the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.model import Severity
from copydesk.report.report import Report

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
# As the runner's own toolkit escapes them; what stands before `::` has two characters more.
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render(report: Report) -> Iterator[str]:
    """`::error file=…,line=…::message`, a line each; columns only where a span keeps to one line."""
    for source, item in report.diagnostics():
        start, end = source.position(item.span.start), source.position(item.span.end)
        place = [f"file={item.path.translate(_PROPERTY)}", f"line={start.line}"]
        if start.line == end.line:
            place += [f"col={start.column}", f"endColumn={end.column}"]
        else:
            place.append(f"endLine={end.line}")
        place.append(f"title={item.rule.translate(_PROPERTY)}")
        yield f"::{_LEVELS[item.severity]} {','.join(place)}::{item.message.translate(_DATA)}\n"
