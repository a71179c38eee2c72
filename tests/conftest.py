"""What the tests of the command line share: a folder of one's own, and two ways to run a command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import copydesk as package
from copydesk.ui.cli import cli

Tree = Callable[[Mapping[str, str | bytes]], Path]


@dataclass(frozen=True, slots=True)
class Result:
    """How a command ended: its status, and both of its streams as text."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def rules(self) -> list[str]:
        """The rules of a JSON report's diagnostics, in order."""
        return [found["rule"] for found in self.json["diagnostics"]]


Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory of a test; `.git` keeps the search for a configuration inside."""
    root = tmp_path / "work"
    (root / ".git").mkdir(parents=True)
    monkeypatch.chdir(root)
    monkeypatch.setenv("COPYDESK_CACHE_DIR", str(tmp_path / "cache"))
    return root


@pytest.fixture
def tree(folder: Path) -> Tree:
    """Write files below the working directory; text goes in as it is, newlines too."""

    def write(files: Mapping[str, str | bytes]) -> Path:
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return folder

    return write


@pytest.fixture
def environment(folder: Path) -> dict[str, str]:
    """The environment of a command: the code under test, warnings are errors, no engine installed."""
    return {
        **os.environ,
        "PYTHONPATH": str(Path(package.__file__).parents[1]),
        "PYTHONWARNINGS": "error",
    }


@pytest.fixture
def copydesk(folder: Path, environment: dict[str, str]) -> Run:
    """Run the real command as a process."""

    def run(*args: str, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> Result:
        done = subprocess.run(
            [sys.executable, "-m", "copydesk", *args],
            input=stdin,
            capture_output=True,
            env={**environment, **(env or {})},
            # Against a hang; a language that is loaded for the first time takes long on a busy machine.
            timeout=300,
            check=False,
        )
        result = Result(done.returncode, done.stdout.decode(), done.stderr.decode())
        assert "Traceback" not in result.err, result.err
        return result

    return run


@pytest.fixture
def inside(folder: Path) -> Run:
    """Run a command in this process, which is fast; an exception fails the test."""

    def run(*args: str, stdin: bytes = b"") -> Result:
        done = CliRunner().invoke(cli, args, input=stdin, catch_exceptions=False)
        # `done.stdout` would rewrite carriage returns.
        return Result(done.exit_code, done.stdout_bytes.decode(), done.stderr_bytes.decode())

    return run


@pytest.fixture
def check(inside: Run, tree: Tree) -> Callable[..., Result]:
    """Check one text as `a.md`, without grammar, as JSON."""

    def run(text: str | bytes, *args: str) -> Result:
        tree({"a.md": text})
        return inside("check", "--no-grammar", "--format", "json", "a.md", *args)

    return run
