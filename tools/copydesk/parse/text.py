"""What a reader sees of blocks: plain text with code and math kept to the letter."""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace

from copydesk.model import Node, Run
from copydesk.source import Source, Span

_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<[^<>]*>", re.DOTALL)
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


def render(source: Source, blocks: Sequence[Node]) -> str:
    """The reader's text of blocks.

    Code and math stand verbatim, links as their text, images as their alternative text, one blank
    line between blocks, list items as lines with `- ` or `1. `.
    """
    return "\n\n".join(text for block in blocks if (text := _block(source, block)))


def inline(source: Source, runs: Iterable[Run]) -> str:
    """The reader's text of runs: a soft break is a space, a hard one a newline."""
    return "".join(_run(source, run) for run in runs).strip()


def _run(source: Source, run: Run) -> str:
    if run.kind == "math":
        return source[run.span]
    if run.kind == "break":
        return " " if source[run.span][:1] in "\r\n" else "\n"
    return run.text


def _block(source: Source, node: Node) -> str:
    match node.kind:
        case "paragraph" | "heading" | "table_cell" | "definition_term":
            return inline(source, node.runs)
        case "code":
            return _lines(source, node)
        case "math":
            return f"$$\n{_lines(source, node)}\n$$"
        case "list":
            return _list(source, node)
        case "html":
            return _visible(_lines(source, node))
        case "table":
            return "\n".join(_block(source, row) for row in node.children)
        case "table_row":
            return " | ".join(_block(source, cell) for cell in node.children)
        case "thematic_break" | "link_definition":
            return ""
        case "unparsed":
            return _lines(source, node)
        case _:
            return render(source, node.children) or inline(source, node.runs)


def _lines(source: Source, node: Node) -> str:
    if node.lines:
        text = "\n".join(source[line] for line in node.lines)
    else:
        text = source[node.content if node.kind == "code" else node.span]
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")


def _visible(markup: str) -> str:
    text = html.unescape(_TAG.sub("", markup))
    return _BLANK_LINES.sub("\n\n", text).strip()


def _list(source: Source, node: Node) -> str:
    items = []
    number = node.number if node.number is not None else 1
    for index, item in enumerate(node.children):
        label = f"{number + index}. " if node.ordered else "- "
        if item.checked is not None:
            label += "[x] " if item.checked else "[ ] "
        body = _item(source, item)
        indent = " " * len(label if node.ordered else "- ")
        items.append(label + body.replace("\n", f"\n{indent}"))
    return "\n".join(re.sub(r"(?m)^ +$", "", item).rstrip() for item in items)


def _item(source: Source, item: Node) -> str:
    parts: list[str] = []
    for child in item.children:
        text = _block(source, child)
        if text:
            # A nested list continues its item; any other block stands apart.
            parts.append(("\n" if child.kind == "list" else "\n\n") if parts else "")
            parts.append(text)
    return "".join(parts)


def clip(node: Node, start: int, end: int) -> Node | None:
    """The part of a leaf block between two 0-based offsets, None where nothing of it is left."""
    runs = _bare(_cut(node.runs, start, end))
    if not runs:
        return None
    first, last = runs[0], runs[-1]
    span = Span(
        max(
            start, min(first.span.start, *(mark.span.start for mark in first.marks), node.span.end)
        ),
        min(end, max(last.span.end, *(mark.span.end for mark in last.marks), node.span.start)),
    )
    at = bisect_left(node.lines, span.start + 1, key=lambda line: line.end)
    until = bisect_left(node.lines, span.end, key=lambda line: line.start)
    lines = tuple(
        Span(max(line.start, span.start), min(line.end, span.end)) for line in node.lines[at:until]
    )
    return replace(node, span=span, content=span, runs=runs, lines=lines)


def without(blocks: Sequence[Node], spans: Sequence[Span]) -> tuple[Node, ...]:
    """Blocks with what stands in some spans left out, and nothing left of blocks that then say nothing."""
    kept = (_without(block, spans) for block in blocks)
    return tuple(block for block in kept if block is not None)


def _without(node: Node, spans: Sequence[Span]) -> Node | None:
    inside = [span for span in spans if span.overlaps(node.span)]
    if not inside:
        return node
    if any(span.contains(node.span) for span in inside):
        return None
    if node.children:
        children = without(node.children, inside)
        return replace(node, children=children) if children else None
    if not node.runs:
        return node
    runs = list(node.runs)
    for span in inside:
        before = _cut(runs, node.span.start, span.start)
        runs = [*before, *_cut(runs, span.end, node.span.end)]
    bare = _bare(runs)
    return replace(node, runs=bare) if bare else None


def _cut(runs: Sequence[Run], start: int, end: int) -> list[Run]:
    """The runs between two offsets; a decoded run that is only partly there is left out whole."""
    kept = []
    # A paragraph of many questions is cut once for each: only the runs in question are looked at.
    first = bisect_left(runs, start + 1, key=lambda run: run.span.end)
    for index in range(first, len(runs)):
        run = runs[index]
        if run.span.start >= end:
            break
        low, high = max(run.span.start, start), min(run.span.end, end)
        if low >= high:
            continue
        if (low, high) == run.span:
            kept.append(run)
        elif run.literal:
            text = run.text[low - run.span.start : high - run.span.start]
            kept.append(replace(run, text=text, span=Span(low, high)))
    return kept


def _bare(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Runs without the breaks and white space at both ends."""
    low, high = 0, len(runs)
    while low < high and _blank(runs[low]):
        low += 1
    while high > low and _blank(runs[high - 1]):
        high -= 1
    return tuple(runs[low:high])


def _blank(run: Run) -> bool:
    # An image without alternative text is still something that a reader sees.
    return run.kind in ("text", "break") and not run.text.strip()
