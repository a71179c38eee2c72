"""`copydesk fmt`: what it changes, and what it never does."""

# ruff: noqa: E501

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import Run, Tree
from copydesk.format import formatting, style
from copydesk.format.writer import writers
from copydesk.model import Document
from copydesk.parse.records import read
from copydesk.parse.segments import segments
from copydesk.source import Source
from test_layouts import CASES

HERE = Path(__file__).parent
PAGES = [
    *(text for text, _ in CASES.values()),
    *(
        json.loads(line)["text"]
        for line in (HERE / "notes" / "pages.jsonl").read_text("utf-8").splitlines()
    ),
    *(path.read_text("utf-8") for path in sorted((HERE.parent / "content").rglob("*.md"))),
]
_SHARED = Path(os.environ.get("COPYDESK_CORPORA", HERE.parent.parent / "shared" / "corpora"))

FORMATTED: dict[str, tuple[str, str]] = {
    "a number written in another way": (
        "## 1. What is A?\n\nOne.\n\n## 2) What is B?\n\nTwo.\n\n## 3. What is C?\n\nThree.\n",
        "## 1. What is A?\n\nOne.\n\n## 2. What is B?\n\nTwo.\n\n## 3. What is C?\n\nThree.\n",
    ),
    "an answer mark written in another way, and one that is missing": (
        "".join(f"### What is {x}?\n\n**A:** It is.\n\n" for x in "ABCDEFG")
        + "### What is H?\n\nAnswer: It is.\n\n### What is I?\n\nIt is.\n",
        "".join(f"### What is {x}?\n\n**A:** It is.\n\n" for x in "ABCDEFGHI")[:-1],
    ),
    "a level that is out of step": (
        "## 1. What is A?\n\nOne.\n\n### 2. What is B?\n\nTwo.\n\n## 3. What is C?\n\nThree.\n\n## 4. What is D?\n\nFour.\n",
        "## 1. What is A?\n\nOne.\n\n## 2. What is B?\n\nTwo.\n\n## 3. What is C?\n\nThree.\n\n## 4. What is D?\n\nFour.\n",
    ),
    "separators and blank lines": (
        "## What is A?\n\nOne.\n\n---\n\n## What is B?\n\n\n\nTwo.\n---\n## What is C?\n\nThree.\n\n***\n\n## What is D?\n\nFour.\n\n---\n## What is E?\n\nFive.\n\n---\n\n## What is F?\n\nSix.\n\n## What is G?\n\nSeven.",
        "\n\n---\n\n".join(
            f"## What is {x}?\n\n{n}."
            for x, n in zip("ABCDEFG", "One Two Three Four Five Six Seven".split(), strict=True)
        )
        + "\n",
    ),
    "a note glued to what follows": (
        "## What is A?\n\nOne.\n\n---\n\n## What is B?\n\n- x\n- y\nask for a figure\n---\n\n## What is C?\n\nThree.\n\n---\n\n## What is D?\n\nFour.\n",
        "## What is A?\n\nOne.\n\n---\n\n## What is B?\n\n- x\n- y\nask for a figure\n\n---\n\n## What is C?\n\nThree.\n\n---\n\n## What is D?\n\nFour.\n",
    ),
    "a mark that two of three have is not added": (
        "### What is A?\n\n**A:** One.\n\n### What is B?\n\n**A:** Two.\n\n### What is C?\n\nThree.\n",
        "### What is A?\n\n**A:** One.\n\n### What is B?\n\n**A:** Two.\n\n### What is C?\n\nThree.\n",
    ),
    "no words of code and formulas": (
        "## What is A?\n\n\nLet $\\eta_t \\|g\\|$ be *so*.\n\n\n```py\n\n\nx  \n\n\n```\n\n\n## What is B?\n\n$$\na_b\n\n\n$$\n\n## What is C?\n\n    indented\n\n\n    code\n",
        "## What is A?\n\nLet $\\eta_t \\|g\\|$ be *so*.\n\n\n```py\n\n\nx  \n\n\n```\n\n\n## What is B?\n\n$$\na_b\n\n\n$$\n\n## What is C?\n\n    indented\n\n\n    code\n",
    ),
}


def document(text: str) -> Document:
    return read(Source("page.md", text))


def said(found: Document) -> list[tuple[object, ...]]:
    """What a document's records say, their frame put aside."""
    return [
        (
            record.id,
            record.question.text,
            record.lead and record.lead.markdown,
            record.answer.markdown,
            record.answer.text,
            record.section,
            record.draft,
        )
        for record in found.records
    ]


@pytest.mark.parametrize("name", FORMATTED)
def test_the_frame_is_formatted(name: str) -> None:
    before, after = FORMATTED[name]
    found = document(before)
    assert formatting.restyle(found, style.learn([found])).text == after


