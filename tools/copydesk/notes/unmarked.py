"""Notes that nobody marked: a score for every unit, with what speaks for it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from copydesk.notes.evidence import sentences
from copydesk.notes.features import measure
from copydesk.notes.habits import learn
from copydesk.notes.lexicon import Lexicon
from copydesk.notes.speech import Features
from copydesk.notes.units import Block, Unit
from copydesk.source import Span

_MANY_WORDS = 45
_SENTENCE = 8
_TITLE = 4
_CHOICE = 8
# What is shorter in a formula is a variable or a function.
_SUBJECT = 4
# From this score on a unit is a note whatever the rest of the file is.
_SURE = 0.9
# In how many units a file has as many notes as others, and from how few on it is no shorter.
_USUAL = 100
_SHORT = 20


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by feature name, as read from a data file; `frames` are those that weigh anything."""

    version: int
    weights: Mapping[str, float]
    scale: float
    shift: float
    frames: frozenset[str] = frozenset()

    def total(self, features: Features, before: float = 0.0) -> float:
        """What features weigh together, with what was weighed `before`."""
        weigh = self.weights.get
        return sum([weigh(name, 0.0) * value for name, value in features.items()], before)

    def probability(self, total: float) -> float:
        """The probability of a note whose features weigh so much."""
        return 1 / (1 + math.exp(-max(-40.0, min(40.0, self.scale * total + self.shift))))


@cache
def model(name: str = "weights") -> Model:
    """The model of a data file beside this module.

    Raises FileNotFoundError where there is no such file.
    """
    data = json.loads(files(__package__).joinpath(f"{name}.json").read_text(encoding="utf-8"))
    return Model(
        data["version"],
        data["weights"],
        data["calibration"]["scale"],
        data["calibration"]["shift"],
        frozenset(name[len("frame:") :] for name in data["weights"] if name.startswith("frame:")),
    )


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit with its score and what it was made of."""

    unit: Unit
    score: float
    features: Features
    total: float


def candidates(blocks: Sequence[Block], lexicon: Lexicon, weights: Model) -> Iterator[Candidate]:
    """Score every unit that could be a note, by itself and by the others of its file."""
    yield from _in_company([*_alone(blocks, lexicon, weights)], weights)


def _in_company(found: Sequence[Candidate], weights: Model) -> Iterator[Candidate]:
    """Weigh in how many other places surely hold a note: a draft has several, a finished page none."""
    sure = {id(item.unit.place) for item in found if item.score >= _SURE}
    length = math.log(max(len(found), _SHORT) / _USUAL)
    for item in found:
        others = len(sure) - (id(item.unit.place) in sure)
        company = {"page:others": math.log1p(others), "page:length": length}
        total = weights.total(company, item.total)
        features = {**item.features, **company}
        yield Candidate(item.unit, weights.probability(total), features, total)


def _alone(blocks: Sequence[Block], lexicon: Lexicon, weights: Model) -> Iterator[Candidate]:
    habits = learn(blocks, lexicon)
    for block in blocks:
        for unit in block.units:
            if possible(unit, lexicon):
                features = measure(unit, habits, lexicon, weights.frames)
                total = weights.total(features)
                yield Candidate(unit, weights.probability(total), features, total)


def possible(unit: Unit, lexicon: Lexicon) -> bool:
    """Whether a unit has words, few enough for a note, and is no plain heading."""
    if not unit.words or len(unit.words) > _MANY_WORDS:
        return False
    if lexicon.sets["function"].issuperset(unit.words) and unit.closing not in ("?", "？"):
        return False
    if unit.place.option and unit.index == 0 and not unit.aside and len(unit.words) <= _CHOICE:
        return False
    if _runs_on(unit, lexicon) or _refers(unit, lexicon) or _titles(unit) or _computes(unit):
        return False
    if unit.group == "heading":
        # What follows a question in its own heading may be a second question.
        return unit.index > 0 and (unit.whole or unit.closing not in ("?", "？"))
    return True


def _computes(unit: Unit) -> bool:
    """Whether a unit is a formula that nobody marked as one: "z = 1*0.5 + 2*0.5"."""
    return "=" in unit.text and not any(len(w) >= _SUBJECT and w.isalpha() for w in unit.words)


def _titles(unit: Unit) -> bool:
    """Whether a unit is the bold title with which a list item starts: "**Fresh start.** …"."""
    titled = unit.label and unit.strong and unit.index == 0 and unit.count > 1
    return titled and unit.group == "item" and len(unit.words) <= _TITLE


def _refers(unit: Unit, lexicon: Lexicon) -> bool:
    """Whether an aside sends the reader to another place: "(see the figure above)"."""
    listed = lexicon.sets.get("reference", frozenset())
    return unit.aside and any(" ".join(unit.words[:size]) in listed for size in (2, 3, 4))


def _runs_on(unit: Unit, lexicon: Lexicon) -> bool:
    """Whether a unit is one end of a sentence that code, a formula, an image or a list parts."""
    place = unit.place
    if unit.aside:
        return False
    if unit.last and not unit.closing:
        if place.before_exhibit:
            # A lead-in is a sentence of its own; what runs on lower-case after one is none.
            return not (unit.case == "lower" and unit.after_stop)
        if place.leads_in and unit.words[-1] in lexicon.sets["dangling"] | lexicon.sets["finite"]:
            return True
    joins = unit.words[0] in lexicon.sets["joining"]
    # A long, finished sentence that starts lower-case started before the formula.
    goes_on = unit.closing == "." and len(unit.words) >= _SENTENCE
    onward = (place.after_exhibit and (joins or goes_on)) or (place.after_open and joins)
    return onward and unit.index == 0 and unit.case == "lower"


def grouped(
    found: Sequence[Candidate], floor: float, weights: Model
) -> Iterator[tuple[Span, float, tuple[str, ...]]]:
    """Spans with score and evidence; sentences of one note stand together."""
    kept = [item for item in found if item.score >= floor]
    run: list[Candidate] = []
    for item in kept:
        if run and _joined(run[-1], item):
            run.append(item)
            continue
        if run:
            yield _merged(run, weights)
        run = [item]
    if run:
        yield _merged(run, weights)


def _joined(before: Candidate, after: Candidate) -> bool:
    one, two = before.unit, after.unit
    if one.place is not two.place or (one.aside and not one.whole) or (two.aside and not two.whole):
        return False
    weaker, stronger = sorted((before.score, after.score))
    # Across a line break only what is surely a note goes on; a line glued above prose ends there.
    enough = 0.8 * stronger if two.starts_line else 0.5 * stronger
    return two.index == one.index + 1 and weaker >= enough


def _merged(run: Sequence[Candidate], weights: Model) -> tuple[Span, float, tuple[str, ...]]:
    best = max(run, key=lambda item: item.score)
    span = Span(run[0].unit.span.start, run[-1].unit.span.end)
    return span, best.score, sentences(best.features, weights.weights)
