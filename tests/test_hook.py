"""The hook, through the real pre-commit in a real git repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from copydesk.grammar.install import find

ROOT = Path(__file__).parents[1]
HOOK_FILES = (".pre-commit-hooks.yaml", "pyproject.toml", "README.md", "LICENSE")
HOOK_FOLDERS = ("tools", "schema")

CLEAN = "### What is a warmup?\n\nA ramp of the learning rate at the start of training.\n"
NOTED = (
    "# Training\n\n### Q1. What is a warmup?\n\n**A:** A ramp of the learning rate at the start of training.\n\n"
    "---\n\n### Q2. What is a cooldown?\nthis needs a better example\n\n"
    "**A:** A decay of the learning rate at the end of training.\n"
)
BY_NAME = ("copydesk-notes", "copydesk-export", "copydesk-grammar")
MENDED = NOTED.replace("this needs a better example\n", "")


def run(
    folder: Path, *command: str, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, env=env, capture_output=True, text=True, encoding="utf-8", check=False
    )


def git(folder: Path, *arguments: str, env: dict[str, str] | None = None) -> str:
    answer = run(folder, "git", *arguments, env=env)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    home = tmp_path_factory.mktemp("home")
    scripts = str(Path(sys.executable).parent)
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
        "PATH": os.pathsep.join([scripts, os.environ["PATH"]]),
        "PRE_COMMIT_HOME": str(home / "pre-commit"),
        "GIT_CONFIG_GLOBAL": str(home / "gitconfig"),
        "GIT_AUTHOR_NAME": "Ada",
        "GIT_AUTHOR_EMAIL": "ada@example.org",
        "GIT_COMMITTER_NAME": "Ada",
        "GIT_COMMITTER_EMAIL": "ada@example.org",
    }


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Path:
    """A repository that offers our hooks, from the tree as it is now."""
    repository = tmp_path_factory.mktemp("hooks")
    for name in HOOK_FILES:
        shutil.copy(ROOT / name, repository)
    for name in HOOK_FOLDERS:
        shutil.copytree(
            ROOT / name, repository / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    git(repository, "init", "--quiet", env=environment)
    git(repository, "add", ".", env=environment)
    git(repository, "commit", "--quiet", "--message", "hooks", env=environment)
    return repository


@pytest.fixture(scope="module")
def repository(
    tmp_path_factory: pytest.TempPathFactory, hooks: Path, environment: dict[str, str]
) -> Path:
    """A user's repository with the hook installed."""
    repository = tmp_path_factory.mktemp("repository")
    git(repository, "init", "--quiet", env=environment)
    revision = git(hooks, "rev-parse", "HEAD", env=environment).strip()
    config = {
        "repos": [
            {
                "repo": str(hooks),
                "rev": revision,
                "hooks": [
                    {"id": "copydesk"},
                    {"id": "copydesk-fmt"},
                    # Run by name only.
                    *({"id": name, "stages": ["manual"]} for name in BY_NAME),
                ],
            }
        ]
    }
    (repository / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    installed = run(repository, "pre-commit", "install", "--install-hooks", env=environment)
    if "Could not find a version" in installed.stdout or "ConnectionError" in installed.stdout:
        pytest.skip("the package index cannot be reached, so pre-commit cannot set our hook up")
    assert installed.returncode == 0, installed.stdout + installed.stderr
    return repository


def commit(
    repository: Path, environment: dict[str, str], text: str
) -> subprocess.CompletedProcess[str]:
    (repository / "faq.md").write_text(text)
    git(repository, "add", ".", env=environment)
    return run(repository, "git", "commit", "--message", "faq", env=environment)


def test_a_note_is_refused_and_the_mended_file_passes(
    repository: Path, environment: dict[str, str]
) -> None:
    assert commit(repository, environment, CLEAN).returncode == 0

    refused = commit(repository, environment, NOTED)
    assert refused.returncode == 1
    assert "faq.md:10:1: error note/unmarked" in refused.stderr
    assert git(repository, "log", "--oneline", env=environment).count("\n") == 1

    passed = commit(repository, environment, MENDED)
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert git(repository, "show", "HEAD:faq.md", env=environment) == MENDED


def test_the_frame_is_formatted(repository: Path, environment: dict[str, str]) -> None:
    untidy = CLEAN.replace("\n\n", "\n\n\n") + "\n\n"
    formatted = commit(repository, environment, untidy)
    assert formatted.returncode == 1 and "copydesk-fmt" in formatted.stderr
    assert (repository / "faq.md").read_text() == untidy.rstrip() + "\n"
    assert commit(repository, environment, untidy.rstrip() + "\n").returncode == 0


def flaw(hook: str, word: str = "warmup") -> str:
    """A text that a hook refuses."""
    if hook == "copydesk-grammar":
        return f"### What is a {word}?\n\nA ramp, it grow slowly.\n"
    text = f"{MENDED}\n\n" if hook == "copydesk-fmt" else NOTED
    return text.replace("warmup", word).replace("cooldown", f"late {word}")


@pytest.fixture(params=["copydesk", "copydesk-fmt", *BY_NAME])
def hook(request: pytest.FixtureRequest, environment: dict[str, str]) -> str:
    name: str = request.param
    if name == "copydesk-grammar" and find() is None:
        pytest.skip("LanguageTool is not installed (copydesk grammar install)")
    return name


@pytest.fixture
def start(repository: Path, environment: dict[str, str], hook: str) -> str:
    """The revision from which a test starts, with a flawed file that nobody changes."""
    git(repository, "reset", "--quiet", "--hard", env=environment)
    (repository / "old.md").write_text(flaw(hook, "restart"))
    (repository / "faq.md").unlink(missing_ok=True)
    git(repository, "add", "--all", env=environment)
    git(repository, "commit", "--no-verify", "--allow-empty", "--message", "old", env=environment)
    return git(repository, "rev-parse", "HEAD", env=environment).strip()


def by_name(
    repository: Path, environment: dict[str, str], hook: str, *arguments: str
) -> subprocess.CompletedProcess[str]:
    stage = ("--hook-stage", "manual") if hook in BY_NAME else ()
    # No grammar engine is left running.
    alone = {**environment, "CI": "true"}
    return run(repository, "pre-commit", "run", hook, *stage, *arguments, env=alone)


def refuses(ended: subprocess.CompletedProcess[str], hook: str) -> bool:
    """Whether a hook refused the file that changed; it never looks at the other."""
    assert "old.md" not in ended.stdout, ended.stdout
    places = {"copydesk-fmt": "1 file formatted", "copydesk-grammar": "faq.md:3:"}
    refused = places.get(hook, "faq.md:10:1") in ended.stdout
    assert ended.returncode == int(refused), ended.stdout + ended.stderr
    return refused


@pytest.mark.usefixtures("start")
def test_what_is_staged_counts_and_what_is_not_stays(
    repository: Path, environment: dict[str, str], hook: str
) -> None:
    for staged, left in ((MENDED, flaw(hook)), (flaw(hook), MENDED)):
        (repository / "faq.md").write_text(staged)
        git(repository, "add", "faq.md", env=environment)
        (repository / "faq.md").write_text(left)
        assert refuses(by_name(repository, environment, hook), hook) == (staged != MENDED)
        assert (repository / "faq.md").read_text() == left


def test_from_one_revision_to_another_only_the_files_between_count(
    repository: Path, environment: dict[str, str], hook: str, start: str
) -> None:
    for text in (MENDED, flaw(hook)):
        (repository / "faq.md").write_text(text)
        git(repository, "add", ".", env=environment)
        git(repository, "commit", "--no-verify", "--message", "new", env=environment)
        ended = by_name(repository, environment, hook, "--from-ref", start, "--to-ref", "HEAD")
        assert refuses(ended, hook) == (text != MENDED)


def test_all_hooks_are_offered_and_run_over_our_own_repository() -> None:
    offered = {
        hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    }
    assert set(offered) == {"copydesk", "copydesk-fmt", *BY_NAME}
    for hook in offered.values():
        assert hook["entry"].split()[1] in ("check", "notes", "export", "fmt")
        assert "--force-exclude" in hook["entry"]
    (ours,) = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"]
    run_here = {hook["id"]: hook["entry"].removeprefix(".venv/bin/") for hook in ours["hooks"]}
    assert {name: hook["entry"] for name, hook in offered.items()}.items() <= run_here.items()
