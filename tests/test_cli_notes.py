"""`copydesk notes`: formats, filters, blame; `export` and `check` share what it counts as a note."""

from __future__ import annotations

import csv
import io
import subprocess
from pathlib import Path

import pytest

from conftest import Run, Tree

FIRST = "### What is PPO?\n\nPPO clips the ratio of two policies.\n\n"
TEXT = f"{FIRST}TODO: say more\n\n### What is DPO?\n\n- DPO is a loss\n- FIXME cite a paper\n"


def test_json_has_the_keys_of_the_contract_in_order(inside: Run, tree: Tree) -> None:
    tree({"a.md": TEXT})
    once, again = (inside("notes", "--format", "json") for _ in range(2))
    assert (once.status, once.out) == (0, again.out)
    assert once.out.endswith("}\n")
    assert list(once.json) == ["version", "notes"]
    assert once.json["version"] == 1
    first, second = once.json["notes"]
    keys = "kind marker text score evidence path start end record blame".split()
    assert list(first) == list(second) == keys
    assert (first["kind"], first["marker"], first["record"]) == ("marked", "TODO", "what-is-ppo")
    assert (second["marker"], second["record"], second["blame"]) == ("FIXME", "what-is-dpo", None)
    for note in (first, second):
        assert 0 <= note["score"] <= 1 and note["evidence"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Yes.\n\nTODO: more\n", "TODO: more"),
        ("- It helps.\n- TODO: more\n", "TODO: more"),
        ("> It helps to clip.\n>\n> TODO: more\n", "TODO: more"),
        ("1. a\n   > - TODO: more\n", "TODO: more"),
        ("It helps. <!-- TODO: more -->\n", "<!-- TODO: more -->"),
        ("A loss, \U0001f600.\r\n\r\nTODO: more\r\n", "TODO: more"),
    ],
)
def test_the_span_is_the_notes_own_words(inside: Run, tree: Tree, text: str, words: str) -> None:
    whole = f"### What is PPO?\n\n{text}"
    tree({"a.md": whole})
    (note,) = inside("notes", "--format", "json").json["notes"]
    assert whole[note["start"]["offset"] : note["end"]["offset"]] in (words, words[5:-4])
    assert note["text"] in words


@pytest.mark.parametrize(
    "comment",
    [
        "<!-- markdownlint-disable MD013 -->",
        "<!-- markdownlint-disable-next-line -->",
        "<!-- prettier-ignore -->",
        "<!-- prettier-ignore-start -->",
        "<!-- vale off -->",
        "<!-- vale Google.Headings = NO -->",
        "<!-- toc -->",
        "<!-- tocstop -->",
        "<!-- START doctoc -->",
        "<!-- stet off -->",
    ],
)
def test_directives_of_tools_are_no_notes(inside: Run, tree: Tree, comment: str) -> None:
    tree({"a.md": f"{comment}\n\n{FIRST}{comment}\n\nIt works well in practice.\n"})
    found = inside("notes", "--format", "json").json["notes"]
    assert [note for note in found if "<!--" in note["text"] or note["kind"] == "marked"] == []


@pytest.mark.parametrize("kind", ["all", "marked", "unmarked", "placeholder"])
def test_kind_filters(inside: Run, tree: Tree, kind: str) -> None:
    tree({"a.md": TEXT + "\n### What is KTO?\n\nlorem ipsum dolor sit amet\n"})
    everything = inside("notes", "--format", "json").json["notes"]
    assert {"marked", "placeholder"} <= {note["kind"] for note in everything}
    found = inside("notes", "--format", "json", "--kind", kind).json["notes"]
    assert found == [note for note in everything if kind in ("all", note["kind"])]


def test_check_gives_a_status(inside: Run, tree: Tree) -> None:
    tree({"a.md": TEXT, "b.md": "### What is KTO?\n\nKTO is a loss on single answers.\n"})
    assert inside("notes").status == 0
    assert inside("notes", "--check").status == 1
    assert inside("notes", "--check", "b.md").status == 0
    assert inside("notes", "--check", "--kind", "placeholder").status == 0


