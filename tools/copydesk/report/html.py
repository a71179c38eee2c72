"""One page to read in a browser: a board of files and records, and each finding in its place."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from importlib.resources import files

from copydesk import render as rendered
from copydesk.engine import Checked
from copydesk.model import Diagnostic, Record, Severity
from copydesk.report.report import Report
from copydesk.source import Source, Span

# What a record is, the worst first; the words stand in its pill and on the buttons.
STATES = {"invalid": "invalid", "notes": "notes", "grammar": "language", "ready": "ready"}
_Authors = Mapping[int, tuple[str, str]]
_LANGUAGE = ("grammar", "spelling", "prose")


def render(report: Report) -> Iterator[str]:
    """A page that loads nothing and runs nothing but its own filter; everything in it is escaped."""
    style, script = _asset("style.css"), _asset("filter.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    yield '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    yield '<meta name="viewport" content="width=device-width">\n<title>Copydesk report</title>\n'
    yield f"<style>\n{style}</style>\n<body>\n<h1>Copydesk report</h1>\n"
    counts = report.counts()
    said = ", ".join(_plural(count, kind.label) for kind, count in counts.items() if count)
    held = f"{_plural(report.records, 'record')} of {_plural(len(report.checked), 'file')}"
    yield f"<p>{said or 'Nothing found'} in {held}."
    yield f' <span class="soft">Grammar: {escape(report.grammar)}.</span></p>\n'
    yield from _board(report.checked)
    yield from _owners(report)
    yield '<nav hidden aria-label="Filter">\n<button data-state="all" aria-pressed="true">all</button>\n'
    for state, word in STATES.items():
        yield f'<button data-state="{state}" aria-pressed="false">{word}</button>\n'
    yield '<input type="search" aria-label="Search" placeholder="Search"></nav>\n'
    for number, checked in enumerate(report.checked):
        yield from _file(checked, number, report.authors.get(checked.source.path, {}))
    yield f"<script>{script}</script>\n</body>\n</html>\n"


def state(found: Sequence[Diagnostic]) -> str:
    """What a record with these findings is: a key of `STATES`; infos do not count."""
    kinds = {_kind(item) for item in found if item.severity > Severity.INFO}
    return next((name for name in STATES if name in kinds), "ready")


def _kind(item: Diagnostic) -> str:
    family = item.rule.partition("/")[0]
    if family == "note":
        return "notes"
    return "grammar" if family in _LANGUAGE else "invalid"


def _asset(name: str) -> str:
    return files(__package__).joinpath("page", name).read_text(encoding="utf-8")


def _by_record(checked: Checked) -> dict[str | None, list[Diagnostic]]:
    found: dict[str | None, list[Diagnostic]] = defaultdict(list)
    for item in checked.diagnostics:
        found[item.record].append(item)
    return found


def _board(all_checked: Sequence[Checked]) -> Iterator[str]:
    yield '<div class="table board"><table>\n<tr><th>file</th><th class="n">records</th>'
    yield "".join(f'<th class="n">{word}</th>' for word in STATES.values())
    yield "<th>state</th></tr>\n"
    for number, checked in enumerate(all_checked):
        found = _by_record(checked)
        records = checked.read().records
        counts = Counter(state(found[record.id]) for record in records)
        path = escape(checked.source.path)
        yield f'<tr><td><a href="#f{number}">{path}</a></td><td class="n">{len(records)}</td>'
        yield "".join(f'<td class="n">{counts[name] or ""}</td>' for name in STATES)
        parts = "".join(
            f'<i class="{name}" style="flex:{counts[name]}"></i>'
            for name in reversed(STATES)
            if counts[name]
        )
        yield f'<td><div class="bar">{parts}</div></td></tr>\n'
    yield "</table></div>\n"


def _owners(report: Report) -> Iterator[str]:
    """Who left how many notes, and since when; nothing where nobody is known."""
    days: dict[str, list[str]] = defaultdict(list)
    for source, item in report.diagnostics():
        author = report.authors.get(source.path, {}).get(source.line_of(item.span.start))
        if author and _kind(item) == "notes":
            days[author[0]].append(author[1])
    if not days:
        return
    yield '<h2>Notes by owner</h2>\n<div class="table"><table>\n<tr><th>owner</th>'
    yield '<th class="n">notes</th><th>oldest</th><th>newest</th></tr>\n'
    for name, known in sorted(days.items(), key=lambda item: (-len(item[1]), item[0])):
        yield f'<tr><td>{escape(name)}</td><td class="n">{len(known)}</td>'
        yield f"<td>{min(known)}</td><td>{max(known)}</td></tr>\n"
    yield "</table></div>\n"


def _plural(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 or word == 'info' else 's'}"


def _file(checked: Checked, number: int, authors: _Authors) -> Iterator[str]:
    source, found = checked.source, _by_record(checked)
    ids = {record.id for record in checked.read().records}
    beside = [item for name, items in found.items() if name not in ids for item in items]
    yield f'<section id="f{number}">\n<h2>{escape(source.path)}</h2>\n'
    if beside:
        beside.sort(key=lambda item: item.span)
        yield '<article data-state="invalid">\n<h3>Outside of the records</h3>\n'
        yield from _findings(source, beside, authors)
        yield "</article>\n"
    for record in checked.read().records:
        yield from _record(source, record, found[record.id], authors)
    yield "</section>\n"


def _record(
    source: Source, record: Record, found: Sequence[Diagnostic], authors: _Authors
) -> Iterator[str]:
    name = state(found)
    marked = [(item.span, item.severity.label) for item in found if not item.span.empty]
    question = " ".join(record.question.text.split())
    yield f'<article data-state="{name}">\n<h3><span class="pill {name}">{STATES[name]}</span> '
    yield f"{_words(question, record, marked)} "
    yield f'<span class="soft">line {source.line_of(record.question.span.start)}</span></h3>\n'
    if found:
        parts = [*(record.lead.blocks if record.lead else ()), *record.answer.blocks]
        yield f'<div class="text">\n{rendered.html(source, parts, marked)}</div>\n'
        yield from _findings(source, found, authors)
    yield "</article>\n"


def _words(question: str, record: Record, marked: Sequence[tuple[Span, str]]) -> str:
    """The question in one line, marked as a whole where a finding is about its words."""
    over = [name for span, name in marked if span.overlaps(record.question.span)]
    return f'<mark class="{over[0]}">{escape(question)}</mark>' if over else escape(question)


def _findings(source: Source, found: Sequence[Diagnostic], authors: _Authors) -> Iterator[str]:
    yield '<ul class="findings">\n'
    for item in found:
        place = source.position(item.span.start)
        label = item.severity.label
        yield f'<li><strong class="{label}">{label}</strong> <code>{escape(item.rule)}</code> '
        yield f'{escape(item.message)} <span class="soft">{place.line}:{place.column}'
        if item.confidence is not None:
            yield f", {item.confidence:.0%} sure"
        if item.evidence:
            yield f"; {escape('; '.join(item.evidence))}"
        author = authors.get(place.line)
        if author and _kind(item) == "notes":
            yield f"; {escape(author[0])}, {author[1]}"
        if item.fix:
            yield f"; fix: {escape(item.fix.title)}"
        yield "</span></li>\n"
    yield "</ul>\n"
