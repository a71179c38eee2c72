"""Blocks cut at offsets, and their Markdown without the prefixes of the containers around them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from copydesk.model import Node
from copydesk.parse import text
from copydesk.parse.letters import html_runs, of_runs
from copydesk.parse.vocabulary import words
from copydesk.source import Source, Span

_CUT = (
    *("list", "list_item", "block_quote", "definition_list", "definition", "footnote"),
    *("table", "table_row"),
)
_NEWLINES = re.compile(r"\r\n?")
# What shows nothing: line breaks, rules, anchors without text.
_EMPTY = re.compile(
    r"(?:\s|<(?:br|hr)\b[^<>]*>|</(?:br|hr)>|<(a|p|div|span)\b[^<>]*>\s*</\1>|&nbsp;)+",
    re.IGNORECASE,
)
_RULE = re.compile(r"[ \t]*<hr\b", re.IGNORECASE)
_BREAKS = re.compile(r"(?:\s|<br\b[^<>]*>)*", re.IGNORECASE)
_INSIDE = re.compile(r"""<a\b[^<>]*href=["']?#""", re.IGNORECASE)
_OPENERS = re.compile(
    r"(?:\s|<br\b[^<>]*>|<(?:p|div|blockquote|b|strong|i|em|span|section|center)\b[^<>]*>)+",
    re.IGNORECASE,
)
_CLOSERS = re.compile(
    r"(?:\s|<br\b[^<>]*>|</(?:p|div|blockquote|br|b|strong|i|em|span|section|center)>)+",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"(?:\s*<!--(?:(?!-->).)*-->)+\s*", re.DOTALL)
# Symbols, joiners and variation selectors; stars only where they mark nothing.
_RATING = re.compile(
    r"(?:[\s\u200d\ufe0f\u2600-\u27bf\u2b50\u2b55\U0001f000-\U0001faff]|(?<=\s)\*+(?!\S))+\Z"
)
_CLOSED = ("?", "？", "!", ".", "。", "؟", ":", ")", "`", ">")
_QUOTE = re.compile(r" {0,3}> ?")


def between(source: Source, blocks: Sequence[Node], low: int, high: int) -> list[Node]:
    """The blocks between two 0-based offsets; containers and leaf blocks are cut where one falls inside."""
    found: list[Node] = []
    index = bisect_left(blocks, low + 1, key=lambda block: block.span.end)
    while index < len(blocks) and blocks[index].span.start < high:
        block = blocks[index]
        index += 1
        if block.span.start >= low and block.span.end <= high:
            found.append(block)
        elif block.kind in _CUT:
            parts = between(source, block.children, low, high)
            found.extend(_list(block, parts) if block.kind == "list" else _inside(parts))
        else:
            cut = _leaf(source, block, low, high)
            found.extend([cut] if cut else [])
    return found


def _inside(parts: Sequence[Node]) -> list[Node]:
    """What definitions say, for their colon is a frame like a term's line; a cell that is left of a row."""
    return [
        replace(child, kind="paragraph") if child.kind == "table_cell" else child
        for part in parts
        for child in (part.children if part.kind == "definition" else (part,))
    ]


def _list(block: Node, parts: Sequence[Node]) -> list[Node]:
    """Whole items that are left of a list, as a list again."""
    result: list[Node] = []
    items: list[Node] = []
    for part in [*parts, None]:
        if part is not None and part.kind == "list_item":
            items.append(part)
            continue
        if items:
            span = Span(items[0].span.start, items[-1].span.end)
            lines = tuple(line for line in block.lines if span.contains(line))
            result.append(
                replace(
                    block,
                    span=span,
                    content=span,
                    children=tuple(items),
                    lines=lines,
                    number=items[0].number,
                )
            )
            items = []
        if part is not None:
            result.append(part)
    return result


def _leaf(source: Source, block: Node, low: int, high: int) -> Node | None:
    if block.runs:
        if low > block.span.start:
            breaks = _BREAKS.match(source.text, low, high)
            low = breaks.end() if breaks else low
        return text.clip(block, low, high)
    if block.kind != "html":
        return None
    start, end = max(low, block.span.start), min(high, block.span.end)
    inside = source[Span(start, end)]
    if not inside.strip():
        return None
    start += len(inside) - len(inside.lstrip())
    end = start + len(inside.strip())
    lines = tuple(
        Span(max(line.start, start), min(line.end, end))
        for line in block.lines
        if line.end > start and line.start < end
    )
    return replace(block, span=Span(start, end), content=Span(start, end), lines=lines)


