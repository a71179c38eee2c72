"""Headings told by what stands below them: an answer's own title or fold, nothing yet, other headings."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise, zip_longest

from copydesk.parse.heads import Head
from copydesk.parse.layout import Page
from copydesk.parse.tags import details
from copydesk.parse.vocabulary import names_answer, reveals, weight

# Where so many headings of a level ask and have nothing below them, answers are yet to come.
_USUAL = 0.25
# Folds that only say "Show" hide answers where so many headings of a level, and no fewer, have one.
_MOST = 0.75
_FEWEST = 3


def answered(page: Page, heads: Sequence[Head]) -> set[int]:
    """Where the headings start that an answer's own heading or fold directly follows.

    A fold that only says "Show" counts where one stands below most headings of a level.
    """
    folds = details(page.source, page.blocks)
    named = {entry.span.start for entry in folds if names_answer(entry.letters.text)}
    shown = [entry.span.start for entry in folds if reveals(entry.letters.text)]
    found: set[int] = set()
    showing: dict[int, list[int]] = defaultdict(list)
    for head, following in zip_longest(heads, heads[1:]):
        index = bisect_left(page.blocks, head.span.end, key=lambda block: block.span.start)
        block = page.blocks[index] if index < len(page.blocks) else None
        if block and (
            block.span.start in named or (block.kind == "heading" and names_answer(block.text))
        ):
            found.add(head.span.start)
        end = following.span.start if following else page.end
        if bisect_left(shown, end) == bisect_left(shown, head.span.end) + 1:
            showing[head.level].append(head.span.start)
    total = Counter(head.level for head in heads)
    for level, starts in showing.items():
        # One fold hides a long log; below every heading they hide what one should think of first.
        if len(starts) >= max(_FEWEST, _MOST * total[level]):
            found.update(starts)
    return found


def often_empty(page: Page, heads: Sequence[Head]) -> set[int]:
    """The levels at which questions without answers are usual: nothing parts one from the next."""
    empty: Counter[int] = Counter()
    for head, following in pairwise(heads):
        bare = head.level == following.level and _bare(page, head, following)
        empty[head.level] += bare and weight(head.text) > 0
    total = Counter(head.level for head in heads)
    return {level for level, count in empty.items() if count >= _USUAL * total[level]}


def _bare(page: Page, head: Head, following: Head) -> bool:
    return not page.source.text[head.span.end : following.span.start].strip(" \t\r\n-*_=")


def is_section(page: Page, head: Head, following: Head | None, unanswered: bool) -> bool:
    """Whether a heading that asks nothing only stands above others."""
    if following is None:
        return False
    if _bare(page, head, following):
        return following.level > head.level or not unanswered
    return following.level > head.level and weight(following.text) > 0
