"""Checks on several processes at once, where the work is worth their start."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from copydesk import engine
from copydesk.engine import Settings
from copydesk.kept.rows import Findings
from copydesk.model import Collection, Diagnostic, Document
from copydesk.traced import Trace

if TYPE_CHECKING:
    from concurrent.futures import Executor

# One file with what it is checked with; None where grammar was not asked.
Task = tuple[Document, Settings, Collection, Sequence[Diagnostic] | None]

# Less text than this (code points) is checked sooner than a second process starts.
_WORTH = 60_000
# More chunks than processes, so that a long file does not leave the others idle.
_CHUNKS = 4


def check(tasks: Sequence[Task], jobs: int) -> Iterator[Findings]:
    """Check every file, in the order of the tasks; `jobs` 0 is as many processes as pay off."""
    size = sum(len(document.source.text) for document, *_ in tasks)
    wanted = min(jobs or _cores(), len(tasks), max(1, size // _WORTH) if not jobs else len(tasks))
    if wanted <= 1:
        yield from map(_found, tasks)
        return
    # Most runs need one process, and should not pay for the import.
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(wanted) as pool:
        yield from spread(tasks, pool, wanted * _CHUNKS)


def spread(tasks: Sequence[Task], pool: Executor, chunks: int) -> Iterator[Findings]:
    """Check every file on an executor, in the order of the tasks."""
    for found in pool.map(_check, list(_parts(tasks, chunks))):
        yield from found


def _check(tasks: Sequence[Task]) -> list[Findings]:
    return [_found(task) for task in tasks]


def _found(task: Task) -> Findings:
    document, settings, collection, grammar = task
    trace = Trace()
    checked = engine.check(document, settings, trace.of(collection), grammar)
    return Findings(checked.diagnostics, checked.notes, trace)


def _parts(tasks: Sequence[Task], count: int) -> Iterator[Sequence[Task]]:
    """Neighbouring tasks of about the same amount of text in each part."""
    size = sum(len(document.source.text) for document, *_ in tasks)
    start = taken = 0
    for index, (document, *_) in enumerate(tasks):
        taken += len(document.source.text)
        if taken * count >= size or index == len(tasks) - 1:
            yield tasks[start : index + 1]
            start, taken = index + 1, 0


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
