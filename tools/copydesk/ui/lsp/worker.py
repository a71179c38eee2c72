"""The desk in its own thread, and the person who is told what it cannot read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

from copydesk.config import ConfigError
from copydesk.editor.desk import Desk
from copydesk.editor.view import Found
from copydesk.ui.lsp.thread import Thread
from copydesk.validation import SchemaError

_Result = TypeVar("_Result")


class Client(Protocol):
    """Where findings and sentences go."""

    def publish(self, path: Path, found: Found | None, version: int | None) -> None:
        """Show what was found in a file, nothing for None."""

    def warn(self, sentence: str) -> None:
        """Say what the person should know."""

    def log(self, sentence: str) -> None:
        """Write down what only matters where something is looked into."""


class Worker:
    """A desk that is asked from the event loop; each of its problems is told once."""

    def __init__(self, desk: Desk, client: Client) -> None:
        self.desk = desk
        self._client = client
        self._thread = Thread("desk")
        self._told: set[str] = set()

    async def do(self, function: Callable[..., _Result], *args: object) -> _Result | None:
        """Call a method of the desk; None where that fails."""
        result = None
        problems: tuple[str, ...] = ()
        try:
            result = await self._thread.run(function, *args)
            problems = self.desk.problems
        except (ConfigError, SchemaError) as error:
            problems = (str(error),)
        except Exception as error:
            # A fault of ours must not end the session.
            self._client.log(f"copydesk: {type(error).__name__}: {error}")
        for problem in problems:
            if problem not in self._told:
                self._told.add(problem)
                self._client.warn(problem)
        return result

    def tell_again(self) -> None:
        """Tell problems anew: what caused them may have been mended."""
        self._told.clear()
