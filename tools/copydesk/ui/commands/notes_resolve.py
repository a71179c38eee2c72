"""`copydesk notes resolve`: a note that is done with is removed."""

from __future__ import annotations

import click

from copydesk.ui import options


@click.command(
    "resolve",
    short_help="Remove notes, and what held nothing but them.",
    epilog="""\b
Examples:
  copydesk notes resolve content/faq.md:33
  copydesk notes resolve content/faq.md:33:1 content/faq.md:97
  copydesk notes resolve --all content/faq.md
  copydesk notes resolve --diff content/faq.md:33""",
)
@options.place_options
def command(places: tuple[str, ...], every: bool, diff: bool) -> None:
    """Remove notes that are done with, and what held nothing but them.

    A PLACE is `path:line` or `path:line:column` as `copydesk notes` prints it.
    """
    from copydesk.notes import editing
    from copydesk.ui.places import edit

    edit(places, editing.resolve, "removed", every=every, diff=diff)
