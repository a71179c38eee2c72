"""Rules of other packages: a real one, installed, found by its entry point, checked and kept."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from conftest import Result, Run, Tree

SHOUTS = '''\
"""An answer does not shout."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.model import WARNING, Diagnostic, Record
from copydesk.rule import Bad, Context, Good, rule
from copydesk.source import Span


@rule("house/no-shouting", severity=WARNING)
def check(record: Record, context: Context) -> Iterator[Diagnostic]:
    """One exclamation mark is read as three."""
    span = record.answer.span
    at = context.source[span].find("!")
    if at >= 0:
        start = span.start + at
        yield context.diagnostic(Span(start, start + 1), "MESSAGE")


EXAMPLES = [
    Good("### What is LoRA?\\n\\nA low-rank adapter.\\n"),
    Bad("### What is LoRA?\\n\\nA low-rank adapter⟦!⟧\\n"),
]
'''
TEXT = "### What is DPO?\n\nA loss without a reward model!\n"


class Installed:
    """A folder on the path of Python into which packages are installed."""

    def __init__(self, folder: Path, run: Run, path: str) -> None:
        self.folder = folder
        self.site = folder / "site"
        self._run = run
        self._path = path

    def install(
        self,
        rules: dict[str, str],
        *,
        version: str = "1.0",
        name: str = "house-rules",
        code: str = SHOUTS,
    ) -> None:
        """Build a package with hatchling and let pip put it there; it replaces an earlier one."""
        project = self.folder / name
        inside = project / name.replace("-", "_")
        inside.mkdir(parents=True, exist_ok=True)
        (inside / "__init__.py").touch()
        (inside / "no_shouting.py").write_text(code)
        points = "\n".join(f"{json.dumps(rule)} = {json.dumps(to)}" for rule, to in rules.items())
        (project / "pyproject.toml").write_text(
            textwrap.dedent(f"""\
            [build-system]
            requires = ["hatchling"]
            build-backend = "hatchling.build"

            [project]
            name = "{name}"
            version = "{version}"

            [project.entry-points."copydesk.rules"]
            """)
            + points
        )
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
        offline = ["--no-index", "--no-deps", "--no-build-isolation", "--upgrade"]
        subprocess.run([*pip, *offline, "--target", self.site, project], check=True)

    def run(self, *arguments: str) -> Result:
        return self._run(*arguments, env={"PYTHONPATH": f"{self._path}:{self.site}"})

    def check(self, *arguments: str) -> list[str]:
        found = self.run("check", "--no-grammar", "--format", "json", "a.md", *arguments).json
        return [item["message"] for item in found["diagnostics"]]


@pytest.fixture
def installed(tmp_path: Path, tree: Tree, copydesk: Run, environment: dict[str, str]) -> Installed:
    tree({"a.md": TEXT})
    return Installed(tmp_path / "packages", copydesk, environment["PYTHONPATH"])


def test_a_rule_of_another_package(installed: Installed) -> None:
    assert installed.check() == []
    installed.install({"house/no-shouting": "house_rules.no_shouting"})
    assert installed.check() == installed.check() == ["MESSAGE"]
    assert installed.check("--ignore", "house") == []
    assert "house/no-shouting" in installed.run("rules").out
    assert "read as three" in installed.run("explain", "house/no-shouting").out


def test_what_is_kept_goes_with_the_package(installed: Installed) -> None:
    rules = {"house/no-shouting": "house_rules.no_shouting"}
    installed.install(rules)
    assert installed.check() == ["MESSAGE"]
    # The same version again, with other content.
    installed.install(rules, code=SHOUTS.replace("MESSAGE", "an answer shouts"))
    assert installed.check() == ["an answer shouts"]


def test_the_harness_is_for_other_packages_too(installed: Installed) -> None:
    installed.install({"house/no-shouting": "house_rules.no_shouting"})
    script = "from copydesk.testing import check_examples; check_examples('house/no-shouting')"
    path = {"PYTHONPATH": f"{installed._path}:{installed.site}"}
    done = subprocess.run([sys.executable, "-c", script], env=path, check=False)
    assert done.returncode == 0


def test_a_list_of_names_imports_no_rule(installed: Installed) -> None:
    installed.install({"house/no-shouting": "house_rules.no_shouting"}, code="raise SystemExit\n")
    script = "from copydesk import rules; assert 'house/no-shouting' in rules.names()"
    path = {"PYTHONPATH": f"{installed._path}:{installed.site}"}
    done = subprocess.run([sys.executable, "-c", script], env=path, check=False)
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("rules", "code", "says"),
    [
        (
            {"house/no-shouting": "house_rules.missing"},
            SHOUTS,
            "the rule `house/no-shouting` of house-rules 1.0 cannot be used: "
            "No module named 'house_rules.missing'",
        ),
        (
            {"house/whisper": "house_rules.no_shouting"},
            SHOUTS,
            "house_rules.no_shouting declares house/no-shouting; its place says house/whisper",
        ),
        (
            {"house/no-shouting": "house_rules.no_shouting"},
            SHOUTS.replace("record: Record", "record: str"),
            "the first parameter of `check` must be a Record or a Document",
        ),
        (
            {"No Shouting": "house_rules.no_shouting"},
            SHOUTS,
            "house-rules 1.0: a rule's name is `family/kebab-name`, not 'No Shouting'",
        ),
        (
            {"note/marked": "house_rules.no_shouting"},
            SHOUTS,
            "house-rules 1.0: there is a rule `note/marked` already",
        ),
    ],
)
def test_a_rule_that_cannot_be_used_is_said(
    installed: Installed, rules: dict[str, str], code: str, says: str
) -> None:
    installed.install(rules, code=code)
    result = installed.run("check", "--no-grammar", "a.md")
    assert (result.status, result.out) == (2, "")
    assert says in result.err
    assert len(result.err.splitlines()) == 1
