"""A checker on the server that outlives the run; where that fails in the middle, on the next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from copydesk.grammar import server
from copydesk.grammar.checker import Annotated, GrammarError, Match
from copydesk.grammar.languagetool import LanguageToolChecker, Options

# Between so many texts the server is told that it is still used.
_TEXTS = 200


class WarmChecker:
    """LanguageTool on the user's running server, started where there is none.

    Raises NotInstalled if it is not on this machine, GrammarError if it does not start.
    """

    def __init__(self, options: Options, idle_minutes: float) -> None:
        self._options = options
        self._idle = idle_minutes
        self._inner = self._open()

    def _open(self, *, failed: str = "") -> LanguageToolChecker:
        address = server.connect(self._idle, failed=failed)
        return LanguageToolChecker(replace(self._options, server=address, own=True))

    @property
    def name(self) -> str:
        return self._inner.name

    def speaks(self, language: str) -> bool:
        """Whether texts in a language can be checked, by its tag."""
        return self._inner.speaks(language)

    def check(self, texts: Sequence[Annotated]) -> list[list[Match]]:
        """The matches of each text.

        Raises GrammarError if the server fails, and the one that takes its place too.
        """
        found: list[list[Match]] = []
        for start in range(0, len(texts), _TEXTS):
            some = texts[start : start + _TEXTS]
            server.use()
            try:
                found.extend(self._inner.check(some))
            except GrammarError:
                failed = self._inner.address
                self._inner.close()
                self._inner = self._open(failed=failed)
                found.extend(self._inner.check(some))
        return found

    def close(self) -> None:
        """Let go of the server, which goes on running."""
        self._inner.close()
