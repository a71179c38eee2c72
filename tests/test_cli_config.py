"""The configuration: where it is found, what it may say, and which files it selects."""

from __future__ import annotations

import pytest

from conftest import Run, Tree

CLEAN = "### What is PPO?\n\nPPO is an algorithm that clips a ratio.\n"
MARKED = "### What is DPO?\n\nDPO is a loss over pairs of answers.\n\nTODO: say more\n"
GAP = "## 1. What is IPO?\n\nIPO is a loss.\n\n## 3. What is KTO?\n\nKTO is another loss.\n"
OFF = 'ignore = ["note"]\n'
CHECK = ("check", "--no-grammar", "--format", "json")


def files(inside: Run, *args: str) -> list[str]:
    """The files that a check looks at: each has a note."""
    result = inside(*CHECK, "--select", "note/marked", *args)
    return sorted({found["path"] for found in result.json["diagnostics"]})


@pytest.mark.parametrize(
    ("configs", "off"),
    [
        ({}, False),
        ({"copydesk.toml": OFF}, True),
        ({".copydesk.toml": OFF}, True),
        ({"pyproject.toml": f"[tool.copydesk]\n{OFF}"}, True),
        ({"pyproject.toml": "[tool.other]\n", "../copydesk.toml": OFF}, False),
        ({"a/copydesk.toml": OFF}, True),
        ({"copydesk.toml": "", "a/copydesk.toml": OFF}, True),
        ({"copydesk.toml": OFF, "a/copydesk.toml": ""}, False),
        ({"copydesk.toml": OFF, "a/pyproject.toml": "[tool.other]\n"}, True),
        ({"copydesk.toml": OFF, "a/pyproject.toml": "broken ="}, True),
        ({"copydesk.toml": OFF, "a/pyproject.toml": "tool = 3"}, True),
        ({"copydesk.toml": OFF, "a/.git": ""}, False),
    ],
)
def test_found_upwards_to_the_root_first_one_wins(
    inside: Run, tree: Tree, configs: dict[str, str], off: bool
) -> None:
    tree({"a/b/c.md": MARKED, **configs})
    result = inside(*CHECK, "a/b/c.md")
    assert result.rules == ([] if off else ["note/marked"])
    assert "ignored" not in result.err


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (".copydesk.toml", "copydesk.toml"),
        ("copydesk.toml", "pyproject.toml"),
        (".copydesk.toml", "pyproject.toml"),
    ],
)
def test_two_that_compete_make_a_warning(inside: Run, tree: Tree, first: str, second: str) -> None:
    section = "[tool.copydesk]\n" if second == "pyproject.toml" else ""
    tree({"a.md": MARKED, "b.md": CLEAN, first: OFF, second: f"{section}fail-on = 'never'\n"})
    result = inside(*CHECK)
    assert result.rules == []
    (warning,) = [line for line in result.err.splitlines() if second in line]
    assert first in warning
    assert result.status == 0, "a warning about configuration is no finding"


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("selekt = ['note']", "`select`"),
        ("fail_on = 'error'", "`fail-on`"),
        ("notes.min-scor = 1", "`notes.min-score`"),
        ("[grammar]\ndisable = []", "`grammar.disabled`"),
        ("per-file-ignore = {}", "`per-file-ignores`"),
        ("zzz = 1", "include"),
        ("include = 3", "list of strings"),
        ("exclude = [3]", "list of strings"),
        ("grammar.picky = 'yes'", "true or false"),
        ("notes.min-score = 2", "between 0 and 1"),
        ("notes.min-score = true", "between 0 and 1"),
        ("notes.min-score = nan", "between 0 and 1"),
        ("notes = 3", "notes"),
        ("severity = 'error'", "table"),
        ("severity = {note = 'fatal'}", "error, warning or info"),
        ("severity = {nota = 'error'}", "`note`"),
        ("per-file-ignores = ['a']", "table"),
        ("per-file-ignores = {'a' = ['nota']}", "`note`"),
        ("fail-on = 'fatal'", "error, warning, info, never"),
        ("layout = 'nope'", "numbered-headings"),
        ("select = ['nota']", "`note`"),
        ("schema = 'none.json'", "none.json"),
        ("vocabulary = ['none.txt']", "none.txt"),
        ("language = ", "TOML"),
        ("include = ['!']", "include"),
        ("exclude = ['\\']", "exclude"),
        ("per-file-ignores = {'!' = ['note']}", "per-file-ignores"),
        ("grammar.engine = 'nope'", "languagetool"),
    ],
)
def test_what_is_wrong_is_named_with_the_way_out(
    inside: Run, tree: Tree, toml: str, said: str
) -> None:
    tree({"a.md": CLEAN, "copydesk.toml": toml})
    result = inside(*CHECK, "a.md")
    assert (result.status, result.out) == (2, "")
    assert said in result.err
    assert len(result.err.splitlines()) == 1


