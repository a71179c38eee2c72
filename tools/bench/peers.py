"""What `make bench` is measured against, each installed by its package's name into a folder of its own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "build" / "bench"
_WHEELS, _NPM, _GO = FOLDER / "wheels", FOLDER / "npm", FOLDER / "go"
_VALE = "github.com/vale-cli/vale/v3/cmd/vale@v3.22.0"
# A whole spelling dictionary and its style, as after `vale sync` without packages.
_VALE_STYLE = "MinAlertLevel = suggestion\n[*.md]\nBasedOnStyles = Vale\n"
_TEXTLINT_RULE = "no-todo"


@dataclass(frozen=True, slots=True)
class Peer:
    """A tool: how it checks the working directory, what its check leaves out, whether it keeps results.

    `slow` says that it takes minutes for what others do in seconds, so that only small corpora are
    tried.
    """

    name: str
    command: tuple[str, ...]
    does: str
    keeps: bool = False
    slow: bool = False

    @property
    def installed(self) -> bool:
        return shutil.which(self.command[0]) is not None

    @property
    def version(self) -> str:
        for asked in ("--version", "version"):
            done = subprocess.run(
                [self.command[0], asked], capture_output=True, text=True, check=False
            )
            found = re.search(r"\d+(?:\.\d+)+", done.stdout)
            if found:
                return found.group()
        # What Go has built does not know its version.
        return _VALE.rpartition("@v")[2] if self.name == "vale" else "?"


def _wheel(name: str) -> str:
    return str(_WHEELS / "bin" / name)


def _module(name: str) -> str:
    return str(_NPM / "node_modules" / ".bin" / name)


PEERS = (
    Peer("vale", (str(_GO / "vale"), "--no-exit", "."), "words and spelling, no records"),
    Peer("rumdl", (_wheel("rumdl"), "check", "."), "Markdown style, no words", keeps=True),
    Peer("typos", (_wheel("typos"), "."), "known misspellings, no Markdown"),
    Peer("markdownlint-cli2", (_module("markdownlint-cli2"), "*.md"), "Markdown style, no words"),
    Peer("mdformat", (_wheel("mdformat"), "--check", "."), "Markdown style, no words"),
    Peer("proselint", (_wheel("proselint"), "check", "."), "phrases, no Markdown", slow=True),
    Peer(
        "textlint",
        (_module("textlint"), "--rule", _TEXTLINT_RULE, "*.md"),
        "marked TODOs alone",
        slow=True,
    ),
    Peer("pymarkdown", (_wheel("pymarkdown"), "scan", "."), "Markdown style, no words", slow=True),
)


def install() -> None:
    """Install the peers that are not there; one that cannot be installed is said and left out."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    if not _WHEELS.exists():
        _run([sys.executable, "-m", "venv", str(_WHEELS)])
    wheels = [("rumdl", "rumdl"), ("typos", "typos"), ("mdformat", "mdformat")]
    wheels += [("proselint", "proselint"), ("pymarkdown", "pymarkdownlnt")]
    for command, package in wheels:
        if not Path(_wheel(command)).exists():
            _run([_wheel("python"), "-m", "pip", "install", "--quiet", package])
    if not Path(_module("textlint")).exists():
        packages = ("markdownlint-cli2", "textlint", f"textlint-rule-{_TEXTLINT_RULE}")
        _run(["npm", "install", "--prefix", str(_NPM), "--no-audit", "--no-fund", *packages])
    if not (_GO / "vale").exists():
        _run(["go", "install", _VALE], GOBIN=str(_GO))


def prepare(folder: Path) -> None:
    """Write what peers need above the files that they check."""
    (folder / ".vale.ini").write_text(_VALE_STYLE, encoding="utf-8")
    # textlint looks for its rules where it runs, and above.
    (folder / "node_modules").symlink_to(_NPM / "node_modules")


def _run(command: Sequence[str], **variables: str) -> None:
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, **variables},
            stdin=subprocess.DEVNULL,
        )
    except OSError as error:
        print(f"not installed: {' '.join(command)}: {error}", file=sys.stderr)
        return
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["no word about it"]
        print(f"not installed: {' '.join(command)}: {said[-1]}", file=sys.stderr)
