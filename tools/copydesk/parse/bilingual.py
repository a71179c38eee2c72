"""Headings that say a question once more in another language."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from copydesk.parse.heads import Head
from copydesk.parse.vocabulary import languages, weight
from copydesk.source import Source

# One pair may be a question that nobody answered.
_FEWEST = 2


def repeats(source: Source, heads: Sequence[Head]) -> set[int]:
    """Where the headings start that repeat the one right above them in another language."""
    found = {
        second.span.start
        for first, second in pairwise(heads)
        if first.level == second.level
        and not source.text[first.span.end : second.span.start].strip()
        and weight(first.text)
        and weight(second.text)
        and _differ(first.text, second.text)
    }
    return found if len(found) >= _FEWEST else set()


def _differ(one: str, other: str) -> bool:
    if _script(one) != _script(other):
        return True
    known, also = languages(one), languages(other)
    return bool(known and also) and not known & also


def _script(text: str) -> str:
    """The commonest script of the letters, as their names begin: `LATIN`, `CJK`, `CYRILLIC` …"""
    names = [unicodedata.name(char, "").partition(" ")[0] for char in text if char.isalpha()]
    return max(sorted(set(names)), key=names.count, default="")
