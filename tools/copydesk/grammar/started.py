"""A LanguageTool server of our own: the one file that imports language_tool_python.

That package keeps the server's life cycle. It costs a third of a second to import, which a run that
asks a running server can spare.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from language_tool_python import LanguageTool
from language_tool_python.exceptions import LanguageToolError, ServerError

from copydesk.grammar import install
from copydesk.grammar.checker import GrammarError
from copydesk.grammar.languages import ALWAYS, VARIANTS

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


class Server(LanguageTool):
    """language_tool_python 3.4 tries 900 ports one by one when Java itself fails, 15 s for each."""

    def __init__(self, installation: install.Installation) -> None:
        # Java is ended, not asked to end, and would leave its copies of dictionaries behind.
        self._scratch = TemporaryDirectory(prefix="copydesk-", ignore_cleanup_errors=True)
        try:
            with _environment(installation, Path(self._scratch.name)):
                super().__init__(
                    language=VARIANTS[ALWAYS],
                    config=_CONFIG,
                    language_tool_download_version=installation.version,
                )
        except BaseException:
            self._scratch.cleanup()
            raise

    def close(self) -> None:
        """Stop the server; a second call does nothing."""
        super().close()
        self._scratch.cleanup()

    @property
    def process(self) -> int:
        """The number of the server's process.

        Raises ValueError where it has ended.
        """
        if self._server is None:
            raise ValueError("the server is not running")
        return int(self._server.pid)

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


def start(installation: install.Installation) -> Server:
    """A server of an installation, running.

    Raises GrammarError if it does not start.
    """
    try:
        return Server(installation)
    # The package ends the program where it cannot read Java's version.
    except (LanguageToolError, OSError, RuntimeError, SystemError, SystemExit) as error:
        raise GrammarError(
            f"LanguageTool did not start with the Java at {installation.java}; {_REPAIR}, "
            "or set JAVA_HOME to a Java 17 or later"
        ) from error
    except Exception as error:
        raise GrammarError(f"LanguageTool did not start; {_REPAIR}") from error


@contextmanager
def _environment(installation: install.Installation, scratch: Path) -> Iterator[None]:
    """What language_tool_python reads to find our jars and never download, only while it starts."""
    local = ",".join(filter(None, [os.environ.get("NO_PROXY"), "localhost", "127.0.0.1"]))
    own = f'"-Djava.io.tmpdir={scratch.as_posix()}"'
    jvm = " ".join(filter(None, [_JVM, own, os.environ.get("JDK_JAVA_OPTIONS")]))
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
