"""Notes marked, removed and let stand: that note changes, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import Run, Tree
from copydesk import fix
from copydesk.model import Note
from copydesk.notes import editing
from copydesk.parse.records import read
from copydesk.source import Source, Span

DATA = Path(__file__).parent / "notes"

# Where the note stands, and what is left without it. ⟦ ⟧ enclose the note's words.
PLACES = {
    "a paragraph": ("One.\n\n⟦add a figure⟧\n\nTwo.\n", "One.\n\nTwo.\n"),
    "a tail": ("One is one. ⟦add a figure⟧\n\nTwo.\n", "One is one.\n\nTwo.\n"),
    "a start": ("⟦add a figure⟧ One is one.\n", "One is one.\n"),
    "brackets": ("One is one (⟦add a figure⟧).\n", "One is one.\n"),
    "brackets of its own": ("One is one. ⟦(Add a figure.)⟧\n", "One is one.\n"),
    "brackets inside": ("One (⟦add a figure⟧) is one.\n", "One is one.\n"),
    "emphasis": ("One is one. *⟦add a figure⟧*\n", "One is one.\n"),
    "an item": ("- one\n- ⟦add a figure⟧\n- two\n", "- one\n- two\n"),
    "the last item": ("1. one\n2. ⟦add a figure⟧\n\nTwo.\n", "1. one\n\nTwo.\n"),
    "a task": ("- [ ] one\n- [ ] ⟦add a figure⟧\n", "- [ ] one\n"),
    "below a list": ("- one\n- two\n⟦add a figure⟧\n---\n\nTwo.\n", "- one\n- two\n\n---\n\nTwo.\n"),
    "over a separator": ("One is one.\n⟦add a figure⟧\n---\n\nTwo.\n", "One is one.\n\n---\n\nTwo.\n"),
    "a quote": ("> One is one.\n> ⟦add a figure⟧\n\nTwo.\n", "> One is one.\n\nTwo.\n"),
    "a comment": ("One.\n\n<!-- ⟦add a figure⟧ -->\n\nTwo.\n", "One.\n\nTwo.\n"),
    "a cell": ("| a | b |\n| - | - |\n| 1 | 2 ⟦add a figure⟧ |\n", "| a | b |\n| - | - |\n| 1 | 2 |\n"),
    "the end": ("One is one.\n\n⟦add a figure⟧", "One is one.\n"),
    "a comment between blocks": ("- one\n- two\n<!-- ⟦add a figure⟧ -->\nTwo.\n", "- one\n- two\n\nTwo.\n"),
    "behind a byte-order mark": ("\ufeff⟦add a figure⟧\n\nOne.\n", "\ufeffOne.\n"),
    "two lines": ("One.\n\n⟦add a figure\nto this⟧\n\nTwo.\n", "One.\n\nTwo.\n"),
}  # fmt: skip


def parts(marked: str, newline: str = "\n") -> tuple[str, Note]:
    marked = marked.replace("\n", newline)
    before, rest = marked.split("⟦")
    words, after = rest.split("⟧")
    span = Span(len(before), len(before) + len(words))
    return before + words + after, Note("unmarked", span, words, 0.9)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("name", PLACES)
def test_a_note_is_removed_with_what_held_it(name: str, newline: str) -> None:
    text, note = parts(PLACES[name][0], newline)
    document = read(Source("a.md", text))
    made = editing.resolve(document, note)
    assert not isinstance(made, str)
    done, _ = fix.apply(text, [made])
    assert done == PLACES[name][1].replace("\n", newline)


@pytest.mark.parametrize("name", [name for name in PLACES if "comment" not in name])
def test_a_note_is_marked_where_it_stands(name: str) -> None:
    text, note = parts(PLACES[name][0])
    done, _ = fix.apply(text, [editing.mark(read(Source("a.md", text)), note)])
    plain = done.replace("<!-- TODO: ", "").replace(" -->", "")
    assert plain.split() == text.split()
    document = read(Source("a.md", done))
    headings = [node for node in document.walk() if node.kind == "heading"]
    assert not headings, "marking must not underline what stands above a separator"


def test_what_follows_a_marked_note_is_still_prose() -> None:
    for marked in (
        "- ⟦(add a figure)⟧ A is **the** first.\n",
        "⟦add a figure⟧ A is **the** first.\n",
    ):
        text, note = parts(marked)
        done, _ = fix.apply(text, [editing.mark(read(Source("a.md", text)), note)])
        nodes = list(read(Source("a.md", done)).walk())
        assert "A is the first." in [node.text for node in nodes if node.kind == "paragraph"]


def test_a_marked_note_splits_no_paragraph() -> None:
    text, note = parts("One is one,\n⟦add a figure⟧\nand two is two.\n")
    done, _ = fix.apply(text, [editing.mark(read(Source("a.md", text)), note)])
    assert done == "One is one, <!-- TODO: add a figure -->\nand two is two.\n"


def test_a_list_item_with_more_in_it_is_left_to_its_author() -> None:
    text, note = parts("- ⟦add a figure⟧\n  - one\n  - two\n")
    assert "by hand" in str(editing.resolve(read(Source("a.md", text)), note))


def test_a_comment_does_not_end_early() -> None:
    text, note = parts("One.\n\n⟦add -- a figure --> here⟧\n")
    done, _ = fix.apply(text, [editing.mark(read(Source("a.md", text)), note)])
    assert done == "One.\n\n<!-- TODO: add – a figure – here -->\n"


PAGE = "## What is A?\n\nA is a letter. It is the first.\n\n{}\n\n## What is B?\n\nB is a letter. It is the second.\n"
NOTED = PAGE.format("needs a better example")


def test_the_commands_change_the_note_and_nothing_else(inside: Run, tree: Tree) -> None:
    root = tree({"a.md": NOTED.replace("\n", "\r\n"), "b.md": NOTED.replace("letter", "sign")})
    shown = inside("notes", "mark", "--diff", "a.md:5")
    assert shown.status == 0 and "+<!-- TODO: needs a better example -->" in shown.out
    assert inside("notes", "mark", "a.md:5").status == 0
    marked = (root / "a.md").read_bytes().decode()
    assert marked == PAGE.format("<!-- TODO: needs a better example -->").replace("\n", "\r\n")
    (note,) = inside("notes", "--format", "json", "a.md").json["notes"]
    assert (note["kind"], note["marker"]) == ("marked", "TODO")
    again = inside("notes", "mark", "a.md:5")
    assert "is marked already" in again.err and (root / "a.md").read_bytes().decode() == marked

    assert inside("notes", "keep", "b.md:5:1").status == 0
    assert inside("notes", "--format", "json", "b.md").json["notes"] == []
    assert "needs a better example <!-- stet: note/unmarked -->" in (root / "b.md").read_text()

    assert inside("notes", "resolve", "--all", "a.md").status == 0
    assert (root / "a.md").read_bytes().decode() == PAGE.replace("{}\n\n", "").replace("\n", "\r\n")


def test_a_place_without_a_note_is_said(inside: Run, tree: Tree) -> None:
    tree({"a.md": NOTED, "b.md": NOTED})
    assert "1 note kept" in inside("notes", "keep", "./b.md:5").err
    missed = inside("notes", "resolve", "a.md:1")
    assert missed.status == 2 and "the nearest is at line 5" in missed.err
    assert inside("notes", "resolve", "a.md").status == 2
    assert inside("notes", "resolve", "none.md:1").status == 2


def test_a_path_that_is_named_like_a_command_is_a_path(inside: Run, tree: Tree) -> None:
    tree({"mark/a.md": NOTED})
    assert len(inside("notes", "--format", "json", "./mark").json["notes"]) == 1


def test_pages_with_notes_lose_nothing_else() -> None:
    for line in (DATA / "documents.jsonl").read_text("utf-8").splitlines():
        page = json.loads(line)["text"]
        if page.count("⟦") != 1:
            continue
        text, note = parts(page)
        document = read(Source("a.md", text))
        made = editing.resolve(document, note)
        if isinstance(made, str):
            continue
        done, _ = fix.apply(text, [made])
        left = "".join(text[: note.span.start].split()) + "".join(text[note.span.end :].split())
        gone = len(left) - len("".join(done.split()))
        # A bullet, brackets or a comment's marks may go with it.
        assert 0 <= gone <= 7, text
