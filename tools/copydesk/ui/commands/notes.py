"""`copydesk notes`: what editors left for each other."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import click

from copydesk.ui import options, session
from copydesk.ui.options import Where
from copydesk.ui.session import Status

if TYPE_CHECKING:
    from copydesk.model import Note
    from copydesk.source import Source
    from copydesk.ui.blame import Blame


@click.command(
    "notes",
    short_help="List unresolved editor's notes, marked and unmarked.",
    epilog="""\b
Examples:
  copydesk notes                          all notes of the collection
  copydesk notes --kind unmarked --blame content/
  copydesk notes --min-score 0.3          also what is less sure
  copydesk notes --check                  status 1 if there is any""",
)
@options.workspace_options
@options.output_option
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "json", "csv", "markdown"]),
    default="table",
    show_default=True,
)
@click.option(
    "--kind",
    type=click.Choice(["all", "marked", "unmarked", "placeholder"]),
    default="all",
    show_default=True,
)
@click.option(
    "--min-score",
    type=click.FloatRange(0, 1),
    help="The lowest score to list. [default: the gate's `notes.min-score`]",
)
@click.option("--blame", is_flag=True, help="Say who left each note, and when (git).")
@click.option("--check", is_flag=True, help="Status 1 if there is any.")
def command(
    where: Where,
    output: str,
    format_: str,
    kind: str,
    min_score: float | None,
    blame: bool,
    check: bool,
) -> None:
    """List the notes that their authors left in the text."""
    wanted = session.request(where, min_score=min_score)
    workspace = session.open_workspace(wanted, output)
    found = [item for item in _notes(workspace, blame) if kind in ("all", item.note.kind)]
    session.write(_FORMATS[format_](found), output)
    if format_ == "table" and not found:
        click.echo("No unresolved notes.", err=True)
    if workspace.errors:
        sys.exit(Status.FAILED)
    sys.exit(Status.FOUND if check and found else Status.CLEAN)


@dataclass(frozen=True, slots=True)
class _Found:
    source: Source
    note: Note
    blame: Blame | None

    @property
    def place(self) -> str:
        position = self.source.position(self.note.span.start)
        return f"{self.source.path}:{position.line}:{position.column}"


def _notes(workspace: Any, blamed: bool) -> Iterator[_Found]:
    from copydesk.ui import gathering
    from copydesk.ui.blame import blame

    for member in workspace.reported:
        source = member.document.source
        lines = blame(member.path) if blamed else {}
        for note in gathering.unresolved(member):
            yield _Found(source, note, lines.get(source.line_of(note.span.start)))


def _table(found: list[_Found]) -> Iterator[str]:
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


def _json(found: list[_Found]) -> Iterator[str]:
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


def _csv(found: list[_Found]) -> Iterator[str]:
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


def _markdown(found: list[_Found]) -> Iterator[str]:
    from copydesk.report.text import printable

    for item in found:
        text = "".join(f"\\{c}" if c in "\\`*_[]<>#|~$" else c for c in printable(item.note.text))
        by = f" — {item.blame.author}, {item.blame.date}" if item.blame else ""
        yield f"- [ ] `{item.place}` ({item.note.kind}, {item.note.score:.2f}){by}: {text}\n"


_FORMATS = {"table": _table, "json": _json, "csv": _csv, "markdown": _markdown}
