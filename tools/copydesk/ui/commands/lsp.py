"""`copydesk lsp`: findings while one writes."""

from __future__ import annotations

import click

from copydesk.ui import session


@click.command(
    "lsp",
    short_help="Serve an editor: findings while one writes, and what to do about them.",
    epilog="""\b
Examples:
  copydesk lsp                  what an editor starts, see docs/editors.md
  copydesk lsp --no-grammar     without the grammar engine""",
)
@click.option("--no-grammar", is_flag=True, help="Leave the grammar engine out.")
@click.option("--no-workspace", is_flag=True, help="Report on open files alone.")
@click.option(
    "--stdio", is_flag=True, help="Talk over standard input and output, as it does anyway."
)
def command(no_grammar: bool, no_workspace: bool, stdio: bool) -> None:
    """Talk to an editor in the Language Server Protocol, over standard input and output.

    Findings, fixes and hints follow what is typed; the grammar engine is asked in pauses.
    """
    try:
        from copydesk.ui.lsp.features import serve
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        session.fail('the language server is not installed; run `pip install "copydesk[lsp]"`')
    serve(grammar=not no_grammar, whole=not no_workspace)
