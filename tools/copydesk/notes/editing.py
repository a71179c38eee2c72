"""What is done about a note in the text: marked, removed, or let stand, and nothing else changed."""

from __future__ import annotations

import re

from copydesk.model import Document, Edit, Fix, Note
from copydesk.source import BOM, Source, Span

# What may stand before a block's words on its first line: quote marks, bullets, indentation.
_PREFIX = re.compile(rf"{BOM}?(?:[ \t>]|[-*+][ \t]+|\d{{1,9}}[.)][ \t]+)*(?:\[[ xX]\][ \t]+)?")
_UNDERLINE = re.compile(r"[ \t>]*(?:-+|=+)[ \t]*\Z")
# A line that would go on with a paragraph above it.
_PROSE = re.compile(r"[ ]{0,3}(?![-*+][ \t]|\d{1,9}[.)][ \t]|#{1,6}[ \t]|>|```|~~~|<|\|)\S")
_BLANK = " \t>"
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_PAIRS = {"(": ")", "[": "]"}


def mark(document: Document, note: Note) -> Fix:
    """Put an unmarked note into a comment, `<!-- TODO: … -->`, where it stands.

    A `--` in it, which would end the comment for some readers, becomes a dash. A comment that
    starts a line takes all of it for HTML: what follows gets a line of its own, and one within a
    paragraph moves to the end of the line above.
    """
    source = document.source
    top = source.line_span(source.line_of(note.span.start))
    bottom = source.line_span(source.line_of(max(note.span.start, note.span.end - 1)))
    before = source[Span(top.start, note.span.start)]
    after = source[Span(note.span.end, bottom.end)]
    opening, closing = Edit(Span(note.span.start, note.span.start), "<!-- TODO: "), " -->"
    end = Span(note.span.end, note.span.end)
    if _PREFIX.fullmatch(before) and after.strip():
        end = Span(note.span.end, note.span.end + len(after) - len(after.lstrip()))
        closing += source.newline + "".join(c if c in ">\t" else " " for c in before)
    elif _PREFIX.fullmatch(before) and _goes_through(document, top.start, bottom.end):
        above = source.line_span(source.line_of(top.start) - 1)
        opening = Edit(Span(above.end, note.span.start), " <!-- TODO: ")
    edits = [opening]
    for match in re.finditer(r"--+>?", source[note.span]):
        place = Span(note.span.start + match.start(), note.span.start + match.end())
        edits.append(Edit(place, "–"))
    edits.append(Edit(end, closing))
    return Fix("mark the note as a TODO comment", tuple(edits), "safe")


def resolve(document: Document, note: Note) -> Fix | str:
    """Remove a note, and what held nothing but it: brackets, bullet, comment, blank line.

    A sentence where a list item holds more below it, which no edit here could keep in place.
    """
    source = document.source
    if _heads_an_item(document, note.span):
        return "heads a list item with more in it; edit it by hand"
    span = _held(source, note.span)
    first, last = (source.line_of(offset) for offset in (span.start, max(span.start, span.end - 1)))
    top, bottom = source.line_span(first), source.line_span(last)
    before = source[Span(top.start, span.start)]
    after = source[Span(span.end, bottom.end)]
    if _PREFIX.fullmatch(before) and not after.strip():
        return Fix("remove the note", (_without_lines(document, first, last),), "unsafe")
    low, high = span
    if before.strip() and (not after.strip() or after[0] in " \t.,;:!?)"):
        low -= len(before) - len(before.rstrip(" \t"))
    else:
        high += len(after) - len(after.lstrip(" \t"))
    if after.startswith((".", "!", "?")) and source[Span(max(0, low - 1), low)] in (".", "!", "?"):
        # The note's own full stop, behind its closing bracket.
        high += 1
    return Fix("remove the note", (Edit(Span(low, high), ""),), "unsafe")


def keep(document: Document, note: Note) -> Fix:
    """Let a note stand by a `stet` comment at the end of its first line, in a table of its cell."""
    source = document.source
    line = source.line_span(source.line_of(note.span.start))
    at = line.start + len(source[line].rstrip())
    if any(node.kind == "table_cell" and node.span.contains(note.span) for node in document.walk()):
        at = note.span.end
    comment = f" <!-- stet: note/{note.kind} -->"
    return Fix("let the note stand", (Edit(Span(at, at), comment),), "safe")


def _held(source: Source, span: Span) -> Span:
    """A note's span with the brackets, emphasis or comment around it that hold nothing else."""
    line = source.line_span(source.line_of(span.start))
    for match in _COMMENT.finditer(source.text, line.start):
        if match.start() > span.start:
            break
        if match.end() >= span.end:
            return Span(*match.span())
    low, high = span
    while low > 0 and high < len(source.text):
        opening, closing = source.text[low - 1], source.text[high]
        if _PAIRS.get(opening) != closing and not (opening == closing and opening in "*_"):
            break
        low, high = low - 1, high + 1
    return Span(low, high)


def _without_lines(document: Document, first: int, last: int) -> Edit:
    """Remove whole lines, and a blank one where two would meet; no two neighbours are glued."""
    source = document.source
    count = len(source.line_starts)
    start = source.line_span(first).start + (first == 1 and source.text.startswith(BOM))
    end = source.line_starts[last] if last < count else len(source.text)
    above = source[source.line_span(first - 1)].strip(_BLANK) if first > 1 else ""
    below = source[source.line_span(last + 1)] if last < count else ""
    if not source.text[end:].strip():
        while first > 2 and not source[source.line_span(first - 1)].strip(_BLANK):
            first -= 1
            start = source.line_span(first).start
        return Edit(Span(start, len(source.text)), "")
    if not above and not below.strip(_BLANK):
        end = source.line_starts[last + 1] if last + 1 < count else len(source.text)
    elif above and (
        # Directly under text, `---` would make a heading of it, and prose would go on with it.
        _UNDERLINE.fullmatch(below)
        or (_PROSE.match(below) and not _goes_through(document, start, end - 1))
    ):
        return Edit(Span(start, end), source.newline)
    return Edit(Span(start, end), "")


def _goes_through(document: Document, start: int, end: int) -> bool:
    """Whether one paragraph starts before a stretch and goes on behind it."""
    return any(
        node.kind == "paragraph" and node.span.start < start and node.span.end > end + 1
        for node in document.walk()
    )


def _heads_an_item(document: Document, span: Span) -> bool:
    return any(
        node.kind == "list_item"
        and len(node.children) > 1
        and span.contains(node.children[0].content)
        for node in document.walk()
    )
