"""Headings that only announce a question, which is the paragraph below them."""

from __future__ import annotations

from bisect import bisect_left

from copydesk.model import Node
from copydesk.parse.heads import Head
from copydesk.parse.layout import Page, Start
from copydesk.parse.vocabulary import names_answer, weight

# Longer paragraphs below a title are text that happens to end in a question.
_LONG = 500


def first(page: Page, head: Head) -> Node | None:
    """The block below a heading, None where another heading or nothing stands there."""
    index = bisect_left(page.blocks, head.span.end, key=lambda block: block.span.start)
    if index == len(page.blocks):
        return None
    block = page.blocks[index]
    if block.kind == "block_quote" and block.children:
        block = block.children[0]
    return None if block.kind in ("heading", "thematic_break") else block


def below(page: Page, head: Head, number: int | None, *, announced: bool) -> Start | None:
    """The question below a heading, which must ask by itself unless the heading announces it."""
    block = shown = first(page, head)
    if announced and block is not None and block.kind == "code":
        # What the question is about may stand above it, and is a part of it.
        index = bisect_left(page.blocks, block.span.end, key=lambda other: other.span.start)
        block = page.blocks[index] if index < len(page.blocks) else block
    if block is None or shown is None or block.kind != "paragraph" or names_answer(block.text):
        return None
    if not announced and (len(block.text) > _LONG or not _asks_last(block.text)):
        return None
    text = head.letters.text
    low, high = len(text) - len(text.lstrip()), len(text.rstrip())
    return Start(
        span=block.span._replace(start=head.span.start),
        question=block.content._replace(start=min(shown.span.start, block.content.start)),
        level=head.level,
        number=number,
        number_span=head.letters.span(low, high) if number is not None else None,
    )


def _asks_last(text: str) -> bool:
    return text.rstrip(" \t*_)\"'”’").endswith(("?", "？", "؟")) or weight(text) == 1
