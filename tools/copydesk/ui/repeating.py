"""What a check says is kept, so that `ui/start.py` can say it again while nothing has changed."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import click

from copydesk import seen
from copydesk.ui import session
from copydesk.ui.session import Status
from copydesk.ui.streams import ARGUMENTS

# What changes files, or depends on more than files: standard input, git, a grammar engine.
_ONCE = (
    "fix",
    "diff",
    "add_stet",
    "since",
    "write_baseline",
    "watch",
    "output",
    "no_cache",
)


def kept(function: Callable[..., None]) -> Callable[..., None]:
    """Make a check keep what it says, where that follows from its arguments and from files alone."""

    @functools.wraps(function)
    def command(**parameters: Any) -> None:
        arguments = click.get_current_context().meta.get(ARGUMENTS)
        if arguments is None or not _repeatable(parameters):
            function(**parameters)
            return
        from copydesk.ui.start import asked

        # The terminal may be made wider while a report is written.
        before = asked(arguments)
        with seen.recording() as saw, session.hearing() as said:
            try:
                function(**parameters)
            except SystemExit as ended:
                if ended.code in (Status.CLEAN, Status.FOUND) and asked(arguments) == before:
                    from copydesk.kept import runs

                    runs.keep(before, saw, runs.Ran(tuple(said), int(ended.code)))
                raise

    return command


def _repeatable(parameters: dict[str, Any]) -> bool:
    if any(parameters[name] for name in _ONCE) or "-" in parameters["where"].paths:
        return False
    # An HTML report asks git who wrote what.
    return bool(parameters["no_grammar"]) and parameters["format_"] != "html"
