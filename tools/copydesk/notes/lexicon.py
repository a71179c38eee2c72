"""The words of one language by which a note can be told, read from its data file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from copydesk.notes import wording

EDITORIAL = frozenset(
    (
        "edit", "work", "matter", "deixis", "need", "lack", "doubt", "unsure", "verdict",
        "people", "later", "informal",
    )
)  # fmt: skip
# Words that stand for themselves in a frame.
PLAIN = ("function", "finite", "first_person", "second_person", "question_words")
_LONGEST = 5
_NOTHING: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Hits:
    """What categories a text's words fall in.

    `at` gives for each word index the categories of the phrases that start there, each with its
    length in words; `covered` the indices that some editorial phrase takes in.
    """

    at: tuple[Mapping[str, int], ...]
    counts: Mapping[str, int]
    covered: frozenset[int]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language's words: phrases by category, abbreviations, placeholders, topics of a mark.

    `firsts` gives for a phrase's first word how many words the longest such phrase has.
    """

    language: str
    phrases: Mapping[tuple[str, ...], tuple[str, ...]]
    sets: Mapping[str, frozenset[str]]
    abbreviations: frozenset[str]
    placeholders: frozenset[str]
    openings: tuple[str, ...]
    frames: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    firsts: Mapping[str, int]
    verb_last: bool = False
    wording: Mapping[str, float] = field(default_factory=dict)

    def hits(self, words: Sequence[str]) -> Hits:
        """Look up every phrase that starts at each word."""
        at: list[Mapping[str, int]] = []
        counts: dict[str, int] = {}
        covered: set[int] = set()
        listed = tuple(words)
        for index, word in enumerate(listed):
            longest = self.firsts.get(word, 0)
            if not longest:
                at.append(_NOTHING)
                continue
            here: dict[str, int] = {}
            for length in range(min(longest, len(listed) - index), 0, -1):
                for category in self.phrases.get(listed[index : index + length], ()):
                    here.setdefault(category, length)
            for category, length in here.items():
                counts[category] = counts.get(category, 0) + 1
                if category in EDITORIAL:
                    covered.update(range(index, index + length))
            at.append(here)
        return Hits(tuple(at), counts, frozenset(covered))


def _longest(phrases: Iterable[tuple[str, ...]]) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for phrase in phrases:
        if phrase:
            found[phrase[0]] = max(found.get(phrase[0], 0), min(len(phrase), _LONGEST))
    return found


@cache
def load(language: str) -> Lexicon:
    """The lexicon of a language, of English where the language has none."""
    folder = files(__package__).joinpath("languages")
    file = folder.joinpath(f"{language}.toml")
    if not file.is_file():
        file = folder.joinpath("en.toml")
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    phrases: dict[tuple[str, ...], list[str]] = {}
    sets: dict[str, frozenset[str]] = {}
    for category, entries in data.items():
        if category == "abbreviations" or not isinstance(entries, list):
            continue
        sets[category] = frozenset(entries)
        for entry in dict.fromkeys(entries):
            phrases.setdefault(tuple(entry.rstrip(",").split()), []).append(category)
    sets["plain"] = frozenset().union(*(sets.get(category, ()) for category in PLAIN))
    marked = data.get("marked", {})
    sets["mark_topics"] = frozenset(marked.get("topics", ()))
    sets["mark_before"] = frozenset(marked.get("article_before", ()))
    names = folder.joinpath("given_names.txt").read_text(encoding="utf-8")
    sets["given"] = frozenset(names.partition("\n")[2].split())
    placeholder = data.get("placeholder", {})
    return Lexicon(
        language=file.name.removesuffix(".toml"),
        phrases={key: tuple(dict.fromkeys(value)) for key, value in phrases.items()},
        sets=sets,
        abbreviations=frozenset(data.get("abbreviations", ())),
        placeholders=frozenset(placeholder.get("phrases", ())),
        openings=tuple(placeholder.get("openings", ())),
        frames=tuple(
            (tuple(first.split()), tuple(last.split()))
            for first, last in placeholder.get("frames", ())
        ),
        firsts=_longest(phrases),
        verb_last=bool(data.get("verb_last", False)),
        wording=wording.load(file.name.removesuffix(".toml")),
    )
