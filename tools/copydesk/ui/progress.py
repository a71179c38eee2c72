"""A progress bar on standard error, where a person looks at it and the work is long."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import ProgressColumn

# Fewer files than this are done before a bar could be read.
_MANY_FILES = 50


class Progress:
    """What is done of what there is to do, with rate and time left; silent in a pipe.

    Of `files` it shows nothing where there are only a few.
    """

    def __init__(self, unit: Literal["bytes", "files", "commits"]) -> None:
        self._unit = unit
        self._wanted = sys.stderr.isatty()
        self._bar: Bar | None = None

    def __enter__(self) -> Self:
        return self

    def update(self, done: int, total: int, what: str) -> None:
        """Show what is being worked on, and how far it is."""
        if self._bar is None and self._wanted and (self._unit == "bytes" or total >= _MANY_FILES):
            self._start()
        if self._bar is not None:
            self._bar.update(self._task, completed=done, total=total, description=what)

    def _start(self) -> None:
        # rich costs more to import than a short run takes.
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            DownloadColumn,
            MofNCompleteColumn,
            TextColumn,
            TimeRemainingColumn,
            TransferSpeedColumn,
        )
        from rich.progress import Progress as Bar

        counts: list[ProgressColumn] = [MofNCompleteColumn()]
        if self._unit == "bytes":
            counts = [DownloadColumn(), TransferSpeedColumn()]
        self._bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            *counts,
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._bar.add_task("", total=None)
        self._bar.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()
