"""Checks that are repeated whenever a file changes."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NoReturn

import click

from copydesk import config as configuration
from copydesk.ui import session
from copydesk.ui.options import Where

# Editors write a file in several steps; what changes within so many milliseconds is one change.
_PAUSE_MILLISECONDS = 100
_PATIENCE_MILLISECONDS = 1000
_CLEAR = "\x1b[H\x1b[2J\x1b[3J"
# What a collection is made of: texts, configurations, vocabularies, schemas.
_WATCHED = (".md", ".markdown", ".toml", ".txt", ".json")


class _Gathered(io.StringIO):
    """What is written for a terminal or a pipe, until it is shown at once."""

    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


def watch(check: Callable[[], None], where: Where) -> NoReturn:
    """Check at once and after every change, until Ctrl-C ends it with the status of the last check.

    `check` writes to the standard streams and exits; on a terminal what it wrote replaces what was
    there.
    """
    try:
        from watchfiles import DefaultFilter
        from watchfiles import watch as changes
    except ModuleNotFoundError:
        session.fail('watching is not installed; run `pip install "copydesk[watch]"`')

    class Files(DefaultFilter):
        def __call__(self, change: object, path: str) -> bool:
            return path.endswith(_WATCHED) and super().__call__(change, path)  # type: ignore[arg-type]

    checked = False
    status: int | str | None = None
    try:
        # The first time-out says that nothing more can be missed.
        for changed in changes(
            *_roots(where),
            watch_filter=Files(),
            step=_PAUSE_MILLISECONDS,
            debounce=_PATIENCE_MILLISECONDS,
            rust_timeout=_PAUSE_MILLISECONDS,
            yield_on_timeout=True,
        ):
            if changed or not checked:
                status = _shown(check)
                checked = True
    except KeyboardInterrupt:
        if not checked:
            raise
    sys.exit(status)


def _shown(check: Callable[[], None]) -> int | str | None:
    """The status of one check, whose output is shown when it is there."""
    terminal = sys.stdout.isatty()
    out, err = _Gathered(terminal), _Gathered(False)
    try:
        with redirect_stdout(out), redirect_stderr(err):
            check()
            status: int | str | None = session.Status.CLEAN
    except SystemExit as ended:
        status = ended.code
    session.write([_CLEAR if terminal else "", out.getvalue()], "")
    click.echo(err.getvalue(), err=True, nl=False)
    return status


def _roots(where: Where) -> list[Path]:
    """The folders of the collections that are checked, none within another."""
    folders = [Path(path).absolute() for path in where.paths] or [Path.cwd()]
    if where.config:
        folders.append(Path(where.config).absolute())
    found = sorted({_collection(path if path.is_dir() else path.parent) for path in folders})
    return list(_outermost(path for path in found if path.is_dir()))


def _collection(folder: Path) -> Path:
    path, _ = configuration.find(folder)
    return path.parent if path else configuration.repository_root(folder) or folder


def _outermost(folders: Iterable[Path]) -> Iterable[Path]:
    kept: list[Path] = []
    for folder in folders:
        if not any(other in folder.parents for other in kept):
            kept.append(folder)
    return kept
