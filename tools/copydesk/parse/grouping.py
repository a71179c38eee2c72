"""Which headings are questions, told from their neighbours of the same level and section."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from copydesk.parse import answered, numbering
from copydesk.parse.answer import marks_answers
from copydesk.parse.article import is_article
from copydesk.parse.heads import Head, words
from copydesk.parse.layout import INNER, Finding, Page, Start, coverage
from copydesk.parse.vocabulary import collects, is_frame, is_manual, names_answer, weight

# From this share of questions on, a heading among them that does not ask is one more.
MOST = 0.75
# Where so many headings of all levels ask, a question below another is one of its own.
NEARLY_ALL = 0.9
# In a list of problems that calls itself an FAQ, few are put as questions.
_SOME = 1 / 3
_FEWEST = 3
# A section's title is shorter than a task.
_TITLE_WORDS = 5
# Of so many questions one may have slipped a level down.
_SLIPPED = 5


@dataclass(slots=True)
class Group:
    """The headings of one level in one section.

    It is `titled` where its section's title, or the page, promises questions; `above` is that
    title.
    """

    level: int
    titled: bool
    above: str = ""
    heads: list[Head] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    manual: int = 0

    @property
    def asking(self) -> int:
        return sum(value > 0 for value in self.weights)

    @property
    def marked(self) -> int:
        """How many of the headings end with a question mark."""
        return sum(head.text.rstrip().endswith(("?", "？")) for head in self.heads)

    @property
    def share(self) -> float:
        return sum(self.weights) / len(self.weights) if self.weights else 0.0


def questions(page: Page, kind: str) -> Finding | None:
    """The headings of one kind that are questions, None where hardly any asks."""
    heads = [head for head in page.sections if not head.content.empty]
    groups = _groups(page, heads, kind)
    seen = sum(group.asking for group in groups)
    if not seen:
        return None
    counted = sorted(h.span.start for group in groups if group.asking for h in group.heads)
    marked = marks_answers(page.source, page.blocks, counted)
    # Marked answers say what their questions' words leave open.
    least = 0.5 if marked else MOST
    kept = [
        group
        for group in groups
        if (
            group.share >= (_SOME if _is_all(page, heads, groups, group) else least)
            or group.asking >= max(INNER, NEARLY_ALL * len(group.heads))
        )
        and not _of_manual(group)
    ]
    kept = _outermost(page, heads, kept)
    if not kept:
        total = sum(len(group.weights) for group in groups)
        if seen < 2:
            return None
        return Finding((), 0.3, (f"only {seen} of {total} headings ask something",))
    for group in kept:
        _without_introduction(group)
        _without_unlisted(page, group)
    level_heads = [head for group in kept for head in group.heads]
    level_heads.sort(key=lambda head: head.span)
    starts = tuple(_start(page, head) for head in level_heads)
    share = sum(group.share * len(group.heads) for group in kept) / len(level_heads)
    asking = sum(group.asking for group in kept)
    levels = sorted({group.level for group in kept})
    evidence = [f"{asking} of {len(level_heads)} headings of level {_list(levels)} ask something"]
    confidence = 0.4 + 0.5 * (max(share, 0.9) if marked else share)
    if marked:
        evidence.append("answers are marked")
    left = seen - asking
    below = _below(heads, groups, kept)
    if below:
        starts = tuple(
            sorted(
                (*starts, *(_start(page, head) for head in below)),
                key=lambda start: start.span,
            )
        )
        evidence.append(f"{len(below)} of a deeper level asks as they do")
        left -= len(below)
    covered = coverage(page, starts)
    titled = page.collection or any(group.titled for group in kept)
    if covered < 0.25 and not titled:
        confidence = 0.4
        evidence.append(
            f"they hold only {covered:.0%} of a text that is no collection of questions"
        )
    elif len(starts) == 1 and heads[0] is level_heads[0] and is_article(page, heads[1:]):
        confidence = 0.4
        evidence.append(f"but {len(heads) - 1} headings below it make it an article")
    elif len(starts) == 1 and heads[0] is not level_heads[0] and not (titled or marked):
        confidence = 0.4
        evidence.append("one alone below another title is no collection")
    elif left > asking > 1 and seen >= NEARLY_ALL * sum(len(group.heads) for group in groups):
        flat = sorted((h for group in groups for h in group.heads), key=lambda head: head.span)
        starts = tuple(_start(page, head) for head in flat)
        evidence = [f"{seen} of {len(flat)} headings ask something, whatever their level"]
    elif left > asking:
        confidence = 0.4
        evidence.append(f"{left} headings of other levels or sections ask as well")
    return Finding(starts, confidence, tuple(evidence), marked=marked)


def _start(page: Page, head: Head) -> Start:
    found = numbering.leading(head.text)
    question = words(page.source, head, found.words if found else 0)
    if found is None or question.empty:
        return Start(head.span, words(page.source, head), head.level)
    place = head.letters.span(found.start, found.end)
    return Start(head.span, question, head.level, found.number, place)


def _without_introduction(group: Group) -> None:
    """Leave out a first heading that asks nothing above many that all ask."""
    if len(group.heads) > INNER and not group.weights[0] and all(group.weights[1:]):
        del group.heads[0], group.weights[0]


def _without_unlisted(page: Page, group: Group) -> None:
    """Leave out what asks nothing and is not in a table of contents that names the others."""
    listed = [page.lists(head) for head in group.heads]
    if sum(listed) >= MOST * len(listed):
        keep = [at for at, value in enumerate(group.weights) if value or listed[at]]
        group.heads = [group.heads[at] for at in keep]
        group.weights = [group.weights[at] for at in keep]


def _below(heads: Sequence[Head], groups: Sequence[Group], kept: Sequence[Group]) -> list[Head]:
    """A question or two that slipped a level down, where nothing else stands at any deeper level."""
    level = max(group.level for group in kept)
    deeper = [head for head in heads if head.level > level]
    asking = sum(group.asking for group in kept)
    slipped = len(deeper) <= asking / _SLIPPED and all(
        head.text.rstrip().endswith(("?", "？")) and weight(head.text) == 1 for head in deeper
    )
    known = {head.span for group in groups for head in group.heads}
    return [head for head in deeper if head.span in known] if slipped else []


def _is_all(page: Page, heads: Sequence[Head], groups: Sequence[Group], group: Group) -> bool:
    """Whether a group is all that a collection has below its title, each heading a sentence."""
    others = [head for other in groups if other is not group for head in other.heads]
    alone = len(group.heads) + len(others) == len(heads) and others in ([], [heads[0]])
    return page.collection and alone and group.asking >= _FEWEST and _wordy(group)


def _list(levels: Sequence[int]) -> str:
    return " and ".join(str(level) for level in levels)


def _groups(page: Page, heads: Sequence[Head], kind: str) -> list[Group]:
    groups: dict[tuple[int, int], Group] = {}
    path: list[Head] = []
    known = answered.answered(page, heads)
    after = {head.span: following for head, following in pairwise(heads)}
    usual = answered.often_empty(page, heads)
    for head in heads:
        while path and path[-1].level >= head.level:
            path.pop()
        parent = path[-1] if path else None
        path.append(head)
        if head.kind != kind or is_frame(head.text) or names_answer(head.text):
            continue
        if numbering.title(head.text) is not None:
            # "Question" is where one stands in a template, and none itself.
            continue
        key = (head.level, parent.span.start if parent else -1)
        titled = page.collection or (parent is not None and collects(parent.text))
        above = parent.text if parent else ""
        group = groups.setdefault(key, Group(head.level, titled, above))
        value = weight(head.text)
        if (value and titled) or head.span.start in known:
            value = 1.0
        following = after.get(head.span)
        if not value and answered.is_section(page, head, following, head.level in usual):
            continue
        if value < 1 and is_manual(head.text):
            group.manual += 1
        group.heads.append(head)
        group.weights.append(value)
    found = [group for group in groups.values() if group.heads]
    return _pooled(_of_faq(found))


def _of_faq(groups: list[Group]) -> list[Group]:
    """Without the sections of an article, "How to …", above an FAQ that puts real questions."""
    named = [group for group in groups if collects(group.above)]
    if not any(group.marked == len(group.heads) > 1 for group in named):
        return groups
    return [group for group in groups if group in named or group.marked or not group.asking]


def _pooled(groups: list[Group]) -> list[Group]:
    """Small sections judged with their whole level where most of the level asks."""
    levels: dict[int, list[Group]] = defaultdict(list)
    for group in groups:
        levels[group.level].append(group)
    result = []
    for level, members in levels.items():
        whole = Group(level, any(group.titled for group in members))
        for group in members:
            whole.heads += group.heads
            whole.weights += group.weights
            whole.manual += group.manual
        if len(members) > 1 and whole.share >= MOST:
            # A section without a single question is no part of the collection.
            silent = [group for group in members if not group.asking and not _wordy(group)]
            for group in silent:
                for head, value in zip(group.heads, group.weights, strict=True):
                    at = whole.heads.index(head)
                    del whole.heads[at], whole.weights[at]
                    assert value == 0
            result.append(whole)
        else:
            result.extend(members)
    return result


def _wordy(group: Group) -> bool:
    """Whether a group's headings are as long as tasks are, and titles are not."""
    return sum(len(head.text.split()) for head in group.heads) >= _TITLE_WORDS * len(group.heads)


