"""`--since`: only lines that changed, as a real git repository has them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from conftest import Run, Tree

OLD = "### What is PPO?\n\nTODO: one\n\nIt is is an algorithm.\n"


@pytest.fixture
def repository(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tree({"a.md": OLD})
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "Ada")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "ada@example.org")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(folder / "no-configuration"))
    for command in ("init --quiet", "add a.md", "commit --quiet --message one"):
        subprocess.run(["git", *command.split()], cwd=folder, check=True)
    return folder


def test_only_changed_lines_are_reported(inside: Run, repository: Path) -> None:
    assert inside("check", "--no-grammar", "--since", "HEAD", "a.md").status == 0
    (repository / "a.md").write_text(OLD.replace("one", "two"))
    (repository / "b.md").write_text("### What is DPO?\n\nTODO: three\n")
    result = inside("check", "--no-grammar", "--since", "HEAD", "--format", "json", "a.md", "b.md")
    assert (result.status, result.rules) == (1, ["note/marked", "note/marked"])


@pytest.mark.parametrize("revision", ["nope", "--output=x", "HEAD~7"])
def test_an_unknown_revision_is_said(inside: Run, repository: Path, revision: str) -> None:
    result = inside("check", "--no-grammar", f"--since={revision}", "a.md")
    assert result.status == 2
    assert "git knows no revision" in result.err
    assert sorted(path.name for path in repository.iterdir()) == [".git", "a.md"]


@pytest.mark.parametrize("name", ["b.md", "sub folder/ä [b].md"])
def test_of_a_renamed_file_only_changed_lines_are_reported(
    inside: Run, repository: Path, name: str
) -> None:
    moved = repository / name
    moved.parent.mkdir(exist_ok=True)
    for command in (["mv", "a.md", name], ["commit", "--quiet", "--message", "moved"]):
        subprocess.run(["git", *command], cwd=repository, check=True)
    moved.write_text(f"{OLD}\nTODO: two\n")
    (repository / "c.md").write_text("### What is DPO?\n\nTODO: three\n")
    subprocess.run(["git", "add", "c.md"], cwd=repository, check=True)
    found = inside("check", "--no-grammar", "--since", "HEAD~1", "--format", "json").json
    places = {(item["path"], item["start"]["line"]) for item in found["diagnostics"]}
    assert places == {(name, 7), ("c.md", 3)}
