"""Questions that are the paragraph below a title: `## Question 5`, or a topic, then the question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from copydesk.parse import announced, numbering
from copydesk.parse.answer import marks_answers
from copydesk.parse.grouping import MOST
from copydesk.parse.heads import Head
from copydesk.parse.layout import Finding, Page, Start, coverage
from copydesk.parse.vocabulary import is_frame, weight

NAME = "titled-questions"
EXAMPLE = """\
# Chess

## Question 1

What is a fork?

**Answer:** One piece attacks two others at once.

## Question 2

When is castling not allowed?

**Answer:** When the king is in check, or has moved before.
"""

# A page of tasks holds little beside them.
_MOST_TEXT = 0.6


def find(page: Page) -> Finding | None:
    """The headings that only announce a question, each with the paragraph below it."""
    titles = [
        (title, start)
        for head in page.heads
        if head.top and (title := numbering.title(head.text)) is not None
        if (start := announced.below(page, head, title.number, announced=True))
    ]
    if not titles:
        return _topics(page)
    starts = tuple(start for _, start in titles)
    asking = sum(weight(page.source[start.question]) > 0 for start in starts)
    evidence = [
        f"{len(starts)} headings only say that a question follows",
        f"{asking} of the paragraphs below them ask something",
    ]
    if any(title.task for title, _ in titles) and not (
        page.collection
        or asking * 2 >= len(starts)
        or marks_answers(page.source, page.blocks, [start.span.start for start in starts])
        or coverage(page, starts) >= _MOST_TEXT
    ):
        evidence.append("tasks of a text that is more than these")
        return Finding(starts, 0.4, tuple(evidence))
    return Finding(starts, 0.9, tuple(evidence))


def _topics(page: Page) -> Finding | None:
    """Titles of one level that do not ask, above paragraphs that do."""
    levels: dict[int, list[Head]] = defaultdict(list)
    for head in page.sections:
        if head.text.strip() and not is_frame(head.text) and head.kind == "markdown":
            levels[head.level].append(head)
    best: Finding | None = None
    for level, heads in levels.items():
        # A title that stands above others of its own, and no text, is a section.
        bodies = [head for head in heads if announced.first(page, head) is not None]
        silent = sum(weight(head.text) < 1 for head in heads)
        if len(bodies) < 3 or silent < len(heads) / 2:
            continue
        starts = _below(page, bodies, announces=False)
        share = len(starts) / len(bodies)
        counted = all(numbering.is_task(head.text) for head in bodies)
        if share >= MOST and counted:
            # What is counted as a problem is one, however it is put.
            starts = _below(page, bodies, announces=True)
        if share < 0.5 or (best and len(best.starts) >= len(starts)):
            continue
        evidence = (
            f"{len(starts)} of {len(bodies)} titles of level {level} stand above a paragraph"
            " that asks something",
        )
        sure = share >= MOST
        best = Finding(tuple(starts), 0.5 + 0.3 * share if sure else 0.4, evidence)
    return best


def _below(page: Page, heads: Sequence[Head], *, announces: bool) -> list[Start]:
    found = (announced.below(page, head, None, announced=announces) for head in heads)
    return [start for start in found if start]
