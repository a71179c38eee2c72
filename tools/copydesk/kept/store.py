"""What earlier runs learnt and found, kept by the content of all that it depends on."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from unicodedata import unidata_version

import copydesk
from copydesk import resources
from copydesk.cache import Cache
from copydesk.engine import Settings
from copydesk.installed import packages
from copydesk.kept import rows
from copydesk.kept.rows import Findings
from copydesk.model import Collection, Summary
from copydesk.parse.identity import digest
from copydesk.parse.likest import Likest
from copydesk.source import Source

# What reads texts, compares and words them: another version may find something else.
_LIBRARIES = ("mistune-", "pyyaml-", "jsonschema-", "referencing-", "rapidfuzz-")


@cache
def code() -> str:
    """A digest of all that makes what is found: rules, words, weights, schemas, rules of others, Python."""
    _stamps()
    return _code()


def _code() -> str:
    hasher = hashlib.sha256()
    for path, top in _files():
        # An editor's lock is a link to nothing.
        with suppress(OSError):
            held = path.read_bytes()
            hasher.update(f"{path.relative_to(top).as_posix()}\n{len(held)}\n".encode())
            hasher.update(held)
    hasher.update(repr(_others()).encode())
    return hasher.hexdigest()


def _files() -> Iterator[tuple[Path, Path]]:
    """The files of this package and the schemas, each with the folder that it is named from."""
    top = Path(copydesk.__file__).parent
    for folder, inner, names in os.walk(top):
        inner[:] = sorted(name for name in inner if name != "__pycache__")
        for name in sorted(names):
            yield Path(folder, name), top
    for path in resources.schemas():
        yield path, path.parent


def _others() -> tuple[object, ...]:
    """What else decides: others' rules, the Python, the libraries."""
    rules = [f"{package}\n{package.record}" for package in packages()]
    return (*rules, sys.version_info[:3], sys.flags.optimize, unidata_version, *_versions())


@cache
def _stamps() -> tuple[object, ...]:
    return _look()


def _look() -> tuple[object, ...]:
    """Which files there are and when each was changed, which is seen sooner than what they hold."""
    found: list[object] = []
    for path, _ in _files():
        with suppress(OSError):
            stat = path.stat()
            found.append((path, stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns))
    return *found, *_others()


def _versions() -> Iterator[str]:
    """The names and versions of the libraries, as their folders on Python's path tell them."""
    for folder in sys.path:
        with suppress(OSError):
            with os.scandir(folder or ".") as entries:
                names = sorted(entry.name for entry in entries)
            for name in names:
                if name.endswith(".dist-info") and name.lower().startswith(_LIBRARIES):
                    yield name


def _same() -> bool:
    """Whether the code is still what it was when this process asked: one that stays may see an upgrade."""
    code()
    return _look() == _stamps()


def summaries(
    sources: Sequence[Source], layout: str, answers: Cache, read: Callable[[int], Summary]
) -> list[Summary]:
    """The summary of every source as it stands alone; `read` makes those that are not kept, by index."""
    keys = [digest("summary", code(), layout, source.path, source.text) for source in sources]
    known = answers.get(keys)
    made: dict[str, str] = {}
    found = []
    for index, (key, source) in enumerate(zip(keys, sources, strict=True)):
        summary = rows.summary(source.path, known[key]) if key in known else None
        if summary is None:
            summary = read(index)
            made[key] = rows.written(summary)
        found.append(summary)
    if made and _same():
        answers.put(made)
    return found


class Kept:
    """The findings of one collection's files, by what they depend on.

    A file's entry holds where its text, its settings and its records' ids are the same, and the
    collection answers the same to all that the search asked.
    """

    def __init__(self, answers: Cache, collection: Collection) -> None:
        self._answers = answers
        self._given = collection
        self._settings: dict[int, str] = {}

    @cached_property
    def _learnt(self) -> str:
        return _learnt(self._given)

    @cached_property
    def collection(self) -> Collection:
        """The collection, its questions compared by an earlier run where one has done so."""
        similar = self._given.similar
        if isinstance(similar, Likest) and similar.compared:
            return self._given
        known = self._answers.get([self._compared]).get(self._compared)
        pairs = rows.pairs(known, len(self._given.questions)) if known is not None else None
        return replace(self._given, similar=Likest(self._given.questions, pairs))

    @cached_property
    def _compared(self) -> str:
        asked = [(key, some[0].question) for key, some in self._given.questions.items()]
        return digest("similar", code(), *(part for pair in asked for part in pair))

    def key(
        self,
        source: Source,
        summary: Summary,
        settings: Settings,
        *what: str,
    ) -> str:
        """What a file's findings are kept by; `what` names the search, and what else it depends on."""
        # Files of one folder share their settings; they outlive this object.
        if id(settings) not in self._settings:
            self._settings[id(settings)] = _shown(settings)
        ids = "\n".join(record.id for record in summary.records)
        own = self._settings[id(settings)]
        return digest("findings", code(), source.path, source.text, own, ids, *what)

    def get(self, keys: Sequence[str]) -> dict[str, Findings]:
        """The findings of those keys that still hold."""
        found = {}
        for key, text in self._answers.get(keys).items():
            findings = rows.findings(text)
            if findings is not None and self._hold(findings):
                found[key] = findings
        return found

    def _hold(self, findings: Findings) -> bool:
        if findings.learnt == self._learnt:
            return True
        return findings.trace.answered(self.collection) == findings.answered

    def put(self, made: Mapping[str, Findings]) -> None:
        """Keep what a check has found now."""
        if not made or not _same():
            return
        kept = {key: rows.row(self._held(findings)) for key, findings in made.items()}
        likest = self.collection.similar
        if isinstance(likest, Likest) and likest.compared:
            kept[self._compared] = json.dumps(likest.pairs)
        self._answers.put(kept)

    def _held(self, findings: Findings) -> Findings:
        answered = findings.trace.answered(self.collection)
        return replace(findings, learnt=self._learnt, answered=answered)


def _learnt(collection: Collection) -> str:
    # What is alike follows from the questions.
    parts = (
        collection.questions,
        collection.linked,
        collection.anchors,
        collection.spellings,
        collection.missing,
    )
    vocabulary = repr(sorted(collection.vocabulary))
    return digest(*(repr(_ordered(part)) for part in parts), vocabulary)


def _ordered(held: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [
        (key, sorted(value) if isinstance(value, frozenset) else value)
        for key, value in held.items()
    ]


def _shown(settings: Settings) -> str:
    """A text that two settings share only where they check alike."""
    severities = sorted((name, int(level)) for name, level in settings.severities.items())
    options = settings.notes
    return repr(
        (
            settings.rules,
            settings.select,
            settings.ignore,
            severities,
            json.dumps(settings.schema, sort_keys=True),
            settings.min_score,
            settings.layout,
            [
                (name, sorted(value) if isinstance(value, frozenset) else value)
                for name in options.__slots__
                for value in [getattr(options, name)]
            ],
        )
    )
