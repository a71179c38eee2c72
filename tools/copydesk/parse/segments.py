"""A document cut into what it is made of, without losing a character."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from copydesk.model import Document, Record
from copydesk.source import Span


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a file: its front matter, what stands before the first record, a record, or what
    stands between records and behind the last.
    """

    kind: Literal["front-matter", "preamble", "record", "between"]
    span: Span
    record: Record | None = None


def segments(document: Document) -> list[Segment]:
    """The file in order: the slices of the segments' 0-based spans, joined, are its text.

    A record whose question is the title in the front matter starts behind it.
    """
    found: list[Segment] = []
    at = 0
    if document.front_matter:
        at = document.front_matter.span.end
        found.append(Segment("front-matter", Span(0, at)))
    for index, record in enumerate(document.records):
        if record.span.start > at:
            found.append(Segment("between" if index else "preamble", Span(at, record.span.start)))
        span = Span(max(at, record.span.start), max(at, record.span.end))
        found.append(Segment("record", span, record))
        at = span.end
    if at < len(document.source.text):
        rest: Literal["preamble", "between"] = "between" if document.records else "preamble"
        found.append(Segment(rest, Span(at, len(document.source.text))))
    return found
