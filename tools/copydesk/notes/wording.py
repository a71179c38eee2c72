"""How notes are worded: what single words and pairs of words say for a note or against one."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

# Word ends stand for the edges of a text, where a note's words weigh more.
_START, _END = "^", "$"


def tokens(words: Sequence[str]) -> Iterator[str]:
    """The words of a text and its pairs of neighbours, its edges among them."""
    yield from words
    before = _START
    for word in (*words, _END):
        yield f"{before} {word}"
        before = word


def strength(words: Sequence[str], odds: Mapping[str, float]) -> tuple[float, float, float]:
    """How much a text is worded as notes are, how much as published prose is, and its one surest word.

    The first two are sums of its tokens' log odds over the square root of their number, at most 3:
    tokens are not independent, and a long text should not be sure by length alone.
    """
    known = [odds[token] for token in tokens(words) if token in odds]
    if not known:
        return 0.0, 0.0, 0.0
    size = math.sqrt(len(known))
    said = math.fsum(value for value in known if value > 0) / size
    against = -math.fsum(value for value in known if value < 0) / size
    return min(3.0, said), min(3.0, against), max(0.0, *known)


@cache
def load(language: str) -> Mapping[str, float]:
    """The log odds of a language's tokens, none where nobody has counted them."""
    file = files(__package__).joinpath("languages", f"{language}.wording.json")
    if not file.is_file():
        return {}
    odds: Mapping[str, float] = json.loads(file.read_text(encoding="utf-8"))["odds"]
    return odds