def words_of(source: Source, blocks: Sequence[Node], span: Span) -> list[Node]:
    """The leaf blocks that hold a question's words, cut to them; raw HTML becomes a paragraph."""
    found: list[Node] = []
    index = bisect_left(blocks, span.start + 1, key=lambda block: block.span.end)
    while index < len(blocks) and blocks[index].span.start < span.end:
        block = blocks[index]
        index += 1
        if block.children:
            found.extend(words_of(source, block.children, span))
        elif block.runs:
            cut = text.clip(block, span.start, span.end)
            found.extend([cut] if cut else [])
        elif block.kind == "html":
            runs = html_runs(source, span)
            found.append(Node("paragraph", span, span, runs=runs, lines=(span,)))
        elif span.contains(block.span):
            found.append(block)
    return found


# What outliners keep of a card behind its question: `#card`, then lines such as `id:: 6a88`.
_PROPERTIES = re.compile(
    r"(?:#card\b(?:[ \t]+#[\w/-]+)*[ \t]*(?:\r?\n[ \t]*)?)?(?:[\w-]+::[ \t][^\r\n]*(?:\r?\n[ \t]*)?)*"
)


def trimmed(source: Source, blocks: Sequence[Node]) -> list[Node]:
    """Blocks without what only frames them: separators, line breaks, anchors, ways back to the top."""
    low, high = 0, len(blocks)
    while low < high and _frames(source, blocks[low]):
        low += 1
    while high > low and (
        _frames(source, blocks[high - 1])
        or _leads_away(source, blocks[high - 1], last=high - low == 1)
        or (high - low > 1 and _pair(source, blocks[low], blocks[high - 1]))
    ):
        if not _frames(source, blocks[high - 1]) and _pair(source, blocks[low], blocks[high - 1]):
            low += 1
        high -= 1
    while low < high and _frames(source, blocks[low]):
        low += 1
    kept = [*blocks[low : high - 1], *(_unbroken(source, block) for block in blocks[low:high][-1:])]
    if kept and kept[0].kind == "paragraph":
        lead = _PROPERTIES.match(source.text, kept[0].span.start, kept[0].span.end)
        if lead and lead.end() > kept[0].span.start:
            kept[:1] = between(source, kept[:1], lead.end(), kept[0].span.end)
    if kept and kept[0].kind == "html":
        lead = _BREAKS.match(source.text, kept[0].span.start, kept[0].span.end)
        if lead and lead.end() > kept[0].span.start:
            kept[:1] = between(source, kept[:1], lead.end(), kept[0].span.end)
    return kept


def _unbroken(source: Source, block: Node) -> Node:
    """A paragraph without the line breaks in HTML below its last words."""
    if block.kind != "paragraph":
        return block
    end = len(block.runs)
    while end and (
        block.runs[end - 1].kind == "break"
        or (
            block.runs[end - 1].kind == "html"
            and _EMPTY.fullmatch(source[block.runs[end - 1].span])
        )
        or (not block.runs[end - 1].text.strip() and block.runs[end - 1].kind == "text")
    ):
        end -= 1
    if end in (0, len(block.runs)):
        return block
    return text.clip(block, block.span.start, block.runs[end - 1].span.end) or block


def _frames(source: Source, block: Node) -> bool:
    if block.kind == "thematic_break":
        return True
    if block.kind not in ("html", "paragraph"):
        return False
    if not _bare(block):
        return False
    return _EMPTY.fullmatch(source[block.span]) is not None or is_comment(source, block)


def is_rule(source: Source, block: Node) -> bool:
    """Whether a block is a thematic break, or is HTML that begins with one."""
    return block.kind == "thematic_break" or (
        block.kind == "html" and _RULE.match(source.text, block.span.start) is not None
    )


def is_comment(source: Source, block: Node) -> bool:
    """Whether a block is nothing but a comment, which no reader of the answer sees."""
    return block.kind == "html" and _COMMENT.fullmatch(source[block.span]) is not None


