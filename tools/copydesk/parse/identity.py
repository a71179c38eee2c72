"""Who a record is: an id made of its question's words, and a hash of what it says."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence

from copydesk.model import Record

_ID_LENGTH = 80
_SHOWN = ("code", "table", "math")
# An id of the author's own, as pandoc, kramdown and Hugo read it.
EXPLICIT = re.compile(r"[ \t]*\{#([^\s{}]+)\}[ \t]*$")


def _words(text: str) -> list[str]:
    # A combining mark belongs to its letter: it must not split the word it stands in.
    letters = "".join(
        character
        for character in unicodedata.normalize("NFC", text).lower()
        if not unicodedata.category(character).startswith("M")
    )
    return re.findall(r"[^\W_]+", letters)


def slug(text: str) -> str:
    """The words of a text, lower-case, joined by hyphens, at most 80 characters of whole words."""
    joined = "-".join(_words(text))
    if len(joined) <= _ID_LENGTH:
        return joined
    cut = joined[: _ID_LENGTH + 1].rpartition("-")[0]
    return cut or joined[:_ID_LENGTH]


def words_key(question: str) -> str:
    """A key that two questions share when they differ in case, punctuation and marks only."""
    return " ".join(_words(question))


def question_key(record: Record) -> str:
    """A key that two records share when they ask the same.

    A question such as "What is the output?" asks about the code or table below it, which then
    belongs to the key.
    """
    key = words_key(record.question.text)
    below = (record.lead or record.answer).blocks[:1]
    if below and (below[0].kind in _SHOWN or any(run.kind == "image" for run in below[0].runs)):
        key += "\n" + digest((record.lead or record.answer).markdown)
    return key


def digest(*parts: str) -> str:
    """A hex digest of texts, the same on every machine; an ending moved between parts changes it."""
    hasher = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        hasher.update(f"{len(data)}:".encode())
        hasher.update(data)
    return hasher.hexdigest()


def unique(ids: Sequence[str], another: Callable[[int, int], str]) -> list[str]:
    """Give every record an id that no other has.

    `another` makes an id for the record of an index, more exact with each attempt (0 to 2). Where
    several share their question's words, each gets a short hash of its answer instead of a counter,
    so that an id depends on what a record says and not on where it stands.
    """
    named = list(ids)
    for attempt in range(3):
        counts = Counter(named)
        if len(counts) == len(named):
            break
        named = [
            name if counts[name] == 1 else another(index, attempt)
            for index, name in enumerate(named)
        ]
    return named


def again(question: str, answer: str, place: Sequence[str], start: int, attempt: int) -> str:
    """An id of a question's words with a hash of a digest of its answer.

    Two records that say the same in every word differ only by their place: the second attempt
    hashes it too, the third with its 0-based offset.
    """
    base = slug(question) or "question"
    if attempt == 0:
        return _suffixed(base, answer[:8])
    where = [*place, str(start)] if attempt == 2 else list(place)
    return _suffixed(base, digest(answer, *where)[:8])


def _suffixed(base: str, suffix: str) -> str:
    return f"{base[: _ID_LENGTH - len(suffix) - 1].rstrip('-')}-{suffix}"