@pytest.mark.parametrize("toml", ["[tool]\ncopydesk = 3", "tool = 3", "[tool.copydesk]\nzzz = 1"])
def test_a_broken_table_in_pyproject_is_said(inside: Run, tree: Tree, toml: str) -> None:
    tree({"a.md": CLEAN, "pyproject.toml": toml})
    result = inside(*CHECK, "--config", "pyproject.toml", "a.md")
    assert result.status == 2
    assert "pyproject.toml" in result.err


@pytest.mark.parametrize(
    ("toml", "args", "rules", "status"),
    [
        ("", (), ["note/marked"], 1),
        ("severity = {note = 'warning'}\nfail-on = 'error'", (), ["note/marked"], 0),
        ("severity = {'note/marked' = 'info', note = 'error'}", (), ["note/marked"], 0),
        ("fail-on = 'never'", (), ["note/marked"], 0),
        ("fail-on = 'never'", ("--fail-on", "error"), ["note/marked"], 1),
        ("select = ['record']", (), [], 0),
        ("select = ['record']", ("--select", "note"), ["note/marked"], 1),
        ("ignore = ['note']", (), [], 0),
        ("ignore = ['note']", ("--select", "note"), ["note/marked"], 1),
        ("select = 'note'", ("--ignore", "note/marked"), [], 0),
        ("per-file-ignores = {'*.md' = ['note']}", (), [], 0),
        ("per-file-ignores = {'a.md' = 'note/marked'}", (), [], 0),
        ("per-file-ignores = {'b.md' = ['note']}", (), ["note/marked"], 1),
        ("per-file-ignores = {'/sub/**' = ['note']}", (), ["note/marked"], 1),
        ("ignore = ['note']", ("--isolated",), ["note/marked"], 1),
        ("ignore = ['note']", ("--config", "other/x.toml"), ["note/marked"], 0),
    ],
)
def test_command_line_over_file_over_default(
    inside: Run, tree: Tree, toml: str, args: tuple[str, ...], rules: list[str], status: int
) -> None:
    tree({"a.md": MARKED, "copydesk.toml": toml, "other/x.toml": "fail-on = 'never'"})
    result = inside(*CHECK, "a.md", *args)
    assert (result.rules, result.status) == (rules, status)


def test_each_file_has_its_own_configuration(inside: Run, tree: Tree) -> None:
    tree({"a/x.md": MARKED, "a/copydesk.toml": OFF, "b/x.md": MARKED})
    assert files(inside, "a", "b") == ["a/x.md", "b/x.md"]
    found = inside(*CHECK, "a", "b").json["diagnostics"]
    assert [item["path"] for item in found if item["rule"] == "note/marked"] == ["b/x.md"]


def test_standard_input_is_configured_by_its_name(inside: Run, tree: Tree) -> None:
    tree({"copydesk.toml": "per-file-ignores = {'old/**' = ['note']}"})
    for name, status in (("old/a.md", 0), ("new/a.md", 1), ("./old/../new/a.md", 1)):
        result = inside(*CHECK, "-", "--stdin-filename", name, stdin=MARKED.encode())
        assert result.status == status


def test_standard_input_stands_in_for_its_file(inside: Run, tree: Tree) -> None:
    tree({"a.md": CLEAN, "b/b.md": CLEAN.replace("PPO", "KTO"), "b/copydesk.toml": ""})
    result = inside(*CHECK, "-", "a.md", "b", "--stdin-filename", "a.md", stdin=MARKED.encode())
    assert result.rules == ["note/marked"]
    assert result.json["summary"]["files"] == 2
    assert result.json["summary"]["records"] == 2


