"""Each record must satisfy the JSON Schema of its collection."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.model import ERROR, Diagnostic, Document
from copydesk.parse.envelope import record_object
from copydesk.rule import Bad, Context, Good, rule
from copydesk.source import Span
from copydesk.validation import against


@rule("schema/invalid", severity=ERROR)
def check(document: Document, context: Context) -> Iterator[Diagnostic]:
    """What consumes the export relies on the schema; a record that breaks it breaks them.

    The schema is ours, or your own that extends it: `schema` in the configuration or in a file's
    front matter. A violation is reported where in the Markdown its value comes from.
    """
    violations = against(context.schema)
    for record in document.records:
        notes = [note.span for note in context.notes if record.span.overlaps(note.span)]
        for violation in violations(record_object(context.source, record, notes)):
            place = "/".join(str(step) for step in violation.path) or "record"
            span = record.question.span
            match violation.path[:1]:
                case ("answer",) if not record.answer.span.empty:
                    span = record.answer.span
                case ("number",) if record.number_span:
                    span = record.number_span
                case ("tags",) if document.front_matter:
                    span = document.front_matter.content
                case ("question",) if span.empty:
                    span = record.span
            # An answer may be long: its first line is enough to find it.
            line = context.source.line_span(context.source.line_of(span.start))
            span = Span(span.start, max(min(span.end, line.end), span.start))
            yield context.diagnostic(span, f"{place}: {violation.message}", record=record.id)


EXAMPLES = [
    Good("### What is PPO?\n\nAn algorithm.\n"),
    Bad("---\n⟦tags: [rl, rl]⟧\n---\n\n### What is PPO?\n\nAn algorithm.\n"),
    Bad(
        "### Q1. What is PPO?\n\n**A:** An algorithm.\n\n### Q2. ⟦![](plot.png)⟧\n\n**A:** A plot.\n"
    ),
]
