"""Names and jargon, learned from the collection itself: evidence in place of a list of words.

A dictionary does not know `AdamW`, `ripgrep` or `Loshchilov`; the collection does. A word is
learned for its shape, for how it is set, for the company it keeps, or for coming back, and never
where it is one slip away from a word that the collection uses more often.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from enum import IntFlag

from copydesk.grammar.languages import primary
from copydesk.model import Document, Node

_LETTER = r"[^\W\d_]"
_WORD = re.compile(rf"{_LETTER}+(?:['’]{_LETTER}+)?")
_COMPOUND = re.compile(rf"{_LETTER}[^\W_]*(?:[-‐–]\w+)+")
# A capital that no sentence start explains: after a word, a digit or a comma.
_MIDWAY = re.compile(r"[\w,&/–—-][\s\"'“‘(]*\Z")
_YEAR = r"(?:19|20)\d\d"
_CAPITAL = rf"(?=[^\W\d_a-z]){_LETTER}{{2,}}"
_AUTHORS = (
    re.compile(rf"({_CAPITAL})\s+et\s+al\b"),
    re.compile(rf"({_CAPITAL})\s*&\s*({_CAPITAL})"),
    re.compile(rf"({_CAPITAL})\s+and\s+({_CAPITAL}),?\s*[(\[]?{_YEAR}\b"),
    re.compile(rf"({_CAPITAL}),?\s*[(\[]?{_YEAR}\b"),
    re.compile(rf"({_CAPITAL})[-–]({_CAPITAL})(?:[-–]({_CAPITAL}))?"),
)
_POSSESSIVE = re.compile(r"(?:['’]s|['’])\Z")
# Endings that a verb or noun of the trade takes: `stringify` is code, `stringifies` prose.
_ENDINGS = (
    ("ies", "y"),
    ("ied", "y"),
    ("ing", ""),
    ("ing", "e"),
    ("ed", ""),
    ("ed", "e"),
    ("es", ""),
)
_SHORTEST_BASE = 5
# A term is short; a whole sentence set in bold teaches nothing about its words.
_TERM_WORDS = 5
_RECURS = 3
# Among short words every second one is a slip away from another.
_SHORTEST_SLIP = 5


class Evidence(IntFlag):
    """Why a word may be a name or a term."""

    NONE = 0
    CODE = 1
    TERM = 2
    AUTHOR = 4
    CAPITAL = 8


@dataclass(slots=True)
class Seen:
    """How often a word stands in prose, in how many blocks, and what speaks for it."""

    count: int = 0
    blocks: int = 0
    evidence: Evidence = Evidence.NONE


@dataclass(slots=True)
class Summary:
    """What documents say about their words, by the word as written; sums of it are exact."""

    words: defaultdict[str, Seen] = field(default_factory=lambda: defaultdict(Seen))

    def add(self, other: Summary) -> None:
        """Take in what another document says."""
        for word, seen in other.words.items():
            mine = self.words[word]
            mine.count += seen.count
            mine.blocks += seen.blocks
            mine.evidence |= seen.evidence

    def dumps(self) -> str:
        """This summary as JSON, to be read by `loads`."""
        return json.dumps(
            {
                word: [seen.count, seen.blocks, int(seen.evidence)]
                for word, seen in self.words.items()
            }
        )

    @classmethod
    def loads(cls, text: str) -> Summary | None:
        """The summary that `dumps` wrote, None where the text is none."""
        result = cls()
        try:
            for word, (count, blocks, evidence) in json.loads(text).items():
                result.words[word] = Seen(int(count), int(blocks), Evidence(evidence))
        except (ValueError, TypeError, AttributeError):
            return None
        return result


def learn(documents: Iterable[Document]) -> frozenset[str]:
    """The names and terms of a collection, ready for `known`."""
    total = Summary()
    for document in documents:
        total.add(summary(document))
    return decide(total)


def load_vocabulary(text: str) -> frozenset[str]:
    """Read a vocabulary file: a word per line, `#` begins a comment."""
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    words = [line for line in lines if line]
    return frozenset(words) | {_capitalised(word) for word in words}


def known(word: str, vocabulary: Set[str]) -> bool:
    """Whether a word, what it is a form of, or every part of it is in a vocabulary."""
    bare = _POSSESSIVE.sub("", word)
    if bare in vocabulary or (bare.endswith("s") and bare[:-1] in vocabulary):
        return True
    for ending, base in _ENDINGS:
        form = bare.removesuffix(ending) + base
        if bare.endswith(ending) and len(form) >= _SHORTEST_BASE and form in vocabulary:
            return True
    parts = [part for part in re.split(r"[-‐–/\s]+", bare) if part]
    return len(parts) > 1 and all(known(part, vocabulary) for part in parts)


def summary(document: Document, language: str = "en") -> Summary:
    """What one document says about its words; in German a capital makes no name."""
    result = Summary()
    capitals = primary(language) != "de"
    for node in document.walk():
        if node.kind == "code":
            code = " ".join(document.source[line] for line in node.lines)
            _note(result, _WORD.findall(code), Evidence.CODE)
        elif node.runs:
            _read(result, node, capitals=capitals)
    return result


def _note(result: Summary, words: Iterable[str], evidence: Evidence) -> None:
    for word in words:
        result.words[word].evidence |= evidence


def _read(result: Summary, node: Node, *, capitals: bool) -> None:
    parts: list[str] = []
    for run in node.runs:
        prose = run.kind in ("text", "break")
        parts.append(run.text if prose else " \x00 ")
        if run.kind == "code":
            _note(result, _WORD.findall(run.text), Evidence.CODE)
        elif prose and (run.marks or node.kind == "heading"):
            words = list(_tokens(run.text))
            if len(words) <= _TERM_WORDS or node.kind == "heading":
                _note(result, words, Evidence.TERM)
    text = "".join(parts)
    counts = Counter(_tokens(text))
    for word, count in counts.items():
        seen = result.words[word]
        seen.count += count
        seen.blocks += 1
    for pattern in _AUTHORS:
        for match in pattern.finditer(text):
            _note(result, filter(None, match.groups()), Evidence.AUTHOR)
    if capitals and not _titled(text):
        for match in (*_WORD.finditer(text), *_COMPOUND.finditer(text)):
            word = _POSSESSIVE.sub("", match.group())
            if word[:1].isupper() and _MIDWAY.search(text[: match.start()][-8:]):
                result.words[word].evidence |= Evidence.CAPITAL


def _tokens(text: str) -> Iterator[str]:
    for match in _WORD.finditer(text):
        yield _POSSESSIVE.sub("", match.group())
    for match in _COMPOUND.finditer(text):
        yield match.group()


def _titled(text: str) -> bool:
    """Whether A Text Is Set Like This, so that its capitals say nothing."""
    words = [word for word in _WORD.findall(text)[1:] if len(word) > 3]
    return len(words) > 1 and sum(word[0].isupper() for word in words) * 2 > len(words)


def decide(total: Summary) -> frozenset[str]:
    """The words of a collection that no spelling rule may report."""
    return frozenset(form for word in teach(total) for form in word.forms)


@dataclass(frozen=True, slots=True)
class Taught:
    """A word that a collection teaches, why, and the forms of it that are known then."""

    word: str
    why: str
    forms: tuple[str, ...]


def teach(total: Summary) -> Iterator[Taught]:
    """The names and terms of a collection, each with what speaks for it."""
    words = total.words
    spellings: defaultdict[str, list[str]] = defaultdict(list)
    counts: Counter[str] = Counter()
    blocks: Counter[str] = Counter()
    for word, seen in words.items():
        spellings[word.casefold()].append(word)
        counts[word.casefold()] += seen.count
        blocks[word.casefold()] += seen.blocks
    slips = _Slips(counts)
    for word, seen in words.items():
        folded = word.casefold()
        if _shaped(word):
            others = (words[other].count for other in spellings[folded] if other != word)
            if word.isupper() or not seen.count or seen.count >= max(others, default=0):
                yield Taught(word, "written with capitals inside", (word, word.lower()))
        elif seen.evidence & Evidence.AUTHOR:
            yield Taught(word, "named as an author", (word,))
        elif slips.likely(folded):
            continue
        elif seen.evidence & Evidence.CAPITAL and word[0].isupper():
            yield Taught(word, "a name in the middle of a sentence", (word, word.lower()))
        elif why := _term(seen, counts[folded], blocks[folded]):
            # At the start of a sentence; beside a spelling of its own it would be a third one.
            alone = not any(_shaped(other) for other in spellings[folded])
            yield Taught(word, why, (word, _capitalised(word)) if alone else (word,))


def _term(seen: Seen, count: int, blocks: int) -> str:
    if seen.evidence & Evidence.CODE:
        return "a name in code"
    if seen.evidence & Evidence.TERM and count > 1:
        return "set as a term"
    return "used again and again" if count >= _RECURS and blocks >= _RECURS - 1 else ""


def _shaped(word: str) -> bool:
    """An acronym, its plural, or a word with a capital inside."""
    return word not in ("I", "A") and any(letter.isupper() for letter in word[1:])


def _capitalised(word: str) -> str:
    return word[:1].upper() + word[1:]


class _Slips:
    """Finds words that are one slip (a letter too many, too few, wrong, or swapped) apart.

    Two words are that near when they share a form with one letter left out (the symmetric-delete
    method of SymSpell, https://github.com/wolfgarbe/SymSpell).
    """

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = counts
        self._forms: defaultdict[str, list[str]] = defaultdict(list)
        for word, count in counts.items():
            if count > 1 and len(word) >= _SHORTEST_SLIP - 1:
                for form in _deletions(word):
                    self._forms[form].append(word)

    def likely(self, word: str) -> bool:
        """Whether the collection uses a word oftener that this one may be a slip of.

        A slip is seldom in the first letter, which is how `strace` differs from `trace`.
        """
        if len(word) < _SHORTEST_SLIP:
            return False
        count = self._counts[word]
        return any(
            self._counts[other] > count and not _inflected(word, other)
            for form in _deletions(word)
            for other in self._forms.get(form, ())
            if other != word and (other[0] == word[0] or other[:2] == word[1::-1])
        )


def _deletions(word: str) -> set[str]:
    return {word, *(word[:index] + word[index + 1 :] for index in range(len(word)))}


def _inflected(word: str, other: str) -> bool:
    """Whether two words differ in their last letter only, as `token` and `tokens` do."""
    shorter, longer = sorted((word, other), key=len)
    return longer.startswith(shorter) or shorter[:-1] == longer[:-1]
