"""Reading and checking on several processes at once, where the work is worth their start."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from copydesk import engine, workspace
from copydesk.engine import Settings
from copydesk.kept.rows import Findings
from copydesk.model import Collection, Diagnostic, Document, Summary
from copydesk.parse.likest import Likest
from copydesk.parse.settling import settled
from copydesk.source import Source
from copydesk.traced import Trace
from copydesk.workspace import Member

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

# Less text than this (code points) is checked sooner than a second process starts.
_WORTH = 60_000
# More chunks than processes, so that what is done is shown, and small at the end.
_CHUNKS = 4

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Task:
    """One file with what it is checked with; `grammar` is None where the engine was not asked."""

    source: Source
    summary: Summary
    settings: Settings
    grammar: Sequence[Diagnostic] | None

    @classmethod
    def of(cls, member: Member, grammar: Sequence[Diagnostic] | None) -> Task:
        return cls(member.source, member.summary, member.settings, grammar)


class Workers:
    """Up to `jobs` processes, 0 for as many as pay off; each checks the files that it has read.

    They start with the first work that is worth it.
    """

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._pools: list[Executor] = []
        # Which process read a file, by path.
        self._readers: dict[str, int] = {}

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        for pool in self._pools:
            pool.shutdown(cancel_futures=True)

    def read(
        self, sources: Sequence[Source], settings: Settings
    ) -> Iterator[tuple[Summary, Document | None]]:
        """Read and summarise files, in their order."""
        if not self._started(sources):
            yield from workspace.read(sources, settings)
            return
        parts = []
        for number, some in enumerate(_parts(sources, len(self._pools) * _CHUNKS)):
            worker = number % len(self._pools)
            self._readers.update((source.path, worker) for source in some)
            parts.append(self._pools[worker].submit(_read, some, settings))
        for part in parts:
            for summary in part.result():
                yield summary, None

    def check(
        self, members: Sequence[Member], tasks: Sequence[Task], collection: Collection
    ) -> Iterator[Findings]:
        """Check files, in their order; a member is a task's file."""
        if not self._started([task.source for task in tasks]):
            for member, task in zip(members, tasks, strict=True):
                yield _found(member.document, task, collection)
            return
        shares: list[list[int]] = [[] for _ in self._pools]
        for index, task in enumerate(tasks):
            shares[self._readers.get(task.source.path, index % len(shares))].append(index)
        learning = [pool.submit(_learn, collection) for pool in self._pools]
        doing: dict[int, tuple[Future[_Checked], int]] = {}
        for pool, share in zip(self._pools, shares, strict=True):
            for some in _parts([tasks[index] for index in share], _CHUNKS):
                part = pool.submit(_check, some)
                first = share[: len(some)]
                share = share[len(some) :]
                doing.update((index, (part, at)) for at, index in enumerate(first))
        for told in learning:
            told.result()
        for index in range(len(tasks)):
            part, at = doing[index]
            checked = part.result()
            if checked.alike is not None and isinstance(collection.similar, Likest):
                collection.similar.know(checked.alike)
            yield checked.findings[at]

    def _started(self, sources: Sequence[Source]) -> bool:
        """Whether there are processes for so much work, started where it is worth it."""
        size = sum(len(source.text) for source in sources)
        most = self._jobs or min(_cores(), size // _WORTH)
        wanted = min(most, len(sources))
        if wanted <= 1:
            return False
        if not self._pools:
            # Most runs need one process, and should not pay for the import.
            from concurrent.futures import ProcessPoolExecutor

            self._pools = [ProcessPoolExecutor(1) for _ in range(wanted)]
        return True


@dataclass(frozen=True, slots=True)
class _Checked:
    """What one chunk found, and the questions that are alike where it had to compare them."""

    findings: list[Findings]
    alike: Sequence[tuple[int, int, float]] | None


@dataclass(slots=True)
class _Held:
    """What a process has until its next work: documents that it read, what their collection teaches."""

    documents: dict[str, Document] = field(default_factory=dict)
    collection: Collection = field(default_factory=Collection)


_held = _Held()


def _read(sources: Sequence[Source], settings: Settings) -> list[Summary]:
    summaries = []
    for summary, document in workspace.read(sources, settings, _size(_held.documents)):
        summaries.append(summary)
        if document is not None:
            _held.documents[summary.path] = document
    return summaries


def _size(documents: Mapping[str, Document]) -> int:
    return sum(len(document.source.text) for document in documents.values())


def _learn(collection: Collection) -> None:
    _held.collection = collection


def _check(tasks: Sequence[Task]) -> _Checked:
    collection = _held.collection
    findings = []
    for task in tasks:
        document = _held.documents.pop(task.source.path, None)
        if document is None or document.source != task.source:
            document = engine.read(task.source, task.settings)
        findings.append(_found(settled(document, task.summary), task, collection))
    similar = collection.similar
    alike = similar.pairs if isinstance(similar, Likest) and similar.compared else None
    return _Checked(findings, alike)


def _found(document: Document, task: Task, collection: Collection) -> Findings:
    trace = Trace()
    checked = engine.check(document, task.settings, trace.of(collection), task.grammar)
    answered = trace.answered(collection)
    return Findings(checked.diagnostics, checked.notes, trace, answered=answered)


def _parts(items: Sequence[_Item], count: int) -> Iterator[Sequence[_Item]]:
    """Neighbouring items, about as many in each part."""
    size = max(1, -(-len(items) // count))
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
