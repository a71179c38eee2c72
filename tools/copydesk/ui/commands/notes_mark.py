"""`copydesk notes mark`: an unmarked note becomes a comment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from copydesk.ui import options

if TYPE_CHECKING:
    from copydesk.model import Document, Fix, Note


@click.command(
    "mark",
    short_help="Turn unmarked notes into TODO comments.",
    epilog="""\b
Examples:
  copydesk notes mark content/faq.md:33
  copydesk notes mark content/faq.md:33:1 content/faq.md:97
  copydesk notes mark --all content/faq.md
  copydesk notes mark --diff content/faq.md:33""",
)
@options.place_options
def command(places: tuple[str, ...], every: bool, diff: bool) -> None:
    """Put unmarked notes into comments, where they wait unseen by readers.

    A PLACE is `path:line` or `path:line:column` as `copydesk notes` prints it.
    """
    from copydesk.ui.places import edit

    edit(places, _marked, "marked", every=every, diff=diff)


def _marked(document: Document, note: Note) -> Fix | str:
    from copydesk.notes import editing

    if note.kind == "marked":
        return f"is marked already, with {note.marker}"
    return editing.mark(document, note)
