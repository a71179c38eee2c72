"""`copydesk status` and `completion`: the board of a collection, and what shells complete."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys

import click
import pytest

from conftest import Run, Tree
from copydesk.ui.cli import cli
from copydesk.ui.options import complete_rules

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
        "path": "", "records": 3, "ready": 2, "notes": 1, "errors": 1, "warnings": 0,
        "grammar": None, "oldest": "",
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


def test_grammar_is_told_as_the_last_check_found_it(inside: Run, tree: Tree) -> None:
    pytest.importorskip("harper", reason='Harper is not installed (pip install "copydesk[harper]")')
    settings = (
        'per-file-ignores = { "c.md" = ["grammar", "spelling"] }\n[grammar]\nengine = "harper"\n'
    )
    plain = "### What is a loaf?\n\nIt is bread.\n"
    tree({"a.md": plain, "b.md": f"{FILES['b.md']}It is an loaf.\n", "c.md": "So.\n"})
    tree({"copydesk.toml": settings})

    def grammar() -> list[int | None]:
        return [row["grammar"] for row in inside("status", "--format", "json").json["files"]]

    assert grammar() == [None, None, 0]
    inside("check")
    assert grammar() == [0, 1, 0]
    tree({"a.md": f"{plain}It has a crust.\n"})
    assert grammar() == [None, 1, 0]
    assert [line.split()[-1] for line in inside("status").out.splitlines()[1:3]] == ["?", "1"]


def test_the_oldest_note_is_as_old_as_git_says(inside: Run, tree: Tree) -> None:
    folder = tree(FILES)
    shutil.rmtree(folder / ".git")
    env = {**os.environ, "GIT_AUTHOR_DATE": "2024-02-03T04:05:06Z"}
    name = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    for command in (("init", "-q"), ("add", "a.md"), (*name, "commit", "-qm", "a")):
        subprocess.run(["git", *command], cwd=folder, env=env, check=True)
    files = inside("status", "--format", "json", ".").json["files"]
    assert [row["oldest"] for row in files] == ["2024-02-03", "", ""]


# What each shell is told to do once its script is loaded: print what it would offer for a line.
SHELLS = {
    "bash": """
        source ./script; COMP_WORDS=(%s); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        [ -z "$LAST" ] || { COMP_WORDS+=(""); COMP_CWORD=$((COMP_CWORD + 1)); }
        compopt() { files=yes; }
        _copydesk_completion copydesk; printf '%%s\\n' "${COMPREPLY[@]}"
        [ -z "$files" ] || [ ${#COMPREPLY[@]} -gt 0 ] || compgen -f -- "${COMP_WORDS[-1]}"
    """,
    "zsh": """
        autoload -U compinit; compinit -u -D; source ./script
        [[ $_comps[copydesk] == _copydesk_completion ]] || exit 3
        words=(%s); [[ -z $LAST ]] || words+=(""); CURRENT=$#words
        _describe() { print -l -- ${completions_with_descriptions%%%%:*} }
        compadd() { print -l -- $completions }
        _path_files() { print -l -- ${words[CURRENT]}*(N) }
        _copydesk_completion
    """,
    "fish": """source ./script; complete -C "%s" | string replace -r '\\t.*' ''""",
}


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("copydesk ex", ["explain", "export"]),
        ("copydesk no", ["notes"]),
        ("copydesk notes k", ["keep"]),
        ("copydesk check --format gi", ["github", "gitlab"]),
        ("copydesk check --select stet/", ["stet/unused"]),
        ("copydesk explain stet", ["stet", "stet/unused"]),
        ("copydesk check ", ["a.md", "script"]),
        ("copydesk check --config ", ["a.md", "script"]),
        ("copydesk grammar sto", ["stop"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_completes(
    copydesk: Run,
    tree: Tree,
    environment: dict[str, str],
    shell: str,
    line: str,
    offered: list[str],
) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    folder = tree({"a.md": FILES["a.md"], ".git/bin/copydesk": ""})
    program = folder / ".git/bin/copydesk"
    command = (
        f"import sys; sys.argv[0] = {str(program)!r}; from copydesk.ui.start import main; main()"
    )
    program.write_text(f"#!/bin/sh\nexec {shlex.quote(sys.executable)} -c {shlex.quote(command)}\n")
    program.chmod(0o755)
    (folder / "script").write_text(copydesk("completion", shell).out)
    flags = {"bash": "--norc", "zsh": "-f", "fish": "--no-config"}
    done = subprocess.run(
        [shell, flags[shell], "-c", SHELLS[shell] % line],
        env={
            **environment,
            "PATH": f"{program.parent}{os.pathsep}{environment['PATH']}",
            "LAST": "" if line == line.rstrip() else "yes",
            "HOME": str(folder / ".git"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    shown = sorted(word for word in done.stdout.splitlines() if word and word != ".git")
    assert shown == offered, done.stderr


def test_of_rules_between_commas_the_last_one_is_completed() -> None:
    found = complete_rules(click.Context(cli), click.Option(["--select"]), "note,stet/")
    assert [item.value for item in found] == ["note,stet/unused"]
