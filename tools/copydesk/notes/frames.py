"""How a unit is put together: its words in order, each subject word replaced by what kind it is.

"archaea are nowhere in this table" and "sizes are missing in this chart" are one frame. A frame is
one to three neighbours of that sequence, the edges of the text among them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from copydesk.notes.flat import OBJECT
from copydesk.notes.habits import Habits
from copydesk.notes.lexicon import Hits, Lexicon
from copydesk.notes.units import Unit

LONGEST = 3
# Words that stand for themselves, and the categories in the order in which they are told.
_PLAIN = ("function", "finite", "first_person", "second_person", "question_words")
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
    for size in range(1, LONGEST + 1):
        for start in range(len(parts) - size + 1):
            yield " ".join(parts[start : start + size])


def _parts(unit: Unit, hits: Hits, lexicon: Lexicon, habits: Habits) -> Iterator[str]:
    words = unit.words
    names = {
        word.strip(".,:;!?()'\"[]").removesuffix("'s").lower()
        for word in unit.text.split()[1:]
        if word[:1].isupper()
    }
    # An aside's words are no part of the counts, every other unit's are.
    own = int(not unit.aside)
    index = 0
    while index < len(words):
        word, here = words[index], hits.at[index]
        told: Sequence[str] = [category for category in _TOLD if category in here]
        longest = max((here[category] for category in told), default=1)
        if longest == 1 and any(word in lexicon.sets[kind] for kind in _PLAIN):
            yield word
        elif told:
            yield f"<{'+'.join([kind for kind in told if here[kind] == longest][:2])}>"
        elif word == OBJECT:
            yield "OBJECT"
        elif any(letter.isdigit() for letter in word):
            yield "NUMBER"
        elif word in names:
            yield "NAME"
        elif word in lexicon.sets.get("closed", ()):
            yield word
        elif len(word) < _SHORT:
            yield "SHORT"
        else:
            other = word[:-1] if word.endswith("s") else f"{word}s"
            known = habits.words[word] > own or habits.words[other]
            ending = next((ending for ending in _ENDINGS if word.endswith(ending)), "")
            yield f"{'KNOWN' if known else 'NEW'}{ending and f'-{ending}'}"
        index += longest
