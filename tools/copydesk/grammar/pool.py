"""Several grammar servers that share the work: what one fails at, another does."""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock

from copydesk.grammar.checker import Annotated, Checker, GrammarError, Match
from copydesk.grammar.request import CHUNK_CHARACTERS

Opens = Callable[[], Checker]
# A server that fails is asked once more, on a new connection, before it is left out.
_TRIES = 2


@dataclass(slots=True)
class _Work:
    """Which texts wait, which are done, and what the last failure said."""

    waiting: deque[list[int]]
    found: dict[int, list[Match]]
    lock: Lock
    error: GrammarError | None = None

    def take(self) -> list[int] | None:
        with self.lock:
            return self.waiting.popleft() if self.waiting else None

    def back(self, chunk: list[int], error: GrammarError) -> None:
        with self.lock:
            self.waiting.appendleft(chunk)
            self.error = error


class PoolChecker:
    """Engines behind one interface; each is opened by a call.

    Raises GrammarError if none of them opens.
    """

    def __init__(self, opens: Sequence[Opens]) -> None:
        self._engines: list[tuple[Opens, Checker]] = []
        error: GrammarError | None = None
        for each in opens:
            try:
                self._engines.append((each, each()))
            except GrammarError as refused:
                error = refused
        if not self._engines:
            raise error or GrammarError("no grammar server is configured; see `grammar.server`")
        self.name = self._engines[0][1].name

    def speaks(self, language: str) -> bool:
        """Whether texts in a language can be checked, by its tag: whether every engine can."""
        return all(engine.speaks(language) for _, engine in self._engines)

    def check(self, texts: Sequence[Annotated]) -> list[list[Match]]:
        """The matches of each text, in the order of their spans.

        Raises GrammarError if every engine has failed.
        """
        work = _Work(deque(_chunks(texts)), {}, Lock())
        with ThreadPoolExecutor(len(self._engines), thread_name_prefix="grammar") as threads:
            for done in [threads.submit(self._help, at, texts, work) for at in self._alive()]:
                done.result()
        if work.waiting:
            raise work.error or GrammarError("no grammar server is left")
        return [work.found[index] for index in range(len(texts))]

    def close(self) -> None:
        """Let go of all engines; a second call does nothing."""
        for _, engine in self._engines:
            engine.close()
        self._engines = []

    def _alive(self) -> range:
        return range(len(self._engines))

    def _help(self, at: int, texts: Sequence[Annotated], work: _Work) -> None:
        failures = 0
        while failures < _TRIES and (chunk := work.take()) is not None:
            opens, engine = self._engines[at]
            try:
                answers = engine.check([texts[index] for index in chunk])
            except GrammarError as error:
                work.back(chunk, error)
                failures += 1
                with contextlib.suppress(GrammarError):
                    engine.close()
                    self._engines[at] = (opens, opens())
                continue
            work.found.update(zip(chunk, answers, strict=True))


def _chunks(texts: Sequence[Annotated]) -> Iterator[list[int]]:
    """Indices of neighbouring texts that make one request together."""
    chunk: list[int] = []
    size = 0
    for index, text in enumerate(texts):
        length = len(text.plain)
        if chunk and size + length > CHUNK_CHARACTERS:
            yield chunk
            chunk, size = [], 0
        chunk.append(index)
        size += length
    if chunk:
        yield chunk
