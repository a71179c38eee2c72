"""`check --baseline`: old findings are known by their words, new ones are reported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import Run, Tree

BEFORE = "### What is DPO?\n\nDPO is a loss over pairs of answers.\n\nTODO: say more\n"
OTHER = BEFORE.replace("DPO", "IPO")
CLEAN = "### What is PPO?\n\nPPO is an algorithm that clips the ratio of two policies.\n"
CHECK = ("check", "--no-grammar", "--baseline", "known.json")


def test_what_is_known_is_not_reported_wherever_it_has_moved(copydesk: Run, tree: Tree) -> None:
    tree({"a.md": BEFORE})
    assert copydesk(*CHECK, "--write-baseline").status == 0
    assert copydesk(*CHECK).status == 0
    tree({"a.md": CLEAN + "\n" + BEFORE})
    assert copydesk(*CHECK).status == 0


def test_what_is_new_is_reported_even_where_it_repeats_the_known(copydesk: Run, tree: Tree) -> None:
    tree({"a.md": BEFORE})
    copydesk(*CHECK, "--write-baseline")
    tree({"a.md": BEFORE + "\nTODO: say more\n"})
    result = copydesk(*CHECK)
    assert [line.split(":")[1] for line in result.out.splitlines()] == ["7"]
    assert result.status == 1


def test_writing_again_only_shrinks(copydesk: Run, tree: Tree) -> None:
    root = tree({"a.md": BEFORE, "b.md": OTHER})
    copydesk(*CHECK, "--write-baseline")
    first = json.loads((root / "known.json").read_text(encoding="utf-8"))
    assert [row["path"] for row in first["known"]] == ["a.md", "b.md"]
    tree({"a.md": CLEAN, "b.md": OTHER + "\nFIXME: and this\n"})
    result = copydesk(*CHECK, "--write-baseline")
    second = json.loads((root / "known.json").read_text(encoding="utf-8"))
    assert second["known"] == first["known"][1:]
    assert result.status == 1 and "FIXME" in result.out


def test_files_that_were_not_asked_for_stay_known_and_those_that_are_gone_do_not(
    copydesk: Run, tree: Tree
) -> None:
    root = tree({"a.md": BEFORE, "b.md": OTHER})
    copydesk(*CHECK, "--write-baseline")
    (root / "a.md").write_text(CLEAN, encoding="utf-8")
    copydesk(*CHECK, "--write-baseline", "a.md")
    paths = [row["path"] for row in json.loads((root / "known.json").read_text())["known"]]
    assert paths == ["b.md"]
    (root / "b.md").unlink()
    copydesk(*CHECK, "--write-baseline", "a.md")
    assert json.loads((root / "known.json").read_text())["known"] == []


def test_paths_are_relative_to_the_baseline(
    copydesk: Run, tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tree({"docs/a.md": BEFORE})
    copydesk(*CHECK, "--write-baseline")
    monkeypatch.chdir(root / "docs")
    assert copydesk("check", "--no-grammar", "--baseline", "../known.json", "a.md").status == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "--write-baseline makes it"),
        ("[]", "is no baseline"),
        ('{"version": 2}', "version 2"),
    ],
)
def test_a_baseline_that_cannot_be_used_says_why(
    copydesk: Run, tree: Tree, content: str | None, said: str
) -> None:
    root = tree({"a.md": BEFORE})
    if content is not None:
        (root / "known.json").write_text(content, encoding="utf-8")
    result = copydesk(*CHECK)
    assert result.status == 2 and said in result.err and not result.out


@pytest.mark.parametrize("option", [("--since", "HEAD"), ("--select", "note"), ("--fix",)])
def test_a_baseline_is_written_by_a_whole_check_only(
    copydesk: Run, tree: Tree, option: tuple[str, ...]
) -> None:
    root = tree({"a.md": BEFORE})
    assert copydesk(*CHECK, "--write-baseline", *option).status == 2
    assert not Path(root / "known.json").exists()
