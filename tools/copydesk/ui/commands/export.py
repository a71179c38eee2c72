"""`copydesk export`: clean data for publishing, behind a gate."""

from __future__ import annotations

import sys

import click

from copydesk.export import formats
from copydesk.ui import options, session
from copydesk.ui.options import Where
from copydesk.ui.session import Status


@click.command(
    "export",
    short_help="Write the records as clean data; refuses unresolved notes.",
    epilog="""\b
Examples:
  copydesk export --output records.json
  copydesk export --to jsonl content/ > records.jsonl
  copydesk export --to chat --output training.jsonl
  copydesk export --only-ready            the clean records; lists the held ones
  copydesk export --allow-unresolved      notes are left out of `text`, and counted
  copydesk export --check                 would it be refused?""",
)
@options.workspace_options
@options.output_option
@click.option(
    "--to",
    "format_",
    type=click.Choice(formats()),
    default="json",
    show_default=True,
    help="What is written: `chat` and `sharegpt` are for fine-tuning, `faqpage` for a web page.",
)
@click.option(
    "--only-ready", is_flag=True, help="Write the records that are clean, list those held back."
)
@click.option(
    "--allow-unresolved", is_flag=True, help="Let records with notes through; each is counted."
)
@click.option("--check", is_flag=True, help="Write nothing; status 1 where records are held back.")
def command(
    where: Where,
    output: str,
    format_: str,
    only_ready: bool,
    allow_unresolved: bool,
    check: bool,
) -> None:
    """Export records for those who use them.

    With unresolved notes, schema violations or other errors nothing is written, and the status is 1.
    Drafts (`draft: true`) are never exported. Grammar is not asked.
    """
    from copydesk.export import exporter
    from copydesk.ui import checking, gate, gathering, grammar
    from copydesk.ui.jobs import Workers

    if check and (output or only_ready):
        session.fail("--check writes nothing; leave out --output and --only-ready")
    wanted = session.request(where)
    workspace = session.open_workspace(wanted, output)
    if workspace.errors:
        session.fail("nothing was exported, because not every file could be read")
    workers = click.get_current_context().with_resource(Workers(0))
    run = checking.Run(workspace, grammar=False, cached=True, workers=workers)
    outcome = run.check(grammar.kept(workspace))
    gathering.say_unsure(workspace)
    passed = gate.judge(workspace, outcome.checked, allow_unresolved=allow_unresolved)
    for line in passed.held:
        click.echo(line, err=True)
    if passed.held and not only_ready:
        session.say(
            f"nothing was exported: {session.plural(len(passed.held), 'finding')} to resolve first; "
            "--only-ready exports the rest"
        )
        sys.exit(Status.FOUND)
    if check:
        session.say(f"{session.plural(len(passed.ready), 'record')} could be exported")
        return
    session.write(exporter(format_).render(passed.ready), output)
    if passed.held:
        session.say(f"{session.plural(passed.held_records, 'record')} held back")
    if passed.drafts:
        session.say(f"{session.plural(passed.drafts, 'draft')} not exported")
