"""Lines, sentences and bracketed asides within one block's flat text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

TERMINALS = ".!?…。！？"
_CLOSING = frozenset(TERMINALS + ":;,")
_CLOSERS = "\"'”’)]}*_»"
_END = re.compile(r"(?:[.!?…]+|[。！？]+)[\"'”’)\]»]*(?=\s|$)|[。！？]+")
_OPEN = {"(": ")", "[": "]", "（": "）"}
_BRACKET = re.compile(r"[()\[\]（）]")
# Closers, emoji with what joins them; a set, for a pattern would be tried at every character.
_TRAILING = frozenset(_CLOSERS) | frozenset("\ufe0f\u200d").union(
    map(chr, range(0x1F000, 0x1FB00)), map(chr, range(0x2600, 0x27C0))
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A range of a flat text: a sentence or an aside, in 0-based offsets."""

    start: int
    end: int
    aside: bool = False
    whole: bool = False


def closing(text: str) -> str:
    """The punctuation that closes a text, closing quotes, brackets and emoji aside; `""` if none."""
    end = len(text)
    while end and (text[end - 1] in _TRAILING or text[end - 1].isspace()):
        end -= 1
    last = text[end - 1] if end else text.rstrip()[-1:]
    return last if last and last in _CLOSING else ""


def brackets(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The outermost bracket pairs in a range, as half-open offsets; unpaired brackets are text."""
    stack: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for match in _BRACKET.finditer(text, start, end):
        index, character = match.start(), match.group()
        if character in _OPEN:
            stack.append((_OPEN[character], index))
        elif stack and character == stack[-1][0]:
            opened = stack.pop()[1]
            # Outermost pairs only: an outer pair closes after the inner ones that it holds.
            while pairs and pairs[-1][0] > opened:
                pairs.pop()
            pairs.append((opened, index + 1))
    return pairs


def split(text: str, start: int, end: int, abbreviations: frozenset[str]) -> list[Piece]:
    """The sentences of a range and, after each, its asides.

    A full stop before a lower-case word ends a sentence too: that is how notes are glued to prose.
    """
    pairs = brackets(text, start, end)
    pieces: list[Piece] = []
    low = start
    for match in _END.finditer(text, start, end):
        if match.start() < low or _inside(pairs, match.start()):
            continue
        if _abbreviated(text, low, match, abbreviations):
            continue
        pieces.extend(_sentence(text, low, match.end(), pairs))
        low = match.end()
    pieces.extend(_sentence(text, low, end, pairs))
    return pieces


def _inside(pairs: Sequence[tuple[int, int]], offset: int) -> bool:
    return any(low < offset < high - 1 for low, high in pairs)


def _abbreviated(text: str, low: int, match: re.Match[str], known: frozenset[str]) -> bool:
    if match.group()[0] != ".":
        return False
    if match.group().startswith(".."):
        # An ellipsis before a lower-case word goes on with the same sentence.
        return text[match.end() : match.end() + 2].strip()[:1].islower()
    head = text[max(low, match.start() - 12) : match.start()].split()
    word = head[-1].lstrip("([\"'“‘") if head else ""
    if not word or (word.isdigit() and match.start() - len(word) <= low):
        return True
    if (word.lower() + ".") in known:
        after = text[match.end() :].lstrip()[:1]
        return not after.isupper() if word.lower() == "etc" else True
    return len(word) == 1 and word.isalpha() and word.isupper()


def _sentence(text: str, low: int, high: int, pairs: Sequence[tuple[int, int]]) -> list[Piece]:
    while low < high and text[low].isspace():
        low += 1
    while high > low and text[high - 1].isspace():
        high -= 1
    if low >= high:
        return []
    inner = [pair for pair in pairs if low <= pair[0] and pair[1] <= high]
    if len(inner) == 1 and not text[low : inner[0][0]].strip(_CLOSERS + " "):
        rest = text[inner[0][1] : high].strip(TERMINALS + " ")
        if not rest:
            return [Piece(inner[0][0], inner[0][1], aside=True, whole=True)]
    pieces = [Piece(low, high)]
    pieces.extend(Piece(a, b, aside=True) for a, b in inner if b - a > 2)
    return pieces
