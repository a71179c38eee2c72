"""Blocks as HTML that a reader may open: everything escaped, nothing loaded, words marked where asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from copydesk.model import Mark, Node, Run
from copydesk.source import Source, Span

# Anything else after a colon could be run by a browser (`javascript:`, `data:`).
_SAFE = re.compile(r"(?:https?://|mailto:|#|[^:]*\Z)", re.IGNORECASE)
# More lines than these of one finding show nothing that the first do not.
_LINES = 8
_INLINE = {"strong": "strong", "emphasis": "em", "strikethrough": "del"}
_BLOCKS = {
    "paragraph": "p",
    "block_quote": "blockquote",
    "list_item": "li",
    "definition_list": "dl",
    "definition_term": "dt",
    "definition": "dd",
    "footnote": "aside",
}


def html(source: Source, blocks: Sequence[Node], marked: Sequence[tuple[Span, str]] = ()) -> str:
    """Blocks as HTML; each marked span is wrapped in `<mark class=…>` wherever its words are shown.

    `marked` holds spans of the source, 0-based offsets, with the class of each. HTML of the author
    is shown as text. What a span covers without a word being shown is not marked.
    """
    return Page(source, marked).html(blocks)


class Page:
    """Parts of one source as HTML; `shown` gathers the marked spans of which a word was shown."""

    def __init__(self, source: Source, marked: Sequence[tuple[Span, str]]) -> None:
        self.source = source
        self.marked = sorted(marked)
        self.shown: set[Span] = set()

    def html(self, blocks: Sequence[Node]) -> str:
        """Blocks as `html` makes them."""
        return "".join(self.blocks(blocks))

    def lines(self, span: Span) -> str:
        """The lines that a span touches as they are written, the first few of many."""
        first = self.source.line_of(span.start)
        last = self.source.line_of(max(span.start, span.end - 1))
        numbers = range(first, min(last, first + _LINES - 1) + 1)
        inner = "\n".join(self.text(self.source.line_span(number)) for number in numbers)
        return f'<pre class="source"><code>{inner}{"…" * (last not in numbers)}</code></pre>\n'

    def blocks(self, nodes: Sequence[Node]) -> Iterator[str]:
        for node in nodes:
            yield from self.block(node)

    def block(self, node: Node) -> Iterator[str]:
        if node.kind == "heading":
            # A page of its own has its headings above those of what it quotes.
            yield f'<p class="h h{node.level}">{self.runs(node.runs)}</p>\n'
        elif node.kind == "list":
            yield from self.list(node)
        elif node.kind == "table":
            yield from self.table(node)
        elif node.kind == "thematic_break":
            yield "<hr>\n"
        elif node.kind in ("code", "math", "html", "unparsed", "link_definition"):
            inner = "\n".join(self.text(line) for line in node.lines or (node.content,))
            yield f'<pre class="{node.kind}"><code>{inner}</code></pre>\n'
        else:
            yield from self.container(node)

    def container(self, node: Node) -> Iterator[str]:
        tag = _BLOCKS.get(node.kind, "div")
        box = {True: "☑ ", False: "☐ "}.get(node.checked, "") if node.checked is not None else ""
        yield f"<{tag}>{box}{self.runs(node.runs)}"
        yield from self.blocks(node.children)
        yield f"</{tag}>\n"

    def list(self, node: Node) -> Iterator[str]:
        tag = "ol" if node.ordered else "ul"
        start = f' start="{node.number}"' if node.ordered and node.number not in (None, 1) else ""
        yield f"<{tag}{start}>\n"
        yield from self.blocks(node.children)
        yield f"</{tag}>\n"

    def table(self, node: Node) -> Iterator[str]:
        yield '<div class="table"><table>\n'
        for row in node.children:
            tag = "th" if row.style == "head" else "td"
            cells = "".join(f"<{tag}>{self.runs(cell.runs)}</{tag}>" for cell in row.children)
            yield f"<tr>{cells}</tr>\n"
        yield "</table></div>\n"

    def runs(self, runs: Sequence[Run]) -> str:
        out: list[str] = []
        open_marks: list[Mark] = []
        for run in runs:
            shared = 0
            while shared < min(len(open_marks), len(run.marks)) and (
                open_marks[shared] == run.marks[shared]
            ):
                shared += 1
            out.extend(_close(mark) for mark in reversed(open_marks[shared:]))
            out.extend(_open(mark) for mark in run.marks[shared:])
            open_marks = list(run.marks)
            out.append(self.run(run))
        out.extend(_close(mark) for mark in reversed(open_marks))
        return "".join(out)

    def run(self, run: Run) -> str:
        if run.kind == "break":
            return "\n"
        if run.kind == "text" and run.literal:
            return self.text(run.span)
        shown = escape(run.text if run.kind != "html" else self.source[run.span])
        if run.kind == "footnote_ref":
            shown = f"<sup>{escape(self.source[run.span])}</sup>"
        elif run.kind == "image":
            shown = f'<span class="image">{shown or escape(run.href)}</span>'
        elif run.kind != "text":
            shown = f'<code class="{run.kind}">{shown}</code>'
        over = [(span, name) for span, name in self.marked if span.overlaps(run.span)]
        self.shown.update(span for span, _ in over)
        return f'<mark class="{over[0][1]}">{shown}</mark>' if over else shown

    def text(self, span: Span) -> str:
        """A span of the source, its marked parts wrapped; where marks overlap, the first one wins."""
        out: list[str] = []
        at = span.start
        for marked, name in self.marked:
            low, high = max(at, marked.start), min(span.end, marked.end)
            if marked.overlaps(span):
                self.shown.add(marked)
            if low < high:
                out.append(escape(self.source.text[at:low]))
                out.append(f'<mark class="{name}">{escape(self.source.text[low:high])}</mark>')
                at = high
        out.append(escape(self.source.text[at : span.end]))
        return "".join(out)


def _open(mark: Mark) -> str:
    if mark.kind == "link":
        safe = _SAFE.match(mark.href.strip())
        href = f' href="{escape(mark.href.strip())}" rel="noreferrer"' if safe else ""
        return f"<a{href}>"
    return f"<{_INLINE[mark.kind]}>"


def _close(mark: Mark) -> str:
    return "</a>" if mark.kind == "link" else f"</{_INLINE[mark.kind]}>"
