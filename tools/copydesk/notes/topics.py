"""What a unit speaks of: a note seldom goes on with the subject of the text that it stands in."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from copydesk.notes.habits import Habits
from copydesk.notes.lexicon import Hits, Lexicon
from copydesk.notes.units import Unit

# Shorter words are seldom a subject.
_SHORT = 4


class Topics(NamedTuple):
    """How many of a unit's subject words the rest of the file has, its own answer, and neither.

    A subject word is one that no category of the lexicon holds. `names` counts those of `new`
    that are capitalised within the sentence.
    """

    known: int
    near: int
    new: int
    names: int


def topics(unit: Unit, hits: Hits, lexicon: Lexicon, habits: Habits) -> Topics:
    """Count a unit's subject words by where else they stand."""
    # Asides are no part of the counts, every other unit is: it must not be its own witness.
    own = int(not unit.aside)
    answer = unit.place.answer
    count = habits.words.get
    near_by = (habits.local[answer] if answer in habits.local else Counter[str]()).get
    capitals = {
        word.strip(".,:;!?()'\"").removesuffix("'s").removesuffix("’s").lower()
        for word in unit.text.split()[1:]
        if word[:1].isupper() and word[1:2].islower()
    }
    known = near = new = names = 0
    for index, said in enumerate(unit.words):
        word = said.removesuffix("'s")
        if len(word) < _SHORT or hits.at[index] or index in hits.covered:
            continue
        if word in lexicon.sets["function"]:
            continue
        other = word[:-1] if word.endswith("s") else f"{word}s"
        if count(word, 0) > own or count(other, 0):
            known += 1
            near += near_by(word, 0) > own or near_by(other, 0) > 0
        else:
            new += 1
            names += word in capitals
    return Topics(known, near, new, names)
