"""Questions below a title that only counts them: `## Question 5`, then the question as a paragraph."""

from __future__ import annotations

from bisect import bisect_left

from copydesk.parse import numbering
from copydesk.parse.heads import Head
from copydesk.parse.layout import Finding, Page, Start
from copydesk.parse.vocabulary import weight
from copydesk.source import Span

NAME = "titled-questions"


def find(page: Page) -> Finding | None:
    """The headings that say no more than "Question", each with the paragraph below it."""
    found = [
        start
        for head in page.heads
        if head.top and (number := numbering.title(head.text)) is not None
        if (start := _start(page, head, number[0]))
    ]
    if not found:
        return None
    asking = sum(weight(page.source[start.question]) > 0 for start in found)
    evidence = (
        f"{len(found)} headings that only say that a question follows",
        f"{asking} of the paragraphs below them ask something",
    )
    return Finding(tuple(found), 0.9, evidence)


def _start(page: Page, head: Head, number: int | None) -> Start | None:
    index = bisect_left(page.blocks, head.span.end, key=lambda block: block.span.start)
    if index == len(page.blocks):
        return None
    block = page.blocks[index]
    if block.kind == "block_quote" and block.children:
        block = block.children[0]
    if block.kind != "paragraph":
        return None
    text = head.letters.text
    low, high = len(text) - len(text.lstrip()), len(text.rstrip())
    return Start(
        span=Span(head.span.start, block.span.end),
        question=block.content,
        level=head.level,
        number=number,
        number_span=head.letters.span(low, high) if number is not None else None,
    )
