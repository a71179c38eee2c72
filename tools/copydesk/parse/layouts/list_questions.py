"""List items that ask: alone, with the answer behind the question, or with it below in the item."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from copydesk.model import Node
from copydesk.parse.identity import words_key
from copydesk.parse.layout import BELOW_HEADINGS, Finding, Page, Start, coverage
from copydesk.parse.leaves import Asked, asked, bold_length, links_away
from copydesk.parse.letters import with_breaks
from copydesk.parse.vocabulary import is_frame, is_manual, weight, words
from copydesk.source import Span

NAME = "list-questions"
EXAMPLE = """\
# Paper

- What is grain direction? The way in which most fibres lie.
- Why does paper turn yellow? Its lignin darkens in the light.
- How is weight measured? In grams for one square metre.
"""

_MOST = 0.75
# Where so many of all items ask, the others are questions put as topics.
_MANY = 0.6
# So many numbered items are no steps, where the page is a collection and each has its answer.
_TASKS = 3


@dataclass(frozen=True, slots=True)
class _Item:
    start: Start
    asks: float
    answered: bool


def find(page: Page) -> Finding | None:
    """The lists most of whose items ask something, tables of contents put aside."""
    known = {words_key(head.text) for head in page.heads if head.text.strip()}
    items: list[_Item] = []
    for index, block in enumerate(page.blocks):
        if block.kind == "list":
            following = page.blocks[index + 1] if index + 1 < len(page.blocks) else None
            items.extend(_list(page, block, following, known))
    if not items:
        return None
    items = _with_tasks(page, _with_counted(page, items))
    starts = tuple(item.start for item in items)
    answered = sum(item.answered for item in items)
    share = sum(item.asks for item in items) / len(items)
    covered = coverage(page, starts)
    bare = answered < len(items) / 2
    if bare:
        covered = sum(item.start.span.end - item.start.span.start for item in items) / _said(page)
    evidence = [
        f"{len(items)} list items ask something",
        f"{answered} of them have an answer",
        f"they hold {covered:.0%} of the text",
    ]
    if bare and (beside := _beside(page, items)):
        whole = list(_outermost([*items, *beside]))
        share = sum(item.asks for item in whole) / len(whole)
        evidence.append(f"{share:.0%} of {len(whole)} items of their lists ask")
        if share < _MANY:
            return Finding(starts, 0.35, tuple(evidence), bare=True)
        # A topic among questions is one more question to whoever asks them.
        items, share = sorted([*whole, *_silent(page, whole)], key=lambda i: i.start.span), 1.0
        starts = tuple(item.start for item in items)
        covered = sum(item.start.span.end - item.start.span.start for item in items) / _said(page)
    if bare:
        held = covered >= 0.6 or (page.collection and covered >= 0.4)
        sure = held and len(items) >= 3 and share >= 0.8
        return Finding(starts, 0.75 if sure else 0.35, tuple(evidence), bare=True)
    sure = share >= _MOST and (
        covered >= 0.5 or page.collection or (covered >= 0.3 and len(items) >= 3)
    )
    confidence = 0.5 + 0.35 * share if sure and (len(items) > 1 or covered >= 0.5) else 0.4
    return Finding(starts, confidence, tuple(evidence))


def _with_tasks(page: Page, items: Sequence[_Item]) -> list[_Item]:
    """The items, and the lists of nothing but tasks that stand in a section with an asking list."""
    borders = [head.span.start for head in page.sections]
    asking = {bisect_right(borders, item.start.span.start) for item in items if item.answered}
    taken = {item.start.span.start for item in items}
    found = list(items)
    for block in page.blocks:
        if block.kind != "list" or bisect_right(borders, block.span.start) not in asking:
            continue
        tasks = [_item(page, item, topics=True) for item in block.children]
        if len(tasks) >= _TASKS and all(
            task is not None and task.start.span.start not in taken and _is_task(page, task)
            for task in tasks
        ):
            found += [replace(task, asks=1.0) for task in tasks if task is not None]
    return sorted(found, key=lambda item: item.start.span)


def _with_counted(page: Page, items: Sequence[_Item]) -> list[_Item]:
    """The items, and those whose numbers they leave out, where each is a list of its own.

    A list ends where an answer stands below it without indentation.
    """
    taken = {item.start.span.start: item for item in items}
    found: dict[int, _Item] = {}
    left: list[_Item] = []
    for block, following in pairwise(page.blocks):
        if block.kind != "list" or not block.ordered or len(block.children) != 1:
            continue
        item = taken.get(block.children[0].span.start)
        if item is not None and item.start.number is not None:
            found[item.start.number] = item
        elif _goes_on(following) and (topic := _item(page, block.children[0], topics=True)):
            left.append(replace(topic, start=replace(topic.start, until=None), answered=True))
    between = [item for item in left if _is_between(item.start, found)]
    if len(found) < max(_TASKS, _MOST * (len(found) + len(between))):
        return list(items)
    return sorted([*items, *between], key=lambda item: item.start.span)


def _is_between(start: Start, found: Mapping[int, _Item]) -> bool:
    """Whether a question stands where its number says, behind its neighbour and before the next."""
    if start.number is None or start.number in found:
        return False
    before, after = found.get(start.number - 1), found.get(start.number + 1)
    if before is None or before.start.span.start > start.span.start:
        return False
    return after is None or after.start.span.start > start.span.start


def _is_task(page: Page, item: _Item) -> bool:
    text = page.source[item.start.question]
    return weight(text) > 0 or text.partition(" ")[0].lower() in words("chore")


def _beside(page: Page, items: Sequence[_Item]) -> list[_Item]:
    """The topics that do not ask, in the page's lists of which some item does."""
    taken = {item.start.span.start for item in items}
    found: list[_Item] = []
    for block in page.blocks:
        if block.kind == "list" and any(_item(page, item) for item in block.children):
            topics = (_item(page, item, topics=True) for item in block.children)
            found.extend(topic for topic in topics if topic and topic.start.span.start not in taken)
    return found


