"""Whether a word that no dictionary has is a slip of the pen, or a term that no dictionary has.

Of 109 unlearned words in public collections 31 were slips. A slip is one edit away from a word
that its author meant, seldom in its first letter (Yannakoudakis and Fawthrop, "The rules of
spelling errors", 1983) and seldom in its last, where it is a form that the dictionary lacks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from typing import Literal

Kind = Literal["slip", "capitals", "variant", "term"]

_CANDIDATES = 3
_LETTERS = 4
# What is stuck to a word by a slip is short, and no prefix.
_STUCK = 3
_PREFIXES = frozenset(
    "a an anti bi by co de di dis en ex geo in log mid mis net neo non off on out par per pod pre pro re "
    "sub sup tri un up"
    "".split()
)
# As many letters of a name may be right by chance; a name has no dictionary.
_NAME = 8
_RUN_TOGETHER = frozenset(
    "abit afew alot aslong aswell atleast eachother eventhough everytime incase infact inorder "
    "inspite ofcourse sothat thankyou upto"
    "".split()
)
# What British and American spelling differ in.
_VARIANTS = (
    ("our", "or"), ("ise", "ize"), ("isa", "iza"), ("isi", "izi"), ("yse", "yze"), ("ysi", "yzi"),
    ("tre", "ter"), ("bre", "ber"), ("elling", "eling"), ("elled", "eled"), ("eller", "eler"),
    ("alling", "aling"), ("alled", "aled"), ("fil", "fill"), ("ence", "ense"), ("ogue", "og"),
    ("grey", "gray"), ("aem", "em"), ("aes", "es"), ("oest", "est"), ("amme", "am"),
    ("cheque", "check"), ("dgement", "dgment"), ("mould", "mold"), ("plough", "plow"),
)  # fmt: skip


def kind(
    word: str, replacements: Sequence[str], written: Set[str], *, english: bool = True
) -> Kind:
    """What an unknown word is likely to be, by an engine's replacements, the best first.

    `written` holds the words of the text around it, folded: what stands there is what was meant.
    Terms that no dictionary has are mostly English, whatever the text is.
    """
    folded = word.casefold()
    best = next(iter(replacements), "")
    if best.casefold() == folded:
        # `cov` and `tx` are abbreviations whatever they are in capitals; `linux` is a name.
        named = len(word) >= _LETTERS and not best.isupper()
        return "capitals" if named else "term"
    if best and _varies(folded, best.casefold()):
        return "variant"
    if folded in _RUN_TOGETHER:
        return "slip"
    for other in replacements[:_CANDIDATES]:
        meant = other.casefold()
        if not re.fullmatch(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", meant):
            continue
        near = _slipped(word, meant, written) if english else distance(folded, meant) == 1
        if near or _stuck(folded, meant, written):
            return "slip"
    return "term"


def _stuck(word: str, meant: str, written: Set[str]) -> bool:
    """Whether letters are stuck to a long word of the text: what is left of another one, typed over."""
    rest = word.removesuffix(meant)
    return (
        meant in written
        and len(meant) >= _NAME
        and 0 < len(rest) <= _STUCK
        and rest not in _PREFIXES
    )


def _varies(word: str, other: str) -> bool:
    return any(
        one in word and word.replace(one, two, 1) == other
        for pair in _VARIANTS
        for one, two in (pair, pair[::-1])
    )


def _slipped(word: str, meant: str, written: Set[str]) -> bool:
    folded = word.casefold()
    if folded[0] != meant[0] and not (folded[:2] == meant[1::-1] and folded[2:] == meant[2:]):
        return False
    away = distance(folded, meant)
    if away > (2 if len(folded) >= _NAME else 1):
        return False
    doubled = len(folded) > 1 and folded[-1] == folded[-2]
    if folded[:-1] == meant[:-1] or folded == meant[:-1] or (folded[:-1] == meant and not doubled):
        return False
    swapped = sorted(folded) == sorted(meant)
    if meant in written and away == 1:
        return len(folded) >= _LETTERS or swapped
    if word[:1].isupper():
        return len(folded) >= _NAME and away == 1
    return len(folded) > _LETTERS or swapped


def distance(one: str, two: str) -> int:
    """How many letters must be put in, left out, exchanged or swapped to make a word of another.

    The restricted Damerau-Levenshtein distance.
    """
    before: list[int] = []
    last = list(range(len(two) + 1))
    for i, letter in enumerate(one, start=1):
        here = [i]
        for j, other in enumerate(two, start=1):
            least = min(last[j] + 1, here[j - 1] + 1, last[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == two[j - 2] and one[i - 2] == other:
                least = min(least, before[j - 2] + 1)
            here.append(least)
        before, last = last, here
    return last[-1]
