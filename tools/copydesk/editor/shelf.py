"""What is kept of collections between runs, asked for by a process that stays."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from pathlib import Path

from copydesk.cache import Cache
from copydesk.kept import words
from copydesk.kept.rows import Findings
from copydesk.kept.store import Kept
from copydesk.model import Collection
from copydesk.parse.likest import Likest
from copydesk.workspace import Loaded, Member, answers

_Key = tuple[Path, Path | None]


class Shelf:
    """The cache of each collection, by the keys of `copydesk check --no-grammar`."""

    def __init__(self) -> None:
        self._caches: dict[_Key, Cache] = {}
        self._kept: dict[_Key, tuple[Collection, Kept]] = {}

    def compare(self, loaded: Loaded, before: Collection | None) -> None:
        """Spare a collection the comparison of its questions where they are those of `before`."""
        now = loaded.collection
        similar = before.similar if before is not None else None
        if (
            before is not None
            and isinstance(similar, Likest)
            and similar.compared
            and _asked(before) == _asked(now)
        ):
            loaded.collection = replace(now, similar=Likest(now.questions, similar.pairs))
        else:
            loaded.collection = Kept(self._cache(loaded), now).collection

    def get(self, loaded: Loaded, member: Member) -> Findings | None:
        """What an earlier run has found in a file as it is; None where none has looked."""
        kept = self._of(loaded)
        key = self._name(kept, member)
        return kept.get([key]).get(key)

    def put(self, loaded: Loaded, member: Member, findings: Findings) -> None:
        """Keep what was found in a file as it is on disk."""
        kept = self._of(loaded)
        kept.put({self._name(kept, member): findings})

    def words(self, loaded: Loaded) -> Set[str]:
        """The names and terms that a collection teaches."""
        sources = [(member.source, loaded.language(member)) for member in loaded.members]
        return words.learn(
            sources, self._cache(loaded), lambda index: loaded.members[index].document
        )

    def _cache(self, loaded: Loaded) -> Cache:
        if loaded.key not in self._caches:
            self._caches[loaded.key] = Cache(answers(loaded.config))
        return self._caches[loaded.key]

    def _of(self, loaded: Loaded) -> Kept:
        known = self._kept.get(loaded.key)
        if known is None or known[0] is not loaded.collection:
            known = loaded.collection, Kept(self._cache(loaded), loaded.collection)
            self._kept[loaded.key] = known
        return known[1]

    @staticmethod
    def _name(kept: Kept, member: Member) -> str:
        return kept.key(member.source, member.summary, member.settings, "check", repr(None))


def _asked(collection: Collection) -> list[tuple[str, str]]:
    return [(key, some[0].question) for key, some in collection.questions.items()]
