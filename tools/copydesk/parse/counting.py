"""Which numbered headings are questions: by their mark, their words, and how they count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from copydesk.parse import announced, numbering
from copydesk.parse.answer import marks_answers
from copydesk.parse.heads import Head, words
from copydesk.parse.layout import Finding, Page, Start
from copydesk.parse.vocabulary import weight

_SKIP = 2
# In a collection few of the numbered headings need to ask, but more than happen to.
_SOME = 0.25


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: Start
    marked: bool
    asks: float


def numbered(page: Page, kinds: tuple[str, ...]) -> Finding | None:
    """The headings of some kinds with a number, None where there are none."""
    heads = [head for head in page.heads if head.kind in kinds]
    candidates = [found for head in heads if (found := _candidate(page, head))]
    marked = [item for item in candidates if item.marked]
    if marked:
        # "Question 2" alone, among others with their words behind it, stands above them.
        # One with a picture behind its number has its question there.
        own = {item.start.span.start for item in candidates}
        bare = [head for head in heads if head.span.start not in own]
        candidates += [found for head in bare if (found := _announced(page, head))]
        candidates.sort(key=lambda item: item.start.span)
    # Beside questions marked as such, a number alone may count something else.
    levels = {item.start.level for item in candidates if item.marked or item.asks == 1}
    kept = _one_level(
        [c for c in candidates if c.marked or c.asks == 1 or (c.asks and c.start.level in levels)]
        if marked
        else candidates
    )
    if not kept:
        return None
    asking = sum(item.asks > 0 for item in kept)
    share = sum(item.asks for item in kept) / len(kept)
    answered = marks_answers(page.source, page.blocks, [c.start.span.start for c in kept])
    commonest = _commonest(kept)
    evidence = [
        f"{len(kept)} headings of level {commonest} with a number"
        + (" after a question mark such as Q" if marked else ""),
        f"{asking} of them ask something",
    ]
    if marked:
        confidence = 0.95
    elif answered:
        confidence = 0.9
        evidence.append("answers are marked")
    elif page.collection and share >= _SOME:
        confidence = 0.6 + 0.35 * share
        evidence.append("the file calls itself a collection of questions")
    elif share >= 0.6:
        confidence = 0.55 + 0.4 * share
    else:
        confidence = 0.3
    plain = sum(weight(head.text) == 1 for head in heads if numbering.leading(head.text) is None)
    if len(kept) == 1 and plain > 1:
        confidence = 0.4
        evidence.append(f"but {plain} without a number ask as well")
    starts = tuple(item.start for item in kept)
    return Finding(starts, confidence, tuple(evidence), marked=answered)


def _candidate(page: Page, head: Head) -> _Candidate | None:
    found = numbering.leading(head.text)
    if found is None:
        return None
    question = words(page.source, head, found.words)
    if question.empty:
        return None
    start = Start(
        span=head.span,
        question=question,
        level=head.level,
        number=found.number,
        number_span=head.letters.span(found.start, found.end),
    )
    return _Candidate(start, found.marked, weight(head.text[found.words :]))


def _announced(page: Page, head: Head) -> _Candidate | None:
    title = numbering.title(head.text)
    if title is None or title.task or title.number is None:
        return None
    start = announced.below(page, head, title.number, announced=True)
    return _Candidate(start, marked=True, asks=1.0) if start else None


def _one_level(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """Keep the commonest level, and other levels' headings where they continue its count."""
    if not candidates:
        return []
    level = _commonest(candidates)
    kept = _leading_up(candidates, level)
    for index, item in enumerate(candidates[len(kept) :], len(kept)):
        if (
            item.start.level == level
            or _is_called_alike(item, level)
            or _continues(kept, candidates, index)
        ):
            kept.append(item)
    return kept


def _commonest(candidates: Sequence[_Candidate]) -> int:
    levels = Counter(item.start.level for item in candidates)
    return max(levels, key=lambda key: (levels[key], -key))


def _leading_up(candidates: Sequence[_Candidate], level: int) -> list[_Candidate]:
    """The first headings of another level whose numbers count on to the commonest level's."""
    first = next(i for i, item in enumerate(candidates) if item.start.level == level)
    numbers = [item.start.number for item in candidates[: first + 1]]
    if any(number is None or following != number + 1 for number, following in pairwise(numbers)):
        return []
    return [*candidates[:first]] if any(item.asks for item in candidates[:first]) else []


def _is_called_alike(item: _Candidate, level: int) -> bool:
    """Whether a heading above the usual level is called a question, as a section never is."""
    return item.marked and item.start.number is None and item.start.level < level


def _continues(kept: list[_Candidate], candidates: Sequence[_Candidate], index: int) -> bool:
    """Whether a heading of another level goes on where the last question's number stopped."""
    item = candidates[index]
    before = kept[-1].start.number if kept else 0
    if before is None or item.start.number is None:
        return False
    # A question that skips a number, or has its neighbour's, is still the next one.
    if item.asks == 1 and kept and before <= item.start.number <= before + _SKIP:
        return True
    if not before < item.start.number <= before + (_SKIP if item.asks else 1):
        return False
    previous = candidates[index - 1]
    if kept and previous is kept[-1]:
        following = candidates[index + 1] if index + 1 < len(candidates) else None
        # The first of its level is one of several, unless it asks by itself.
        return (
            item.asks > 0
            or item.start.level == previous.start.level
            or (
                following is not None
                and following.start.level == item.start.level
                and following.start.number is not None
                and 0 < following.start.number - item.start.number <= _SKIP
            )
        )
    # What stands between, and was left out, may be a count of its own that this goes on.
    return item.asks > 0 and previous.start.number != item.start.number - 1
