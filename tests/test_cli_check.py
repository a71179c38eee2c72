"""`copydesk check`: what goes where, and with which status."""

from __future__ import annotations

import json
import re
import stat
from pathlib import Path

import pytest

from conftest import Result, Run, Tree
from copydesk.report.text import display_width

CLEAN = "### What is PPO?\n\nPPO is an algorithm that clips the ratio of two policies.\n"
MARKED = "### What is DPO?\n\nDPO is a loss over pairs of answers.\n\nTODO: say more\n"
GAP = "## 1. What is IPO?\n\nIPO is a loss.\n\n## 3. What is KTO?\n\nKTO is another loss.\n"
KEYS = "rule severity confidence message path start end record evidence fix".split()


def test_text_is_a_line_a_diagnostic_and_the_summary_is_elsewhere(
    copydesk: Run, tree: Tree
) -> None:
    tree({"a.md": MARKED, "b.md": GAP})
    result = copydesk("check", "--no-grammar")
    lines = result.out.splitlines()
    assert [re.match(r"(\S+?:\d+:\d+: \w+ [\w/-]+) \S", line)[1] for line in lines] == [  # type: ignore[index]
        "a.md:5:1: error note/marked",
        "b.md:5:4: warning record/number-gap",
    ]
    assert "1 error, 1 warning in 3 records of 2 files" in result.err
    assert result.status == 1


def test_json_has_the_keys_of_the_contract_in_order_and_equal_bytes(
    copydesk: Run, tree: Tree
) -> None:
    tree({"a.md": MARKED, "b.md": GAP})
    once, again = (copydesk("check", "--no-grammar", "--format", "json") for _ in range(2))
    assert once.out == again.out
    assert once.out.endswith("}\n") and not once.out.endswith("\n\n")
    report = once.json
    assert list(report) == ["version", "diagnostics", "summary"]
    assert report["version"] == 1
    first, second = report["diagnostics"]
    assert list(first) == list(second) == KEYS
    assert list(first["start"]) == ["line", "column", "offset"]
    assert (first["path"], first["record"], first["fix"]) == ("a.md", "what-is-dpo", None)
    assert second["confidence"] is None and second["evidence"] == []
    assert list(second["fix"]) == ["title", "safety", "edits"]
    assert [list(edit) for edit in second["fix"]["edits"]] == [["start", "end", "text"]]
    assert list(report["summary"]) == "files records error warning info grammar".split()
    assert list(report["summary"].values()) == [2, 3, 1, 1, 0, "off"]


@pytest.mark.parametrize(
    ("text", "args", "status"),
    [
        (CLEAN, (), 0),
        (GAP, (), 1),
        (MARKED, (), 1),
        (GAP, ("--fail-on", "error"), 0),
        (MARKED, ("--fail-on", "error"), 1),
        (MARKED, ("--fail-on", "never"), 0),
        (GAP, ("--fail-on", "info"), 1),
        (GAP, ("--ignore", "record"), 0),
        (GAP, ("--ignore", "note,record/number-gap"), 0),
        (GAP, ("--select", "note"), 0),
        (GAP, ("--select", "note, record"), 1),
        (MARKED, ("--select", "note", "--ignore", "note/marked"), 0),
    ],
)
def test_status_follows_the_severity(
    check: Run, text: str, args: tuple[str, ...], status: int
) -> None:
    assert check(text, *args).status == status


@pytest.mark.parametrize(
    "args",
    [
        ("check", "--fail-on", "fatal"),
        ("check", "--format", "nonsense"),
        ("check", "--selct", "note"),
        ("check", "--unsafe-fixes"),
        ("check", "--config", "missing.toml"),
        ("check", "missing.md"),
        ("check", ""),
        ("check", "--since", "HEAD", "-"),
        ("check", "nothing-here"),
        ("check", "a" * 300),
        ("check", "--config", "a" * 300),
        ("check", "--output", "missing/report.json"),
        ("check", "--output", "nothing-here"),
        ("explain", "note/no-such-rule"),
        ("explain",),
        ("notes", "--min-score", "2"),
        ("export", "--to", "nonsense"),
    ],
)
def test_what_cannot_be_done_is_status_2_and_said(
    inside: Run, tree: Tree, args: tuple[str, ...]
) -> None:
    (tree({"a.md": CLEAN}) / "nothing-here").mkdir()
    extra = ("--no-grammar",) if args[0] == "check" else ()
    result = inside(*args, *extra)
    assert (result.status, result.out) == (2, "")
    assert result.err.strip()


