"""What commands share: reading what was asked for, saying what went wrong, writing what was made."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from copydesk.source import Source, SourceError
from copydesk.ui import streams
from copydesk.ui.streams import ERROR, OUTPUT

if TYPE_CHECKING:
    from copydesk.ui.options import Where
    from copydesk.workspace import Reader, Request, Workspace


class Status(IntEnum):
    """The exit statuses of the contract."""

    CLEAN = 0
    FOUND = 1
    FAILED = 2


# Where somebody listens: what was said, to standard OUTPUT or ERROR.
_heard: list[tuple[int, str]] | None = None


@contextmanager
def hearing() -> Iterator[list[tuple[int, str]]]:
    """Write down what is said from here on."""
    global _heard  # noqa: PLW0603
    before, _heard = _heard, []
    try:
        yield _heard
    finally:
        _heard = before


def tell(text: str) -> None:
    """Write a line to standard error as it is."""
    if _heard is not None:
        _heard.append((ERROR, f"{text}\n"))
    click.echo(text, err=True)


def say(message: str) -> None:
    """Say something to the person at the terminal, never to the pipe."""
    from copydesk.report.text import printable

    tell(f"copydesk: {printable(message)}")


def fail(message: str) -> NoReturn:
    """Say why nothing could be done, and end with status 2."""
    say(message)
    sys.exit(Status.FAILED)


def request(
    where: Where,
    *,
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    min_score: float | None = None,
    cached: bool = True,
) -> Request:
    """The request that a command line makes; reads standard input where a path is `-`."""
    from copydesk.files import display
    from copydesk.workspace import Request

    if "" in where.paths:
        # As a script has it whose variable is empty; taken for a path it would be this folder.
        fail("an empty PATH names no file; leave it out to check the configured `include`")
    buffers: tuple[Source, ...] = ()
    if "-" in where.paths:
        try:
            name = display(Path(where.stdin_filename))
            buffers = (Source.decode(name, sys.stdin.buffer.read()),)
        except SourceError as error:
            fail(str(error))
    return Request(
        paths=tuple(path for path in where.paths if path != "-"),
        config=where.config,
        isolated=where.isolated,
        force_exclude=where.force_exclude,
        select=select,
        ignore=ignore,
        min_score=min_score,
        buffers=buffers,
        cached=cached,
    )


def open_workspace(
    wanted: Request,
    output: str = "",
    new: Callable[[], None] = lambda: None,
    reader: Reader | None = None,
) -> Workspace:
    """Read the workspace; every failure that leaves nothing to do ends with status 2.

    So does an `output` that would replace one of the files it is made from. `new` is called for each
    file that no earlier run has read; `reader` reads those.
    """
    from copydesk.config import ConfigError
    from copydesk.ui.progress import Progress
    from copydesk.workspace import load, read

    try:
        with Progress("files") as progress:

            def reading(done: int, total: int, what: str) -> None:
                new()
                progress.update(done, total, what)

            workspace = load(wanted, reading, reader or read)
    except ConfigError as error:
        fail(str(error))
    if output and any(
        member.path == Path(os.path.abspath(output)) for member in workspace.reported
    ):
        fail(f"{output}: is one of the files to read, and would be replaced; name another --output")
    for message in (*workspace.warnings, *workspace.errors):
        say(message)
    if not workspace.reported:
        if workspace.excluded and not workspace.errors:
            say(
                "every file that was asked for is excluded by the configuration; nothing was checked"
            )
            sys.exit(Status.CLEAN)
        if not workspace.errors:
            where = ", ".join(wanted.paths) or "the configured `include`"
            say(f"no Markdown file matches {where}; name files or folders that hold some")
        sys.exit(Status.FAILED)
    return workspace


def write(pieces: Iterable[str], output: str) -> None:
    """Write to standard output, or replace a file whole."""
    if not output:
        if _heard is not None:
            pieces = list(pieces)
            _heard.extend((OUTPUT, piece) for piece in pieces)
        if problem := streams.out(pieces):
            fail(problem)
        return
    from copydesk.files import replace

    try:
        replace(Path(output), "".join(pieces).encode("utf-8", "backslashreplace"))
    except OSError as error:
        fail(f"{output}: cannot be written: {error.strerror or error}")


def plural(count: int, noun: str) -> str:
    """`1 file`, `2 files`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
