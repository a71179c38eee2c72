"""The words by which layouts know a question, an answer mark and a frame heading."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

_TERMINALS = ("?", "？", "؟", "՞", "፧", "⁇", "‽")
# Greek asks with a semicolon, which asks in no other script.
_GREEK = re.compile(r"[\u0370-\u03ff][^;\u037e]*[;\u037e]$")
_LEADING = re.compile(r"^[^\w¿]+")
# What may follow the words of a question: closing marks, emoji, stars of difficulty.
_TRAILING = re.compile(r"[^\w?？؟՞፧⁇‽;\u037e]+$")
_SENTENCE = 5
# As German is written where a keyboard has no umlauts.
_ASCII = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_CASED = re.compile(r"[^\W\d_]", re.ASCII)


@cache
def words(kind: str) -> frozenset[str]:
    """All languages' words of one kind: `question`, `imperative`, `answer_mark` …"""
    return frozenset(
        spelt
        for language in _data().values()
        for word in language.get(kind, ())
        for spelt in {word, word.translate(_ASCII)}
    )


@cache
def _data() -> dict[str, dict[str, list[str]]]:
    text = files(__package__).joinpath("languages.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _openings() -> dict[str, frozenset[str]]:
    """The languages in which each word or two open a question or a task."""
    found: dict[str, set[str]] = {}
    for language, kinds in _data().items():
        for kind in ("question", "imperative", "task"):
            for word in kinds.get(kind, ()):
                found.setdefault(word, set()).add(language)
    return {word: frozenset(names) for word, names in found.items()}


def languages(text: str) -> frozenset[str]:
    """The languages in which a question or task may open as this one does; none where unknown."""
    first, _, rest = _LEADING.sub("", text.strip()).lstrip("¿").lower().partition(" ")
    pair = f"{first} {rest.partition(' ')[0]}"
    return _openings().get(pair) or _openings().get(first.rstrip(",;:"), frozenset())


def alternation(kind: str) -> str:
    """The words of one kind as a regular expression's alternatives, longest first."""
    return "|".join(
        re.escape(word) for word in sorted(words(kind), key=lambda word: (-len(word), word))
    )


@cache
def _endings() -> tuple[str, ...]:
    return tuple(sorted(words("ending")))


@cache
def _anywhere(kind: str) -> re.Pattern[str]:
    # Chinese, Japanese, Korean and Thai put no space between words.
    parts = [
        rf"\b{re.escape(word)}\b" if _CASED.search(word) or word[0] < "\u0e00" else re.escape(word)
        for word in sorted(words(kind), key=lambda word: (-len(word), word))
    ]
    return re.compile("|".join(parts), re.IGNORECASE)


# Each layout asks it of the same paragraphs.
@lru_cache(maxsize=1 << 12)
def weight(text: str) -> float:
    """How much a text reads as a question or as a task set to the reader, from 0 to 1.

    1 for a question mark, for a task that only a quiz sets ("Explain …") and for a language's
    question particle; 0.5 for words that start a manual's headings too ("How to …", "Write …").
    """
    plain = _LEADING.sub("", text.strip())
    bare = _TRAILING.sub("", plain)
    if not bare:
        return 0.0
    if bare.endswith(_TERMINALS) or plain.startswith("¿") or _GREEK.search(bare):
        return 1.0
    lower = plain.lower().replace("’", "'")
    first, _, rest = lower.partition(" ")
    first, second = first.rstrip(",;:"), rest.partition(" ")[0].rstrip(",;:")
    if rest and (first in words("imperative") or f"{first} {second}" in words("imperative")):
        return 1.0
    # "Deadlocks: explain how they come about" names its topic first.
    after = lower.rpartition(": ")[2].split(maxsplit=1)
    if len(after) == 2 and after[0].rstrip(",;") in words("imperative"):
        return 1.0
    # A letter or two before it are no question yet.
    if bare.endswith(_endings()) and len(bare) >= _SENTENCE:
        return 1.0
    if words("particle") and _anywhere("particle").search(lower):
        return 1.0
    # A question, then more of the task: "What is it? Give an example."
    if any(f"{mark} " in bare for mark in _TERMINALS) and len(bare) < 400:
        return 1.0
    return (
        0.5
        if rest
        and (
            (first.endswith(tuple(words("order"))) and second in words("polite"))
            or first in words("task")
            or first in words("question")
            or f"{first} {second}" in words("question")
        )
        else 0.0
    )


def asks(text: str) -> bool:
    """Whether a text reads as a question or as a task set to the reader."""
    return weight(text) > 0


def is_frame(text: str) -> bool:
    """Whether a heading names a part of the file's frame, such as its contents or licence."""
    return _plain(text) in words("frame")


def is_manual(text: str) -> bool:
    """Whether a heading is one that manuals and project pages have, such as "Installation"."""
    return _plain(text) in words("manual")


def names_question(text: str) -> bool:
    """Whether a text says no more than "Question", as a column's title does."""
    plain = _plain(text)
    return len(plain) > 1 and plain in words("question_mark") | words("collection")


def names_answer(text: str) -> bool:
    """Whether a text says no more than "Answer", with or without "show" and the like."""
    plain = _plain(text)
    if len(plain) <= 1:
        return False
    if plain in words("answer_mark") | words("answer_title"):
        return True
    left = [word for word in plain.split() if word not in words("reveal")]
    return (
        len(left) == 1
        and left[0] in words("answer_mark") | words("answer_title")
        and (len(left[0]) > 1)
    )


def reveals(text: str) -> bool:
    """Whether a text only says that something is to be shown, such as "Show" or "Click to expand"."""
    plain = _plain(text).split()
    return bool(plain) and all(word in words("reveal") for word in plain)


def tells_answer(text: str) -> bool:
    """Whether a heading names an answer and goes on with it, such as "Answer: B"."""
    name, colon, rest = text.replace("：", ":").partition(":")
    return bool(colon and rest.strip()) and names_answer(name)


def collects(text: str) -> bool:
    """Whether a title says that questions follow, such as "FAQ" or "Interview questions"."""
    return bool(_anywhere("collection").search(text.replace("_", " ")))


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.lower()).strip()