def test_paths_are_relative_to_the_working_directory(inside: Run, tree: Tree) -> None:
    folder = tree({"sub/a.md": MARKED})
    for name in ("sub/a.md", "./sub/../sub/a.md", str(folder / "sub/a.md")):
        assert files(inside, name) == ["sub/a.md"]
        (piped,) = inside(*CHECK, "-", "--stdin-filename", name, stdin=MARKED.encode()).json[
            "diagnostics"
        ]
        assert piped["path"] == "sub/a.md"


@pytest.mark.parametrize(
    ("toml", "args", "found"),
    [
        ("", (), ["content/a.md", "content/sub/b.md"]),
        ("include = ['**/*.md']", (), ["content/a.md", "content/sub/b.md", "other/c.md"]),
        ("include = ['other/*.md']", (), ["other/c.md"]),
        ("exclude = ['content/sub']", (), ["content/a.md"]),
        ("exclude = ['**/b.md', 'a.md']", (), []),
        ("exclude = ['content']", ("content/a.md",), ["content/a.md"]),
        ("exclude = ['content']", ("--force-exclude", "content/a.md"), []),
        (
            "exclude = ['content']",
            ("--force-exclude", "content/a.md", "other/c.md"),
            ["other/c.md"],
        ),
        ("exclude = ['content']", ("content",), []),
        ("exclude = ['content']", ("--isolated", "content"), ["content/a.md", "content/sub/b.md"]),
        ("", ("other",), ["other/c.md"]),
        ("", (".", "other/c.md", "./other"), ["content/a.md", "content/sub/b.md", "other/c.md"]),
        ("", ("other/note.txt",), ["other/note.txt"]),
    ],
)
def test_which_files_are_checked(
    inside: Run, tree: Tree, toml: str, args: tuple[str, ...], found: list[str]
) -> None:
    tree(
        {
            "content/a.md": MARKED,
            "content/sub/b.md": MARKED,
            "other/c.md": MARKED,
            "other/note.txt": MARKED,
            "copydesk.toml": toml,
        }
    )
    if found:
        assert files(inside, *args) == found
    else:
        result = inside(*CHECK, *args)
        assert result.status == 0
        assert "excluded" in result.err, "a quiet 0 is never right"


@pytest.mark.parametrize("args", [(), ("empty",), ("--config", "none.toml")])
@pytest.mark.parametrize("command", ["check --no-grammar", "notes", "records", "export"])
def test_nothing_matched_is_status_2(
    inside: Run, tree: Tree, command: str, args: tuple[str, ...]
) -> None:
    folder = tree({"empty/note.txt": "", "none.toml": "include = ['no/*.md']"})
    result = inside(*command.split(), *args)
    assert (result.status, result.out) == (2, "")
    assert "no Markdown file" in result.err
    assert folder.exists()


