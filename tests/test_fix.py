"""`--fix` and `--diff`: what changes, what is kept, and when nothing is touched."""

from __future__ import annotations

import re
import resource
import stat
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import Run, Tree
from copydesk import engine, fix, rules
from copydesk.model import Document, Edit, Fix
from copydesk.parse.summary import summarize
from copydesk.source import Source, Span

FIX = ("check", "--no-grammar", "--fix", "--unsafe-fixes", "--quiet")
DIFF = ("check", "--no-grammar", "--diff", "--unsafe-fixes")
# Pairs of what is written and what the fixes make of it.
MENDED = {
    "repeated": (
        "### What is PPO?\n\nIt clips clips a ratio.\n",
        "### What is PPO?\n\nIt clips a ratio.\n",
    ),
    "gap": (
        "## 1. What is IPO?\n\nIt is a loss.\n\n## 3. What is KTO?\n\nIt is another.\n\n## 5. What is X?\n\nSame.\n",
        "## 1. What is IPO?\n\nIt is a loss.\n\n## 2. What is KTO?\n\nIt is another.\n\n## 3. What is X?\n\nSame.\n",
    ),
    "unused": (
        "### What is PPO?\n\n<!-- stet: math -->\nIt clips.\n",
        "### What is PPO?\n\nIt clips.\n",
    ),
    "both": (
        "### What is PPO?\n\nIt clips clips. <!-- stet: math -->\n",
        "### What is PPO?\n\nIt clips.\n",
    ),
}
STYLES = {
    "LF": lambda text: text,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "CR": lambda text: text.replace("\n", "\r"),
    "BOM": lambda text: "\ufeff" + text,
    "no newline at the end": lambda text: text.removesuffix("\n"),
    "odd separators": lambda text: text.replace("It ", "It\u2028\f\x85 "),
}


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("name", MENDED)
def test_fix_twice_is_fix_once_and_keeps_the_style(
    inside: Run, tree: Tree, name: str, style: str
) -> None:
    before, after = (STYLES[style](text) for text in MENDED[name])
    folder = tree({"a.md": before})
    inside(*FIX, "a.md")
    assert (folder / "a.md").read_bytes().decode() == after
    stamp = (folder / "a.md").stat().st_mtime_ns
    inside(*FIX, "a.md")
    assert (folder / "a.md").read_bytes().decode() == after
    assert (folder / "a.md").stat().st_mtime_ns == stamp, "nothing to fix, nothing written"


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("name", MENDED)
def test_diff_changes_nothing_and_applies(inside: Run, tree: Tree, name: str, style: str) -> None:
    before, after = (STYLES[style](text) for text in MENDED[name])
    folder = tree({"a.md": before})
    result = inside(*DIFF, "a.md")
    assert (folder / "a.md").read_bytes().decode() == before
    assert result.out.startswith("--- a/a.md\n+++ b/a.md\n@@ ")
    if name == "gap":
        return  # --fix goes on with the second gap when the first is mended
    (folder / ".git").rmdir()
    subprocess.run(["git", "init", "-q"], check=True)
    subprocess.run(
        ["git", "-c", "core.autocrlf=false", "apply", "--whitespace=nowarn"],
        input=result.out.encode(),
        check=True,
    )
    assert (folder / "a.md").read_bytes().decode() == after


def test_unsafe_fixes_are_asked_for(inside: Run, tree: Tree) -> None:
    before, _ = MENDED["both"]
    folder = tree({"a.md": before})
    inside("check", "--no-grammar", "--fix", "a.md")
    assert (folder / "a.md").read_text() == before.replace(" <!-- stet: math -->", "")
    assert inside("check", "--no-grammar", "--unsafe-fixes", "a.md").status == 2


def test_what_could_be_fixed_is_said(inside: Run, tree: Tree) -> None:
    tree({"a.md": MENDED["both"][0] + "\nTODO: more\n"})

    def said(*args: str) -> str:
        return inside("check", "--no-grammar", *args, "a.md").err

    assert "\n1 fixable with --fix, 1 more with --fix --unsafe-fixes.\n" in said()
    assert "fixable" not in said("--quiet")
    assert "\n1 fixable with --fix --unsafe-fixes.\n" in said("--fix")
    assert "fixable" not in said("--fix", "--unsafe-fixes")


