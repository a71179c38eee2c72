"""The process that keeps a grammar server for other runs, and ends it when nobody uses it.

`python -m copydesk.ui.keeper SECONDS`, started by `grammar/server.py`; what it says is the log.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from types import FrameType

import click

from copydesk.grammar import install, server
from copydesk.grammar.checker import GrammarError
from copydesk.grammar.languagetool import LanguageToolChecker

# How often it looks whether it is still wanted; short idle times are looked at more often.
_LOOK_SECONDS = 2.0


class _Ended(BaseException):
    """Somebody asked the process to end."""


def _end(_number: int, _frame: FrameType | None) -> None:
    raise _Ended


def run(idle_seconds: float) -> None:
    """Start a server, tell where it is, and keep it until it is idle, replaced or dead.

    Raises GrammarError if it does not start.
    """
    me = server.Process.of(os.getpid())
    installed = install.find()
    with LanguageToolChecker() as checker:
        java = server.Process.of(checker.process)
        version = installed.identity if installed else ""
        server.keep(server.State(version, me, java, checker.address))
        _say(f"LanguageTool {install.VERSION} answers at {checker.address}")
        try:
            while java.alive:
                time.sleep(min(_LOOK_SECONDS, idle_seconds / 4))
                current = server.state()
                if current is None or current.keeper != me:
                    _say("replaced by another server")
                    return
                if time.time() - server.used() > idle_seconds:
                    _say("idle")
                    return
            _say("LanguageTool ended by itself")
        finally:
            server.forget(me)


def _say(message: str) -> None:
    click.echo(f"{time.strftime('%Y-%m-%d %H:%M:%S')} {message}")


def main() -> None:
    """Keep a server; the last line of the log says why it ended."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _end)
    try:
        run(float(sys.argv[1]))
    except GrammarError as error:
        click.echo(str(error))
        sys.exit(1)
    except _Ended:
        _say("stopped")


if __name__ == "__main__":
    main()
