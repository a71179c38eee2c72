"""The edits that bring the frame of a file to its collection's style; prose is never among them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, get_args

from copydesk.format.style import (
    SEPARATOR,
    Style,
    first_part,
    is_top,
    lines_of,
    mark_form,
    number_form,
    top_block,
)
from copydesk.model import Document, Edit, Node, Record
from copydesk.source import Source, Span

Aspect = Literal["heading levels", "numbers", "answer marks", "separators", "blank lines"]
ASPECTS: tuple[Aspect, ...] = get_args(Aspect)
# A level that so large a share of the questions of a section has is meant for all of them.
_SHARE = 2 / 3
_FEWEST = 3
_ROW = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def edits(
    document: Document, styles: Mapping[str, Style], aspects: Sequence[Aspect]
) -> Iterator[Edit]:
    """The edits of some aspects of a document's frame, in source order, none touching another."""
    records = [record for record in document.records if is_top(document, record)]
    own = {record.span.start for record in records}
    levels = _levels(document, records) if "heading levels" in aspects else {}
    at = document.front_matter.span.end if document.front_matter else 0
    before: Record | None = None
    for record in document.records:
        if record.span.start not in own:
            at, before = record.span.end, None
            continue
        style = styles[record.layout]
        yield from _gap(
            document.source, Span(at, record.span.start), style, aspects, before, record
        )
        yield from _question(document, record, style, aspects, levels)
        yield from _below(document.source, record, style, aspects)
        at, before = record.span.end, record
    if before is not None:
        rest = Span(at, len(document.source.text))
        yield from _gap(document.source, rest, styles[before.layout], aspects, before, None)


def _levels(document: Document, records: Sequence[Record]) -> dict[int, tuple[Node, int]]:
    """By the start of its question, each heading whose level differs from its section's, and that."""
    sections: dict[tuple[str, ...], list[tuple[int, Node]]] = {}
    for record in records:
        block = top_block(document, record)
        if block is not None and block.kind == "heading" and block.style == "atx":
            place = (record.question.span.start, block)
            sections.setdefault(record.section, []).append(place)
    found = {}
    for places in sections.values():
        counts = Counter(block.level for _, block in places)
        level, count = counts.most_common(1)[0]
        if len(places) >= _FEWEST and count >= _SHARE * len(places):
            found.update({at: (block, level) for at, block in places if block.level != level})
    return found


def _question(
    document: Document,
    record: Record,
    style: Style,
    aspects: Sequence[Aspect],
    levels: Mapping[int, tuple[Node, int]],
) -> Iterator[Edit]:
    source = document.source
    if record.question.span.start in levels:
        block, level = levels[record.question.span.start]
        yield Edit(Span(block.span.start, block.span.start + block.level), "#" * level)
    form = number_form(source, record)
    if "numbers" in aspects and form and style.number and record.number_span:
        # The digits stay as they are: a leading zero is the author's.
        written = source[record.number_span]
        digits = written[len(form.partition("{}")[0]) :][: len(written) - len(form) + 2]
        wanted = style.number.replace("{}", digits)
        if wanted != written:
            yield Edit(record.number_span, wanted)


def _below(
    source: Source, record: Record, style: Style, aspects: Sequence[Aspect]
) -> Iterator[Edit]:
    """The space under a question, its answer's mark, and the space behind that."""
    if not record.answer.text and record.mark is None:
        return
    first = first_part(record)
    if "blank lines" in aspects and style.below is not None:
        yield from _space(source, Span(record.question.span.end, first), style.below)
    if "answer marks" not in aspects or not style.mark:
        return
    form = mark_form(source, record)
    if record.mark and form and form != style.mark:
        written = source[record.mark]
        low = record.mark.start + len(written) - len(written.lstrip())
        yield Edit(Span(low, low + len(form)), style.mark)
    elif record.mark is None and style.marked and record.answer.blocks:
        inline = record.answer.blocks[0].kind == "paragraph"
        yield Edit(Span(first, first), style.mark + (" " if inline else source.newline * 2))


def _space(source: Source, span: Span, blank: int) -> Iterator[Edit]:
    """White space with a line ending in it becomes so many blank lines; an indentation stays."""
    written = source[span]
    lines = lines_of(written)
    if len(lines) < 2 or written.strip():
        return
    wanted = source.newline * (1 + blank) + lines[-1]
    if wanted != written:
        yield Edit(span, wanted)


def _gap(
    source: Source,
    span: Span,
    style: Style,
    aspects: Sequence[Aspect],
    before: Record | None,
    after: Record | None,
) -> Iterator[Edit]:
    """What stands behind a record up to the next: blank lines, separators, and what else there is."""
    rows = _ROW.findall(source[span])
    opening = rows.pop(0) if before and rows else ""
    indent = rows.pop() if rows and after and not rows[-1].endswith(("\n", "\r")) else ""
    if opening.strip() or indent.strip() or (after and not (rows or opening)):
        return
    low = next((index for index, row in enumerate(rows) if not _frames(row)), len(rows))
    high = next((i for i in range(len(rows), low, -1) if not _frames(rows[i - 1])), low)
    head, body, tail = rows[:low], rows[low:high], rows[high:]
    if before is None:
        head, body = [], rows[:high]
    adjoining = not body and bool(before and after and before.section == after.section)
    if head or adjoining:
        head = _styled(head, style, aspects, source.newline, adjoining=adjoining)
    if tail:
        tail = _styled(tail, style, aspects, source.newline)
    kept = [*head, *body, *tail]
    if after is None and "blank lines" in aspects:
        opening = opening or source.newline
        while kept and not kept[-1].strip():
            kept.pop()
    wanted = opening + "".join(kept) + indent
    if wanted != source[span]:
        yield Edit(span, wanted)


def _frames(row: str) -> bool:
    return not row.strip() or SEPARATOR.fullmatch(row.rstrip("\r\n")) is not None


def _styled(
    rows: Sequence[str],
    style: Style,
    aspects: Sequence[Aspect],
    newline: str,
    *,
    adjoining: bool = False,
) -> list[str]:
    """Rows that are blank or separators, in style; neighbours are separated where the others are."""
    found = [row.rstrip("\r\n") for row in rows if row.strip()]
    if "separators" in aspects and style.separator:
        missing = not found and adjoining and style.separated
        found = [style.separator] * (1 if missing else len(found))
    if "blank lines" in aspects and style.gap is not None:
        # Without a blank line before it, `---` would underline what stands above.
        blank = [newline] * (max(1, style.gap) if found else style.gap)
        return [row for line in found for row in (*blank, line + newline)] + blank
    if len(found) > sum(1 for row in rows if row.strip()):
        return [newline, *(line + newline for line in found), newline]
    restyled = iter(found)
    return [next(restyled) + newline if row.strip() else row for row in rows]
