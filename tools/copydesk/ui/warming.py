"""The grammar server, started in the background while files are still being read."""

from __future__ import annotations

from pathlib import Path
from threading import Thread


class Warming:
    """Starts the server once, where a check that `wanted` it will likely ask; failing, it is silent.

    The check that asks later says what is wrong.
    """

    def __init__(self, *, wanted: bool) -> None:
        self._wanted = wanted
        self._thread: Thread | None = None

    def begin(self) -> None:
        """Start it, unless that was done; to be called when a file turns out to be new."""
        if self._wanted and self._thread is None:
            # A check that ends early does not wait for it.
            self._thread = Thread(target=_warm, daemon=True)
            self._thread.start()

    def wait(self) -> None:
        """Wait until the server has loaded its rules, which two requests at once would load twice."""
        if self._thread is not None:
            self._thread.join()


def _warm() -> None:
    from copydesk import config
    from copydesk.engine import ENGINES
    from copydesk.grammar import install
    from copydesk.grammar.checker import Annotated, GrammarError, Piece

    try:
        path, _ = config.find(Path.cwd())
        found = config.load(path) if path else config.Config(Path.cwd())
        off = found.select or {*ENGINES} <= {*found.ignore}
        other = found.grammar_engine != "languagetool" or found.grammar_server
        if off or other or install.find() is None:
            return
        from copydesk.grammar.opening import warm

        checker = warm(found)
        checker.check([Annotated(0, (Piece("Ready?"),))])
        checker.close()
    except (config.ConfigError, GrammarError):
        return
