"""A collection must ask each question once."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.model import WARNING, Diagnostic, Document
from copydesk.parse.identity import question_key
from copydesk.rule import Bad, Context, Good, rule


@rule("record/duplicate-question", severity=WARNING)
def check(document: Document, context: Context) -> Iterator[Diagnostic]:
    """Two answers to one question drift apart, and readers find the older one.

    Questions are compared by their words, without case, punctuation and markup, over the whole
    collection. Merge the answers, or ask each question more exactly.
    """
    for record in document.records:
        asked = context.collection.questions.get(question_key(record), ())
        other = next(
            (
                summary
                for summary in asked
                if (summary.path, summary.question_span) != (record.path, record.question.span)
            ),
            None,
        )
        if other is not None:
            place = (
                f"{other.path}:{other.line}" if other.path != record.path else f"line {other.line}"
            )
            yield context.diagnostic(
                record.question.span, f"the same question is asked at {place}", record=record.id
            )


EXAMPLES = [
    Good("## What is PPO?\n\nAn algorithm.\n\n## What is DPO?\n\nA loss.\n"),
    Bad("## ⟦What is PPO?⟧\n\nAn algorithm.\n\n## ⟦What is *PPO*?⟧\n\nA policy-gradient method.\n"),
]
