"""`stet` comments: every form of the contract, wherever a block can stand."""

from __future__ import annotations

import re

import pytest

from conftest import Run, Tree

HEAD = "### What is PPO?\n\n"
USED = [
    ("the next block", "<!-- stet -->\n\nTODO: a\n\nTODO: b ⟵\n"),
    ("the next block, glued", "<!-- stet -->\nTODO: a\n\nTODO: b ⟵\n"),
    ("without spaces", "<!--stet-->\nTODO: a\n\nTODO: b ⟵\n"),
    ("a list whole", "<!-- stet -->\n\n- TODO: a\n- TODO: b\n\nTODO: c ⟵\n"),
    ("a table whole", "<!-- stet -->\n\n| x |\n|---|\n| TODO: a |\n\nTODO: c ⟵\n"),
    ("a quote whole", "<!-- stet -->\n\n> TODO: a\n>\n> TODO: b\n\nTODO: c ⟵\n"),
    ("the end of a line", "TODO: a <!-- stet -->\n\nTODO: b ⟵\n"),
    ("the end of a list item", "- TODO: a <!-- stet -->\n- TODO: b ⟵\n"),
    ("the end of a quoted line", "> TODO: a <!-- stet -->\n>\n> TODO: b ⟵\n"),
    ("the end of a nested line", "1. a\n   > - TODO: a <!-- stet -->\n   > - TODO: b ⟵\n"),
    ("a heading's line", "Fine.\n\n#### TODO: a <!-- stet -->\n\nTODO: b ⟵\n"),
    ("its own line in an item", "- a\n\n  <!-- stet -->\n\n  TODO: a\n- TODO: b ⟵\n"),
    ("the first line of an item", "- <!-- stet -->\n  TODO: a\n- TODO: b ⟵\n"),
    ("the first line of a quoted item", "> 1. <!-- stet -->\n>\n>    TODO: a\n> 2. TODO: b ⟵\n"),
    ("its own line in a quote", "> <!-- stet -->\n> TODO: a\n>\n> TODO: b ⟵\n"),
    ("before the next item", "- a\n  <!-- stet -->\n- TODO: a\n- TODO: b ⟵\n"),
    ("a rule", "<!-- stet: note/marked -->\nTODO: a\n\nTODO: b ⟵\n"),
    ("a family", "TODO: a <!-- stet: note -->\n\nTODO: b ⟵\n"),
    ("several", "<!-- stet: record, note/marked -->\nTODO: a\n\nTODO: b ⟵\n"),
    ("after a byte-order mark", "\ufeff<!-- stet -->\n\nTODO: a\n\nTODO: b ⟵\n"),
    ("a region", "<!-- stet off -->\n\nTODO: a\n\n- TODO: b\n\n<!-- stet on -->\n\nTODO: c ⟵\n"),
    ("a region to the end", "<!-- stet off -->\n\nTODO: a\n"),
    ("a region of rules", "<!-- stet off: note -->\n\nTODO: a\n\n<!-- stet on -->\n\nTODO: b ⟵\n"),
    ("carriage returns", "<!-- stet -->\r\n\r\nTODO: a\r\n\r\nTODO: b ⟵\r\n"),
]


@pytest.mark.parametrize("text", [text for _, text in USED], ids=[name for name, _ in USED])
def test_what_a_comment_covers_stands(check: Run, text: str) -> None:
    text = text if text.startswith("\ufeff") else HEAD + text
    result = check(text)
    found = [item for item in result.json["diagnostics"] if item["rule"] == "note/marked"]
    left = [item["start"]["line"] for item in found]
    lines = text.replace("\r\n", "\n").split("\n")
    assert left == [number for number, line in enumerate(lines, 1) if "⟵" in line]
    assert "stet/unused" not in result.rules


NONE = [
    ("code span", "Write `<!-- stet -->` here.\n\nTODO: a\n"),
    ("code span at the end of a line", "TODO: a `<!-- stet -->`\n"),
    ("fenced code", "```html\n<!-- stet -->\n```\n\nTODO: a\n"),
    ("indented code", "Fine.\n\n    <!-- stet -->\n\nTODO: a\n"),
    ("code in an item", "- a\n\n  ~~~\n  <!-- stet off -->\n  ~~~\n\nTODO: a\n"),
    ("escaped", "\\<!-- stet -->\n\nTODO: a\n"),
    ("another word", "<!-- stetson -->\n\nTODO: a\n"),
    ("math", "$$\n<!-- stet -->\n$$\n\nTODO: a\n"),
]


@pytest.mark.parametrize("text", [text for _, text in NONE], ids=[name for name, _ in NONE])
def test_what_only_looks_like_a_comment_silences_nothing(check: Run, text: str) -> None:
    result = check(HEAD + text)
    assert "note/marked" in result.rules
    assert "stet/unused" not in result.rules


