"""Numbers of questions put in order, and all in the file that has to follow."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from copydesk.model import Document, Edit, Record
from copydesk.parse import anchors, contents, records
from copydesk.source import Source, Span

_DIGITS = re.compile(r"\d+")
_KEYCAP = "\u20e3"


@dataclass(frozen=True, slots=True)
class Renumbering:
    """The edits of one file, the anchors that change by them, and what cannot follow.

    `moved` maps the key of an old anchor (see `parse.anchors.key`) to the new anchor.
    """

    edits: tuple[Edit, ...]
    moved: Mapping[str, str]
    lost: tuple[str, ...]


def renumber(document: Document, numbers: Sequence[tuple[Record, int]]) -> Renumbering | None:
    """Give records their new numbers, written in their own style.

    A table of contents changes with them, and so do links in the file to headings whose anchors
    hold a number. None where a number cannot be written as the old one is (a keycap emoji above
    9), or where the file would be read as other records (a list's wider number takes in less).
    """
    changed = [(record, number) for record, number in numbers if record.number != number]
    digits = [_digits(document.source, record) for record, _ in numbers]
    padded = _padding(document.source, digits)
    edits: list[Edit] = []
    for (record, number), place in zip(numbers, digits, strict=True):
        if record.number == number:
            continue
        text = _written(document.source, place, number, padded) if place else None
        if place is None or text is None:
            return None
        edits.append(Edit(place, text))
    listed, lost, settled = _listed(document, changed)
    edits += listed
    own = settled | {edit.span for edit in edits}
    after = _reread(document, edits)
    if after is None:
        return None
    moved = _moved(document, after)
    for link in contents.links(document):
        new = moved.get(anchors.key(link.anchor))
        if new and contents.resolved(document, link.path) == document.source.path:
            written = document.source[link.span]
            edits.append(Edit(link.span, new if written == link.anchor else quote(new)))
    lost += _mentions(document, {record.number for record, _ in changed}, own)
    return Renumbering(tuple(sorted(edits, key=lambda edit: edit.span)), moved, tuple(lost))


def _digits(source: Source, record: Record) -> Span | None:
    if record.number_span is None:
        return None
    match = _DIGITS.search(source.text, record.number_span.start, record.number_span.end)
    return Span(*match.span()) if match else None


def _padding(source: Source, places: Sequence[Span | None]) -> int:
    """To how many digits numbers are filled up with zeros, 0 for none."""
    written = [source[place] for place in places if place]
    return max((len(text) for text in written if len(text) > 1 and _value(text[0]) == 0), default=0)


def _value(digit: str) -> int:
    return unicodedata.digit(digit)


def _written(source: Source, place: Span, number: int, padded: int) -> str | None:
    text = str(number).zfill(padded)
    if _KEYCAP in source.text[place.end : place.end + 2] and len(text) > 1:
        return None
    first = source.text[place.start]
    zero = ord(first) - _value(first)
    return "".join(chr(zero + int(digit)) for digit in text)


def _listed(
    document: Document, changed: Sequence[tuple[Record, int]]
) -> tuple[list[Edit], list[str], set[Span]]:
    """The numbers in contents and links, why some cannot follow, and where it is known whose."""
    entries = [*contents.entries(document), *contents.references(document)]
    new = {record.span: number for record, number in changed}
    gone = {record.number for record, _ in changed}
    known = contents.leads_to(document, entries)
    padded = _padding(document.source, [entry.number_span for entry in entries])
    edits, lost = [], []
    settled: set[Span] = set()
    for entry in entries:
        record = known.get(entry)
        if entry.number is None or entry.number_span is None:
            continue
        number = new.get(record.span) if record else None
        if record is not None:
            settled.add(entry.number_span)
        if entry.number not in gone if record is None else number in (None, entry.number):
            continue
        text = None
        if record is not None and number is not None and entry.number == record.number:
            text = _written(document.source, entry.number_span, number, padded)
        if text is None:
            line = document.source.line_of(entry.span.start)
            lost.append(f"the number {entry.number} of a link (line {line})")
        else:
            edits.append(Edit(entry.number_span, text))
    return edits, lost, settled


def apply(text: str, edits: Sequence[Edit]) -> str:
    """A text with edits that do not overlap."""
    parts, at = [], 0
    for edit in sorted(edits, key=lambda item: item.span):
        parts += [text[at : edit.span.start], edit.text]
        at = edit.span.end
    return "".join(parts) + text[at:]


def _reread(document: Document, edits: Sequence[Edit]) -> Document | None:
    """The document with its edits, None if it has other records then."""
    source = Source(document.source.path, apply(document.source.text, edits))
    layout = document.layout if document.layout and "," not in document.layout else "auto"
    after = records.read(source, layout)
    return after if _said(after) == _said(document) else None


def _said(document: Document) -> list[tuple[str, str, str]]:
    return [
        (record.question.text, record.lead.text if record.lead else "", record.answer.text)
        for record in document.records
    ]


def _moved(document: Document, after: Document) -> dict[str, str]:
    """The anchors that change; those of headings and names keep their order in the file."""
    old, new = anchors.anchors(document), anchors.anchors(after)
    return {
        anchors.key(one): other
        for one, other in zip(old, new, strict=False)
        if one != other and _DIGITS.sub("", one) == _DIGITS.sub("", other)
    }


def _mentions(document: Document, gone: set[int | None], own: set[Span]) -> Iterator[str]:
    """Where the text speaks of a question by a number that changes."""
    own = own | {
        place for record in document.records if (place := _digits(document.source, record))
    }
    for match in contents.MENTION.finditer(document.source.text):
        if int(match[1]) in gone and Span(*match.span(1)) not in own:
            line = document.source.line_of(match.start())
            yield f"“{match.group()}” (line {line})"
