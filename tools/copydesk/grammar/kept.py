"""A checker that never asks twice: answers are kept by the content of what was asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import suppress
from typing import Any

from copydesk.cache import Cache
from copydesk.grammar.checker import Annotated, Checker, GrammarError, Match
from copydesk.grammar.languages import primary
from copydesk.parse.identity import digest
from copydesk.source import Span

# What is asked at once, in characters: enough for several servers to share, little enough to see it go on.
_TURN = 60_000
# So many turns show how far it is; more would only keep servers waiting for each other.
_TURNS = 50


class UnansweredError(GrammarError):
    """An answer is not in the cache, and no engine may be asked."""


class KeptChecker:
    """Answers from the cache, and opens an engine only where one is missing.

    `settings` must name everything besides the text that an answer depends on; `languages` are those
    that the engine speaks, None for any. `opens` makes the engine; None raises UnansweredError instead.
    `progress` is told how many of how many characters the engine has read.
    """

    progress: Callable[[int, int], None] | None = None

    def __init__(
        self,
        name: str,
        settings: str,
        cache: Cache,
        opens: Callable[[], Checker] | None,
        languages: Set[str] | None = None,
    ) -> None:
        self._name = name
        self._settings = settings
        self._cache = cache
        self._opens = opens
        self._languages = languages
        self._inner: Checker | None = None

    @property
    def name(self) -> str:
        return self._name

    @property
    def identity(self) -> str:
        """All besides the text that an answer depends on."""
        return f"{self._name}\n{self._settings}"

    def speaks(self, language: str) -> bool:
        """Whether texts in a language can be checked, by its tag."""
        return self._languages is None or primary(language) in self._languages

    def check(self, texts: Sequence[Annotated]) -> list[list[Match]]:
        """The matches of each text.

        Raises GrammarError if the engine fails, UnansweredError where it may not be asked.
        """
        keys = [self._key(text) for text in texts]
        known = self._cache.get(keys)
        found: dict[int, list[Match]] = {}
        for index, key in enumerate(keys):
            # A row that is not ours is as good as none.
            with suppress(ValueError, TypeError, RecursionError):
                if key in known:
                    found[index] = _load(known[key], texts[index].start)
        missing = [index for index in range(len(keys)) if index not in found]
        if missing:
            if self._opens is None:
                raise UnansweredError("grammar's answers are not kept")
            if self._inner is None:
                self._inner = self._opens()
            done, total = 0, sum(len(texts[index].plain) for index in missing)
            for turn in _turns(texts, missing, total):
                if self.progress:
                    self.progress(done, total)
                asked = self._inner.check([texts[index] for index in turn])
                found.update(zip(turn, asked, strict=True))
                # What was answered is kept, whatever becomes of the rest.
                self._cache.put(
                    {
                        keys[index]: _dump(matches, texts[index].start)
                        for index, matches in zip(turn, asked, strict=True)
                    }
                )
                done += sum(len(texts[index].plain) for index in turn)
        return [found[index] for index in range(len(texts))]

    def close(self) -> None:
        """Let go of the engine, if one was opened."""
        if self._inner is not None:
            self._inner.close()
            self._inner = None

    def _key(self, text: Annotated) -> str:
        pieces = [[piece.original, piece.interpret_as] for piece in text.pieces]
        return digest("grammar", self._name, self._settings, text.language, json.dumps(pieces))


def _turns(texts: Sequence[Annotated], missing: Sequence[int], total: int) -> Iterator[list[int]]:
    """The texts to ask about, by index, as many at once as one turn takes."""
    enough = max(_TURN, total // _TURNS)
    turn: list[int] = []
    size = 0
    for index in missing:
        turn.append(index)
        size += len(texts[index].plain)
        if size >= enough:
            yield turn
            turn, size = [], 0
    if turn:
        yield turn


def _dump(matches: Sequence[Match], start: int) -> str:
    """Matches with spans relative to the text, which may move within its file."""
    return json.dumps(
        [
            [
                match.span.start - start,
                match.span.end - start,
                match.message,
                match.rule_id,
                match.category,
                match.issue_type,
                match.replacements,
                match.sentence,
            ]
            for match in matches
        ]
    )


def _load(text: str, start: int) -> list[Match]:
    rows: list[Any] = json.loads(text)
    return [
        Match(
            Span(low + start, high + start), message, rule, category, kind, tuple(options), sentence
        )
        for low, high, message, rule, category, kind, options, sentence in rows
    ]
