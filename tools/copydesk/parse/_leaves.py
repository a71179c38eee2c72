"""Leaf blocks without prose: code, math, HTML, rules, link definitions; and what blocks share."""

from __future__ import annotations

import re

from copydesk.model import Node
from copydesk.parse._blocks import Token
from copydesk.parse._inline import UnprovedError
from copydesk.parse._lines import BLANK, EDGES, Lines
from copydesk.source import Span

_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})")
_DOLLARS = re.compile(r"[ \t]*\$\$")


class Piece:
    """One token with the part of its state's string that it took: `start` to `end`.

    `first` and `last` are its rows without the blank ones around it, `span` its place in the file.
    """

    __slots__ = ("clean", "end", "first", "last", "lines", "slice", "span", "start", "token")

    def __init__(self, token: Token, lines: Lines, clean: str, start: int, end: int) -> None:
        self.token = token
        self.lines = lines
        self.clean = clean
        self.start = start
        self.end = end
        self.slice = text = lines.text[start:end]
        visible = min(start + len(text) - len(text.lstrip(EDGES)), max(start, end - 1))
        stop = max(visible, start + len(text.rstrip(EDGES)) - 1)
        self.first = self.last = row = lines.row(visible)
        if stop > lines.stops[row]:
            self.last = lines.row(stop)
        # The first visible character of a line can be no tab that mistune has expanded.
        begin = lines.ends[row] - lines.stops[row] + visible
        self.span = Span(begin, lines.ends[self.last])

    def within(self, content: Span, first: int, last: int) -> tuple[Span, ...]:
        """The lines from row `first` to row `last`, the outer two cut to the content."""
        if first == last:
            return (content,)
        spans = self.lines.spans[first : last + 1]
        spans[0] = Span(content.start, spans[0].end)
        spans[-1] = Span(spans[-1].start, content.end)
        return tuple(spans)


def thematic_break(piece: Piece) -> Node:
    return Node("thematic_break", piece.span, piece.span)


def link_definition(piece: Piece) -> Node:
    lines = piece.within(piece.span, piece.first, piece.last)
    return Node("link_definition", piece.span, piece.span, lines=lines)


def html(piece: Piece) -> Node:
    if piece.slice.rstrip(BLANK) != str(piece.token["raw"]).rstrip(BLANK):
        raise UnprovedError("mistune's HTML differs from the file's")
    lines = piece.within(piece.span, piece.first, piece.last)
    return Node("html", piece.span, piece.span, lines=lines)


def code(piece: Piece) -> Node:
    raw = str(piece.token["raw"])
    if piece.token["style"] == "fenced":
        return _fenced(piece, raw)
    rows = range(piece.first, piece.last + 1)
    spans = tuple(_indented(piece, row, 4) for row in rows)
    _same(piece, spans, raw)
    # A code block's own first character comes after the four columns that make it one.
    span = Span(min(spans[0].start, piece.span.start), piece.span.end)
    return Node("code", span, Span(spans[0].start, spans[-1].end), lines=spans, style="indented")


def _fenced(piece: Piece, raw: str) -> Node:
    lines = piece.lines
    fence = _FENCE.match(lines.line(piece.first))
    if fence is None:
        raise UnprovedError("a code block has no fence")
    marks, indent = fence.group("fence"), fence.start("fence")
    closing = rf" {{0,3}}{marks[0]}{{{len(marks)},}}[ \t]*"
    closed = piece.last > piece.first and re.fullmatch(closing, lines.line(piece.last)) is not None
    rows = range(piece.first + 1, piece.last + (not closed))
    spans = tuple(_indented(piece, row, indent) for row in rows)
    _same(piece, spans, raw)
    edge = lines.ends[piece.first]
    content = Span(spans[0].start, spans[-1].end) if spans else Span(edge, edge)
    info = str(piece.token.get("attrs", {}).get("info", ""))
    return Node("code", piece.span, content, lines=spans, style="fenced", info=info)


def _indented(piece: Piece, row: int, columns: int) -> Span:
    """A line's source span after up to `columns` columns of indentation."""
    begin, end = piece.lines.begins[row], piece.lines.ends[row]
    width = 0
    while begin < end and width < columns:
        if piece.clean[begin] == " ":
            width += 1
        elif piece.clean[begin] == "\t" and columns == 4:
            width = 4
        else:
            break
        begin += 1
    return Span(begin, end)


def _same(piece: Piece, spans: tuple[Span, ...], raw: str) -> None:
    """Raise UnprovedError unless the lines read as mistune's text; only its tabs may be spaces."""
    theirs = raw.rstrip(BLANK)
    ours = "\n".join([piece.clean[span.start : span.end] for span in spans]).rstrip(BLANK)
    if ours == theirs:
        return
    pairs = ours.split("\n"), theirs.split("\n")
    if [line.lstrip(" \t") for line in pairs[0]] != [line.lstrip(" \t") for line in pairs[1]]:
        raise UnprovedError("mistune's code differs from the file's")


def math(piece: Piece) -> Node:
    if piece.slice.rstrip(BLANK) != str(piece.token["raw"]).rstrip(BLANK):
        raise UnprovedError("mistune's formula differs from the file's")
    lines, first, last = piece.lines, piece.first, piece.last
    opening = _DOLLARS.match(lines.line(first))
    closing = lines.line(last).rstrip(BLANK)
    if opening is None or not closing.endswith("$$"):
        raise UnprovedError("a formula does not open or close where it should")
    start, stop = lines.starts[first] + opening.end(), lines.starts[last] + len(closing) - 2
    if first < last and not lines.text[start : lines.stops[first]].strip(BLANK):
        first += 1
        start = lines.starts[first]
    if first < last and not lines.text[lines.starts[last] : stop].strip(BLANK):
        last -= 1
        stop = lines.stops[last]
    content = Span(lines.to_source(start), lines.to_source(max(start, stop)))
    return Node("math", piece.span, content, lines=piece.within(content, first, last))
