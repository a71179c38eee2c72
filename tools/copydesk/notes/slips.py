"""Slips of a hasty hand: a misspelt word of this very document, a verb that does not agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from copydesk.notes.lexicon import Lexicon

_ENDINGS = ("s", "es", "d", "ed", "r", "er", "ing", "ly", "n", "al", "y")


Shapes = frozenset[tuple[str, int]]


def shapes(known: Counter[str]) -> Shapes:
    """How the words that are used twice or more begin, and how long they are."""
    return frozenset((word[:2], len(word)) for word, count in known.items() if count >= 2)


def slip(words: Sequence[str], known: Counter[str], usual: Shapes, lexicon: Lexicon) -> str | None:
    """The first slip among a text's words, None where there is none.

    `known` counts the words of the whole document, and `usual` are their shapes: a long word that
    stands only here and differs by one letter from a word used twice or more is a slip.
    """
    subjects = lexicon.sets.get("plural_subject", frozenset())
    fine = lexicon.sets.get("not_plural_verb", frozenset())
    for before, word in pairwise(words):
        third = word.isalpha() and len(word) > 3 and word.endswith("s") and word not in fine
        if before in subjects and third and not word.endswith(("ss", "us", "is")):
            return f"{before} {word}"
        if before == word and word.isalpha() and len(word) > 1 and word not in ("that", "had"):
            return f"{before} {word}"
    for word in words:
        if len(word) >= 6 and word.isalpha() and word.isascii() and known.get(word, 0) <= 1:
            for near in _near(word, usual):
                if known.get(near, 0) >= 2 and not _inflected(word, near):
                    return word
    return None


def _near(word: str, usual: Shapes) -> list[str]:
    """What one letter less or two exchanged make of a word, where it could be a usual word."""
    size, start = len(word), word[:2]
    shorter = range(1, size if (start, size - 1) in usual else 2)
    exchanged = range(1, size - 1 if (start, size) in usual else 2)
    found = [word[:index] + word[index + 1 :] for index in shorter]
    found += [
        word[:index] + word[index + 1] + word[index] + word[index + 2 :] for index in exchanged
    ]
    return found


def _inflected(word: str, near: str) -> bool:
    return any(word == near + ending or near == word + ending for ending in _ENDINGS)
