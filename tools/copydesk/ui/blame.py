"""Who wrote a line and when, as git tells it."""

from __future__ import annotations

import datetime
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Blame:
    """The last commit that touched a line; `date` is its author's day, as YYYY-MM-DD."""

    author: str
    date: str
    commit: str


def blame(path: Path) -> dict[int, Blame]:
    """The blame of each 1-based line of a file; empty outside a git repository.

    A line that is not committed yet has none.
    """
    try:
        answer = subprocess.run(
            ["git", "blame", "--porcelain", "--", path.name],
            cwd=path.parent,
            capture_output=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return {}
    return _read(answer.stdout.decode("utf-8", "replace"))


def _read(porcelain: str) -> dict[int, Blame]:
    facts: dict[str, dict[str, str]] = {}
    found: dict[int, Blame] = {}
    commit = ""
    line = 0
    for text in porcelain.split("\n"):
        if text.startswith("\t"):
            known = facts[commit]
            if set(commit) != {"0"}:
                day = datetime.datetime.fromtimestamp(
                    int(known["author-time"]), _zone(known["author-tz"])
                )
                found[line] = Blame(known["author"], day.date().isoformat(), commit[:12])
            continue
        key, _, value = text.partition(" ")
        if len(key) == 40 and value[:1].isdigit():
            commit, line = key, int(value.split()[1])
            facts.setdefault(commit, {})
        elif commit:
            facts[commit][key] = value
    return found


def _zone(offset: str) -> datetime.timezone:
    minutes = int(offset[1:3]) * 60 + int(offset[3:5])
    return datetime.timezone(datetime.timedelta(minutes=-minutes if offset[0] == "-" else minutes))