@pytest.mark.parametrize(
    ("args", "near"),
    [
        (("chek",), "`copydesk check`"),
        (("grammar", "instal"), "install"),
        (("check", "--select", "note/unmarkd"), "`note/unmarked`"),
        (("check", "--ignore", "grammer"), "`grammar`"),
        (("explain", "stet/unsued"), "`stet/unused`"),
        (("check", "--no-gramar"), "--no-grammar"),
        (("check", "sub/nmae.md"), "`sub/name.md`"),
    ],
)
def test_a_slip_of_the_finger_gets_a_hint(
    inside: Run, tree: Tree, args: tuple[str, ...], near: str
) -> None:
    tree({"a.md": CLEAN, "sub/name.md": CLEAN})
    result = inside(*args)
    assert result.status == 2
    assert near in result.err


BAD_INPUT = {
    "latin-1": (b"### Caf\xe9?\n\nYes.\n", "UTF-8"),
    "missing": (None, "no such file"),
}


@pytest.mark.parametrize("kind", BAD_INPUT)
@pytest.mark.parametrize("command", ["check", "notes", "records"])
def test_an_unreadable_file_does_not_stop_the_others(
    inside: Run, tree: Tree, kind: str, command: str
) -> None:
    content, why = BAD_INPUT[kind]
    tree({"a.md": MARKED, **({"bad.md": content} if content else {})})
    args = ("--no-grammar",) if command == "check" else ()
    result = inside(command, *args, "bad.md", "a.md")
    assert result.status == 2
    assert "a.md:" in result.out
    assert re.search(rf"(?m)^copydesk: bad\.md: .*{why}", result.err)


def test_an_unreadable_file_stops_an_export(inside: Run, tree: Tree) -> None:
    tree({"a.md": CLEAN, "bad.md": b"\xff"})
    result = inside("export")
    assert (result.status, result.out) == (2, "")
    assert "bad.md" in result.err


def test_grammar_that_cannot_run_is_said_and_the_rest_is_reported(
    copydesk: Run, tree: Tree
) -> None:
    tree({"a.md": MARKED})
    result = copydesk("check", "--format", "json")
    assert result.status == 2
    assert result.rules == ["note/marked"]
    assert result.json["summary"]["grammar"] not in ("off", "")
    assert result.err.count("copydesk grammar install") == 1
    assert copydesk("check", "--select", "note", "--fail-on", "never").status == 0


def test_output_replaces_the_file_whole(inside: Run, tree: Tree) -> None:
    folder = tree({"a.md": MARKED, "report.json": "old"})
    target = folder / "report.json"
    target.chmod(0o640)
    result = inside("check", "--no-grammar", "--format", "json", "--output", "report.json")
    assert (result.status, result.out) == (1, "")
    assert json.loads(target.read_bytes())["summary"]["error"] == 1
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert sorted(path.name for path in folder.iterdir()) == [".git", "a.md", "report.json"]


def test_quiet_and_statistics(inside: Run, tree: Tree) -> None:
    tree({"a.md": MARKED})
    assert inside("check", "--no-grammar", "--quiet").err == ""
    counted = inside("check", "--no-grammar", "--quiet", "--statistics")
    assert counted.err.split() == ["1", "note/marked"]


def test_a_hook_on_one_file_and_a_full_run_agree(inside: Run, tree: Tree) -> None:
    tree({"content/a.md": CLEAN, "content/b.md": f"{CLEAN}\n{MARKED}"})
    args = ("check", "--no-grammar", "--format", "json")
    everything = inside(*args).json["diagnostics"]
    one = inside(*args, "content/b.md").json["diagnostics"]
    assert one == [found for found in everything if found["path"] == "content/b.md"]
    assert "record/duplicate-question" in {found["rule"] for found in one}
    # What standard input holds stands in for the file of that name.
    piped = inside(
        *args, "-", "--stdin-filename", "content/b.md", stdin=f"{CLEAN}\n{MARKED}".encode()
    )
    assert piped.json["diagnostics"] == one


def test_the_source_line_with_carets(inside: Run, tree: Tree) -> None:
    tree({"a.md": "### What is DPO?\n\nA loss, in \U0001f600 short. TODO: more\n"})
    lines = inside("check", "--no-grammar", "--show-source").out.splitlines()
    shown, carets = next(
        (line, lines[index + 1]) for index, line in enumerate(lines) if line.startswith("3 |")
    )
    # An emoji takes two columns of a terminal.
    assert carets.index("^") == shown.index("TODO") + 1
    assert carets.count("^") == len("TODO: more")


