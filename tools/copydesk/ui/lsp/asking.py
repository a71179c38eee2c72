"""One grammar engine of a session: which texts it has not read yet, and the thread that asks it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from copydesk.editor.desk import Question
from copydesk.grammar.checker import Match
from copydesk.ui.lsp.thread import Thread

# Puts a question; None where there is nothing to ask with, or no rule of the engine is on.
Ask = Callable[[Question], list[list[Match]] | None]


class Asking:
    """Texts that wait for an engine; a `quick` one is asked while one types, others in a pause."""

    def __init__(self, ask: Ask, *, quick: bool) -> None:
        self.quick = quick
        self.unasked: set[Path] = set()
        self._ask: Ask | None = ask
        self._thread = Thread("quick grammar" if quick else "grammar")
        self._task: asyncio.Task[None] | None = None

    def may(self) -> bool:
        """Whether a text waits and the engine does not work on one."""
        free = self._task is None or self._task.done()
        return self._ask is not None and bool(self.unasked) and free

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Do what asks a question and takes its answer."""
        self._task = asyncio.create_task(work)

    async def ask(self, question: Question) -> list[list[Match]] | None:
        """What the engine finds."""
        return await self._thread.run(self._ask, question) if self._ask is not None else None

    def give_up(self) -> None:
        """Ask no more: the engine cannot be had."""
        self._ask = None
