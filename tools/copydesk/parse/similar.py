"""Which questions ask nearly the same: other small words, another order, a slip of the pen."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

THRESHOLD = 0.95

# So many of a question's rarest words make its keys: two slips still leave two questions a pair.
_RAREST = 4
# Questions that share a pair of words by the hundred come from one template.
_WINDOW = 16
_SLIP_LENGTH = 6
_SLIP_WORDS = 3
_SHOWN_WORDS = 4

_TOKEN = re.compile(r"\S+")
_EDGE = " \t.,;:?!\"'`()[]{}“”„«»‘’…*_"
_INNER = re.compile(r"(?<=[^\W\d_]{2})[-‐/](?=[^\W\d_]{2})")
_SMALL = frozenset(
    "a an the between is are was were be been being am do does did done can could would will shall may "
    "might must should have has had you your we our us i me my it its they them their one "
    "this that these those there of in on at by for with and or to as from about into onto over "
    "than please briefly exactly actually really just own words simple term short let "
    "what which who whom whose why how when where if so then such some any also tell explain "
    "describe define say name mean meant called"
    .split()
)  # fmt: skip
_SAME = {
    "differ": "difference",
    "differs": "difference",
    "different": "difference",
    "versus": "difference",
    "vs": "difference",
    "distinguish": "difference",
    "differentiate": "difference",
    "usage": "use",
    "used": "use",
    "purpose": "use",
    "role": "use",
    "benefit": "advantage",
    "pro": "advantage",
    "drawback": "disadvantage",
    "con": "disadvantage",
}
_NOT = frozenset("not no never none without cannot non nor neither".split())
_TOLD = frozenset("explain describe define tell".split())
_ASKED = ("why", "how", "when", "where", "who")
_YES_NO = frozenset("is are was were do does did can could should would will has have".split())
_DIRECTED = frozenset("to from into onto over than before after".split())
_JOINING = frozenset("and or".split())
# What a question says that is asked about the code, table or picture below it.
_POINTING = frozenset(
    "output value result print printed log logged return returned code following below snippet "
    "happen correct answer true false statement error function line console show program".split()
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is compared: what it asks for, its content words in order, the rest.

    `present` are all its words as written, in lower case; `shown` says that it asks about the
    code, table or picture below it.
    """

    kind: str
    words: tuple[str, ...]
    content: frozenset[str]
    present: frozenset[str]
    shown: bool = False


def asked(question: str, *, shown: bool = False) -> Asked:
    """Read a question's text; words that carry no content are dropped, plurals made singular."""
    tokens = list(_tokens(question))
    lower = [token.lower() for token in tokens]
    present = frozenset(lower)
    kind = next((word for word in lower if word in _ASKED), "what")
    if kind == "how" and present & _TOLD:
        kind = "what"
    if kind == "what" and lower and lower[0] in _YES_NO and not present & _TOLD:
        kind = "whether"
    words = []
    for token, plain in zip(tokens, lower, strict=True):
        if plain in _NOT or plain.endswith("n't"):
            words.append("not")
        elif plain not in _SMALL:
            single = plain if token.isupper() else _singular(plain)
            words.append(_SAME.get(single, single))
    if kind == "how" and "difference" in words:
        kind = "what"
    return Asked(kind, tuple(words), frozenset(words), present, shown)


def _tokens(question: str) -> Iterator[str]:
    text = unicodedata.normalize("NFC", question).replace("’", "'")
    for match in _TOKEN.finditer(_INNER.sub(" ", text)):
        whole = match.group()
        token = whole.strip(_EDGE)
        if token.endswith(("'s", "'S")):
            token = token[:-2]
        # A mark alone is an operator asked about, or a dash; an emoji is an ornament.
        worded = any(character.isalnum() for character in token)
        if worded or (len(token) > 1 and token.isascii()):
            yield token


def _singular(word: str) -> str:
    if len(word) < 4 or not word.isalpha() or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word.removesuffix("s")