def _silent(page: Page, items: Sequence[_Item]) -> Iterator[_Item]:
    """The topics of lists none of which asks, in sections of their own of a collection of questions."""
    taken = {item.start.span.start for item in items}
    for before, block in pairwise(page.blocks):
        if (
            not page.collection
            or block.kind != "list"
            or block.span.start < items[0].start.span.start
            or before.kind != "heading"
            or is_frame(before.text)
            or is_manual(before.text)
        ):
            continue
        topics = [topic for item in block.children if (topic := _item(page, item, topics=True))]
        if not any(topic.start.span.start in taken or topic.answered for topic in topics):
            yield from topics


def _outermost(items: Sequence[_Item]) -> Iterator[_Item]:
    """The items that stand in no other, in source order."""
    end = 0
    for item in sorted(items, key=lambda item: item.start.span):
        if item.start.span.start >= end:
            yield item
            end = item.start.until or end


def _said(page: Page) -> int:
    """How long the page is without headings, raw HTML and lists of links."""
    return max(
        1, sum(_length(block) for block in page.blocks if block.kind not in ("heading", "html"))
    )


def _length(block: Node) -> int:
    if block.kind != "list":
        return block.span.end - block.span.start
    return sum(
        item.span.end - item.span.start
        for item in block.children
        if not (
            item.children and item.children[0].kind == "paragraph" and links_away(item.children[0])
        )
    )


