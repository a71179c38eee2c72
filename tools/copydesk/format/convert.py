"""A document's records written in another layout, everything between them as it stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from copydesk.format.style import SEPARATOR, mark_form, top_block
from copydesk.format.writer import Item, writers
from copydesk.model import Document, Record
from copydesk.parse import heads
from copydesk.parse.directives import directives
from copydesk.parse.identity import EXPLICIT
from copydesk.parse.pieces import normal
from copydesk.parse.segments import segments
from copydesk.parse.vocabulary import alternation
from copydesk.source import Span

_NEWLINE = re.compile(r"[ \t]*\n[ \t]*")
_DEEPEST = 6
_DEFAULT_MARK = "**A:**"
_ANCHOR = re.compile(r"<a[ \t]+(?:name|id)=[^<>]*>[ \t]*</a>", re.IGNORECASE)
# What a layout writes around the parts of a record, and another writes in its own way.
_FRAME = re.compile(
    rf"</?(?:details|summary|b|strong|i|em|br|hr|p|h[1-6]|center)\b[^<>]*>"
    rf"|^[ \t]*(?:\*\*|__)?{alternation('question_mark')}[.):：]",
    re.IGNORECASE | re.MULTILINE,
)


class RefusedError(Exception):
    """Something that another layout has no place for; `str()` names its line and it."""


def converted(document: Document, layout: str) -> str:
    """The document's text with its records as `layout` writes them.

    Raises RefusedError where something within a record has no place there, KeyError for a layout that
    nothing can be written in.
    """
    write = writers()[layout].write
    source = document.source
    level = _level(document)
    marks = Counter(form for record in document.records if (form := mark_form(source, record)))
    mark = marks.most_common(1)[0][0] if marks else _DEFAULT_MARK
    count = not any(record.number is not None for record in document.records)
    text: list[str] = []
    index = 0
    for segment in segments(document):
        if segment.record is None:
            text.append(_between(normal(source[segment.span]), segment.kind))
            continue
        index += 1
        kept = list(_kept(document, segment.record, Span(segment.span.start, segment.span.end)))
        item = _item(segment.record, level, mark, index if count else None, kept)
        anchors = [piece for piece in kept if _ANCHOR.fullmatch(piece)]
        text.append("\n\n".join([*anchors, write(item)]))
    joined = "".join(text)
    return joined.replace("\n", source.newline) if source.newline != "\n" else joined


def one_line(markup: str) -> str:
    """A question's Markdown with a space for each line ending."""
    return _NEWLINE.sub(" ", markup.strip())


def _level(document: Document) -> int:
    """The level of question headings: their own, or one below the deepest section's."""
    own = [
        block.level
        for record in document.records
        if (block := top_block(document, record)) and block.kind == "heading"
    ]
    if own:
        return Counter(own).most_common(1)[0][0]
    outside = [
        head.level
        for head in heads.find(document.source, document.blocks)
        if head.top and document.record_at(head.span.start) is None
    ]
    return min(_DEEPEST, max(outside, default=1) + 1)


def _item(record: Record, level: int, mark: str, count: int | None, kept: list[str]) -> Item:
    blocks = record.answer.blocks
    return Item(
        number=record.number if record.number is not None else count,
        counted=record.number is None,
        question=one_line(EXPLICIT.sub("", record.question.markdown)),
        told=tuple(piece for piece in kept if not _ANCHOR.fullmatch(piece)),
        lead=record.lead.markdown.strip("\n") if record.lead else "",
        mark=mark,
        answer=record.answer.markdown.strip("\n"),
        inline=bool(blocks) and blocks[0].kind == "paragraph",
        level=level,
    )


def _kept(document: Document, record: Record, span: Span) -> Iterator[str]:
    """What a record holds besides its parts and their frame: anchors, and what its author told us.

    Raises RefusedError for anything else that says something.
    """
    source = document.source
    if record.explicit and EXPLICIT.search(source[source.line_span(source.line_of(span.start))]):
        yield f"<!-- id: {record.id} -->"
    parts = (record.number_span, record.question.span, record.mark, record.answer.span)
    spans = sorted(part for part in (*parts, record.lead and record.lead.span) if part)
    told = [told.span for told in directives(source, document.blocks, span.start, span.end)]
    at = span.start
    for part in [*sorted([*spans, *told]), Span(span.end, span.end)]:
        rest = source[Span(at, part.start)]
        yield from _ANCHOR.findall(rest)
        rest = _FRAME.sub("", _ANCHOR.sub("", rest))
        if any(character.isalnum() for character in rest):
            line = source.line_of(at)
            raise RefusedError(
                line, f"“{' '.join(rest.split())[:40]}” has no place in another layout"
            )
        if part in told:
            yield source[part]
        at = max(at, part.end)


def _between(text: str, kind: str) -> str:
    """What stands between records, with one blank line on both sides."""
    if kind != "between":
        return text
    rows = text.strip("\n").splitlines()
    if not any(row.strip() for row in rows):
        return "\n\n" if rows or "\n\n" in text else "\n"
    separators = [row for row in rows if row.strip()]
    if all(SEPARATOR.fullmatch(row) for row in separators):
        return "\n\n" + "\n\n".join(separators) + "\n\n"
    return "\n\n" + text.strip("\n") + "\n\n"
