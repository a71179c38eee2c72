"""Where a `stet` comment goes that lets a finding stand."""

from __future__ import annotations

import re
from collections.abc import Iterable

from copydesk.model import Diagnostic, Document, Edit, Node
from copydesk.source import Span

# Comments in these are none: one stands on the line before.
_OPAQUE = ("code", "math", "html", "unparsed")
_QUOTED = re.compile(r"[ \t>]*")
# What must stay at the end of a heading's line: its id, closing marks.
_TAIL = re.compile(r"(?:[ \t]*\{[^{}\n]*\}|[ \t]+#+)*[ \t]*\Z")


def let_stand(document: Document, found: Diagnostic) -> Edit | None:
    """The comment that lets a finding stand; None where none could.

    It goes to the end of the finding's first line, in a table of its cell, and above code.
    """
    source = document.source
    front = document.front_matter
    if found.rule == "stet/unused" or (front and found.span.start < front.span.end):
        return None
    line = source.line_span(source.line_of(found.span.start))
    nodes = [node for node in document.walk() if _holds(node, found.span.start)]
    comment = _comment([found.rule])
    if any(node.kind == "link_definition" for node in nodes):
        return None
    opaque = next((node for node in nodes if node.kind in _OPAQUE), None)
    if opaque is not None:
        top = source.line_span(source.line_of(opaque.span.start))
        before = source[Span(top.start, opaque.span.start)]
        if not _QUOTED.fullmatch(before):
            return None
        return Edit(Span(top.start, top.start), f"{before}{comment}{source.newline}")
    cell = next((node for node in nodes if node.kind == "table_cell"), None)
    if cell is not None:
        at = cell.span.start + len(source[cell.span].rstrip())
        return Edit(Span(at, at), f" {comment}")
    text = source[line]
    heading = any(node.kind == "heading" for node in nodes)
    tail = _TAIL.search(text) if heading else None
    at = line.start + (tail.start() if tail else len(text.rstrip()))
    return Edit(Span(at, at), f" {comment}")


def let_all_stand(document: Document, found: Iterable[Diagnostic]) -> tuple[list[Edit], int]:
    """The comments that let findings stand, one for each place, and how many findings these are."""
    rules: dict[Span, list[str]] = {}
    edits: dict[Span, Edit] = {}
    count = 0
    for diagnostic in found:
        edit = let_stand(document, diagnostic)
        if edit is None:
            continue
        count += 1
        edits.setdefault(edit.span, edit)
        named = rules.setdefault(edit.span, [])
        if diagnostic.rule not in named:
            named.append(diagnostic.rule)
    return [
        Edit(span, edit.text.replace(_comment(rules[span][:1]), _comment(rules[span])))
        for span, edit in edits.items()
    ], count


def _comment(rules: Iterable[str]) -> str:
    return f"<!-- stet: {', '.join(rules)} -->"


def _holds(node: Node, offset: int) -> bool:
    return node.span.start <= offset < max(node.span.end, node.span.start + 1)
