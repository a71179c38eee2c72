"""`copydesk status`: how far a collection is."""

from __future__ import annotations

import sys

import click

from copydesk.ui import options, session
from copydesk.ui.options import Where
from copydesk.ui.session import Status


@click.command(
    "status",
    short_help="Show for each file how many records are ready, and what holds the others.",
    epilog="""\b
Examples:
  copydesk status
  copydesk status content/ --format json""",
)
@options.workspace_options
@options.output_option
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="For people or programs.",
)
def command(where: Where, output: str, format_: str) -> None:
    """Show for each file how many records are ready for export, and what holds the others.

    Grammar is not asked: it is told as the last check found it, `?` where the text is another since.
    The oldest note is as old as git says.
    """
    from copydesk.ui import board, checking, grammar
    from copydesk.ui.jobs import Workers

    workers = click.get_current_context().with_resource(Workers(0))
    workspace = session.open_workspace(session.request(where), output, reader=workers.read)
    known = grammar.known(workspace)
    run = checking.Run(workspace, grammar=False, cached=True, workers=workers)
    outcome = run.check(known)
    found = board.rows(workspace, outcome.checked, known)
    show = board.as_json if format_ == "json" else board.as_table
    session.write(show(found), output)
    sys.exit(Status.FAILED if workspace.errors else Status.CLEAN)
