"""How notes are worded: what words, their neighbours and their order say for a note or against one."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise

# These stand for the edges of a text, where a note's words weigh more.
_START, _END, _ANY = "^", "$", "*"
# Beyond this a text is no surer, and one odd word cannot outweigh where it stands.
_MOST = 4.0
_SAID = re.compile(r"[^\W\d_](?:[\w'’])*|\d+|[^\w\s]")
_BRACKETS = "()[]（） "


def said(text: str) -> tuple[str, ...]:
    """The words and marks of a text, all numbers as one, the brackets around it left out."""
    return tuple(
        "0" if match[0].isdigit() else match[0].lower().replace("’", "'")
        for match in _SAID.finditer(text.strip(_BRACKETS))
    )


def tokens(words: Sequence[str]) -> Iterator[str]:
    """The words of a text, its pairs and triples of neighbours, its edges among them.

    Of a triple the middle word counts for any as well.
    """
    yield from words
    edged = (_START, *words, _END)
    for first, second in pairwise(edged):
        yield f"{first} {second}"
    for first, second, third in zip(edged, edged[1:], edged[2:], strict=False):
        yield f"{first} {second} {third}"
        yield f"{first} {_ANY} {third}"


def strength(text: str, odds: Mapping[str, float]) -> tuple[float, float, float]:
    """How much a text is worded as notes are, how much as published prose is, and its one surest word.

    The first is the sum of its tokens' weights over the square root of their number, at most 4, the second the same
    where that is negative: tokens are not independent, and a long text should not be sure by length alone.
    """
    words = said(text)
    if not odds or not words:
        return 0.0, 0.0, 0.0
    values = [odds.get(token, 0.0) for token in tokens(words)]
    total = math.fsum(values) / math.sqrt(len(values))
    return max(0.0, min(_MOST, total)), max(0.0, min(_MOST, -total)), max(0.0, *values)


@cache
def load(language: str) -> Mapping[str, float]:
    """The weights of a language's tokens, none where nobody has fitted them."""
    file = files(__package__).joinpath("languages", f"{language}.wording.json")
    if not file.is_file():
        return {}
    odds: Mapping[str, float] = json.loads(file.read_text(encoding="utf-8"))["odds"]
    return odds