def test_min_score_is_the_gates_unless_given(inside: Run, tree: Tree) -> None:
    tree({"a.md": TEXT + "\n<!-- Check this with Ada -->\n"})
    for score in ("0", "0.5", "1"):
        found = inside("notes", "--format", "json", "--min-score", score).json["notes"]
        assert all(note["score"] >= float(score) for note in found)
    lowest = inside("notes", "--format", "json", "--min-score", "0").out
    tree({"copydesk.toml": "notes.min-score = 0\n"})
    assert inside("notes", "--format", "json").out == lowest
    assert len(inside("notes", "--format", "json", "--min-score", "1").out) < len(lowest)


def test_a_stet_comment_lets_a_note_stand(inside: Run, tree: Tree) -> None:
    tree({"a.md": f"{FIRST}<!-- stet: note/marked -->\nTODO: say more\n"})
    assert inside("notes", "--format", "json").json["notes"] == []
    assert inside("notes", "--check").status == 0
    assert inside("export").status == 0


def test_csv_is_read_back_and_inert(inside: Run, tree: Tree) -> None:
    tree({"a.md": f'{FIRST}TODO: "quote", comma\n\n=TODO(1+1)\n'})
    rows = list(csv.DictReader(io.StringIO(inside("notes", "--format", "csv").out)))
    first = rows[0]
    assert (first["path"], first["line"], first["column"]) == ("a.md", "5", "1")
    assert (first["kind"], first["marker"], first["author"]) == ("marked", "TODO", "")
    assert first["text"] == 'TODO: "quote", comma'
    assert not any(cell[:1] in "=+-@" for row in rows for cell in row.values() if cell)


def test_markdown_is_a_list_of_tasks(inside: Run, tree: Tree) -> None:
    tree({"a.md": f"{FIRST}TODO: see [x](y) and *that* too\n"})
    out = inside("notes", "--format", "markdown").out
    assert out.startswith("- [ ] `a.md:5:1` ")
    assert "\\[x\\]" in out and "\\*that\\*" in out


def test_table_on_standard_output(inside: Run, tree: Tree) -> None:
    tree({"a.md": TEXT})
    head, *rows = inside("notes").out.splitlines()
    assert head.split()[:3] == ["place", "kind", "score"]
    assert [row.split()[:2] for row in rows] == [["a.md:5:1", "marked"], ["a.md:10:3", "marked"]]


def git(folder: Path, *args: str) -> None:
    who = [
        "-c",
        "user.name=Ada Ö",
        "-c",
        "user.email=ada@example.org",
        "-c",
        "commit.gpgsign=false",
    ]
    subprocess.run(["git", *who, *args], cwd=folder, check=True, capture_output=True)


def test_blame_names_who_when_and_where(
    inside: Run, tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tree({"sub/ü.md": TEXT})
    (folder / ".git").rmdir()
    git(folder, "init", "-q")
    monkeypatch.setenv("GIT_AUTHOR_DATE", "2026-01-31T23:30:00-05:00")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "x")
    (folder / "sub/ü.md").write_bytes((TEXT + "\nTODO: not committed\n").encode())
    notes = inside("notes", "--blame", "--format", "json").json["notes"]
    first, second, third = (note["blame"] for note in notes)
    assert list(first) == ["author", "date", "commit"]
    assert (first["author"], first["date"]) == ("Ada Ö", "2026-01-31")
    assert first == second
    head = subprocess.check_output(["git", "rev-parse", "HEAD"], cwd=folder, text=True)
    assert head.startswith(first["commit"])
    assert third is None
    assert [note["blame"] for note in inside("notes", "--format", "json").json["notes"]] == [
        None
    ] * 3


def test_blame_outside_a_repository_is_null(inside: Run, tree: Tree) -> None:
    tree({"a.md": TEXT})
    notes = inside("notes", "--blame", "--format", "json").json["notes"]
    assert [note["blame"] for note in notes] == [None, None]
