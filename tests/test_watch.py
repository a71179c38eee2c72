"""`copydesk check --watch`, as a person runs it: the process stays, and files are edited beside it."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import pytest

from conftest import Run, Tree

CLEAN = "### What is DPO?\n\nDPO is a loss over pairs of answers, one of them preferred.\n"
NOTE = CLEAN + "\nTODO: say more\n"
PATIENCE = 120
posix = pytest.mark.skipif(os.name != "posix", reason="signals and terminals of POSIX")


class Lines:
    """What a stream says, line by line, as it comes."""

    def __init__(self, stream: IO[str]) -> None:
        self._queue: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, args=(stream,), daemon=True).start()

    def _read(self, stream: IO[str]) -> None:
        for line in stream:
            self._queue.put(line)

    def next(self) -> str:
        return self._queue.get(timeout=PATIENCE)

    def silent(self, seconds: float) -> bool:
        time.sleep(seconds)
        return self._queue.empty()


@contextmanager
def watching(
    environment: dict[str, str], *args: str
) -> Iterator[tuple[subprocess.Popen[str], Lines, Lines]]:
    """A process that watches, and both of its streams."""
    with subprocess.Popen(
        [sys.executable, "-m", "copydesk", "check", "--watch", "--no-grammar", *args],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environment,
    ) as process:
        assert process.stdout and process.stderr
        try:
            yield process, Lines(process.stdout), Lines(process.stderr)
        finally:
            process.kill()


def interrupt(process: subprocess.Popen[str]) -> int:
    process.send_signal(signal.SIGINT)
    return process.wait(PATIENCE)


@posix
def test_each_change_is_checked_and_the_last_status_counts(
    tree: Tree, environment: dict[str, str]
) -> None:
    folder = tree({"content/a.md": NOTE})
    with watching(environment) as (process, out, err):
        assert out.next().startswith("content/a.md:5:1: error note/marked")
        assert err.next() == "1 error in 1 record of 1 file. Grammar was off.\n"
        tree({"content/a.md": CLEAN})
        assert err.next() == "Nothing found in 1 record of 1 file. Grammar was off.\n"
        tree({"content/b.md": NOTE.replace("DPO", "PPO")})
        assert out.next().startswith("content/b.md:5:1: error note/marked")
        assert err.next() == "1 error in 2 records of 2 files. Grammar was off.\n"
        # A configuration that cannot be used is said, and mending it is enough.
        tree({"copydesk.toml": "selekt = 1\n"})
        assert "did you mean `select`" in err.next()
        tree({"copydesk.toml": 'ignore = ["note"]\n'})
        assert err.next() == "Nothing found in 2 records of 2 files. Grammar was off.\n"
        (folder / "content/b.md").unlink()
        assert err.next() == "Nothing found in 1 record of 1 file. Grammar was off.\n"
        assert interrupt(process) == 0
        assert out.silent(0) and err.silent(0)


@posix
def test_many_changes_at_once_are_one(tree: Tree, environment: dict[str, str]) -> None:
    tree({"content/a.md": CLEAN})
    with watching(environment, "content/a.md") as (process, out, err):
        err.next()
        for _ in range(10):
            tree({"content/a.md": CLEAN, "notes.log": "x"})
        tree({"content/a.md": NOTE})
        assert out.next().startswith("content/a.md:5:1: error note/marked")
        assert err.next().startswith("1 error")
        tree({"notes.log": "y"})
        assert err.silent(1.5), "what no check reads is no reason for one"
        assert interrupt(process) == 1


@posix
def test_only_a_terminal_is_cleared(tree: Tree, environment: dict[str, str]) -> None:
    import pty

    tree({"content/a.md": NOTE})
    ours, theirs = pty.openpty()
    try:
        with subprocess.Popen(
            [sys.executable, "-m", "copydesk", "check", "--watch", "--no-grammar"],
            stdout=theirs,
            stderr=subprocess.PIPE,
            text=True,
            env={**environment, "TERM": "xterm", "NO_COLOR": "1"},
        ) as process:
            assert process.stderr
            err = Lines(process.stderr)
            err.next()
            tree({"content/a.md": NOTE + "\n"})
            err.next()
            assert interrupt(process) == 1
        shown = os.read(ours, 65536).decode()
    finally:
        os.close(ours)
        os.close(theirs)
    assert shown.count("\x1b[H\x1b[2J\x1b[3J") == 2
    assert shown.count("note/marked") == 2


def test_it_only_reports(copydesk: Run, tree: Tree) -> None:
    tree({"a.md": CLEAN})
    for args in (["--fix"], ["--diff"], ["--format", "json"], ["-"]):
        result = copydesk("check", "--watch", *args)
        assert (result.status, result.out) == (2, "")
        assert "--watch shows the text report of files" in result.err


def test_without_its_extra_it_says_how_to_get_it(
    copydesk: Run, tree: Tree, environment: dict[str, str]
) -> None:
    folder = tree({"without/watchfiles.py": "raise ModuleNotFoundError(name='watchfiles')\n"})
    path = os.pathsep.join([str(folder / "without"), environment["PYTHONPATH"]])
    result = copydesk("check", "--watch", env={"PYTHONPATH": path})
    assert (result.status, result.out) == (2, "")
    assert (
        result.err == 'copydesk: watching is not installed; run `pip install "copydesk[watch]"`\n'
    )
