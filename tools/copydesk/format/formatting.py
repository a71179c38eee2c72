"""Formatting: a document's frame in style, kept only where its records stay what they were."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from copydesk import fix
from copydesk.format.convert import RefusedError, converted, one_line
from copydesk.format.frame import ASPECTS, Aspect, edits
from copydesk.format.style import SEPARATOR, Style
from copydesk.model import Document, Edit, Fix, Part, Record
from copydesk.parse import records
from copydesk.parse.segments import segments
from copydesk.source import Source

# Each round may show the next one a habit more clearly; more than this would not end.
_ROUNDS = 4
_BLANK = re.compile(r"[ \t\r\n]+")


@dataclass(frozen=True, slots=True)
class Formatted:
    """A file as it becomes, read again, and what could not be done to it, one sentence each.

    A `refused` file stays what it was because another layout cannot hold it.
    """

    document: Document
    kept: tuple[str, ...] = ()
    refused: bool = False

    @property
    def text(self) -> str:
        return self.document.source.text


def restyle(document: Document, styles: Mapping[str, Style], layout: str = "auto") -> Formatted:
    """A document's text with its frame in style: numbers, marks, separators, blank lines, levels.

    `layout` is what the document was read with. An aspect of the frame whose change would change a
    record, or anything else that is read, is left as it is, and said.
    """
    kept: list[Aspect] = []
    current = document
    for _ in range(_ROUNDS):
        aspects = [aspect for aspect in ASPECTS if aspect not in kept]
        after = _applied(current, styles, aspects, layout)
        if after is None:
            kept += [a for a in aspects if _applied(current, styles, [a], layout) is None]
            aspects = [aspect for aspect in aspects if aspect not in kept]
            after = _applied(current, styles, aspects, layout) if aspects else None
        if after is None:
            return Formatted(document, (_left(ASPECTS),))
        if after.source.text == current.source.text:
            break
        current = after
    return Formatted(current, (_left(kept),) if kept else ())


def _left(aspects: Sequence[str]) -> str:
    return f"left the {', '.join(aspects)} as they are, for with others it would read differently"


def _applied(
    document: Document, styles: Mapping[str, Style], aspects: Sequence[Aspect], layout: str
) -> Document | None:
    """The document with some aspects in style, None where it would then say something else."""
    changes: tuple[Edit, ...] = tuple(edits(document, styles, aspects))
    text, _ = fix.apply(document.source.text, [Fix("", changes)])
    after = records.read(Source(document.source.path, text), layout)
    if _differing(document, after) is not None or _core(document) != _core(after):
        return None
    return after


def convert(document: Document, layout: str) -> Formatted:
    """A document with its records written in another layout, in which they are read the same.

    Raises KeyError for a layout that nothing can be written in.
    """
    if not document.records:
        return Formatted(document, ("no records were read, so none can be written",))
    if document.layout == layout:
        return Formatted(document)
    source = document.source
    try:
        after = records.read(Source(source.path, converted(document, layout)))
    except RefusedError as error:
        return Formatted(document, (f"left as it is: {error}",), refused=True)
    if different := _differing(document, after, numbers=False):
        record, what = different
        line = source.line_of(record.question.span.start)
        reason = (
            "the question would not be found again"
            if what == "id"
            else f"the {what} of this record would read differently"
        )
        return Formatted(document, (f"left as it is: line {line}: as {layout}, {reason}",), True)
    return Formatted(after)


def _differing(
    before: Document, after: Document, *, numbers: bool = True
) -> tuple[Record, str] | None:
    """The first record that is not the same in both documents, and what differs."""
    for one, other in zip(before.records, after.records, strict=False):
        old, new = _facts(one), _facts(other)
        for what in old:
            if old[what] != new[what] and (numbers or what != "number"):
                return one, what
    if len(before.records) != len(after.records):
        at = min(len(before.records), len(after.records), len(before.records) - 1)
        return before.records[at], "extent"
    return None


def _facts(record: Record) -> dict[str, object]:
    return {
        "id": record.id,
        "number": record.number,
        "question": (one_line(record.question.markdown), record.question.text),
        "lead": _said(record.lead),
        "answer": _said(record.answer),
        "section": record.section,
        "tags": record.tags,
        "draft": record.draft,
        "options": len(record.options),
    }


def _said(part: Part | None) -> tuple[str, str] | None:
    return (part.markdown, part.text) if part else None


def _core(document: Document) -> list[str]:
    """What is no frame of a document: its prose as written, and the rest without white space."""
    source = document.source
    found: list[str] = []
    for segment in segments(document):
        record = segment.record
        if record is None:
            rows = source[segment.span].splitlines()
            found.append(
                "".join(_BLANK.sub("", row) for row in rows if not SEPARATOR.fullmatch(row))
            )
            continue
        parts = [part for part in (record.question, record.lead, record.answer) if part]
        found.extend(source[part.span] for part in parts)
    return [text for text in found if text]
