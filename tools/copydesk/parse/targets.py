"""The targets of a file's links and images, and the undecided brackets between them."""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from copydesk.model import Document, Node
from copydesk.parse import contents
from copydesk.source import Span

_ATTRIBUTE = re.compile(
    r"<(?:a|img)\b[^<>]*?\s(?:href|src)\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)')",
    re.IGNORECASE,
)
_DEFINITION = re.compile(r"\[[^\[\]]+\]:\s*(?:<(?P<angled>[^<>\n]*)>|(?P<bare>\S+))")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|\\\\")
_TEMPLATE = re.compile(r"\{\{|\{%|\$\{|[<>]")
# Shorter labels are near one another without a slip.
_LABEL = 4
_PAGES = (".md", ".markdown", ".mdx")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads, as written, and where that is written."""

    written: str
    span: Span

    @property
    def path(self) -> str:
        """The decoded path, without query and anchor."""
        return unquote(self.written.partition("#")[0].partition("?")[0])

    @property
    def anchor(self) -> str:
        return self.written.partition("#")[2]

    @property
    def relative(self) -> bool:
        """Whether it is known what it leads to: no scheme, no site's root, no template."""
        return not (
            _SCHEME.match(self.written)
            or self.written.startswith("/")
            or _TEMPLATE.search(self.written)
        )


def targets(document: Document) -> Iterator[Target]:
    """The targets of links, images, definitions and HTML, each as often as it is written.

    A link by reference has its definition's.
    """
    seen: set[Span] = set()
    for node in document.walk():
        for target in _of(document, node):
            if target.span not in seen and target.written:
                seen.add(target.span)
                yield target


def _of(document: Document, node: Node) -> Iterator[Target]:
    text = document.source.text
    if node.kind == "link_definition":
        match = _DEFINITION.match(text, node.span.start, node.span.end)
        if match and not text.startswith("[^", node.span.start):
            yield _named(match, "angled", "bare")
    elif node.kind == "html":
        yield from _html(text, node.span)
    for run in node.runs:
        if run.kind == "html":
            yield from _html(text, run.span)
        elif run.kind == "image":
            yield from _inline(text, run.span)
        for mark in run.marks:
            if mark.kind == "link":
                yield from _inline(text, mark.span)


def _inline(text: str, span: Span) -> Iterator[Target]:
    at = text.rfind("](", span.start, span.end)
    if at < 0 or text[span.end - 1] != ")":
        return
    inside = text[at + 2 : span.end - 1]
    low = at + 2 + len(inside) - len(inside.lstrip())
    if text.startswith("<", low):
        end = text.find(">", low)
        yield Target(text[low + 1 : end], Span(low + 1, end))
    elif inside.strip():
        written = inside.split(None, 1)[0]
        yield Target(written, Span(low, low + len(written)))


def _html(text: str, span: Span) -> Iterator[Target]:
    comments = [Span(*m.span()) for m in _COMMENT.finditer(text, span.start, span.end)]
    for match in _ATTRIBUTE.finditer(text, span.start, span.end):
        at = bisect_right(comments, match.start(), key=lambda item: item.start) - 1
        if at < 0 or comments[at].end <= match.start():
            yield _named(match, "double", "single")


def _named(match: re.Match[str], one: str, other: str) -> Target:
    name = one if match[one] is not None else other
    return Target(match[name], Span(*match.span(name)))


def resolved(document: Document, target: Target) -> str:
    """A relative target's path as a source's path; a file's own for an anchor alone."""
    return contents.resolved(document, target.path)


def relative(document: Document, path: str) -> str:
    """A source's path as a link of this file writes it: from its folder, with slashes."""
    return posixpath.relpath(path, posixpath.dirname(document.source.path) or ".")


def stand_ins(path: str) -> tuple[str, ...]:
    """The paths that may be behind one: a site's generator turns `page.md` into `page/`."""
    bare = path.rstrip("/")
    pages = tuple(f"{bare}{suffix}" for suffix in _PAGES)
    if bare.lower().endswith((".html", ".htm")):
        pages += tuple(f"{bare.rpartition('.')[0]}{suffix}" for suffix in _PAGES)
    return (bare, *pages)


def near(label: str, defined: Iterable[str]) -> str:
    """The one defined label that is a slip of the pen away from one; empty where none or several are."""
    from rapidfuzz.distance import OSA

    slips = [name for name in defined if OSA.distance(label, name, score_cutoff=1) == 1]
    return slips[0] if len(slips) == 1 and min(len(label), len(slips[0])) >= _LABEL else ""


def plain(document: Document, node: Node) -> tuple[int, str]:
    """The offset of a block's first run, and its text from there as far as it is undecided.

    Characters keep their places: code, formulas, HTML and delimiters become NUL, what is in a
    link U+0001, a line break a space.
    """
    if not node.runs:
        return node.content.start, ""
    start = node.runs[0].span.start
    pieces: list[str] = []
    at = start
    for run in node.runs:
        size = run.span.end - run.span.start
        pieces.append("\0" * (run.span.start - at))
        if run.kind == "break":
            pieces.append(" " * size)
        elif any(mark.kind == "link" for mark in run.marks):
            pieces.append("\1" * size)
        else:
            literal = run.kind == "text" and run.literal
            pieces.append(document.source[run.span] if literal else "\0" * size)
        at = run.span.end
    return start, "".join(pieces)
