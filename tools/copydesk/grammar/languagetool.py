"""LanguageTool as a checker, on a server of our own or somebody else's.

language_tool_python has no annotated text, no time limit for a call and no thread safety, so the
questions are asked here.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urljoin, urlsplit

from copydesk.grammar import install
from copydesk.grammar.checker import Annotated, GrammarError, Match, NotInstalled, Piece
from copydesk.grammar.languages import ALWAYS, VARIANTS, primary
from copydesk.grammar.posting import Here, Posting, There
from copydesk.grammar.request import BETWEEN, Part, matches, pack, split

if TYPE_CHECKING:
    from copydesk.grammar.started import Server

_IN_FLIGHT = 2


@dataclass(frozen=True, slots=True)
class Options:
    """How to check: `disabled` are the engine's rule ids, `server` the address of a running one.

    A server that is our `own` runs on this machine and is of the pinned version.
    """

    picky: bool = False
    disabled: frozenset[str] = frozenset()
    server: str | None = None
    own: bool = False


@dataclass(frozen=True, slots=True)
class _Kept:
    """A server that another process keeps: nothing to start and nothing to stop."""

    url: str

    def close(self) -> None:
        """Leave it running."""


class LanguageToolChecker:
    """A running LanguageTool; use it as a context manager, or close it.

    Raises NotInstalled if it is not on this machine, GrammarError if it does not start.
    """

    def __init__(self, options: Options | None = None) -> None:
        self._options = options or Options()
        self._closed = False
        self._pool = ThreadPoolExecutor(max_workers=_IN_FLIGHT, thread_name_prefix="languagetool")
        # None where the server is somebody else's, who alone knows.
        self._languages: frozenset[str] | None = None
        self._posting: Posting = Here()
        self._server = self._opened()
        self.name = f"languagetool {self._version()}"

    def _opened(self) -> Server | _Kept:
        if self._options.server and not self._options.own:
            server = self._options.server.rstrip("/").removesuffix("/v2")
            self._posting = There()
            return _Kept(f"{server if '://' in server else f'http://{server}'}/v2/")
        installation = install.find()
        if installation is None:
            raise NotInstalled()
        self._languages = installation.languages
        if self._options.server:
            return _Kept(urljoin(self._options.server, "v2/"))
        from copydesk.grammar import started

        return started.start(installation)

    def _version(self) -> str:
        if not self._options.server or self._options.own:
            return install.VERSION
        try:
            return str(self._ask([Piece("")], VARIANTS[ALWAYS])["software"]["version"])
        except (GrammarError, KeyError, TypeError) as error:
            raise GrammarError(
                f"no LanguageTool answers at {self._options.server}; check `grammar.server`"
            ) from error

    def speaks(self, language: str) -> bool:
        """Whether texts in a language can be checked, by its tag; of somebody else's server, any."""
        return self._languages is None or primary(language) in self._languages

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def address(self) -> str:
        """Where the server answers, such as `http://127.0.0.1:8081/`."""
        return self._server.url.removesuffix("v2/")

    @property
    def process(self) -> int:
        """The number of the process of a server that was started here.

        Raises ValueError where it was not.
        """
        if isinstance(self._server, _Kept):
            raise ValueError("the server was not started here")
        return self._server.process

    def close(self) -> None:
        """Stop the server; a second call does nothing."""
        self._closed = True
        # The server first: a request in flight then fails at once instead of being waited for.
        self._server.close()
        self._pool.shutdown(cancel_futures=True)
        self._posting.close()

    def check(self, texts: Sequence[Annotated]) -> list[list[Match]]:
        """The matches of each text, in the order of their spans.

        Raises GrammarError if the server does not answer.
        """
        if self._closed:
            raise self._silent()
        parts = [(index, part) for index, text in enumerate(texts) for part in split(text)]
        found: list[list[Match]] = [[] for _ in texts]
        batches = list(pack(parts))
        try:
            answers = self._pool.map(self._ask_together, batches)
            for answer in answers:
                for index, match in answer:
                    found[index].append(match)
        except BaseException:
            self.close()
            raise
        return found

    def _ask_together(self, batch: Sequence[Part]) -> list[tuple[int, Match]]:
        pieces = [piece for _, text in batch for piece in (*text.pieces, BETWEEN)]
        return list(matches(self._ask(pieces, batch[0][1].language), batch))

    def _ask(self, pieces: Sequence[Piece], language: str) -> dict[str, Any]:
        options = self._options
        form = {
            "language": language,
            "data": json.dumps({"annotation": [_annotation(piece) for piece in pieces]}),
            "level": "picky" if options.picky else "default",
            "disabledRules": ",".join(sorted(options.disabled)),
        }
        url = urljoin(self._server.url, "check")
        try:
            status, body = self._posting.post(url, form)
            if status == HTTPStatus.BAD_REQUEST and b"language code" in body:
                raise GrammarError(
                    f"LanguageTool {self._where()} does not know the language {language!r}; "
                    "correct `language` in the configuration or in the file's front matter"
                )
            if status != HTTPStatus.OK:
                raise self._silent()
            decoded: dict[str, Any] = json.loads(body)
            return decoded
        except (OSError, HTTPException, ValueError) as error:
            raise self._silent() from error

    def _where(self) -> str:
        server = None if self._options.own else self._options.server
        return f"at {urlsplit(server).netloc}" if server else "on this machine"

    def _silent(self) -> GrammarError:
        return GrammarError(
            f"LanguageTool {self._where()} stopped answering in the middle of a check; "
            "run it again, or check without it with --no-grammar"
        )


def _annotation(piece: Piece) -> dict[str, str]:
    if piece.interpret_as is None:
        return {"text": piece.original}
    return {"markup": piece.original, "interpretAs": piece.interpret_as}
