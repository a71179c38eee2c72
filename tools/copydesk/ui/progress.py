"""A progress bar on standard error, where a person looks at it and the work is long."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

Unit = Literal["bytes", "characters", "commits", "files"]
# Fewer than these are done before a bar could be read.
_MANY: dict[Unit, int] = {"bytes": 0, "characters": 100_000, "commits": 50, "files": 50}


class Progress:
    """What is done of what there is to do, with rate and time left; silent in a pipe.

    It shows nothing where there is little to do.
    """

    def __init__(self, unit: Unit) -> None:
        self._unit = unit
        self._wanted = sys.stderr.isatty()
        self._bar: Bar | None = None

    def __enter__(self) -> Self:
        return self

    def update(self, done: int, total: int, what: str) -> None:
        """Show what is being worked on, and how far it is."""
        if self._bar is None and self._wanted and total >= _MANY[self._unit]:
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
            ProgressColumn,
            Task,
            TextColumn,
            TimeRemainingColumn,
            TransferSpeedColumn,
        )
        from rich.progress import Progress as Bar
        from rich.text import Text

        class Rate(ProgressColumn):
            def render(self, task: Task) -> Text:
                return Text(f"{task.speed:,.0f} {unit}/s" if task.speed else "")

        unit = self._unit
        counts: list[ProgressColumn] = [MofNCompleteColumn(), Rate()]
        if unit == "bytes":
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