def test_status_and_report_are_of_what_is_left(inside: Run, tree: Tree) -> None:
    tree({"a.md": MENDED["repeated"][0], "b.md": "### What is KTO?\n\nTODO: more\n"})
    result = inside("check", "--no-grammar", "--fix", "--unsafe-fixes", "--format", "json")
    assert (result.status, result.rules) == (1, ["note/marked"])
    assert "1 fix applied" in result.err
    assert inside("check", "--no-grammar", "--fix", "a.md").status == 0


def test_mode_and_link_are_kept(inside: Run, tree: Tree) -> None:
    before, after = MENDED["repeated"]
    folder = tree({"real.txt": before})
    (folder / "real.txt").chmod(0o750)
    (folder / "a.md").symlink_to("real.txt")
    inside(*FIX, "a.md")
    assert (folder / "a.md").is_symlink()
    assert (folder / "real.txt").read_text() == after
    assert stat.S_IMODE((folder / "real.txt").stat().st_mode) == 0o750
    assert sorted(path.name for path in folder.iterdir()) == [".git", "a.md", "real.txt"]


def test_a_file_changed_underneath_is_left_alone(
    inside: Run, tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    from copydesk.ui.checking import Outcome
    from copydesk.ui.checking import Run as Checks

    folder = tree({"a.md": MENDED["repeated"][0], "b.md": MENDED["unused"][0]})
    check = Checks.check

    def saved_meanwhile(self: Checks) -> Outcome:
        outcome = check(self)
        (folder / "a.md").write_text("### Something else?\n\nWritten in an editor.\n")
        return outcome

    monkeypatch.setattr(Checks, "check", saved_meanwhile)
    result = inside(*FIX)
    assert (folder / "a.md").read_text() == "### Something else?\n\nWritten in an editor.\n"
    assert (folder / "b.md").read_text() == MENDED["unused"][1]
    assert "a.md: changed" in result.err


def test_standard_input_is_never_written_to_a_file(inside: Run, tree: Tree) -> None:
    before, _ = MENDED["unused"]
    folder = tree({"a.md": before})
    inside("check", "--no-grammar", "--fix", "-", "--stdin-filename", "a.md", stdin=before.encode())
    assert (folder / "a.md").read_text() == before
    shown = inside(*DIFF, "-", "--stdin-filename", "a.md", stdin=before.encode())
    assert "-<!-- stet: math -->\n" in shown.out


def test_a_disk_that_refuses_is_said(inside: Run, tree: Tree) -> None:
    before, _ = MENDED["unused"]
    folder = tree({"sub/a.md": before})
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        result = inside(*FIX, "sub/a.md")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "sub/a.md: cannot be fixed" in result.err
    assert (folder / "sub/a.md").read_text() == before
    assert [path.name for path in (folder / "sub").iterdir()] == ["a.md"]


def test_a_file_with_the_longest_name_is_fixed(inside: Run, tree: Tree) -> None:
    before, after = MENDED["unused"]
    name = f"{'a' * 250}.md"
    folder = tree({name: before})
    inside(*FIX, name)
    assert (folder / name).read_text() == after


def edits(*parts: tuple[int, int, str]) -> Fix:
    return Fix("x", tuple(Edit(Span(start, end), text) for start, end, text in parts))


@pytest.mark.parametrize(
    ("fixes", "expected"),
    [
        ([edits((0, 1, "A")), edits((3, 4, "D"))], ("AbcD", 2)),
        ([edits((3, 4, "D")), edits((0, 1, "A"))], ("AbcD", 2)),
        ([edits((0, 2, "X")), edits((1, 3, "Y"))], ("Xcd", 1)),
        ([edits((0, 1, "X")), edits((1, 2, "Y"))], ("XYcd", 2)),
        ([edits((0, 4, "")), edits((1, 2, "Y")), edits((2, 2, "Z"))], ("", 1)),
        ([edits((2, 2, "X")), edits((2, 2, "Y"))], ("abXcd", 1)),
        ([edits((0, 1, "A"), (3, 4, "D")), edits((1, 2, "B"), (3, 4, "E"))], ("AbcD", 1)),
        ([], ("abcd", 0)),
    ],
)
def test_a_fix_goes_in_whole_or_not_at_all(fixes: list[Fix], expected: tuple[str, int]) -> None:
    assert fix.apply("abcd", fixes) == expected


def test_two_files_of_one_name_are_two(inside: Run, tree: Tree) -> None:
    before, after = MENDED["repeated"]
    tree({"x/a.md": before, "y/a.md": before.replace("PPO", "DPO")})
    inside(*FIX)
    assert Path("x/a.md").read_text() == after
    assert Path("y/a.md").read_text() == after.replace("PPO", "DPO")


TWO = "## 1. What is PPO?\n\nIt  is is one.\n\n## 2. What is DPO?\n\nIt was was one.\n"


@pytest.mark.parametrize(
    ("answers", "left"),
    [
        ("y\nn\n", "It was was one."),
        ("n\ny\n", "It  is is one."),
        ("a\n", ""),
        ("q\n", "is is|was was"),
        ("", "is is|was was"),
        ("x\ny\ny\n", ""),
    ],
)
def test_each_fix_is_asked_for_once(inside: Run, tree: Tree, answers: str, left: str) -> None:
    path = tree({"a.md": TWO}) / "a.md"
    ended = inside(
        *FIX, "--ask", "--select", "prose/repeated-words", "a.md", stdin=answers.encode()
    )
    text = path.read_text()
    wanted = [part for part in left.split("|") if part]
    assert all(part in text for part in wanted)
    assert text.count("is is") + text.count("was was") == len(wanted)
    assert ended.status == (1 if wanted else 0)
    assert ended.err.count("[y]es") <= max(2, answers.count("\n"))
    assert "-It was was one." in ended.err or answers in ("q\n", "", "a\n")


def test_asking_goes_with_fixing(inside: Run, tree: Tree) -> None:
    tree({"a.md": TWO})
    assert inside("check", "--no-grammar", "--ask", "a.md").status == 2


LETTERS = "".join(map(chr, range(0x4E00, 0x4E28)))
PLACES = st.integers(0, len(LETTERS))
EDITS = st.builds(
    lambda one, other, text: Edit(Span(min(one, other), max(one, other)), text),
    PLACES,
    PLACES,
    st.text("xyz", max_size=3),
)


@given(st.lists(st.lists(EDITS, min_size=1, max_size=3), max_size=6))
def test_nothing_outside_of_the_fixes_changes(drawn: list[list[Edit]]) -> None:
    fixes = [
        Fix("x", tuple(edits), "safe")
        for edits in drawn
        # A fix of one's own never overlaps itself.
        if all(one.span.end < two.span.start for one, two in pairwise(sorted(edits, key=_start)))
    ]
    taken, applied = fix.together(fixes)
    after, count = fix.apply(LETTERS, fixes)
    whole = [each for each in fixes if set(each.edits) <= set(taken)]
    assert count == applied <= len(whole)
    # Each character of the text is another, so that what is left says what is gone.
    gone = {LETTERS[at] for edit in taken for at in range(edit.span.start, edit.span.end)}
    assert [letter for letter in after if letter in LETTERS] == [
        letter for letter in LETTERS if letter not in gone
    ]
    assert sorted(letter for letter in after if letter in "xyz") == sorted(
        "".join(edit.text for edit in taken)
    )
    assert applied or not fixes, "the first is always taken"


def _start(edit: Edit) -> int:
    return edit.span.start


FLAWED = sorted({example.text for each in rules.load().values() for example in each.examples})
NEWLINES = {"LF": "\n", "CRLF": "\r\n", "CR": "\r"}


def found(text: str, *, unsafe: bool) -> tuple[Document, list[Fix]]:
    every = engine.Settings(rules=rules.names())
    document = engine.read(Source("a.md", text), every)
    checked = engine.check(document, every, engine.learn([summarize(document)]))
    return document, fix.wanted(checked.diagnostics, unsafe=unsafe)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(FLAWED), min_size=1, max_size=4),
    st.sampled_from(sorted(NEWLINES)),
    st.booleans(),
)
def test_fixes_of_all_rules_come_to_an_end_and_keep_what_they_are_not_about(
    pieces: list[str], newline: str, unsafe: bool
) -> None:
    text = "\n\n".join(pieces).replace("\n", NEWLINES[newline])
    before, fixes = found(text, unsafe=unsafe)
    rounds = 0
    while fixes:
        text, applied = fix.apply(text, fixes)
        assert applied, "the first is always taken"
        rounds += 1
        assert rounds <= 10, text
        after, fixes = found(text, unsafe=unsafe)
        if not unsafe:
            questions = [record.question.text for record in before.records]
            assert [record.question.text for record in after.records] == questions
    ends = set(re.findall(r"\r\n|\r|\n", text))
    assert ends <= {NEWLINES[newline]}
