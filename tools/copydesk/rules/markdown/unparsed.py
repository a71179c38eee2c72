"""A block whose positions cannot be proved is left unlinted, and that is said."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.model import INFO, Diagnostic, Document
from copydesk.rule import Bad, Context, Good, rule


@rule("markdown/unparsed", severity=INFO)
def check(document: Document, context: Context) -> Iterator[Diagnostic]:
    """Where the parser loses its place, a wrong position would be worse than none.

    The block is exported as written, but no other rule looks inside it. Writing it more simply,
    with blank lines around lists and quotes, makes it readable again.
    """
    for span in document.unparsed:
        yield context.diagnostic(span, "this block cannot be read exactly and was not checked")


EXAMPLES = [
    Good("### What is PPO?\n\n> An algorithm.\n"),
    # mistune glues this list, which cannot interrupt a paragraph, to the text before the quote.
    Bad("### What is PPO?\n\n⟦An algorithm.⟧\n⟦> A quote.\n-\n  late⟧\n"),
]