def promise(text: str) -> None:
    """What holds for every text: nothing is lost, records stay, and twice is once."""
    before = document(text)
    assert "".join(before.source[part.span] for part in segments(before)) == text
    once = formatting.restyle(before, style.learn([before]))
    assert said(document(once.text)) == said(before)
    again = formatting.restyle(once.document, style.learn([once.document]))
    assert again.text == once.text


@pytest.mark.parametrize("page", range(len(PAGES)))
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_formatting_keeps_its_promises_on_every_page(page: int, newline: str) -> None:
    promise(PAGES[page].replace("\n", newline))


@pytest.mark.skipif(not _SHARED.is_dir(), reason="the public files are not here")
def test_formatting_keeps_its_promises_on_public_files() -> None:
    for path in sorted(_SHARED.rglob("*.md")):
        promise(path.read_bytes().decode("utf-8"))


@pytest.mark.parametrize("layout", writers())
def test_another_layout_holds_the_same_records_or_is_refused(layout: str) -> None:
    written = 0
    for page in PAGES:
        before = document(page)
        after = formatting.convert(before, layout)
        if after.refused or after.document is before:
            assert after.text == page
            continue
        written += 1
        assert said(document(after.text)) == said(before)
    assert written > len(PAGES) / 4


LINES = st.sampled_from(
    [
        "## What is A?", "## 2. Why B?", "### Q3: How is C?", "#### 4) Explain D", "**What is E?**", "**Q:** F?", "**A:** Yes.",
        "A: no", "---", "***", "", "", "", "Prose goes on.", "- item", "  more", "1. step", "> quote", "```", "$$", "\\eta_t $a_b$",
        "ask for a figure", "    code", "<details>", "<summary>What is G?</summary>", "</details>", "<br/>", "<!-- id: own -->",
        "| a | b |", "| - | - |", "# Topic", "What is H?", "===", "\ttab", "[back to top](#top)", "#", "**Answer**",
    ]
)  # fmt: skip


@given(st.lists(LINES, max_size=30), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
@settings(max_examples=300, deadline=None)
def test_formatting_keeps_its_promises_on_any_text(
    lines: list[str], newline: str, ended: bool
) -> None:
    promise(newline.join(lines) + newline * ended)


@given(st.lists(LINES, max_size=30), st.sampled_from(sorted(writers())))
@settings(max_examples=200, deadline=None)
def test_any_text_is_written_in_another_layout_the_same_or_not_at_all(
    lines: list[str], layout: str
) -> None:
    before = document("\n".join(lines) + "\n")
    after = formatting.convert(before, layout)
    assert said(after.document) == said(before)


def test_a_file_is_formatted_in_place_and_then_left(inside: Run, tree: Tree) -> None:
    before, after = FORMATTED["separators and blank lines"]
    root = tree({"a.md": before})
    checked = inside("fmt", "--check")
    assert (checked.status, checked.out) == (1, "")
    assert "a.md: would be formatted" in checked.err
    assert (root / "a.md").read_text("utf-8") == before
    assert inside("fmt").status == 0
    assert (root / "a.md").read_text("utf-8") == after
    assert inside("fmt", "--check").status == 0


def test_a_diff_changes_nothing(inside: Run, tree: Tree) -> None:
    before, _ = FORMATTED["a level that is out of step"]
    root = tree({"a.md": before})
    shown = inside("fmt", "--diff", "a.md")
    assert shown.status == 1
    assert "\n-### 2. What is B?\n+## 2. What is B?\n" in shown.out
    assert (root / "a.md").read_text("utf-8") == before


def test_standard_input_is_written_to_standard_output(inside: Run, tree: Tree) -> None:
    before, after = FORMATTED["a number written in another way"]
    done = inside("fmt", "-", stdin=before.encode())
    assert (done.status, done.out) == (0, after)


def test_the_style_is_the_collections(inside: Run, tree: Tree) -> None:
    many = "".join(f"## {n}. What is {x}?\n\nIt is.\n\n" for n, x in enumerate("ABCDEF", 1))
    root = tree({"a.md": many[:-1], "b.md": "## 1) What is Z?\n\nIt is.\n\n## 2) Why Y?\n\nSo.\n"})
    assert inside("fmt", "b.md").status == 0
    assert (root / "b.md").read_text("utf-8").startswith("## 1. What is Z?")


def test_what_a_layout_cannot_hold_is_refused(inside: Run, tree: Tree) -> None:
    text = "## What does `x` do?\n\nThis.\n\n## What does y do?\n\nThat.\n"
    root = tree({"a.md": text})
    refused = inside("fmt", "--layout", "details")
    assert refused.status == 1 and "a.md: left as it is: line 1: as details" in refused.err
    assert (root / "a.md").read_text("utf-8") == text
    unknown = inside("fmt", "--layout", "haiku")
    assert unknown.status == 2 and "question-headings" in unknown.err
