"""A separator must not turn the text above it into a heading."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.model import WARNING, Diagnostic, Document, Edit, Fix
from copydesk.parse.frame import SWALLOWED
from copydesk.rule import Bad, Context, Good, rule
from copydesk.source import Span


@rule("markdown/separator-swallowed", severity=WARNING)
def check(document: Document, context: Context) -> Iterator[Diagnostic]:
    """`---` directly under text makes that text a heading to every Markdown renderer.

    The separator disappears and a line of prose is printed large. A blank line between them keeps
    both what they are.
    """
    for block in document.blocks:
        if block.kind == "thematic_break" and block.style == SWALLOWED:
            line = context.source.line_span(context.source.line_of(block.span.start))
            yield context.diagnostic(
                block.span,
                "this separator makes the text above it a heading; put a blank line between them",
                fix=Fix(
                    "put a blank line before the separator",
                    (Edit(Span(line.start, line.start), context.source.newline),),
                    "safe",
                ),
            )


EXAMPLES = [
    Good("### What is PPO?\n\nAn algorithm.\n\n---\n\n### What is DPO?\n\nA loss.\n"),
    Good("What is PPO?\n------------\n\nAn algorithm.\n"),
    Bad(
        "### What is PPO?\n\nAn algorithm.\n\n---\n\n"
        "### What is DPO?\n\nA loss.\n⟦---⟧\n\n### What is IPO?\n\nA loss.\n",
        fixed="### What is PPO?\n\nAn algorithm.\n\n---\n\n"
        "### What is DPO?\n\nA loss.\n\n---\n\n### What is IPO?\n\nA loss.\n",
    ),
]
