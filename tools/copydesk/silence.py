"""`stet` comments: what the author lets stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from copydesk.model import Diagnostic, Document, Node
from copydesk.source import Span

_COMMENT = re.compile(
    r"<!--[ \t]*stet(?:[ \t]+(?P<switch>on|off))?[ \t]*(?::(?P<rules>[^>]*?))?[ \t]*-->"
)

# What may stand before a comment on its own line: a byte-order mark, the marks of quotes and items.
_PREFIX = re.compile(r"\ufeff?[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t>]+)*")


@dataclass(frozen=True, slots=True)
class Stet:
    """One comment: where it stands, what it covers, and which rules or families (none: all)."""

    comment: Span
    covers: Span
    rules: tuple[str, ...]

    def silences(self, diagnostic: Diagnostic) -> bool:
        if not (
            self.covers.start <= diagnostic.span.start < max(self.covers.end, self.covers.start + 1)
        ):
            return False
        return not self.rules or any(names(rule, diagnostic.rule) for rule in self.rules)


def names(selector: str, rule: str) -> bool:
    """Whether a selector, a rule's name or a family's, names a rule."""
    return rule == selector or rule.startswith(f"{selector}/")


def stets(document: Document) -> tuple[Stet, ...]:
    """The stet comments of a document; what looks like one in code is none."""
    if "stet" not in document.source.text:
        return ()
    found: list[Stet] = []
    off: tuple[Span, tuple[str, ...]] | None = None
    for comment, switch, rules in _comments(document):
        if switch == "off":
            off = off or (comment, rules)
        elif switch == "on":
            if off is not None:
                found.append(Stet(off[0], Span(off[0].end, comment.start), off[1]))
                off = None
        else:
            found.append(Stet(comment, _covered(document, comment), rules))
    if off is not None:
        found.append(Stet(off[0], Span(off[0].end, len(document.source.text)), off[1]))
    return tuple(found)


def _comments(document: Document) -> list[tuple[Span, str | None, tuple[str, ...]]]:
    found = []
    for node in document.walk():
        areas = (
            [node.span]
            if node.kind == "html"
            else [run.span for run in node.runs if run.kind == "html"]
        )
        for area in areas:
            for match in _COMMENT.finditer(document.source.text, area.start, area.end):
                listed = tuple(
                    rule.strip() for rule in (match["rules"] or "").split(",") if rule.strip()
                )
                found.append((Span(*match.span()), match["switch"], listed))
    return sorted(found)


def _covered(document: Document, comment: Span) -> Span:
    """The comment's own line where it follows something, else the next block."""
    source = document.source
    line = source.line_span(source.line_of(comment.start))
    if not _PREFIX.fullmatch(source[Span(line.start, comment.start)]):
        return line
    after = source[Span(comment.end, source.line_span(source.line_of(comment.end)).end)]
    if after.strip():
        return line
    following = _next_block(document.blocks, comment)
    return Span(comment.end, following.span.end) if following else line


def _next_block(blocks: Sequence[Node], comment: Span) -> Node | None:
    """The first block that starts after a comment, looked for where the comment stands."""
    for block in blocks:
        if block.span.start >= comment.end:
            return block
        if block.children and block.span.end > comment.end:
            return _next_block(block.children, comment) or None
        if block.span.contains(comment) and block.span.end > comment.end:
            # A comment glued to the prose below it is one block with it.
            return block
    return None


def apply(
    document: Document, diagnostics: Iterable[Diagnostic]
) -> tuple[list[Diagnostic], tuple[Stet, ...]]:
    """The diagnostics that no comment silences, and the comments that silenced none."""
    found = stets(document)
    if not found:
        return list(diagnostics), ()
    used: set[Stet] = set()
    kept = []
    for diagnostic in diagnostics:
        silencing = [stet for stet in found if stet.silences(diagnostic)]
        used.update(silencing)
        if not silencing:
            kept.append(diagnostic)
    return kept, tuple(stet for stet in found if stet not in used)
