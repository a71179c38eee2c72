"""`copydesk notes --stat`, `--sort` and `--group`, in a real git repository."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from conftest import Run, Tree
from copydesk.resources import schema

ONE = "## What is A?\n\nA is a letter. It is the first.\n\n{}\n"
TWO = "## What is B?\n\nB is a letter. It is the second.\n\n{}\n"


def git(folder: Path, *arguments: str, day: str = "2026-01-01", author: str = "Ada") -> None:
    moment = f"{day}T12:00:00+0000"
    subprocess.run(
        ["git", "-c", f"user.name={author}", "-c", "user.email=a@example.org", *arguments],
        cwd=folder,
        check=True,
        capture_output=True,
        env={**os.environ, "GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment},
    )


@pytest.fixture
def history(folder: Path, tree: Tree) -> Path:
    (folder / ".git").rmdir()
    git(folder, "init", "--quiet")
    steps = [
        ("2026-01-01", "Ada", {"a.md": ONE.format("TODO: say more"), "b.md": TWO.format("")}),
        ("2026-02-01", "Bo", {"b.md": TWO.format("TODO: ask Ada")}),
        ("2026-02-03", "Bo", {"b.md": TWO.format("TODO: ask Ada") + "\nFIXME: wrong\n"}),
        ("2026-02-05", "Cy", {"b.md": TWO.format("TODO: ask Ada")}),
    ]
    for day, author, files in steps:
        tree(files)
        git(folder, "add", ".")
        git(folder, "commit", "--quiet", "-m", f"work of {day}", day=day, author=author)
    return folder


def test_the_notes_are_counted_now_and_then(history: Path, inside: Run) -> None:
    shown = inside("notes", "--stat", "--format", "json")
    facts = shown.json
    Draft202012Validator(schema("notes-stat")).validate(facts)
    assert facts["notes"] == 2
    assert facts["kinds"] == {"marked": 2}
    assert facts["files"] == {"a.md": 1, "b.md": 1}
    assert facts["owners"] == {"Ada": 1, "Bo": 1}
    assert facts["ages"] == {"up to a week": 1, "up to a year": 1}
    assert [(step["date"], step["notes"]) for step in facts["trend"]] == [
        ("2026-01-01", 1),
        ("2026-02-01", 2),
        ("2026-02-03", 3),
        ("2026-02-05", 2),
    ]
    assert inside("notes", "--stat", "--format", "json").out == shown.out
    assert len(inside("notes", "--stat", "--commits", "2", "--format", "json").json["trend"]) == 2
    assert "2026-02-03" in inside("notes", "--stat").out


def test_a_note_that_is_not_committed_has_no_owner(history: Path, inside: Run, tree: Tree) -> None:
    tree({"a.md": ONE.format("TODO: say more\n\nFIXME: now")})
    facts = inside("notes", "--stat", "--format", "json").json
    assert facts["ages"]["not committed"] == 1
    assert sum(facts["owners"].values()) == 2


def test_outside_git_there_is_no_trend(inside: Run, tree: Tree) -> None:
    tree({"a.md": ONE.format("TODO: say more")})
    shown = inside("notes", "--stat", "--format", "json")
    assert shown.status == 0 and shown.json["trend"] == [] and "no trend" in shown.err


def test_notes_are_sorted_and_grouped(history: Path, inside: Run) -> None:
    oldest = inside("notes", "--sort", "age", "--format", "json").json["notes"]
    assert [note["blame"]["date"] for note in oldest] == ["2026-01-01", "2026-02-01"]
    owned = inside("notes", "--group", "owner").out
    assert owned.index("Ada (1)") < owned.index("Bo (1)")
    assert inside("notes", "--group", "file", "--format", "markdown").out.startswith("## a.md (1)")
    assert inside("notes", "--group", "file", "--format", "json").status == 2
    assert inside("notes", "--stat", "--format", "csv").status == 2
