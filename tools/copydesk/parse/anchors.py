"""The anchors of a file: what `#…` can lead to in it, as GitHub makes them."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

from copydesk.model import Document, Node
from copydesk.source import Span

_KEPT = ("L", "M", "Nd", "Nl", "Pc")
_TAG = re.compile(r"<[A-Za-z/][^<>]*>")
# Possessive, and no further than the next heading: many unclosed ones stay linear.
_HEADING = re.compile(
    r"<h([1-6])\b[^<>]*>(?P<text>(?:[^<]|<(?!/?h[1-6]\b))*+)</h\1\s*>", re.IGNORECASE
)
_OPENING = re.compile(r"<[A-Za-z][^<>]*>")
_NAMED = re.compile(
    r"\s(?:id|name)\s*=\s*"
    r"(?:\"(?P<double>[^\"]+)\"|'(?P<single>[^']+)'|(?P<bare>[^\s\"'<>]+))",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
# Written by hand: after a heading's words, or as kramdown has it on a line of its own.
_EXPLICIT = re.compile(r"\{:?\s*#(?P<id>[\w.:-]+)[^{}]*\}\s*\Z")
_BELOW = re.compile(r"\{:\s*#(?P<id>[\w.:-]+)[^{}\n]*\}")
_OWN_PREFIX = "user-content-"


def slug(text: str) -> str:
    """GitHub's anchor of a heading's reader text, the first time that it occurs in a file.

    Source: github-slugger's `slug`, and the `[^\\p{Word}\\- ]` of html-pipeline's table of contents
    that it follows. A variation selector is a mark, so it outlives its emoji.
    """
    kept = (
        character
        for character in text.lower()
        if character in "- " or unicodedata.category(character).startswith(_KEPT)
    )
    return "".join(kept).replace(" ", "-")


def key(anchor: str) -> str:
    """What two anchors that lead to the same place have in common: case and encoding left out."""
    plain = unquote(anchor).replace("\ufe0f", "").casefold()
    return plain.removeprefix(_OWN_PREFIX)


def anchors(document: Document) -> dict[str, Span]:
    """Every anchor of a file with the span of its heading or HTML element.

    Repeated headings are counted as github-slugger counts them.
    """
    found: dict[str, Span] = {}
    seen: dict[str, int] = {}
    for span, text in sorted(_headings(document)):
        explicit = _EXPLICIT.search(text)
        if explicit:
            found.setdefault(explicit["id"], span)
            text = text[: explicit.start()].rstrip()
        first = name = slug(text)
        while name in seen:
            seen[first] += 1
            name = f"{first}-{seen[first]}"
        seen[name] = 0
        found.setdefault(name, span)
    for span, name in _named(document):
        found.setdefault(name, span)
    return found


def _headings(document: Document) -> Iterator[tuple[Span, str]]:
    for node in document.walk():
        if node.kind == "heading":
            yield node.span, _seen(node)
    for match in _visible(document, _HEADING, "<h"):
        yield Span(*match.span()), unescape(_TAG.sub("", match["text"])).strip()


def _seen(node: Node) -> str:
    """The text that GitHub makes an anchor of: an image has none there."""
    return "".join(run.text for run in node.runs if run.kind not in ("image", "html"))


def _named(document: Document) -> Iterator[tuple[Span, str]]:
    for tag in _visible(document, _OPENING, "<"):
        for match in _NAMED.finditer(tag.group()):
            name = match["double"] or match["single"] or match["bare"]
            yield Span(*tag.span()), unescape(name).strip()
    for match in _visible(document, _BELOW, "{:"):
        yield Span(*match.span()), match["id"]


def _visible(document: Document, pattern: re.Pattern[str], hint: str) -> Iterator[re.Match[str]]:
    """The matches that stand in no code, formula or comment."""
    text = document.source.text
    if hint not in text and hint.upper() not in text:
        return
    hidden = sorted(_hidden(document))
    for match in pattern.finditer(text):
        at = bisect_right(hidden, match.start(), key=lambda span: span.start) - 1
        if at < 0 or hidden[at].end <= match.start():
            yield match


def _hidden(document: Document) -> Iterator[Span]:
    for node in document.walk():
        html = [run.span for run in node.runs if run.kind == "html"]
        for span in (node.span, *html) if node.kind == "html" else html:
            # The pattern's end is the slice's: a comment that never closes ends with its block.
            for match in _COMMENT.finditer(document.source.text, span.start, span.end):
                yield Span(*match.span())
        if node.kind in ("code", "math"):
            yield node.span
        yield from (run.span for run in node.runs if run.kind in ("code", "math"))
