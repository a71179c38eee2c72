"""Who speaks in a unit, of whom and of which words, against how the rest of its file does."""

from __future__ import annotations

import re

from copydesk.notes.habits import Habits
from copydesk.notes.lexicon import Lexicon
from copydesk.notes.units import Unit

_QUOTED = re.compile(r"[\"“„«](?=\w)([^\"“”„«»]{2,60})[\"”“»]")
_OWN = "'s"
_WORDS = re.compile(r"[^\W_]+")


def voiced(unit: Unit, lexicon: Lexicon, habits: Habits, own: tuple[str, ...]) -> dict[str, float]:
    """The features of a unit's voice.

    `we` and `past` count where the file does not speak so, `given` is a given name that it has
    nowhere else; `quotes-known` quotes words that stand elsewhere in it.
    """
    # Asides are no part of the counts, every other unit is: it must not be its own witness.
    once = int(not unit.aside)
    names = [
        index
        for index, word in enumerate(unit.words)
        if word.removesuffix(_OWN) in lexicon.sets["given"]
        and habits.words[word] <= once
        and re.search(rf"(?<!\w){re.escape(word.removesuffix(_OWN).capitalize())}(?!\w)", unit.text)
    ]
    quoted = [_WORDS.findall(match[1].lower()) for match in _QUOTED.finditer(unit.text)]
    echoed = [all(habits.words[word] > once for word in said) for said in quoted if said]
    return {
        "speech:we": float("we" in own) * (1 - min(1.0, 4 * habits.share(unit, "we", own))),
        "speech:past": float("past" in own) * (1 - min(1.0, 2 * habits.share(unit, "past", own))),
        "speech:given": float(bool(names)),
        "speech:given-start": float(0 in names),
        "speech:quotes": float(bool(echoed)),
        "speech:quotes-known": float(any(echoed)),
    }