def _list(page: Page, block: Node, following: Node | None, known: set[str]) -> Iterator[_Item]:
    items = [item for item in block.children if item.children]
    found = [_item(page, item) for item in items]
    asking = [item for item in found if item is not None]
    called = page.collection or 2 * len(asking) >= len(items)
    if called and block.ordered and (tasks := _tasks(page, block, items)):
        yield from tasks
        return
    listed = sum(
        words_key(page.source[item.start.question]) in known for item in asking if not item.answered
    )
    if asking and len(asking) >= _MOST * len(items) and listed * 2 < len(asking):
        if block.ordered:
            # What is counted with the questions is one, whatever its words.
            counted = [_item(page, item, topics=True) for item in items]
            asking = [item for item in counted if item is not None]
            found = counted
        last = found[-1]
        # The answer may stand behind the list, for want of indentation.
        if (
            last is not None
            and not last.answered
            and _goes_on(following)
            and (len(items) == 1 or sum(item.answered for item in asking) * 2 > len(asking))
        ):
            asking[-1] = replace(last, start=replace(last.start, until=None), answered=True)
        yield from asking
        return
    for item in items:
        for child in item.children[1:]:
            if child.kind == "list":
                yield from _list(page, child, None, known)


def _tasks(page: Page, block: Node, items: Sequence[Node]) -> list[_Item]:
    """The items of a numbered list that is all of a page, where most are answered below."""
    if block.span.end - block.span.start < _MANY * len(page.source.text):
        return []
    found = [_item(page, item, topics=True) for item in items]
    tasks = [replace(item, asks=1.0) for item in found if item is not None]
    answered = sum(item.answered for item in tasks)
    return tasks if len(tasks) >= _TASKS and answered >= _MOST * len(items) else []


def _goes_on(following: Node | None) -> bool:
    return following is not None and following.kind not in ("heading", "thematic_break", "list")


def _item(page: Page, item: Node, *, topics: bool = False) -> _Item | None:
    """The question that an item asks; with `topics` also one that only names what is asked about."""
    first = item.children[0] if item.children else None
    if (
        first is None
        or first.kind != "paragraph"
        or item.checked is not None
        or links_away(first)
        or (found := asked(with_breaks(page.source, first.runs))) is None
    ):
        return None
    high, rest = _by_bold(page, first, found)
    if not topics and not _asks(found, rest, item):
        return None
    question = replace(found, high=high).question(page.source, first.runs)
    end = question.end
    number, place = found.number, found.number_span
    if number is None and item.number is not None:
        number = item.number
        marker = page.source[Span(item.span.start, first.span.start)]
        place = Span(item.span.start, item.span.start + len(marker.rstrip()))
    start = Start(
        span=Span(item.span.start, end),
        question=_inner(page, first, question),
        level=BELOW_HEADINGS,
        number=number if item.number is not None or found.number is not None else None,
        number_span=place,
        until=item.span.end,
    )
    text = found.letters.text.rstrip()
    # "Explain the following:" is not answered by what follows.
    offers = text.endswith((":", "：")) and all(c.kind == "list" for c in item.children[1:])
    return _Item(start, found.weight, rest is not None or (_says(item.children[1:]) and not offers))


def _asks(found: Asked, rest: int | None, item: Node) -> bool:
    if found.weight >= 1:
        return True
    text = found.letters.text
    return (
        found.weight >= 0.5
        and rest is None
        and len(item.children) > 1
        and ("\n" in text or len(text) <= 300)
    )


def _says(children: Sequence[Node]) -> bool:
    return any(child.kind not in ("thematic_break",) for child in children)


def _by_bold(page: Page, first: Node, found: Asked) -> tuple[int, int | None]:
    """Where the question ends, which bold type shows better than its sentences do."""
    bold = bold_length(page.source, first.runs)
    text = found.letters.text
    strong = len(text[:bold].rstrip())
    if strong <= found.low or weight(text[found.low : strong]) < 0.5:
        return found.high, found.rest
    rest = next((at for at in range(strong, len(text)) if text[at].isalnum()), None)
    return (strong, rest) if rest is not None else (len(text.rstrip()), None)


def _inner(page: Page, first: Node, question: Span) -> Span:
    """The question without the bold type that wraps it whole."""
    written = page.source[question]
    for mark in ("**", "__"):
        if (
            written.startswith(mark)
            and written.endswith(mark)
            and len(written) > 2 * len(mark)
            and mark not in written[len(mark) : -len(mark)]
        ):
            return Span(question.start + len(mark), question.end - len(mark))
    return question
