"""From tracked tokens to nodes: a block's place is computed, checked, and only then believed."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from itertools import pairwise
from operator import itemgetter

from mistune.markdown import Markdown

from copydesk.model import Mark, Node, NodeKind, Run
from copydesk.parse import _leaves
from copydesk.parse._blocks import MARKER, Token, TrackedState
from copydesk.parse._inline import Aligner, UnprovedError
from copydesk.parse._leaves import Piece
from copydesk.parse._lines import BLANK, EDGES, Lines
from copydesk.parse._tables import rows_of
from copydesk.source import Source, Span

_ATX = re.compile(r" {0,3}#{1,6}[ \t\v\f]*")
_TASK = re.compile(r"\[[ xX]\]\s+")
_LEAVES = {
    "block_code": _leaves.code,
    "block_math": _leaves.math,
    "block_html": _leaves.html,
    "thematic_break": _leaves.thematic_break,
    "link_definition": _leaves.link_definition,
}
_CONTAINERS: dict[str, NodeKind] = {
    "block_quote": "block_quote",
    "footnote": "footnote",
    "definition": "definition",
}


class _Places:
    """Source spans for offsets into a text of several lines."""

    def __init__(self, lines: Lines, base: int, first: int, last: int) -> None:
        self.stops = [stop - base for stop in lines.stops[first : last + 1]]
        ends = lines.ends[first : last + 1]
        self.shifts = [end - stop for end, stop in zip(ends, self.stops, strict=True)]

    def span(self, start: int, end: int) -> Span:
        stops, shifts = self.stops, self.shifts
        return Span(
            start + shifts[bisect_left(stops, start)], end + shifts[bisect_left(stops, end)]
        )


def _rising(starts: list[int]) -> bool:
    return all(left < right for left, right in pairwise(starts))


class Tree:
    """Builds the nodes of one source; `clean` is the text that mistune was given, line by line."""

    def __init__(self, source: Source, clean: str, md: Markdown, state: TrackedState) -> None:
        self.source = source
        self.clean = clean
        self.md = md
        self.state = state

    def build(self) -> tuple[Node, ...]:
        """The blocks of the whole file. Raises UnprovedError if two claim the same place."""
        return self._blocks(self.state)

    def _blocks(self, state: TrackedState) -> tuple[Node, ...]:
        # A quote that a list cut short, and the list that another block did, come out swapped.
        tokens = sorted(state.tokens, key=itemgetter("_start"))
        starts = [token["_start"] for token in tokens]
        if not _rising(starts):
            raise UnprovedError("two blocks start at the same place")
        if state.src[: starts[0] if starts else None].strip(BLANK):
            raise UnprovedError("the start of a container is in no block")
        return self._nodes(state, tokens)

    def _nodes(self, state: TrackedState, tokens: list[Token]) -> tuple[Node, ...]:
        lines = state.lines
        if lines is None or not lines.true:
            raise UnprovedError("a container's lines cannot be found in the file")
        nodes = []
        ends = [*(token["_start"] for token in tokens), len(state.src)][1:]
        for token, end in zip(tokens, ends, strict=True):
            if token["type"] == "blank_line" or token["_start"] >= len(lines.text):
                continue
            piece = Piece(token, lines, self.clean, token["_start"], end)
            if piece.slice.strip(BLANK):
                nodes.append(self._node(piece))
        return tuple(nodes)

    def _node(self, piece: Piece) -> Node:
        try:
            return self._read(piece)
        except UnprovedError:
            lines = piece.within(piece.span, piece.first, piece.last)
            return Node("unparsed", piece.span, piece.span, lines=lines)

    def _read(self, piece: Piece) -> Node:
        kind = piece.token["type"]
        if kind in ("paragraph", "block_text"):
            return self._paragraph(piece)
        if kind == "heading":
            return self._heading(piece)
        if kind == "list":
            return self._list(piece)
        if kind == "table":
            return self._table(piece)
        if kind == "definition_list":
            return self._definitions(piece)
        if kind in _CONTAINERS:
            return self._container(piece, _CONTAINERS[kind])
        if kind in _LEAVES:
            return _LEAVES[kind](piece)
        raise UnprovedError(f"a block of the type {kind} has no sure place")

    def _paragraph(self, piece: Piece, skip: int = 0) -> Node:
        if piece.slice != piece.token["text"]:
            raise UnprovedError("mistune's paragraph differs from the file's")
        return self._prose(piece, "paragraph", piece.slice[skip:], piece.start + skip)

    def _heading(self, piece: Piece) -> Node:
        text, level = piece.token["text"], piece.token["attrs"]["level"]
        start = piece.start
        if piece.token["style"] == "atx":
            mark = _ATX.match(piece.slice)
            start += mark.end() if mark else 0
        if not piece.lines.text.startswith(text, start):
            raise UnprovedError("mistune's heading differs from the file's")
        return self._prose(piece, "heading", text, start, level, piece.token["style"])

    def _prose(
        self, piece: Piece, kind: NodeKind, raw: str, start: int, level: int = 0, style: str = ""
    ) -> Node:
        text = raw.strip(EDGES)
        lines = piece.lines
        if not text:
            at = min(lines.to_source(start), piece.span.end)
            return Node(kind, piece.span, Span(at, at), (), (), (), level, style)
        base = start + len(raw) - len(raw.lstrip(EDGES))
        first = last = piece.first if base <= lines.stops[piece.first] else lines.row(base)
        if base + len(text) > lines.stops[first]:
            last = lines.row(base + len(text) - 1)
        content = Span(
            base + lines.ends[first] - lines.stops[first],
            base + len(text) + lines.ends[last] - lines.stops[last],
        )
        within = piece.within(content, first, last)
        runs = self._runs(text, lines, base, first, last)
        return Node(kind, piece.span, content, (), runs, within, level, style)

    def _runs(self, text: str, lines: Lines, base: int, first: int, last: int) -> tuple[Run, ...]:
        try:
            tokens = self.md.inline(text, self.state.env)
        except Exception as error:
            # Whatever a foreign parser raises on a stranger's text, it costs this block only.
            raise UnprovedError(str(error)) from error
        aligner = Aligner(text)
        aligner.align(tokens)
        shift = lines.ends[first] - lines.stops[first] + base
        if first == last:
            spans = [Span(run[2] + shift, run[3] + shift) for run in aligner.runs]
            marks = [
                Mark(kind, Span(start + shift, end + shift), href)
                for kind, start, end, href in aligner.marks
            ]
        else:
            place = _Places(lines, base, first, last)
            spans = [place.span(run[2], run[3]) for run in aligner.runs]
            marks = [
                Mark(kind, place.span(start, end), href) for kind, start, end, href in aligner.marks
            ]
        clean, whole = self.clean, self.source.text
        same = clean is whole
        runs = []
        for (kind, read, _, _, own, literal, href), span in zip(aligner.runs, spans, strict=True):
            if literal:
                if clean[span.start : span.end] != read:
                    if kind == "text":
                        raise UnprovedError("a literal run differs from the file")
                    literal = False
                elif not same:
                    read = whole[span.start : span.end]
            wrapped = tuple([marks[index] for index in own]) if own else ()
            runs.append(Run(kind, read, span, wrapped, literal, href))
        return tuple(runs)

    def _container(self, piece: Piece, kind: NodeKind) -> Node:
        inner = self._inner(piece.token)
        children = self._blocks(inner)
        content, lines = self._inside(piece, inner)
        info = str(piece.token.get("label", ""))
        return Node(kind, piece.span, content, children, lines=lines, info=info)

    def _inner(self, token: Token) -> TrackedState:
        inner = self.state.inner.get(id(token["children"]))
        if inner is None or inner.lines is None or not inner.lines.true:
            raise UnprovedError("a container's lines cannot be found in the file")
        return inner

    def _inside(self, piece: Piece, inner: TrackedState) -> tuple[Span, tuple[Span, ...]]:
        """A container's content and its lines, blank ones around it left out."""
        lines = inner.lines
        assert lines is not None
        edge = piece.lines.ends[piece.first]
        if self.clean[lines.ends[-1] if lines.ends else edge : piece.span.end].strip():
            raise UnprovedError("a container holds more lines than mistune gave it")
        rows = [row for row in range(len(lines.starts)) if not lines.blank(row)]
        if not rows:
            return Span(edge, edge), ()
        spans = tuple(lines.spans[rows[0] : rows[-1] + 1])
        return Span(spans[0].start, spans[-1].end), spans

    def _list(self, piece: Piece) -> Node:
        token = piece.token
        ordered, tight = token["attrs"]["ordered"], token["tight"]
        inners = [self._inner(item) for item in token["children"]]
        starts = [inner.origin for inner in inners]
        if starts[0] != piece.start or not _rising([*starts, piece.end]):
            raise UnprovedError("the items of a list are out of order")
        items = []
        for item, inner, start, end in zip(
            token["children"], inners, starts, [*starts[1:], piece.end], strict=True
        ):
            part = Piece(item, piece.lines, self.clean, start, end)
            items.append(self._item(part, inner, ordered, tight))
        lines = piece.within(piece.span, piece.first, piece.last)
        return Node(
            "list", piece.span, piece.span, tuple(items), lines=lines, style=token["bullet"],
            ordered=ordered, tight=tight, number=items[0].number,
        )  # fmt: skip

    def _item(self, piece: Piece, inner: TrackedState, ordered: bool, tight: bool) -> Node:
        marker = MARKER.match(piece.slice)
        if marker is None:
            raise UnprovedError("a list item has no marker")
        label = marker.group().strip()
        children = self._blocks(inner)
        content, lines = self._inside(piece, inner)
        checked = None
        first = inner.tokens[0] if inner.tokens else None
        if first and first["type"] in ("paragraph", "block_text") and children:
            task = _TASK.match(first["text"])
            if task and inner.lines is not None and children[0].kind == "paragraph":
                checked = task.group()[1] != " "
                end = inner.tokens[1]["_start"] if len(inner.tokens) > 1 else len(inner.src)
                part = Piece(first, inner.lines, self.clean, 0, end)
                children = (self._paragraph(part, task.end()), *children[1:])
        return Node(
            "list_item", piece.span, content, children, lines=lines, style=label[-1],
            ordered=ordered, tight=tight, number=int(label[:-1]) if ordered else None,
            checked=checked,
        )  # fmt: skip

    def _table(self, piece: Piece) -> Node:
        rows: list[Node] = []
        for row, cells in rows_of(piece):
            span = Span(piece.lines.to_source(piece.lines.indent(row)), piece.lines.ends[row])
            nodes = []
            for text, at in cells:
                # An empty first cell would stand before its row's first visible character.
                start = at if text else max(at, piece.lines.indent(row))
                part = Piece(piece.token, piece.lines, self.clean, start, start + len(text))
                node = self._prose(part, "table_cell", text, start)
                nodes.append(replace(node, span=node.content))
            style = "" if rows else "head"
            rows.append(Node("table_row", span, span, tuple(nodes), lines=(span,), style=style))
        lines = piece.within(piece.span, piece.first, piece.last)
        return Node("table", piece.span, piece.span, tuple(rows), lines=lines)

    def _definitions(self, piece: Piece) -> Node:
        parts = piece.token["children"]
        starts = [part["_start"] for part in parts]
        if starts[0] != piece.start or not _rising([*starts, piece.end]):
            raise UnprovedError("the parts of a definition list are out of order")
        nodes = []
        for token, start, end in zip(parts, starts, [*starts[1:], piece.end], strict=True):
            part = Piece(token, piece.lines, self.clean, start, end)
            if token["type"] == "definition":
                nodes.append(self._node(part))
            elif part.slice.startswith(token["text"]):
                nodes.append(self._prose(part, "definition_term", token["text"], start))
            else:
                raise UnprovedError("mistune's term differs from the file's")
        lines = piece.within(piece.span, piece.first, piece.last)
        return Node("definition_list", piece.span, piece.span, tuple(nodes), lines=lines)
