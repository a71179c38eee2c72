"""The headings of a page, in whatever way they are written: Markdown, HTML, inside list items."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from copydesk.model import Node, Run
from copydesk.parse.letters import Letters, html_runs, of_runs, phrase
from copydesk.source import Source, Span

_HTML = re.compile(
    r"<h(?P<level>[1-6])\b[^<>]*>(?P<inside>(?:(?!</?h[1-6]\b).)*)</h(?P=level)[ \t]*>",
    re.IGNORECASE | re.DOTALL,
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
# A single mark without a space is a hashtag.
_TIGHT = re.compile(r"#{2,6}(?=[^\s#])")
# "##### - What is X?" is a heading with a bullet that its author did not mean to be read.
_BULLET = re.compile(r"\s*[-–—•*+]\s+(?=\w)")
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][\w-]*)[^<>]*?(?P<empty>/?)>")
_CLOSING = re.compile(r"[ \t]*</[A-Za-z][\w-]*>")


@dataclass(frozen=True, slots=True)
class Head:
    """A heading: its whole span, its words' span and letters, and the list item that it opens."""

    span: Span
    content: Span
    level: int
    letters: Letters
    runs: tuple[Run, ...]
    kind: Literal["markdown", "html", "item"]
    item: Node | None = None

    @property
    def text(self) -> str:
        return self.letters.text

    @property
    def top(self) -> bool:
        """Whether it stands at the top level of the page."""
        return self.item is None


def find(source: Source, blocks: Sequence[Node]) -> Iterator[Head]:
    """The headings among top-level blocks and those that open list items, in source order."""
    for block in blocks:
        if block.kind == "heading":
            yield _markdown(block, None)
        elif block.kind == "html":
            yield from _html(source, block)
        elif block.kind == "list":
            yield from _items(block)
        elif block.kind == "paragraph" and (head := _tight(source, block)):
            yield head
        elif block.kind == "paragraph" and block.runs and block.runs[0].kind == "html":
            # An anchor before its tag makes an HTML heading a paragraph.
            yield from _html(source, block)


def _markdown(node: Node, item: Node | None) -> Head:
    span = Span(item.span.start, node.span.end) if item else node.span
    kind: Literal["markdown", "item"] = "item" if item else "markdown"
    return Head(span, node.content, node.level, of_runs(node.runs), node.runs, kind, item)


def _tight(source: Source, node: Node) -> Head | None:
    """A line such as `###What is X?`, which was meant as a heading and is none for want of a space."""
    match = _TIGHT.match(source.text, node.span.start, node.span.end)
    runs = tuple(_line(node.runs))
    if match is None or not runs or runs[0].span.start != node.span.start or not runs[0].literal:
        return None
    length = match.end() - match.start()
    place = Span(match.end(), runs[0].span.end)
    rest = replace(runs[0], text=runs[0].text[length:], span=place)
    runs = (rest, *runs[1:])
    content = Span(match.end(), runs[-1].span.end)
    return Head(
        Span(node.span.start, content.end), content, length, of_runs(runs), runs, "markdown"
    )


def _line(runs: Sequence[Run]) -> Iterator[Run]:
    for run in runs:
        if run.kind == "break":
            return
        yield run


def _html(source: Source, node: Node) -> Iterator[Head]:
    hidden = [m.span() for m in _COMMENT.finditer(source.text, node.span.start, node.span.end)]
    for match in _HTML.finditer(source.text, node.span.start, node.span.end):
        if any(start < match.start() < end for start, end in hidden):
            continue
        inside = Span(match.start("inside"), match.end("inside"))
        runs = html_runs(source, inside)
        yield Head(Span(*match.span()), inside, int(match["level"]), of_runs(runs), runs, "html")


def _items(node: Node) -> Iterator[Head]:
    for item in node.children:
        first = item.children[0] if item.children else None
        if first is not None and first.kind == "heading":
            yield _markdown(first, item)


def words(source: Source, head: Head, skip: int = 0) -> Span:
    """The span of a heading's words from its letter `skip` on, without anchors around them."""
    text = head.text
    bullet = _BULLET.match(text, skip)
    skip = bullet.end() if bullet else skip
    low = skip + len(text[skip:]) - len(text[skip:].lstrip())
    if low >= len(text):
        # An image alone is still a heading to look at.
        return head.content if not skip else Span(head.content.end, head.content.end)
    span = phrase(source, head.runs, head.letters, low, len(text.rstrip()))
    opened, end = _balance(source[span]), span.end
    while opened > 0 and (tag := _CLOSING.match(source.text, end, head.content.end)):
        opened, end = opened - 1, tag.end()
    return Span(span.start, end)


def _balance(markup: str) -> int:
    opened = 0
    for tag in _TAG.finditer(markup):
        if tag["close"]:
            opened -= 1
        elif not tag["empty"] and tag["name"].lower() not in ("br", "img", "hr"):
            opened += 1
    return opened
