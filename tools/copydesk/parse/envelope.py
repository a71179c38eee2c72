"""A record as JSON: the envelope that `records` and `export` write and the schema describes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from copydesk.model import Part, Record
from copydesk.parse import identity, text
from copydesk.source import Source, Span


def record_object(
    source: Source, record: Record, notes: Sequence[Span] = (), *, lift: bool = False
) -> dict[str, Any]:
    """The JSON object of a record, keys in their fixed order.

    `notes` are the spans of the record's unresolved notes: a lead that holds nothing else belongs
    to no part of the record. With `lift` they are left out of `text`, and counted.
    """
    dropped = notes if lift else ()
    question, answer = record.question, record.answer
    question_markdown = question.markdown
    question_text = _text(source, question, dropped)
    if record.lead is not None and text.without(record.lead.blocks, notes):
        question_markdown = f"{question_markdown}\n\n{record.lead.markdown}"
        lead = _text(source, record.lead, dropped)
        question_text = f"{question_text}\n\n{lead}" if lead else question_text
    result: dict[str, Any] = {
        "id": record.id,
        "number": record.number,
        "question": {"markdown": question_markdown, "text": question_text},
        "answer": {"markdown": answer.markdown, "text": _text(source, answer, dropped)},
        "section": list(record.section),
        "tags": list(record.tags),
        "source": {
            "path": record.path,
            "start_line": source.line_of(record.span.start),
            "end_line": source.line_of(max(record.span.start, record.span.end - 1)),
        },
        "hash": identity.digest(question_markdown, answer.markdown)[:16],
    }
    if lift and notes:
        result["unresolved"] = len(notes)
    return result


def _text(source: Source, part: Part, dropped: Sequence[Span]) -> str:
    if not any(part.span.overlaps(span) for span in dropped):
        return part.text
    return text.render(source, text.without(part.blocks, dropped))
