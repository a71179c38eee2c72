"""The mark before an answer: `**A:**`, `Answer:`, or a heading `#### Answer`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from copydesk.model import Node
from copydesk.parse.vocabulary import alternation, words
from copydesk.source import Source, Span

_WORDS = alternation("answer_mark")
# A bare letter needs its colon: "**A** is a matrix" starts a sentence, not an answer.
ANSWER_MARK = re.compile(
    r"[ \t]*(?:"
    rf"(?P<open>\*\*|__|\*|_)(?:{_WORDS})[ \t]*\d*[ \t]*"
    r"(?:[:：.][ \t]*(?P=open)|(?P=open)[ \t]*[:：]|(?P=open)(?=[ \t]*$))"
    rf"|(?:{_WORDS})[ \t]*\d*[ \t]*[:：](?!\w)"
    r")[ \t]*",
    re.IGNORECASE,
)


def find_mark(source: Source, blocks: Iterable[Node], start: int) -> Span | None:
    """The span of the first answer mark at or after a 0-based offset, None where there is none."""
    for block in blocks:
        if block.span.end <= start:
            continue
        if block.kind == "heading" and block.span.start >= start and _names_answer(block.text):
            return block.span
        if block.kind != "paragraph":
            continue
        for line in block.lines:
            if line.start < start:
                continue
            match = ANSWER_MARK.match(source[line])
            if match:
                return Span(line.start, line.start + match.end())
    return None


def _names_answer(heading: str) -> bool:
    # A single letter is a mark in front of text, but no heading.
    plain = heading.strip(" :.*").lower()
    return len(plain) > 1 and plain in words("answer_mark")
