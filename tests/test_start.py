"""What a start imports: seconds vary from machine to machine, a list of modules does not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from conftest import Tree

HEAVY = {
    "jsonschema",
    "language_tool_python",
    "requests",
    "rich",
    "jgo",
    "yaml",
    "mistune",
    "concurrent.futures.process",
}


def imported(*arguments: str, cwd: Path) -> set[str]:
    """The heavy modules that one run of the command imports."""
    return modules(*arguments, cwd=cwd) & HEAVY


def modules(*arguments: str, cwd: Path) -> set[str]:
    """All modules that one run of the command imports."""
    script = (
        "import sys; sys.argv = ['copydesk', *sys.argv[1:]]\n"
        "from copydesk.ui.start import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(answer.stderr.split())


@pytest.mark.parametrize(
    "arguments", [("--version",), ("--help",), ("check", "--help"), ("rules", "--help")]
)
def test_help_imports_nothing_heavy(arguments: tuple[str, ...], tmp_path: Path) -> None:
    assert imported(*arguments, cwd=tmp_path) == set()


def test_notes_need_neither_a_schema_nor_an_engine(tmp_path: Path) -> None:
    (tmp_path / "faq.md").write_text("### What is PPO?\n\nAn algorithm.\n")
    assert imported("notes", "faq.md", cwd=tmp_path) <= {"mistune"}


def test_a_version_needs_the_command_line_alone(tmp_path: Path) -> None:
    ours = {name for name in modules("--version", cwd=tmp_path) if name.startswith("copydesk.")}
    assert ours == {"copydesk.ui", "copydesk.ui.cli", "copydesk.ui.start", "copydesk.ui.streams"}


def test_a_check_where_nothing_changed_needs_no_command_line(tree: Tree) -> None:
    folder = tree({"a.md": "## What is PPO?\n\nTODO.\n"})
    check = ("check", "--no-grammar", "a.md")
    assert {"click", "copydesk.engine"} <= modules(*check, cwd=folder)
    again = modules(*check, cwd=folder)
    assert {name for name in again if name.startswith("copydesk.")} == {
        "copydesk.cache",
        "copydesk.installed",
        "copydesk.kept",
        "copydesk.kept.code",
        "copydesk.kept.runs",
        "copydesk.resources",
        "copydesk.seen",
        "copydesk.ui",
        "copydesk.ui.start",
        "copydesk.ui.streams",
    }
    assert not again & {"click", "dataclasses", "pathspec", "subprocess", "tomllib"}
