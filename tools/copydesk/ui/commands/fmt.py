"""`copydesk fmt`: the frame of records in one style, or in another layout."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from copydesk.ui import options, session
from copydesk.ui.options import Where
from copydesk.ui.session import Status

if TYPE_CHECKING:
    from copydesk.format.formatting import Formatted
    from copydesk.workspace import Loaded, Member


@click.command(
    "fmt",
    short_help="Format the frame of questions and answers, never their words.",
    epilog="""\b
Examples:
  copydesk fmt                            the configured collection, in its own style
  copydesk fmt --check content/           change nothing; status 1 if a file would change
  copydesk fmt --diff content/faq.md
  copydesk fmt --layout question-headings faq.md
  copydesk fmt - < faq.md                 write the formatted text to standard output""",
)
@options.workspace_options
@click.option("--check", is_flag=True, help="Change nothing; status 1 if a file would change.")
@click.option("--diff", is_flag=True, help="Show what would change, and change nothing.")
@click.option(
    "--layout", default="", metavar="NAME", help="Write the records in this layout instead."
)
@click.option("--quiet", "-q", is_flag=True, help="No summary on standard error.")
def command(where: Where, check: bool, diff: bool, layout: str, quiet: bool) -> None:
    """Bring numbers, answer marks, separators, blank lines and heading levels into one style.

    The style is what most records of the collection have. Prose, code and formulas stay as they
    are, to the character; where another frame would make a record read differently, it is left.
    """
    from copydesk.format.writer import writers
    from copydesk.ui import writing

    if layout and layout not in writers():
        session.fail(f"--layout {layout}: cannot be written; choose {', '.join(writers())}")
    if "-" in where.paths and len(where.paths) > 1:
        session.fail("`-` goes alone: its text is written to standard output")
    workspace = session.open_workspace(session.request(where))
    failed = bool(workspace.errors)
    changed = refused = total = 0
    for loaded in workspace.collections:
        for member, formatted in _formatted(loaded, layout):
            total += 1
            source = member.source
            for sentence in formatted.kept:
                session.say(f"{source.path}: {sentence}")
            refused += formatted.refused
            if "-" in where.paths and not (check or diff):
                session.write([formatted.text], "")
                continue
            if formatted.text == source.text:
                continue
            if diff:
                session.write(writing.diff(source, formatted.text), "")
            elif check:
                session.say(f"{source.path}: would be formatted")
            elif not writing.rewrite(member.path, source, formatted.text, "formatted"):
                failed = True
                continue
            changed += 1
    if not quiet:
        verb = "would be formatted" if check or diff else "formatted"
        same = session.plural(total - changed, "file")
        click.echo(f"{session.plural(changed, 'file')} {verb}, {same} left as is.", err=True)
    if failed:
        sys.exit(Status.FAILED)
    sys.exit(Status.FOUND if refused or (changed and (check or diff)) else Status.CLEAN)


def _formatted(loaded: Loaded, layout: str) -> Iterator[tuple[Member, Formatted]]:
    """Each reported file of a collection with what it becomes."""
    from copydesk.format import formatting, style

    written = {member.path: formatting.Formatted(member.document) for member in loaded.members}
    if layout:
        for member in loaded.reported:
            written[member.path] = formatting.convert(member.document, layout)
    styles = style.learn(formatted.document for formatted in written.values())
    for member in loaded.reported:
        formatted = written[member.path]
        if not formatted.refused:
            read_as = "auto" if layout else member.settings.layout
            restyled = formatting.restyle(formatted.document, styles, read_as)
            formatted = replace(restyled, kept=formatted.kept + restyled.kept)
        yield member, formatted
