"""A placeholder must not stand where an answer should."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.model import ERROR, Diagnostic, Document
from copydesk.rule import Bad, Context, Good, rule


@rule("note/placeholder", severity=ERROR)
def check(document: Document, context: Context) -> Iterator[Diagnostic]:
    """A stand-in such as "To be completed." tells readers that nobody answered.

    Write the answer, or mark the record as a draft so that it is not exported.
    """
    for note in context.notes:
        if note.kind == "placeholder":
            yield from context.note(note, f"placeholder instead of text: {note.text}")


EXAMPLES = [
    Good("### What is a token?\n\nA piece of text that a model reads as one unit.\n"),
    Bad(
        "### What is a token?\n\n⟦To be completed.⟧\n\n### What is a batch?\n\nA set of samples.\n"
    ),
]
