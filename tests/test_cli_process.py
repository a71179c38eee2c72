"""What only a real process shows: pipes, terminals, signals, full disks."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import click
import pytest

from conftest import Run, Tree
from copydesk.ui.cli import cli

NOTE = "### What is DPO?\n\nDPO is a loss over pairs of answers.\n\nTODO: say more\n"
COMMAND = [sys.executable, "-m", "copydesk"]
posix = pytest.mark.skipif(os.name != "posix", reason="signals, FIFOs and terminals of POSIX")


def commands() -> list[tuple[str, ...]]:
    """Every command and subcommand that there is."""
    found: list[tuple[str, ...]] = []
    with click.Context(cli) as context:
        for name in cli.list_commands(context):
            command = cli.get_command(context, name)
            if isinstance(command, click.Group):
                found.extend((name, inner) for inner in command.list_commands(context))
            else:
                found.append((name,))
    return found


@pytest.mark.parametrize("name", commands(), ids=" ".join)
def test_help_shows_an_example(inside: Run, name: tuple[str, ...]) -> None:
    result = inside(*name, "--help")
    assert result.status == 0
    assert f"\n    copydesk {' '.join(name)}" in result.out.partition("Examples:")[2]
    assert inside(*name, "-h").out == result.out


@posix
def test_a_reader_that_has_enough_is_no_error(tree: Tree, environment: dict[str, str]) -> None:
    tree({f"{number:03}.md": NOTE * 100 for number in range(12)})
    with subprocess.Popen(
        [*COMMAND, "notes", "--format", "csv"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    ) as process:
        assert process.stdout and process.stderr
        assert process.stdout.readline().startswith(b"path,")
        process.stdout.close()
        err = process.stderr.read()
    assert (err, process.returncode) == (b"", 0)


@posix
@pytest.mark.parametrize(
    "command", ["rules", "check --no-grammar", "records", "explain note/marked"]
)
def test_output_that_cannot_be_written_is_said(
    tree: Tree, environment: dict[str, str], command: str
) -> None:
    tree({"a.md": NOTE})
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    with full.open("wb") as stdout:
        done = subprocess.run(
            [*COMMAND, *command.split()],
            stdout=stdout,
            stderr=subprocess.PIPE,
            env=environment,
            check=False,
        )
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert b"cannot be written" in done.stderr


@posix
def test_a_closed_standard_output_is_no_traceback(tree: Tree, environment: dict[str, str]) -> None:
    tree({"a.md": NOTE})
    done = subprocess.run(
        f"{shlex.join([*COMMAND, 'check', '--no-grammar'])} >&-",
        shell=True,
        stderr=subprocess.PIPE,
        env=environment,
        check=False,
    )
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr


@posix
def test_an_output_that_is_a_pipe_stays_one(tree: Tree, environment: dict[str, str]) -> None:
    pipe = tree({"a.md": NOTE}) / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()), daemon=True)
    reader.start()
    subprocess.run(
        [*COMMAND, "records", "--output", "pipe"], env=environment, timeout=120, check=True
    )
    assert pipe.is_fifo()
    reader.join(5)
    assert b"What is DPO?" in read[0]


@posix
def test_an_interrupt_is_neither_clean_nor_a_finding(
    folder: Path, environment: dict[str, str]
) -> None:
    with subprocess.Popen(
        [*COMMAND, "check", "--no-grammar", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    ) as process:
        time.sleep(1.5)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=120)
    assert process.returncode not in (0, 1)
    assert out == b""
    assert b"Traceback" not in err


@posix
@pytest.mark.parametrize(("extra", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colours_are_for_terminals(
    tree: Tree, environment: dict[str, str], extra: dict[str, str], coloured: bool
) -> None:
    import pty

    tree({"a.md": NOTE})
    plain = {key: value for key, value in environment.items() if key != "NO_COLOR"}
    ours, theirs = pty.openpty()
    try:
        subprocess.run(
            [*COMMAND, "check", "--no-grammar"],
            stdout=theirs,
            stderr=subprocess.DEVNULL,
            env={**plain, "TERM": "xterm", **extra},
            timeout=120,
            check=False,
        )
        shown = os.read(ours, 65536)
    finally:
        os.close(ours)
        os.close(theirs)
    assert b"note/marked" in shown
    assert (b"\x1b[" in shown) is coloured


WORK = """
import time
from copydesk.ui.progress import Progress
with Progress("files") as progress:
    for done in range(60):
        progress.update(done, 60, "checking")
        time.sleep(0.02)
"""


@posix
def test_long_work_shows_its_rate_and_the_time_that_is_left(environment: dict[str, str]) -> None:
    import pty

    ours, theirs = pty.openpty()
    shown = b""
    with subprocess.Popen(
        [sys.executable, "-c", WORK],
        stdout=subprocess.PIPE,
        stderr=theirs,
        env={**environment, "TERM": "xterm", "COLUMNS": "100"},
    ) as process:
        os.close(theirs)
        # A terminal that is read no more ends with an error.
        with contextlib.suppress(OSError):
            while part := os.read(ours, 65536):
                shown += part
        assert process.stdout and process.stdout.read() == b""
    os.close(ours)
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode())
    assert re.search(r"checking .*\d+/60 \d+ files/s 0:00:\d\d", plain), plain


@pytest.mark.parametrize(
    ("when", "coloured"), [((), False), (("--color", "never"), False), (("--color=always",), True)]
)
def test_a_pipe_gets_colours_only_where_it_is_said(
    copydesk: Run, tree: Tree, when: tuple[str, ...], coloured: bool
) -> None:
    tree({"a.md": NOTE})
    result = copydesk("check", "--no-grammar", *when, env={"TERM": "xterm", "NO_COLOR": "1"})
    assert ("\x1b[" in result.out) is coloured


def test_standard_input(copydesk: Run, folder: Path) -> None:
    result = copydesk(
        "check", "--no-grammar", "-", "--stdin-filename", "x/y.md", stdin=NOTE.encode()
    )
    assert (result.status, result.out.partition(": ")[0]) == (1, "x/y.md:5:1")
    assert copydesk("check", "--no-grammar", "-").status == 0
    assert copydesk("check", "--no-grammar", "-", stdin=b"\xff").status == 2
