"""Counts how notes are worded: log odds of words and pairs, for `languages/<language>.wording.json`."""

from __future__ import annotations

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from copydesk.notes.wording import tokens

FOLDS = 5
# A word of fewer notes is chance; a word of fewer collections is their subject.
FEWEST_NOTES = 3
FEWEST_COLLECTIONS = 4
# What looks like a note and is none says more than any other prose.
LOOK_ALIKES = 0.35
DAMPING = 5
WEAKEST = 0.4
STRONGEST = 3.0

Text = tuple[str, ...]


def fold(text: str) -> int:
    """Which fold a text belongs to, by its words alone."""
    return int(hashlib.sha256(text.lower().encode()).hexdigest(), 16) % FOLDS


def table(
    notes: Iterable[Text], look_alikes: Iterable[Text], prose: Mapping[str, Sequence[Text]]
) -> dict[str, float]:
    """Log odds of each token: how many notes have it against how much published prose.

    `prose` holds the published texts of each collection by its name.
    """
    inside: Counter[str] = Counter()
    count = 0
    for words in notes:
        count += 1
        inside.update(set(tokens(words)))
    outside: Counter[str] = Counter()
    where: dict[str, set[str]] = defaultdict(set)
    total = 0
    for name, texts in prose.items():
        for words in texts:
            total += 1
            for token in set(tokens(words)):
                outside[token] += 1
                where[token].add(name)
    alike: Counter[str] = Counter()
    similar = 0
    for words in look_alikes:
        similar += 1
        alike.update(set(tokens(words)))
    odds = {}
    for token in inside.keys() | outside.keys() | alike.keys():
        usual = (1 - LOOK_ALIKES) * (outside[token] + 0.5) / (total + 1)
        usual += LOOK_ALIKES * (alike[token] + 0.2) / (similar + 1)
        # Few sightings make odds that are mostly chance.
        seen = inside[token] + count * usual
        value = math.log((inside[token] + 0.5) / (count + 1) / usual) * seen / (seen + DAMPING)
        known = inside[token] >= FEWEST_NOTES or (
            count * usual >= FEWEST_NOTES and len(where[token]) >= FEWEST_COLLECTIONS
        )
        if known and abs(value) >= WEAKEST:
            odds[token] = round(max(-STRONGEST, min(STRONGEST, value)), 2)
    return odds
