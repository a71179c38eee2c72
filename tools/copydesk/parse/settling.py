"""Files read together: which records are whose, and what they are called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from copydesk.model import Document, RecordSummary, Summary
from copydesk.parse import identity


def settle(summaries: Sequence[Summary]) -> list[Summary]:
    """Give each question to one file, and an id of its own.

    An index leaves a record to the file that it links to, where that is among the files and has
    records.
    """
    owners = {summary.path for summary in summaries if summary.records}
    kept = [
        tuple(record for record in summary.records if record.owner not in owners)
        for summary in summaries
    ]
    records = [record for some in kept for record in some]

    def another(index: int, attempt: int) -> str:
        record = records[index]
        place = (record.path, *record.section)
        return identity.again(record.question, record.answer, place, record.start, attempt)

    named = iter(identity.unique([record.id for record in records], another))
    return [
        replace(summary, records=tuple(_renamed(record, next(named)) for record in some))
        for summary, some in zip(summaries, kept, strict=True)
    ]


def _renamed(record: RecordSummary, name: str) -> RecordSummary:
    return record if record.id == name else replace(record, id=name)


def settled(document: Document, summary: Summary) -> Document:
    """A document with the records, and their ids, that its settled summary leaves it."""
    left = {(record.start, record.question_span): record.id for record in summary.records}
    named = (
        (record, left.get((record.span.start, record.question.span))) for record in document.records
    )
    records = tuple(
        record if record.id == name else replace(record, id=name) for record, name in named if name
    )
    return document if records == document.records else replace(document, records=records)
