"""`copydesk records`: what was parsed."""

from __future__ import annotations

import sys

import click

from copydesk.ui import options, session
from copydesk.ui.options import Where
from copydesk.ui.session import Status


@click.command(
    "records",
    short_help="Show the records that were parsed.",
    epilog="""\b
Examples:
  copydesk records content/
  copydesk records --explain faq.md       which layout was seen, and why
  copydesk records --format json faq.md""",
)
@options.workspace_options
@options.output_option
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="For people, or as `export` has it.",
)
@click.option(
    "--explain", is_flag=True, help="Say which layout was seen in each file, and the evidence."
)
def command(
    where: Where,
    output: str,
    format_: str,
    explain: bool,
) -> None:
    """Show the questions and answers that were read, with no gate and no grammar.

    The JSON is export's envelope.
    """
    from copydesk.export import exporter
    from copydesk.ui import gathering, table

    wanted = session.request(where)
    workspace = session.open_workspace(wanted, output)
    found = [
        (record, shown)
        for member, unresolved in gathering.standing(workspace)
        for record, shown in gathering.objects(member, unresolved, lift=False)
    ]
    if not explain:
        gathering.say_unsure(workspace)
    if explain:
        documents = sorted(
            (member.document for member in workspace.reported), key=lambda d: d.source.path
        )
        rows = [
            (
                document.source.path,
                str(len(document.records)),
                document.layout or ("unsure" if document.evidence else "none"),
                "; ".join(document.evidence) or "no question was found in any layout",
            )
            for document in documents
        ]
        session.write(table.render(("path", "records", "layout", "evidence"), rows), output)
    elif format_ == "json":
        session.write(exporter("json").render(shown for _, shown in found), output)
    else:
        rows = [
            (
                f"{record.path}:{shown['source']['start_line']}",
                "" if record.number is None else str(record.number),
                session.plural(len(shown["answer"]["text"].split()), "word"),
                shown["question"]["text"],
            )
            for record, shown in found
        ]
        session.write(table.render(("place", "no.", "answer", "question"), rows), output)
    sys.exit(Status.FAILED if workspace.errors else Status.CLEAN)
