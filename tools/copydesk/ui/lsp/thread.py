"""Work beside the event loop, one piece after the other."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, TypeVar

_Result = TypeVar("_Result")


class Thread:
    """A thread that does what it is given in order; nothing waits for it when the process ends."""

    def __init__(self, name: str) -> None:
        self._queue: SimpleQueue[tuple[Future[Any], Callable[[], Any]]] = SimpleQueue()
        # An executor's thread would be waited for, and a slow engine take minutes.
        threading.Thread(target=self._work, name=name, daemon=True).start()

    async def run(self, function: Callable[..., _Result], *args: Any) -> _Result:
        """Call a function there; one that nobody waits for any more is not begun."""
        future: Future[_Result] = Future()
        self._queue.put((future, lambda: function(*args)))
        return await asyncio.wrap_future(future)

    def _work(self) -> None:
        while True:
            future, call = self._queue.get()
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(call())
            except BaseException as error:
                future.set_exception(error)
