"""Articles: pages whose title asks what no answer follows, only chapters."""

from __future__ import annotations

from collections.abc import Sequence

from copydesk.parse.heads import Head
from copydesk.parse.layout import Page
from copydesk.parse.vocabulary import names_answer, weight

# So many headings below the title of a post that asks are its chapters; elsewhere it takes twice as many.
_CHAPTERS = 3
_MOST = 0.75
_POST = frozenset(("date", "author", "authors", "published", "pubdate", "slug"))


def is_article(page: Page, below: Sequence[Head]) -> bool:
    """Whether a title's question is rhetoric: the headings below it neither answer nor ask."""
    if page.collection or any(names_answer(head.text) for head in below):
        return False
    asking = sum(weight(head.text) == 1 for head in below)
    if page.front is not None and any(key in _POST for key in page.front.data):
        # Chapters of a post may ask as its title does.
        return len(below) >= _CHAPTERS and asking < _MOST * len(below)
    return len(below) >= 2 * _CHAPTERS and not asking
