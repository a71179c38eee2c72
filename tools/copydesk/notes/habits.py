"""A document's own habits: how it writes, so that a note can be told by writing otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from copydesk.notes.lexicon import Lexicon
from copydesk.notes.slips import Shapes, shapes
from copydesk.notes.units import Block, Unit
from copydesk.source import Span

# With so many neighbours a habit is as good as half known.
_FEW = 3.0
# How many sentences of an ordinary text count before a file has habits of its own.
_PRIOR = 3.0
_TYPICAL = {
    "upper": {"prose": 0.95, "item": 0.75, "cell": 0.6, "heading": 0.95, "aside": 0.3},
    "ended": {"prose": 0.9, "item": 0.4, "cell": 0.2, "heading": 0.4, "aside": 0.1},
    "question": {"prose": 0.03, "item": 0.03, "cell": 0.02, "heading": 0.5, "aside": 0.03},
    "first": {"prose": 0.04, "item": 0.02, "cell": 0.01, "heading": 0.02, "aside": 0.02},
    "we": {"prose": 0.05, "item": 0.03, "cell": 0.01, "heading": 0.02, "aside": 0.03},
    "past": {"prose": 0.1, "item": 0.05, "cell": 0.03, "heading": 0.05, "aside": 0.08},
    "imperative": {"prose": 0.06, "item": 0.12, "cell": 0.05, "heading": 0.05, "aside": 0.03},
    "label": {"prose": 0.1, "item": 0.3, "cell": 0.05, "heading": 0.05, "aside": 0.02},
    "glued": {"prose": 0.1},
    "broken": {"prose": 0.1},
    "resumed": {"prose": 0.05, "item": 0.05},
    "lazy": {"item": 0.05},
    "listed": {"item": 0.05},
}


def traits(unit: Unit, lexicon: Lexicon) -> tuple[str, ...]:
    """The habits that one unit is an instance of."""
    found = []
    if unit.case == "upper":
        found.append("upper")
    if unit.closing and unit.closing in ".!?…:。！？":
        found.append("ended")
    if unit.closing in ("?", "？"):
        found.append("question")
    for name, category in (("first", "first_person"), ("we", "we"), ("past", "past")):
        if lexicon.sets.get(category, frozenset()).intersection(unit.words):
            found.append(name)
    if unit.words and any(unit.words[0] in lexicon.sets[kind] for kind in ("work", "edit")):
        found.append("imperative")
    if unit.place.above == "heading" and unit.index == 0 and unit.first_line:
        found.append("glued")
    if unit.starts_line and not unit.first_line and not unit.after_stop:
        found.append("broken")
    if unit.own_line and not unit.first_line and unit.after_stop:
        found.append("resumed")
    if unit.label:
        found.append("label")
    if unit.closing in (",", ";") or (unit.words and unit.words[-1] in lexicon.sets["dangling"]):
        found.append("listed")
    if unit.lazy:
        found.append("lazy")
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Habits:
    """Counts of traits by group, and of the units of each list, of one file.

    A share leaves the unit in question out, so that a note is not its own neighbour. `sizes` counts
    the sentences of each answer, `firsts` gives the 0-based offset at which its first one starts,
    `local` counts its words.
    """

    totals: Counter[str]
    counts: Counter[tuple[str, str]]
    list_totals: Counter[int]
    list_counts: Counter[tuple[int, str]]
    lengths: dict[str, int]
    words: Counter[str]
    sizes: Counter[Span]
    firsts: dict[Span, int]
    local: dict[Span, Counter[str]]
    shapes: Shapes

    def trust(self, unit: Unit) -> float:
        """How far this unit's neighbours make a habit: 0 with none, near 1 with dozens."""
        near = max(0, self.totals[unit.group] - 1)
        if unit.group == "item":
            # What its own list does says more than the items of other lists.
            near += 2 * max(0, self.list_totals[unit.place.parent] - 1)
        return near / (near + _FEW)

    def opens(self, unit: Unit) -> bool:
        """Whether a unit is the first sentence of an answer."""
        answer = unit.place.answer
        if answer is None:
            return unit.place.after_heading and unit.index == 0
        return self.firsts.get(answer) == unit.span.start

    def fills(self, unit: Unit) -> bool:
        """Whether a unit is all that an answer says."""
        answer = unit.place.answer
        if answer is None:
            return self.opens(unit) and unit.place.ends_answer and unit.count == 1
        return self.opens(unit) and self.sizes[answer] == 1

    def share(self, unit: Unit, trait: str, own: Sequence[str]) -> float:
        """The share of the other units of this unit's group that have a trait, 0 to 1."""
        typical = _TYPICAL[trait].get(unit.group, 0.1)
        total = self.totals[unit.group] - 1
        count = self.counts.get((unit.group, trait), 0) - (trait in own)
        whole = (count + _PRIOR * typical) / (max(0, total) + _PRIOR)
        if unit.group != "item" or unit.place.parent not in self.list_totals:
            return whole
        siblings = self.list_totals[unit.place.parent] - 1
        same = self.list_counts.get((unit.place.parent, trait), 0) - (trait in own)
        return (same + 1.5 * whole) / (siblings + 1.5)


def learn(blocks: Iterable[Block], lexicon: Lexicon) -> Habits:
    """Count what a file's units do."""
    totals: Counter[str] = Counter()
    counts: Counter[tuple[str, str]] = Counter()
    list_totals: Counter[int] = Counter()
    list_counts: Counter[tuple[int, str]] = Counter()
    lengths: dict[str, list[int]] = {}
    words: Counter[str] = Counter()
    sizes: Counter[Span] = Counter()
    firsts: dict[Span, int] = {}
    local: dict[Span, Counter[str]] = {}
    for block in blocks:
        for unit in block.units:
            group = unit.group
            totals[group] += 1
            lengths.setdefault(group, []).append(len(unit.words))
            if not unit.aside:
                words.update(unit.words)
            answer = unit.place.answer
            if answer is not None and not unit.aside:
                local.setdefault(answer, Counter()).update(unit.words)
            if answer is not None and unit.index >= 0 and answer.start <= unit.span.start:
                sizes[answer] += 1
                firsts.setdefault(answer, unit.span.start)
            own = traits(unit, lexicon)
            for trait in own:
                counts[group, trait] += 1
            if unit.place.parent >= 0:
                list_totals[unit.place.parent] += 1
                for trait in own:
                    list_counts[unit.place.parent, trait] += 1
    middle = {group: sorted(found)[len(found) // 2] for group, found in lengths.items()}
    usual = shapes(words)
    return Habits(
        totals, counts, list_totals, list_counts, middle, words, sizes, firsts, local, usual
    )
