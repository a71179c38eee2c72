"""`copydesk notes`: what editors left for each other."""

from __future__ import annotations

import sys

import click

from copydesk.ui import options, session
from copydesk.ui.options import Where
from copydesk.ui.session import Status


@click.command(
    "notes",
    short_help="List unresolved editor's notes, marked and unmarked.",
    epilog="""\b
Examples:
  copydesk notes                          all notes of the collection
  copydesk notes --kind unmarked --blame content/
  copydesk notes --min-score 0.3          also what is less sure
  copydesk notes --sort age --group owner who left what, oldest first
  copydesk notes --stat --commits 20      how many, and how that went
  copydesk notes --check                  status 1 if there is any
  copydesk notes mark faq.md:33           see also `notes resolve` and `notes keep`""",
)
@options.workspace_options
@options.output_option
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "json", "csv", "markdown"]),
    default="table",
    show_default=True,
    help="For people, programs, spreadsheets or an issue.",
)
@click.option(
    "--kind",
    type=click.Choice(["all", "marked", "unmarked", "placeholder"]),
    default="all",
    show_default=True,
    help="Which notes: with a mark such as TODO, without, or in the place of a text.",
)
@click.option(
    "--min-score",
    type=click.FloatRange(0, 1),
    help="The lowest score to list. [default: the gate's `notes.min-score`]",
)
@click.option("--blame", is_flag=True, help="Say who left each note, and when (git).")
@click.option(
    "--sort",
    type=click.Choice(["place", "age", "owner", "score"]),
    default="place",
    show_default=True,
    help="What comes first: by place, the oldest, by owner, the surest.",
)
@click.option(
    "--group",
    type=click.Choice(["file", "record", "owner"]),
    help="A table for each (table, markdown).",
)
@click.option(
    "--stat", is_flag=True, help="Count the notes instead, and show the trend (table, json)."
)
@click.option(
    "--commits",
    type=click.IntRange(0, 1000),
    default=10,
    show_default=True,
    help="How many commits --stat looks back.",
)
@click.option("--check", is_flag=True, help="Status 1 if there is any.")
def command(
    where: Where,
    output: str,
    format_: str,
    kind: str,
    min_score: float | None,
    blame: bool,
    sort: str,
    group: str | None,
    stat: bool,
    commits: int,
    check: bool,
) -> None:
    """List the notes that their authors left in the text."""
    from copydesk.ui import listing

    if group and format_ not in ("table", "markdown"):
        session.fail(f"--group goes with --format table or markdown, not {format_}")
    if stat and (format_ not in ("table", "json") or group):
        session.fail("--stat goes with --format table or json, and without --group")
    blame = blame or stat or sort in ("age", "owner") or group == "owner"
    wanted = session.request(where, min_score=min_score)
    workspace = session.open_workspace(wanted, output)
    every = listing.notes(workspace, blamed=blame)
    found = sorted((f for f in every if kind in ("all", f.note.kind)), key=listing.SORTS[sort])
    if stat:
        from copydesk.ui import stat as counting
        from copydesk.ui.trend import trend

        history = trend(workspace.reported, commits, kind) if commits else []
        if commits and not history:
            session.say("no commit holds these files, so there is no trend")
        facts = counting.summary(found, history)
        show = counting.as_json if format_ == "json" else counting.as_table
        session.write(show(facts), output)
    elif group:
        session.write(listing.grouped(found, group, format_), output)
    else:
        session.write(listing.FORMATS[format_](found), output)
    if format_ == "table" and not found:
        click.echo("No unresolved notes.", err=True)
    if workspace.errors:
        sys.exit(Status.FAILED)
    sys.exit(Status.FOUND if check and found else Status.CLEAN)