def test_excludes_elsewhere_are_not_why_a_folder_is_empty(
    inside: Run, tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree(
        {"a.md": CLEAN, "old/b.md": CLEAN, "copydesk.toml": "exclude = ['old']", "empty/x.txt": ""}
    )
    monkeypatch.chdir("empty")
    assert inside("check", "--no-grammar").status == 2


@pytest.mark.parametrize(
    ("ignores", "found"),
    [
        ({".gitignore": "b.md\n"}, ["a.md", "docs/c.md"]),
        ({".gitignore": "docs/\n"}, ["a.md", "b.md"]),
        ({".gitignore": "*.md\n!a.md\n"}, ["a.md"]),
        ({"docs/.gitignore": "*\n"}, ["a.md", "b.md"]),
        ({".gitignore": "*.md\n", "docs/.gitignore": "!c.md\n"}, ["docs/c.md"]),
        ({".gitignore": "!\n\\\n//\n[\nb.md\n"}, ["a.md", "docs/c.md"]),
    ],
)
def test_gitignore_is_respected(
    inside: Run, tree: Tree, ignores: dict[str, str], found: list[str]
) -> None:
    tree({"a.md": MARKED, "b.md": MARKED, "docs/c.md": MARKED, **ignores})
    assert files(inside) == found
    assert files(inside, ".") == found
    assert files(inside, "b.md") == ["b.md"], "a file named outright is always checked"


def test_gitignore_above_the_configuration_is_respected(inside: Run, tree: Tree) -> None:
    tree(
        {
            ".gitignore": "draft.md\n",
            "docs/copydesk.toml": "include = ['*.md']",
            "docs/a.md": MARKED,
            "docs/draft.md": MARKED,
        }
    )
    assert files(inside, "docs") == ["docs/a.md"]


def test_vocabulary_and_schema_are_relative_to_the_configuration(
    inside: Run, tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree(
        {
            "copydesk.toml": "schema = 'my/s.json'\nvocabulary = ['my/words.txt']",
            "my/s.json": '{"properties": {"number": {"type": "integer"}}}',
            "my/words.txt": "PPO\n",
            "sub/a.md": CLEAN,
        }
    )
    monkeypatch.chdir("sub")
    assert inside(*CHECK, "a.md").rules == ["schema/invalid"]


def test_init_writes_a_configuration_that_is_accepted(inside: Run, tree: Tree) -> None:
    folder = tree({"a.md": GAP})
    assert inside("init", "--pre-commit").status == 0
    written = (folder / "copydesk.toml").read_text()
    assert inside(*CHECK).rules == ["record/number-gap"]
    # Every line that is offered as a comment is a key that works.
    lines = [line.removeprefix("# ") for line in written.splitlines()]
    offered = [line for line in lines if " = " in line or line.startswith("[")]
    tree(
        {
            "v/copydesk.toml": "\n".join(offered),
            "v/schema/my-record.schema.json": "true",
            "v/content/vocabulary.txt": "PPO\n",
        }
    )
    assert len(offered) > 10
    assert inside(*CHECK, "--quiet", "--config", "v/copydesk.toml", "a.md").err == ""
    assert inside("init").status == 0, "what is the same is there already"
    tree({"copydesk.toml": "# mine\n"})
    assert inside("init").status == 2
    assert (folder / "copydesk.toml").read_text() == "# mine\n"


def test_init_where_a_folder_has_the_name(inside: Run, folder: object) -> None:
    from pathlib import Path

    Path("copydesk.toml").mkdir()
    assert inside("init").status == 2


def test_the_model_of_notes_is_one_that_there_is(inside: Run, tree: Tree) -> None:
    page = "### What is PPO?\n\nTODO: more\n"
    tree({"copydesk.toml": '[notes]\nmodel = "weights"\n', "a.md": page})
    assert inside("notes", "--check", "a.md").status == 1
    tree({"copydesk.toml": '[notes]\nmodel = "nope"\n', "a.md": page})
    result = inside("notes", "a.md")
    assert result.status == 2
    assert "unknown `notes.model` 'nope'; there is weights" in result.err


def test_a_language_without_words_of_its_own_still_has_notes(inside: Run, tree: Tree) -> None:
    tree({"a.md": "---\nlanguage: fr-CA\n---\n\n### Quoi ?\n\nTODO: plus\n"})
    assert inside("notes", "--check", "a.md").status == 1


def test_marks_that_are_let_stand(inside: Run, tree: Tree) -> None:
    text = (
        "### What is PPO?\n\nA way to train.\n\nTODO(#12): say more\n\nXXX say less\n\nTODO: ask\n"
    )
    tree({"a.md": text})
    found = inside("notes", "--kind", "marked", "--format", "json").json["notes"]
    assert [note["marker"] for note in found] == ["TODO", "XXX", "TODO"]
    tree({"copydesk.toml": '[notes]\nissue-references = true\nignored-marks = ["xxx"]\n'})
    (left,) = inside("notes", "--kind", "marked", "--format", "json").json["notes"]
    assert left["text"] == "TODO: ask"
    tree({"copydesk.toml": "[notes]\nissue-reference = true\n"})
    assert "did you mean `notes.issue-references`" in inside("notes").err