def unrated(source: Source, question: Span) -> Span:
    """A question's span without the emoji or stars behind it that rate how hard it is."""
    words = source[question]
    match = _RATING.search(words)
    if match is None or not words[: match.start()].rstrip().endswith(_CLOSED):
        return question
    return Span(question.start, question.start + len(words[: match.start()].rstrip()))


def _bare(block: Node) -> bool:
    """Whether a block is nothing but tags."""
    return block.kind == "html" or (
        block.kind == "paragraph" and all(run.kind in ("html", "break") for run in block.runs)
    )


def _pair(source: Source, first: Node, last: Node) -> bool:
    return (
        _bare(first)
        and _bare(last)
        and _OPENERS.fullmatch(source[first.span]) is not None
        and _CLOSERS.fullmatch(source[last.span]) is not None
    )


def _leads_away(source: Source, block: Node, *, last: bool) -> bool:
    """Whether a block is nothing but a link within the page, such as "Back to top"."""
    if block.kind == "html":
        shown = of_runs(html_runs(source, block.span)).text.strip().lower()
        return (
            len(shown) <= 60
            and _INSIDE.search(source[block.span]) is not None
            and any(word in shown for word in words("away"))
        )
    if block.kind != "paragraph":
        return False
    shown = of_runs(block.runs).text.lower()
    away = any(word in shown for word in words("away"))
    linked = False
    for run in block.runs:
        hrefs = [mark.href for mark in run.marks if mark.kind == "link"]
        if hrefs and (away or all(href.startswith("#") for href in hrefs)):
            linked = True
        elif run.kind != "html" and any(character.isalnum() for character in run.text):
            return False
    return linked and len(shown) <= 60 and (away or not last)


def markdown(source: Source, blocks: Sequence[Node], whole: Sequence[Node], span: Span) -> str:
    """A span's Markdown as written, with LF alone and without the prefixes of containers.

    `blocks` stand in the span, `whole` are the page's blocks. An indented code block keeps the
    indentation that makes it one.
    """
    starts = [block.span.start for block in blocks]
    chains = [_chain(whole, block.span) for block in blocks]
    if not any(chains):
        code = bool(blocks) and blocks[0].kind == "code"
        start = _indented(source, span.start) if code else span.start
        return normal(source[Span(start, span.end)])
    first = source.line_of(span.start)
    result = []
    at = 0
    for line in range(first, source.line_of(max(span.start, span.end - 1)) + 1):
        row = source.line_span(line)
        while at + 1 < len(starts) and starts[at + 1] <= row.end:
            at += 1
        low = _prefix(source, row, chains[at])
        if line == first and (low > span.start or source[Span(low, span.start)].strip()):
            low = span.start
        high = min(row.end, span.end)
        if line == first and span.start - low < 4:
            low = max(low, span.start)
        result.append(source[Span(min(low, high), high)])
    return "\n".join(result)


def normal(markup: str) -> str:
    """Markdown with LF alone, so that a checkout's line endings change neither export nor hash."""
    return _NEWLINES.sub("\n", markup)


def _indented(source: Source, start: int) -> int:
    line = source.line_span(source.line_of(start)).start
    indent = source[Span(line, start)]
    return line if indent.isspace() and len(indent.expandtabs(4)) >= 4 else start


def _chain(blocks: Sequence[Node], span: Span) -> list[Node]:
    """The list items and quotes around a block, outermost first."""
    chain: list[Node] = []
    while True:
        index = bisect_left(blocks, span.start + 1, key=lambda block: block.span.end)
        if index == len(blocks):
            return chain
        block = blocks[index]
        if not block.span.contains(span) or not block.children or block.kind == "table":
            return chain
        if block.kind in ("list_item", "block_quote", "definition"):
            if block.span.start >= span.start:
                return chain
            chain.append(block)
        blocks = block.children


def _prefix(source: Source, row: Span, chain: Sequence[Node]) -> int:
    """Where a line starts once the prefixes of its containers are left out."""
    at = row.start
    for container in chain:
        if container.kind == "block_quote":
            match = _QUOTE.match(source.text, at, row.end)
            at = match.end() if match else at
            continue
        line = source.line_span(source.line_of(container.content.start)).start
        wanted = _column(source, line, container.content.start)
        while at < row.end and source.text[at] in " \t" and _column(source, row.start, at) < wanted:
            at += 1
    return at


def _column(source: Source, line: int, offset: int) -> int:
    return len(source[Span(line, offset)].expandtabs(4))
