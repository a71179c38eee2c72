"""`copydesk notes keep`: a note that is none is let stand."""

from __future__ import annotations

import click

from copydesk.ui import options


@click.command(
    "keep",
    short_help="Let notes stand that are none.",
    epilog="""\b
Examples:
  copydesk notes keep content/faq.md:33
  copydesk notes keep content/faq.md:33:1 content/faq.md:97
  copydesk notes keep --all content/faq.md
  copydesk notes keep --diff content/faq.md:33""",
)
@options.place_options
def command(places: tuple[str, ...], every: bool, diff: bool) -> None:
    """Let what is no note stand, by a stet comment beside it.

    A PLACE is `path:line` or `path:line:column` as `copydesk notes` prints it.
    """
    from copydesk.notes import editing
    from copydesk.ui.places import edit

    edit(places, editing.keep, "kept", every=every, diff=diff)
