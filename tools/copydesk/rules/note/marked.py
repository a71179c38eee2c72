"""A marked note, such as a TODO, must not be published."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.model import ERROR, Diagnostic, Document
from copydesk.rule import Bad, Context, Good, rule


@rule("note/marked", severity=ERROR)
def check(document: Document, context: Context) -> Iterator[Diagnostic]:
    """A mark such as TODO, FIXME or TK says that its author meant to come back.

    Readers who find it in a published answer trust the rest less. Do what it says, or take it out
    and open an issue.
    """
    for note in context.notes:
        if note.kind == "marked":
            yield from context.note(note, f"unresolved note ({note.marker}): {note.text}")


EXAMPLES = [
    Good("### What is a warmup?\n\nA ramp of the learning rate at the start of training.\n"),
    Good("### What is `TODO`?\n\nA comment such as `# TODO: rename` marks work that is left.\n"),
    Bad("### What is a warmup?\n\nA ramp of the learning rate.\n\n⟦TODO: add a plot⟧\n"),
]