@pytest.mark.parametrize(
    "comment",
    [
        "<!-- stet: record -->",
        "<!-- stet: note/placeholder, math -->",
        "<!-- stet: note/no-such-rule -->",
        "<!-- stet off: math -->",
    ],
)
def test_a_comment_that_silences_nothing_is_reported(check: Run, comment: str) -> None:
    text = f"{HEAD}{comment}\n\nPPO is an algorithm that clips a ratio.\n"
    result = check(text)
    (found,) = [item for item in result.json["diagnostics"] if item["rule"] == "stet/unused"]
    assert text[found["start"]["offset"] : found["end"]["offset"]] == comment
    assert result.status == 1
    assert check(text, "--ignore", "stet").status == 0


def test_a_comment_for_another_rule_silences_nothing(check: Run) -> None:
    assert check(f"{HEAD}<!-- stet: math -->\nTODO: a\n").rules == ["stet/unused", "note/marked"]


@pytest.mark.parametrize(
    ("comment", "args"),
    [
        ("<!-- stet -->", ()),
        ("<!-- stet: grammar -->", ()),
        ("<!-- stet: spelling/some-rule -->", ()),
        ("<!-- stet: grammar, note/unmarked -->", ()),
        ("<!-- stet: note/marked -->", ("--select", "record,stet")),
        ("<!-- stet: note/marked -->", ("--ignore", "note")),
    ],
)
def test_what_was_not_looked_for_is_not_missed(
    check: Run, comment: str, args: tuple[str, ...]
) -> None:
    """A fast hook without grammar must not call a comment unused that grammar needs."""
    result = check(f"{HEAD}{comment}\n\nPPO is an algorithm that clips a ratio.\n", *args)
    assert result.rules == []


def test_every_kind_of_finding_can_be_silenced(check: Run) -> None:
    text = (
        "<!-- stet: record/empty-answer -->\n### What is PPO?\n\n"
        "### What is DPO?\n\nDPO is is a loss. <!-- stet: prose -->\n\n"
        "<!-- stet: record/duplicate-question -->\n### What is PPO?\n\nA loss $x_{1$. <!-- stet -->\n"
    )
    result = check(text)
    assert [rule for rule in result.rules if rule != "record/duplicate-question"] == []


def test_an_unused_comment_is_removed_by_fix(inside: Run, tree: Tree) -> None:
    plain = f"{HEAD}PPO is an algorithm that clips\na ratio of two policies.\n"
    noted = plain.replace("clips\n", "clips <!-- stet: math -->\n")
    folder = tree({"a.md": f"<!-- stet: link -->\n{noted}"})
    assert inside("check", "--no-grammar", "--fix", "a.md").status == 0
    assert (folder / "a.md").read_text() == plain


FLAWED = (
    f"{HEAD}PPO is is an algorithm that clips a ratio, TODO: cite\nand repeats it. TBD\n\n"
    "- TODO: a\n- b b\n\n| x | y |\n| - | - |\n| TODO: a | fine |\n\n"
    "### What is DPO? ##\n\n### What is PPO?\n\nA loss $x_{1$.\n"
)


def test_all_that_is_found_is_let_stand(inside: Run, tree: Tree) -> None:
    folder = tree({"a.md": FLAWED})
    command = ("check", "--no-grammar", "--add-stet", "a.md")
    before = inside("records", "--format", "json", "a.md").json["records"]
    shown = inside(*command, "--diff")
    assert shown.out.startswith("--- a/a.md") and (folder / "a.md").read_text() == FLAWED
    result = inside(*command)
    assert result.status == 0, result.out
    written = (folder / "a.md").read_text()
    assert "TBD <!-- stet: note/marked -->" in written
    assert "PPO is is an algorithm that clips a ratio, TODO: cite <!-- stet: " in written
    assert re.sub(r"\s*<!-- stet: [^>]* -->", "", written) == re.sub(r"\s*<!-- .*", "", FLAWED)
    after = inside("records", "--format", "json", "a.md").json["records"]
    assert [record["question"]["text"] for record in after] == [
        record["question"]["text"] for record in before
    ]
    again = inside(*command)
    assert "0 findings let stand" in again.err and (folder / "a.md").read_text() == written


def test_only_what_is_selected_is_let_stand(inside: Run, tree: Tree) -> None:
    folder = tree({"a.md": FLAWED})
    inside("check", "--no-grammar", "--select", "prose", "--add-stet", "a.md")
    assert {
        rule.strip()
        for names in re.findall(r"<!-- stet: (.*?) -->", (folder / "a.md").read_text())
        for rule in names.split(",")
    } == {"prose/repeated-words"}
    assert inside("check", "--add-stet", "--fix", "a.md").status == 2