def _of_manual(group: Group) -> bool:
    return group.manual > 0 and not group.titled and not (group.manual == 1 and group.asking >= 5)


def _outermost(page: Page, heads: Sequence[Head], groups: list[Group]) -> list[Group]:
    """The groups that are not below a question of another group, titles of files put aside."""
    chosen: dict[int, Group] = {head.span.start: group for group in groups for head in group.heads}
    inner: dict[int, int] = defaultdict(int)
    outer: dict[int, int] = {}
    path: list[Head] = []
    for head in heads:
        while path and path[-1].level >= head.level:
            path.pop()
        if head.span.start in chosen:
            above = [step for step in path if step.span.start in chosen]
            if above:
                outer[head.span.start] = above[0].span.start
                inner[above[0].span.start] += 1
        path.append(head)
    titles = {
        start
        for start, count in inner.items()
        if len(chosen[start].heads) == 1 and _names_file(page, heads, start, count)
    }
    result = []
    for group in groups:
        if any(head.span.start in titles for head in group.heads):
            continue
        free = [
            outer.get(head.span.start) in titles or head.span.start not in outer
            for head in group.heads
        ]
        # A level that asks in its own right does so below another question too.
        own = sum(free) >= 2
        keep = [
            index
            for index, value in enumerate(group.weights)
            if free[index] or (own and value == 1)
        ]
        if keep:
            group.heads = [group.heads[index] for index in keep]
            group.weights = [group.weights[index] for index in keep]
            result.append(group)
    return result


def _names_file(page: Page, heads: Sequence[Head], start: int, count: int) -> bool:
    """Whether the question at `start` is the title above `count` questions and not one itself."""
    first = heads[0]
    if first.span.start != start:
        return False
    if collects(first.text) or count >= INNER:
        return True
    return weight(first.text) < 1 and count > 1
