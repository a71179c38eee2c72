"""LanguageTool as a checker: the one file that imports language_tool_python.

That package keeps the server's life cycle. It has no annotated text, no time limit for a call and
no thread safety, so the questions themselves are asked here.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

import requests
from language_tool_python import LanguageTool
from language_tool_python.exceptions import LanguageToolError, ServerError

from copydesk.grammar import install
from copydesk.grammar.checker import Annotated, GrammarError, Match, NotInstalled, Piece
from copydesk.grammar.languages import ALWAYS, VARIANTS, primary
from copydesk.grammar.request import BETWEEN, Part, matches, pack, split

_IN_FLIGHT = 2
# A first request loads the rules: ten seconds on a slow machine, several times that on a busy one.
_TIMEOUT_SECONDS = (5, 240)
_READY_SECONDS = 60
_STARTS = 3
# Without a limit the heap takes a quarter of the machine; the serial collector is the leanest; a
# run is over before the optimising compiler pays (12 s of processor time instead of 27 for the
# first 10 kB, the same for 80 kB on a warm server).
_JVM = "-Xmx1g -XX:+UseSerialGC -XX:-UsePerfData -XX:TieredStopAtLevel=1"
# Without it every request loads its rules anew, which doubles what a short one takes.
_CONFIG = {"pipelineCaching": True, "maxPipelinePoolSize": 8, "pipelineExpireTimeInSeconds": 86_400}
_START = Lock()
_REPAIR = "run `copydesk grammar install` to repair it"


@dataclass(frozen=True, slots=True)
class Options:
    """How to check: `disabled` are the engine's rule ids, `server` the address of a running one.

    A server that is our `own` runs on this machine and is of the pinned version.
    """

    picky: bool = False
    disabled: frozenset[str] = frozenset()
    server: str | None = None
    own: bool = False


class _Server(LanguageTool):
    """language_tool_python 3.4 tries 900 ports one by one when Java itself fails, 15 s for each."""

    def _start_server_on_free_port(self) -> None:
        for attempt in range(_STARTS):
            try:
                self._start_local_server()
                return
            except ServerError:
                if attempt == _STARTS - 1:
                    raise
                self._port = self._available_ports.pop()
                self._url = f"http://{self._host}:{self._port}/v2/"

    def _wait_for_server_ready(self, timeout: int = _READY_SECONDS) -> None:
        try:
            super()._wait_for_server_ready(timeout)
        except BaseException:
            self._terminate_server()
            raise


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
        self._session = requests.Session()
        # None where the server is somebody else's, who alone knows.
        self._languages: frozenset[str] | None = None
        self._server = self._opened()
        self.name = f"languagetool {self._version()}"

    def _opened(self) -> LanguageTool | _Kept:
        if self._options.server and not self._options.own:
            server = self._options.server.rstrip("/").removesuffix("/v2")
            return _Kept(f"{server if '://' in server else f'http://{server}'}/v2/")
        # The machine's own address must never go through a proxy.
        self._session.trust_env = False
        installation = install.find()
        if installation is None:
            raise NotInstalled()
        self._languages = installation.languages
        if self._options.server:
            return _Kept(urljoin(self._options.server, "v2/"))
        return self._local(installation)

    def _local(self, installation: install.Installation) -> LanguageTool:
        try:
            with _environment(installation):
                return _Server(
                    language=VARIANTS[ALWAYS],
                    config=_CONFIG,
                    language_tool_download_version=installation.version,
                )
        # The package ends the program where it cannot read Java's version.
        except (LanguageToolError, OSError, RuntimeError, SystemError, SystemExit) as error:
            raise GrammarError(
                f"LanguageTool did not start with the Java at {installation.java}; {_REPAIR}, "
                "or set JAVA_HOME to a Java 17 or later"
            ) from error
        except Exception as error:
            raise GrammarError(f"LanguageTool did not start; {_REPAIR}") from error

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
        started = self._server._server if isinstance(self._server, LanguageTool) else None
        if started is None:
            raise ValueError("the server was not started here")
        return int(started.pid)

    def close(self) -> None:
        """Stop the server; a second call does nothing."""
        self._closed = True
        # The server first: a request in flight then fails at once instead of being waited for.
        self._server.close()
        self._pool.shutdown(cancel_futures=True)
        self._session.close()

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
            answer = self._session.post(url, data=form, timeout=_TIMEOUT_SECONDS)
            if answer.status_code == requests.codes.bad_request and "language code" in answer.text:
                raise GrammarError(
                    f"LanguageTool {self._where()} does not know the language {language!r}; "
                    "correct `language` in the configuration or in the file's front matter"
                )
            answer.raise_for_status()
            decoded: dict[str, Any] = answer.json()
            return decoded
        except (requests.RequestException, ValueError) as error:
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


@contextmanager
def _environment(installation: install.Installation) -> Iterator[None]:
    """What language_tool_python reads to find our jars and never download, only while it starts."""
    local = ",".join(filter(None, [os.environ.get("NO_PROXY"), "localhost", "127.0.0.1"]))
    jvm = " ".join(filter(None, [_JVM, os.environ.get("JDK_JAVA_OPTIONS")]))
    values = {
        "LTP_PATH": str(installation.root),
        "PATH": os.pathsep.join([str(installation.java.parent), os.environ.get("PATH", "")]),
        "JDK_JAVA_OPTIONS": jvm,
        "NO_PROXY": local,
        "no_proxy": local,
    }
    with _START:
        before = {name: os.environ.get(name) for name in values}
        os.environ.update(values)
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value
