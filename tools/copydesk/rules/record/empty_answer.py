"""A question must have an answer that says something."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.model import ERROR, Diagnostic, Node, Record
from copydesk.rule import Bad, Context, Good, rule

_SHOWS = re.compile(r"<(?:img|video|audio|iframe|svg|picture|object|embed)\b", re.IGNORECASE)


@rule("record/empty-answer", severity=ERROR)
def check(record: Record, context: Context) -> Iterator[Diagnostic]:
    """A heading whose answer is empty publishes a question that nobody answered.

    A comment is no answer; an image, code or a formula is one.
    """
    if not record.answer.text.strip() and not any(
        _shows(block, context) for block in record.answer.blocks
    ):
        yield context.diagnostic(record.question.span, "the question has no answer")


def _shows(block: Node, context: Context) -> bool:
    return any(
        node.kind in ("code", "math", "unparsed")
        or any(run.kind == "image" for run in node.runs)
        or (node.kind == "html" and _SHOWS.search(context.source[node.span]))
        for node in block.walk()
    )


EXAMPLES = [
    Good("### What is LoRA?\n\nA low-rank adapter.\n"),
    Good("### What does the loss look like?\n\n![](loss.png)\n"),
    Bad("### ⟦What is LoRA?⟧\n\n### What is DoRA?\n\nA variant.\n"),
    Bad("### Q1. ⟦What is LoRA?⟧\n\n**A:**\n\n---\n\n### Q2. What is DoRA?\n\n**A:** A variant.\n"),
    Bad("### ⟦What is LoRA?⟧\n\n<!-- markdownlint-disable -->\n"),
]