@pytest.mark.parametrize("columns", [40, 80, 200])
@pytest.mark.parametrize("before", ["word ", "字", "\U0001f600 "])
def test_excerpts_keep_to_the_width(copydesk: Run, tree: Tree, before: str, columns: int) -> None:
    tree({"a.md": f"### What is DPO?\n\n{before * 30}So. TODO: more. {before * 30}\n"})
    command = ("check", "--no-grammar", "--select", "note/marked", "--show-source")
    lines = copydesk(*command, env={"COLUMNS": str(columns)}).out.splitlines()
    shown, carets = next(
        (line, lines[index + 1]) for index, line in enumerate(lines) if line.startswith("3 |")
    )
    assert display_width(shown) <= columns and display_width(carets) <= columns
    assert display_width(shown[: shown.index("TODO")]) == carets.index("^")


NAMES = [
    "with space.md",
    "ünï-\U0001f600.md",
    "new\nline.md",
    "-dash.md",
    "[brackets].md",
    "a:1:2.md",
]


def test_odd_names_are_files_like_others(inside: Run, tree: Tree) -> None:
    tree(dict.fromkeys(NAMES, MARKED))
    found = inside("check", "--no-grammar", "--select", "note", "--format", "json").json
    assert [item["path"] for item in found["diagnostics"]] == sorted(NAMES)
    text = inside("check", "--no-grammar", "--select", "note").out
    assert len(text.splitlines()) == len(NAMES), "a line a diagnostic, whatever the name"
    for name in NAMES:
        one = inside("check", "--no-grammar", "--select", "note", "--format", "json", "--", name)
        assert [item["path"] for item in one.json["diagnostics"]] == [name]


def test_a_name_that_is_not_utf_8_still_gives_json(copydesk: Run, folder: Path) -> None:
    try:
        Path("bad\udcff.md").write_text(MARKED)
    except (OSError, UnicodeError):
        pytest.skip("this file system has no such names")
    result = copydesk("check", "--no-grammar", "--format", "json")
    assert [item["path"] for item in result.json["diagnostics"]] == ["bad\udcff.md"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("empty", ""),
        ("bom", "\ufeff"),
        ("front matter", "---\ntitle: x\n---\n"),
        ("newlines", "\n\n\r\n\r"),
        ("null", "### What is PPO?\n\nA\x00B.\n"),
        ("escape", "### What is PPO?\n\nTODO: \x1b[31mred\x1b[0m\n"),
        ("open fence", "### What is PPO?\n\n```\nTODO: x"),
        ("deep quote", ">" * 300 + " TODO: x"),
        ("deep list", "".join(f"{'  ' * depth}- x\n" for depth in range(60))),
        ("brackets", "[" * 3000),
        ("stars", "*a_ " * 2000),
        ("tags that are a date", "---\ntags: 2026-01-31\n---\n\n### What is PPO?\n\nA loss.\n"),
        ("tags that hold themselves", "---\ntags: &a [*a]\n---\n\n### What is PPO?\n\nA loss.\n"),
        (
            "odd front matter",
            "---\n? [a]\n: b\ntags: {a: 1}\nid: .nan\n---\n\n### What is PPO?\n\nA loss.\n",
        ),
    ],
)
def test_no_text_makes_a_traceback(inside: Run, tree: Tree, name: str, text: str) -> None:
    tree({"a.md": text})
    for command in ("check --no-grammar --show-source", "notes", "records", "export"):
        result = inside(*command.split(), "a.md")
        assert result.status in (0, 1), result.err
        assert "\x1b" not in result.out, "a terminal must not obey what a file says"
    piped: Result = inside("check", "--no-grammar", "-", stdin=text.encode())
    assert piped.status in (0, 1)


def test_links_that_lead_nowhere(inside: Run, tree: Tree) -> None:
    folder = tree({"a.md": CLEAN})
    (folder / "loop.md").symlink_to("loop.md")
    (folder / "gone.md").symlink_to("nowhere.md")
    (folder / "folder.md").mkdir()
    assert inside("check", "--no-grammar", "a.md").status == 0
    everything = inside("check", "--no-grammar")
    assert everything.status in (0, 2)
    assert "1 record of 1 file" in everything.err
    for name in ("loop.md", "gone.md"):
        result = inside("check", "--no-grammar", name)
        assert result.status == 2
        assert name in result.err