def score(one: Asked, other: Asked) -> float:
    """How nearly two questions ask the same, from 0 to 1; `THRESHOLD` and more is nearly the same.

    It is the share of content words that both have, a long word with one slip counting for its
    likeness (normalized optimal string alignment). What they ask for, numbers and negations have
    to agree, and so has the order of words, but for a part moved to the front and for things that
    are compared or listed.
    """
    if one.kind != other.kind or not one.words or not other.words:
        return 0.0
    longer, shorter = max(len(one.words), len(other.words)), min(len(one.words), len(other.words))
    if shorter < THRESHOLD * longer:
        return 0.0
    # At most one word in so many has a slip: more is not tried, since this is asked most often.
    common = len(one.content & other.content)
    if common < (1 - 1 / _SLIP_WORDS) * max(len(one.content), len(other.content)):
        return 0.0
    if not _comparable(one, other):
        return 0.0
    left, right = Counter(one.words), Counter(other.words)
    only, also = list((left - right).elements()), list((right - left).elements())
    if any(_fixed(word) for word in (*only, *also)):
        return 0.0
    shared = float((left & right).total())
    renamed: dict[str, str] = {}
    if longer >= _SLIP_WORDS:
        for word in only:
            near, likeness = max(
                ((candidate, _likeness(word, candidate)) for candidate in also),
                key=lambda item: item[1],
                default=("", 0.0),
            )
            if likeness:
                also.remove(near)
                renamed[near] = word
                shared += likeness
    if shared / longer < THRESHOLD or not _ordered(one, other, renamed):
        return 0.0
    return shared / longer


def _comparable(one: Asked, other: Asked) -> bool:
    """Whether the words alone can tell: not where they point to something below them."""
    if set(one.words) <= _POINTING or set(other.words) <= _POINTING:
        return False
    if not (one.shown and other.shown):
        return True
    # The same words over other code are another question.
    return len(one.words) >= _SHOWN_WORDS and one.present != other.present


def _fixed(word: str) -> bool:
    return word == "not" or not word.isalpha()


def _likeness(one: str, other: str) -> float:
    from rapidfuzz.distance import OSA

    if min(len(one), len(other)) < _SLIP_LENGTH or one[0] != other[0]:
        return 0.0
    # One sign more or less is another word in a script that writes words as signs.
    if not (_alphabetic(one) and _alphabetic(other)):
        return 0.0
    if OSA.distance(one, other, score_cutoff=1) > 1:
        return 0.0
    return float(OSA.normalized_similarity(one, other))


def _alphabetic(word: str) -> bool:
    return all(character < "\u0590" for character in word)


def _ordered(one: Asked, other: Asked, renamed: dict[str, str]) -> bool:
    """Whether the order of the words lets both ask the same."""
    both = set(one.words) & {renamed.get(word, word) for word in other.words}
    left = [word for word in one.words if word in both]
    right = [new for word in other.words if (new := renamed.get(word, word)) in both]
    if len(left) != len(right) or left == right:
        return True
    if any(right[at:] + right[:at] == left for at in range(1, len(right))):
        return True
    if "difference" in both or "compare" in both:
        return True
    small = one.present | other.present
    return bool(small & _JOINING) and not small & _DIRECTED


def pairs(questions: Sequence[Asked]) -> Iterator[tuple[int, int, float]]:
    """The pairs of questions that ask nearly the same, by their indices, with their score.

    Only questions that share two of their rarest words, or all words, are compared (the prefix
    filter of set-similarity joins, Chaudhuri et al. 2006), so that time grows with their number.
    """
    for one, other in sorted(_candidates(questions)):
        likeness = score(questions[one], questions[other])
        if likeness >= THRESHOLD:
            yield one, other, likeness


def _candidates(questions: Sequence[Asked]) -> set[tuple[int, int]]:
    frequency = Counter(word for question in questions for word in set(question.words))
    buckets: dict[tuple[str, int, tuple[str, ...]], list[int]] = defaultdict(list)
    for index, question in enumerate(questions):
        distinct = sorted(set(question.words), key=lambda word: (frequency[word], word))
        # Only from so many words on may one of two questions have a word more.
        size = min(len(question.words), math.floor(THRESHOLD / (1 - THRESHOLD) + 1e-9))
        keys = {tuple(pair) for pair in combinations(sorted(distinct[:_RAREST]), 2)}
        keys.add(("", *sorted(question.words)))
        for key in keys:
            buckets[question.kind, size, key].append(index)
    return {pair for bucket in buckets.values() for pair in _near(questions, bucket)}


def _near(questions: Sequence[Asked], bucket: Sequence[int]) -> Iterable[tuple[int, int]]:
    if len(bucket) <= 2 * _WINDOW:
        return combinations(bucket, 2)
    ordered = sorted(bucket, key=lambda index: sorted(questions[index].words))
    return (
        (min(one, other), max(one, other))
        for at, one in enumerate(ordered)
        for other in ordered[at + 1 : at + 1 + _WINDOW]
    )
