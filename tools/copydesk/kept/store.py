"""What earlier runs learnt and found, kept by the content of all that it depends on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from copydesk.cache import Cache
from copydesk.engine import Settings
from copydesk.kept import rows
from copydesk.kept.code import code, same
from copydesk.kept.rows import Findings
from copydesk.model import Collection, Summary
from copydesk.parse.identity import digest
from copydesk.parse.likest import Likest
from copydesk.source import Source


def summaries(
    sources: Sequence[Source],
    layout: str,
    answers: Cache,
    read: Callable[[Sequence[int]], Iterable[Summary]],
) -> list[Summary]:
    """The summary of every source as it stands alone; `read` makes those that are not kept, by index."""
    keys = [digest("summary", code(), layout, source.path, source.text) for source in sources]
    known = answers.get(keys)
    found: dict[int, Summary] = {}
    for index, (key, source) in enumerate(zip(keys, sources, strict=True)):
        summary = rows.summary(source.path, known[key]) if key in known else None
        if summary is not None:
            found[index] = summary
    left = [index for index in range(len(sources)) if index not in found]
    made = dict(zip(left, read(left), strict=True)) if left else {}
    if made and same():
        answers.put({keys[index]: rows.written(summary) for index, summary in made.items()})
    found.update(made)
    return [found[index] for index in range(len(sources))]


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
    def _learnt(self) -> Mapping[str, str]:
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
        if findings.trace.keys() != findings.answered.keys():
            return False
        return all(
            findings.learnt.get(field) == self._learnt.get(field, "")
            or findings.trace.answer(field, self.collection) == answered
            for field, answered in findings.answered.items()
        )

    def put(self, made: Mapping[str, Findings]) -> None:
        """Keep what a check has found now."""
        if not made or not same():
            return
        kept = {key: rows.row(self._held(findings)) for key, findings in made.items()}
        likest = self.collection.similar
        if isinstance(likest, Likest) and likest.compared:
            kept[self._compared] = json.dumps(likest.pairs)
        self._answers.put(kept)

    def _held(self, findings: Findings) -> Findings:
        answered = findings.answered or findings.trace.answered(self.collection)
        learnt = {field: self._learnt[field] for field in answered}
        return replace(findings, learnt=learnt, answered=answered)


def _learnt(collection: Collection) -> dict[str, str]:
    """For each field a digest of all that it holds."""
    shown: dict[str, object] = {
        "questions": list(collection.questions.items()),
        "vocabulary": sorted(collection.vocabulary),
        "linked": [(path, sorted(names)) for path, names in collection.linked.items()],
        "anchors": list(collection.anchors.items()),
        "missing": list(collection.missing.items()),
        "spellings": list(collection.spellings.items()),
    }
    found = {field: digest(repr(held)) for field, held in shown.items()}
    # What is alike follows from the questions.
    return {**found, "similar": found["questions"]}


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
