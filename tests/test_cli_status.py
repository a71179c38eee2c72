"""`copydesk status` and `completion`: the board of a collection, and what shells complete."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from conftest import Run, Tree

FILES = {
    "a.md": "### What is PPO?\n\nAn algorithm.\n\n### What is DPO?\n\nA loss. TODO say more\n",
    "b.md": "### What is KL?\n\nA divergence.\n",
    "c.md": "Nothing that asks.\n",
}
# Drafts are never exported, and a note outside all records holds none of them back.
DRAFT = "---\ndraft: true\n---\n\n### What is FIM?\n\nA matrix.\n"
BESIDE = "TODO an introduction\n\n### What is FSDP?\n\nA way to shard.\n"


def test_a_board_counts_what_is_ready(inside: Run, tree: Tree) -> None:
    tree(FILES)
    found = inside("status", "--format", "json", ".").json
    counted = [(row["path"], row["ready"], row["records"], row["notes"]) for row in found["files"]]
    assert counted == [("a.md", 1, 2, 1), ("b.md", 1, 1, 0), ("c.md", 0, 0, 0)]
    assert found["total"] | {"path": ""} == {
        "path": "", "records": 3, "ready": 2, "notes": 1, "errors": 1, "warnings": 0, "oldest": "",
    }  # fmt: skip


def test_a_board_counts_as_export_does(inside: Run, tree: Tree) -> None:
    tree({**FILES, "d.md": DRAFT, "e.md": BESIDE})
    rows = inside("status", "--format", "json", ".").json["files"]
    exported = inside("export", "--only-ready", ".").json["records"]
    for row in rows:
        assert row["ready"] == sum(r["source"]["path"] == row["path"] for r in exported)
    assert [row["ready"] for row in rows] == [1, 1, 0, 0, 1]


def test_a_board_has_a_line_for_each_file_and_one_for_all(inside: Run, tree: Tree) -> None:
    tree(FILES)
    lines = inside("status", ".").out.splitlines()
    assert [line.split()[0] for line in lines] == ["file", "a.md", "b.md", "c.md", "3"]
    assert "██████░░░░░░" in lines[1] and "████████████" in lines[2] and "░" not in lines[3]


def test_the_oldest_note_is_as_old_as_git_says(inside: Run, tree: Tree) -> None:
    folder = tree(FILES)
    shutil.rmtree(folder / ".git")
    env = {**os.environ, "GIT_AUTHOR_DATE": "2024-02-03T04:05:06Z"}
    name = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    for command in (("init", "-q"), ("add", "a.md"), (*name, "commit", "-qm", "a")):
        subprocess.run(["git", *command], cwd=folder, env=env, check=True)
    files = inside("status", "--format", "json", ".").json["files"]
    assert [row["oldest"] for row in files] == ["2024-02-03", "", ""]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_its_completion(copydesk: Run, shell: str) -> None:
    script = copydesk("completion", shell).out
    assert f"_COPYDESK_COMPLETE={shell}_complete" in script
    if shell == "bash":
        subprocess.run([shell, "-n"], input=script, text=True, check=True)


def test_a_command_is_completed(environment: dict[str, str]) -> None:
    asked = {"_COPYDESK_COMPLETE": "bash_complete", "COMP_WORDS": "copydesk ex", "COMP_CWORD": "1"}
    done = subprocess.run(
        [sys.executable, "-c", "from copydesk.ui.start import main; main()"],
        env={**environment, **asked},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == ["plain,explain", "plain,export"], done.stderr
