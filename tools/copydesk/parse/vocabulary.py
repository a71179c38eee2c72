"""The words by which layouts know a question, an answer mark and a frame heading."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

_TERMINALS = ("?", "？", "؟", "՞")
_LEADING = re.compile(r"^[^\w¿]+")


@cache
def words(kind: str) -> frozenset[str]:
    """All languages' words of one kind: `question`, `imperative`, `answer_mark` …"""
    data = tomllib.loads(files(__package__).joinpath("languages.toml").read_text(encoding="utf-8"))
    return frozenset(word for language in data.values() for word in language.get(kind, ()))


def alternation(kind: str) -> str:
    """The words of one kind as a regular expression's alternatives, longest first."""
    return "|".join(
        re.escape(word) for word in sorted(words(kind), key=lambda word: (-len(word), word))
    )


def asks(text: str) -> bool:
    """Whether a text reads as a question or as a task set to the reader."""
    plain = _LEADING.sub("", text.strip())
    bare = plain.rstrip("*_ \t\u200b…)\"'”’")
    if bare.endswith(_TERMINALS) or plain.startswith("¿"):
        return True
    lower = plain.lower().replace("’", "'")
    first, _, rest = lower.partition(" ")
    second = rest.partition(" ")[0]
    if first in words("imperative"):
        return bool(rest)
    return (first in words("question") or f"{first} {second}" in words("question")) and bool(rest)


def is_frame(text: str) -> bool:
    """Whether a heading names a part of the file's frame, such as its contents or licence."""
    return re.sub(r"[\W_]+", " ", text.lower()).strip() in words("frame")
