"""Lists of notes: sorted, grouped, and in each format of `copydesk notes`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from copydesk.model import Note
    from copydesk.source import Source
    from copydesk.ui.blame import Blame
    from copydesk.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Found:
    """A note with its source, and who left it where git was asked."""

    source: Source
    note: Note
    blame: Blame | None

    @property
    def place(self) -> str:
        position = self.source.position(self.note.span.start)
        return f"{self.source.path}:{position.line}:{position.column}"

    @property
    def owner(self) -> str:
        return self.blame.author if self.blame else ""

    @property
    def date(self) -> str:
        return self.blame.date if self.blame else ""


# What is not committed yet is the youngest.
SORTS: dict[str, Callable[[Found], Any]] = {
    "place": lambda item: (item.source.path, item.note.span),
    "age": lambda item: (item.date or "9999", item.source.path, item.note.span),
    "owner": lambda item: (item.owner, item.source.path, item.note.span),
    "score": lambda item: (-item.note.score, item.source.path, item.note.span),
}
GROUPS: dict[str, Callable[[Found], str]] = {
    "file": lambda item: item.source.path,
    "record": lambda item: item.note.record or "",
    "owner": lambda item: item.owner,
}


def notes(workspace: Workspace, *, blamed: bool) -> Iterator[Found]:
    """Every unresolved note of the files to report on."""
    from copydesk.ui import gathering
    from copydesk.ui.blame import blame

    for member, unresolved in gathering.standing(workspace):
        source = member.source
        lines = blame(member.path) if blamed else {}
        for note in unresolved:
            yield Found(source, note, lines.get(source.line_of(note.span.start)))


def _table(found: Sequence[Found]) -> Iterator[str]:
    from copydesk.ui import table

    if not found:
        return
    blamed = any(item.blame for item in found)
    head = ("place", "kind", "score", *(("author", "date") if blamed else ()), "note")
    rows = [
        (
            item.place,
            item.note.kind,
            f"{item.note.score:.2f}",
            *((item.blame.author, item.blame.date) if item.blame else ("", "") if blamed else ()),
            item.note.text,
        )
        for item in found
    ]
    yield from table.render(head, rows)


def _json(found: Sequence[Found]) -> Iterator[str]:
    import json

    from copydesk.report.position import point

    notes = [
        {
            "kind": item.note.kind,
            "marker": item.note.marker,
            "text": item.note.text,
            "score": item.note.score,
            "evidence": list(item.note.evidence),
            "path": item.source.path,
            "start": point(item.source, item.note.span.start),
            "end": point(item.source, item.note.span.end),
            "record": item.note.record,
            "blame": asdict(item.blame) if item.blame else None,
        }
        for item in found
    ]
    yield json.dumps({"version": 1, "notes": notes}, ensure_ascii=False, indent=1) + "\n"


def _csv(found: Sequence[Found]) -> Iterator[str]:
    import csv
    import io

    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow(
        (
            "path",
            "line",
            "column",
            "kind",
            "marker",
            "score",
            "record",
            "author",
            "date",
            "commit",
            "text",
        )
    )
    for item in found:
        place = item.source.position(item.note.span.start)
        by = (item.blame.author, item.blame.date, item.blame.commit) if item.blame else ("", "", "")
        writer.writerow(
            (
                item.source.path,
                place.line,
                place.column,
                item.note.kind,
                item.note.marker or "",
                item.note.score,
                item.note.record or "",
                *(_inert(value) for value in by),
                _inert(item.note.text),
            )
        )
    yield sheet.getvalue()


def _inert(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in tuple("=+-@\t\r") else cell


def _markdown(found: Sequence[Found]) -> Iterator[str]:
    from copydesk.report.text import printable

    for item in found:
        text = "".join(f"\\{c}" if c in "\\`*_[]<>#|~$" else c for c in printable(item.note.text))
        by = f" — {item.blame.author}, {item.blame.date}" if item.blame else ""
        yield f"- [ ] `{item.place}` ({item.note.kind}, {item.note.score:.2f}){by}: {text}\n"


def grouped(found: Sequence[Found], by: str, format_: str) -> Iterator[str]:
    """A table or list for each group, below its name and count; the order within groups is kept."""
    key = GROUPS[by]
    for name, members in groupby(sorted(found, key=key), key):
        group = list(members)
        yield f"{'## ' if format_ == 'markdown' else ''}{name or f'no {by}'} ({len(group)})\n\n"
        yield from FORMATS[format_](group)
        yield "\n"


FORMATS: dict[str, Callable[[Sequence[Found]], Iterator[str]]] = {
    "table": _table,
    "json": _json,
    "csv": _csv,
    "markdown": _markdown,
}
