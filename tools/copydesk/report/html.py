"""One page to read in a browser: a board of files and records, and each finding in its place."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files

from copydesk.engine import Checked
from copydesk.model import Diagnostic, Record, Severity
from copydesk.render import Page
from copydesk.report.report import Report
from copydesk.source import Source

# What a record is, the worst first; the words stand in its pill and on the buttons.
STATES = {"invalid": "invalid", "notes": "notes", "grammar": "language", "ready": "ready"}
_Authors = Mapping[int, tuple[str, str]]
_LANGUAGE = ("grammar", "spelling", "prose")
# Characters that no page may hold, however they are written.
_FORBIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def render(report: Report) -> Iterator[str]:
    """A page that loads nothing and runs nothing but its own filter; everything in it is escaped."""
    for piece in _pieces(report):
        yield _FORBIDDEN.sub("\ufffd", piece)


def _pieces(report: Report) -> Iterator[str]:
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
    yield from _notes(report)
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


@dataclass(frozen=True, slots=True, order=True)
class _Left:
    """A note with the day on which its author left it, and where on the page it is shown."""

    day: str
    path: str
    line: int
    author: str
    words: str
    target: str


def _left(report: Report) -> Iterator[_Left]:
    """The notes whose authors are known."""
    for number, checked in enumerate(report.checked):
        source, authors = checked.source, report.authors.get(checked.source.path, {})
        noted = [item for item in checked.diagnostics if _kind(item) == "notes"]
        if not noted or not authors:
            continue
        cards = {record.id: f"r{at}" for at, record in enumerate(checked.read().records)}
        for item in noted:
            line = source.line_of(item.span.start)
            if line in authors:
                author, day = authors[line]
                words = " ".join(source[item.span].split())
                target = f"f{number}{cards.get(item.record or '', '')}"
                yield _Left(day, source.path, line, author, words, target)


def _notes(report: Report) -> Iterator[str]:
    """Who left how many notes and since when, and each of them, the oldest first."""
    left = sorted(_left(report))
    if not left:
        return
    days: dict[str, list[str]] = defaultdict(list)
    for note in left:
        days[note.author].append(note.day)
    yield '<h2>Notes by owner</h2>\n<div class="table"><table>\n<tr><th>owner</th>'
    yield '<th class="n">notes</th><th>oldest</th><th>newest</th></tr>\n'
    for name, known in sorted(days.items(), key=lambda item: (-len(item[1]), item[0])):
        yield f'<tr><td>{escape(name)}</td><td class="n">{len(known)}</td>'
        yield f'<td class="whole">{min(known)}</td><td class="whole">{max(known)}</td></tr>\n'
    yield "</table></div>\n<details><summary>Each note, the oldest first</summary>\n<ul>\n"
    for note in left:
        yield f'<li><span class="whole">{note.day}</span> {escape(note.author)}, '
        yield f'<a href="#{note.target}">{escape(note.path)}:{note.line}</a>: {escape(note.words)}</li>\n'
    yield "</ul></details>\n"


def _plural(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 or word == 'info' else 's'}"


def _file(checked: Checked, number: int, authors: _Authors) -> Iterator[str]:
    source, found = checked.source, _by_record(checked)
    ids = {record.id for record in checked.read().records}
    beside = [item for name, items in found.items() if name not in ids for item in items]
    yield f'<section id="f{number}">\n<h2>{escape(source.path)}</h2>\n'
    if beside:
        beside.sort(key=lambda item: item.span)
        yield f'<article data-state="{state(beside)}">\n<h3>Outside of the records</h3>\n'
        yield from _findings(_page(source, beside), beside, authors)
        yield "</article>\n"
    for at, record in enumerate(checked.read().records):
        yield from _record(source, record, f"f{number}r{at}", found[record.id], authors)
    yield "</section>\n"


def _record(
    source: Source, record: Record, card: str, found: Sequence[Diagnostic], authors: _Authors
) -> Iterator[str]:
    name = state(found)
    page = _page(source, found)
    yield f'<article id="{card}" data-state="{name}">\n<h3><span class="pill {name}">{STATES[name]}</span> '
    yield f"{_question(record, page)} "
    line = source.line_of(record.question.span.start)
    yield f'<span class="soft whole">line {line}</span></h3>\n'
    if found:
        text = page.html([*(record.lead.blocks if record.lead else ()), *record.answer.blocks])
        if text:
            yield f'<div class="text">\n{text}</div>\n'
        yield from _findings(page, found, authors)
    yield "</article>\n"


def _page(source: Source, found: Sequence[Diagnostic]) -> Page:
    marked = [(item.span, item.severity.label) for item in found if not item.span.empty]
    return Page(source, marked)


def _question(record: Record, page: Page) -> str:
    """The question in one line, marked as a whole where a finding is about its words."""
    question = escape(" ".join(record.question.text.split()))
    over = [pair for pair in page.marked if pair[0].overlaps(record.question.span)]
    page.shown.update(span for span, _ in over)
    return f'<mark class="{over[0][1]}">{question}</mark>' if over else question


def _findings(page: Page, found: Sequence[Diagnostic], authors: _Authors) -> Iterator[str]:
    """What was found; where the page shows no word of it, with its own lines."""
    source = page.source
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
            yield f'; {escape(author[0])}, <span class="whole">{author[1]}</span>'
        if item.fix:
            yield f"; fix: {escape(item.fix.title)}"
        yield "</span>"
        if item.span not in page.shown:
            yield page.lines(item.span)
        yield "</li>\n"
    yield "</ul>\n"
