"""From a source to its tree of blocks, every position proved.

mistune reads the Markdown; it keeps no positions. This package finds them again and checks each
against the file: a block whose place cannot be proved becomes a node of the kind `unparsed`, never
a wrong position. What a reader of the tree can rely on:

- A text run is literal (it equals its slice of the source) or decoded (an escape, a character
  reference). Runs are in source order, do not overlap, and lie in their block's span.
- A `code` run's text is without backticks; a `math` run's has its dollar signs; an `image` run's
  is the alternative text; a `break`'s is one newline; `html` and `footnote_ref` runs have the text
  "", for a reader sees nothing of a tag.
- Code, math, HTML and link definitions have no runs; their text is their `lines` joined by
  newlines. Tabs that count as container indentation only in part are left in or out whole.
- `href` is percent-encoded, as mistune gives it.
"""

from __future__ import annotations

import re
from functools import cache

from mistune.markdown import Markdown

from copydesk.model import Document, FrontMatter, Node
from copydesk.parse._blocks import TrackedState
from copydesk.parse._lines import Lines
from copydesk.parse._syntax import reader
from copydesk.parse._tree import Tree
from copydesk.parse.front_matter import read_front_matter
from copydesk.source import BOM, Source, Span

_SURROGATE = re.compile("[\ud800-\udfff]")


def parse(source: Source) -> Document:
    """Read a source's front matter and blocks.

    All spans are 0-based code-point offsets into the source as stored. Nothing is raised: what
    cannot be read with certainty is a block of the kind `unparsed`, listed in
    `Document.unparsed`. `Document.records` is left empty.
    """
    front = read_front_matter(source)
    blocks = _blocks(source, front)
    unparsed = tuple(
        node.span for block in blocks for node in block.walk() if node.kind == "unparsed"
    )
    return Document(source, blocks, front, unparsed)


@cache
def _reader() -> Markdown:
    return reader()


def _blocks(source: Source, front: FrontMatter | None) -> tuple[Node, ...]:
    # A lone surrogate cannot be encoded, which mistune does to every address.
    clean = source.text
    if not clean.isascii():
        clean = _SURROGATE.sub("\ufffd", clean)
    first = source.line_of(front.span.end) if front else 0
    skip = len(BOM) if not front and clean.startswith(BOM) else 0
    lines = Lines.of(source, first, skip, clean)
    md = _reader()
    state = TrackedState()
    state.clean = clean
    state.lines = lines
    state.process(lines.text)
    try:
        md.block.parse(state)
        return Tree(source, clean, md, state).build()
    except Exception:
        # A foreign parser on a stranger's text: whatever it raises, the file stands unread.
        return _whole(source, lines)


def _whole(source: Source, lines: Lines) -> tuple[Node, ...]:
    rows = [row for row in range(len(lines.starts)) if not lines.blank(row)]
    if not rows:
        return ()
    span = Span(lines.to_source(lines.indent(rows[0])), lines.ends[rows[-1]])
    return (Node("unparsed", span, span, lines=tuple(lines.spans[rows[0] : rows[-1] + 1])),)
