"""How a unit is put together: its words in order, each subject word replaced by what kind it is.

"archaea are nowhere in this table" and "sizes are missing in this chart" are one frame. A frame is
one to three neighbours of that sequence, the edges of the text among them.
"""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.notes.flat import OBJECT
from copydesk.notes.habits import Habits
from copydesk.notes.lexicon import Hits, Lexicon
from copydesk.notes.units import Unit

LONGEST = 3
# The categories in the order in which they are told.
_TOLD = (
    "people", "first_person", "second_person", "edit", "work", "need", "doubt", "verdict", "later",
    "deixis", "matter", "asking", "question_words", "opener", "finite", "informal", "published",
    "reference", "dangling",
)  # fmt: skip
_SHORT = 4
_ENDINGS = ("ing", "ed", "ly", "er", "est")


def frames(unit: Unit, hits: Hits, lexicon: Lexicon, habits: Habits) -> Iterator[str]:
    """The frames of a unit, some of them more than once."""
    parts = ["^A" if unit.case == "upper" else "^a"]
    parts += _parts(unit, hits, lexicon, habits)
    parts.append(f"${unit.closing or '-'}")
    grams = parts
    yield from grams
    for size in range(1, LONGEST):
        grams = [f"{gram} {part}" for gram, part in zip(grams, parts[size:], strict=False)]
        yield from grams


def _parts(unit: Unit, hits: Hits, lexicon: Lexicon, habits: Habits) -> Iterator[str]:
    words = unit.words
    names = {
        word.strip(".,:;!?()'\"[]").removesuffix("'s").lower()
        for word in unit.text.split()[1:]
        if word[:1].isupper()
    }
    # An aside's words are no part of the counts, every other unit's are.
    own = int(not unit.aside)
    plain, closed = lexicon.sets["plain"], lexicon.sets.get("closed", frozenset())
    count = habits.words.get
    index = 0
    while index < len(words):
        word, here = words[index], hits.at[index]
        told = [category for category in _TOLD if category in here] if here else []
        longest = max([here[category] for category in told]) if told else 1
        if longest == 1 and word in plain:
            yield word
        elif told:
            yield f"<{'+'.join([kind for kind in told if here[kind] == longest][:2])}>"
        elif word == OBJECT:
            yield "OBJECT"
        elif not word.isalpha() and any(letter.isdigit() for letter in word):
            yield "NUMBER"
        elif (word in names or not index) and word in lexicon.sets["given"]:
            yield "GIVEN"
        elif word in names:
            yield "NAME"
        elif word in closed:
            yield word
        elif len(word) < _SHORT:
            yield "SHORT"
        else:
            other = word[:-1] if word.endswith("s") else f"{word}s"
            known = count(word, 0) > own or count(other, 0)
            ending = ""
            if word.endswith(_ENDINGS):
                ending = next(ending for ending in _ENDINGS if word.endswith(ending))
            yield f"{'KNOWN' if known else 'NEW'}{ending and f'-{ending}'}"
        index += longest
