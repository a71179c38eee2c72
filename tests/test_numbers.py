"""Renumbering: what follows a number, what cannot follow, and that once is enough."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import Run, Tree
from copydesk import engine, fix
from copydesk.model import Diagnostic, Document
from copydesk.parse import contents
from copydesk.parse.anchors import anchors, slug
from copydesk.parse.summary import summarize
from copydesk.source import Source

RULE = "record/number-gap"
SETTINGS = engine.Settings(rules=(RULE,))


def found(text: str, *others: tuple[str, str]) -> list[Diagnostic]:
    """What the rule reports in a file, beside other files of its collection."""
    document = read(text)
    around = [engine.read(Source(*other), SETTINGS) for other in others]
    collection = engine.learn(map(summarize, [document, *around]))
    return list(engine.check(document, SETTINGS, collection).diagnostics)


def read(text: str) -> Document:
    return engine.read(Source("docs/faq.md", text), SETTINGS)


def mend(text: str) -> str:
    return fix.apply(text, fix.wanted(found(text), unsafe=False))[0]


def faq(numbers: Sequence[str], *, mark: str = "## ", listed: bool = False) -> str:
    """A file of questions with numbers as written, with or without its contents."""
    questions = [f"{number} What is method {chr(97 + i)}?" for i, number in enumerate(numbers)]
    lines = ["# FAQ\n"]
    if listed:
        lines += [f"- [{words}](#{slug(words)})" for words in questions]
        lines.append("")
    for words in questions:
        lines.append(f"{mark}{words}\n\nIt is explained below.\n")
    return "\n".join(lines)


def test_several_gaps_are_one_fix() -> None:
    gaps = found(faq(["1.", "3.", "4.", "4.", "9."]))
    assert [gap.fix is not None for gap in gaps] == [True, False, False]
    assert mend(faq(["1.", "3.", "4.", "4.", "9."])) == faq(["1.", "2.", "3.", "4.", "5."])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["Q07.", "Q09.", "Q11."], ["Q07.", "Q08.", "Q09."]),
        (["Q8:", "Q8:", "Q9:"], ["Q8:", "Q9:", "Q10:"]),
        (["(001)", "(003)"], ["(001)", "(002)"]),
        (["١.", "٣."], ["١.", "٢."]),
    ],
)
def test_style_is_kept(before: list[str], after: list[str]) -> None:
    assert mend(faq(before)) == faq(after)


def test_a_keycap_above_nine_is_left_alone() -> None:
    keycap = "\ufe0f\u20e3"
    nine = faq([f"{digit}{keycap}" for digit in (8, 9, 9)])
    gaps = found(nine)
    assert gaps
    assert gaps[0].fix is None
    assert mend(faq([f"{digit}{keycap}" for digit in (1, 3)])) == faq(
        [f"{digit}{keycap}" for digit in (1, 2)]
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "1. [What is X?](#x)\n2. [What is Y?](#y)\n4. [What is Z?](#z)\n",
            "1. [What is X?](#x)\n2. [What is Y?](#y)\n3. [What is Z?](#z)\n",
        ),
        (
            "| No. | Question |\n|---|---|\n| 1 | [What is X?](#x) |\n"
            "| 2 | [What is Y?](#y) |\n| 4 | [What is Z?](#z) |\n",
            "| No. | Question |\n|---|---|\n| 1 | [What is X?](#x) |\n"
            "| 2 | [What is Y?](#y) |\n| 3 | [What is Z?](#z) |\n",
        ),
    ],
)
def test_contents_count_with_the_questions(before: str, after: str) -> None:
    body = "\n## {} What is X?\n\nOne.\n\n## {} What is Y?\n\nTwo.\n\n## {} What is Z?\n\nThree.\n"
    text = (before + body.format("1.", "2.", "4.")).replace("#x", "#1-what-is-x")
    text = text.replace("#y", "#2-what-is-y").replace("#z", "#4-what-is-z")
    wanted = (after + body.format("1.", "2.", "3.")).replace("#x", "#1-what-is-x")
    wanted = wanted.replace("#y", "#2-what-is-y").replace("#z", "#3-what-is-z")
    assert mend(text) == wanted


def test_links_swap_at_once() -> None:
    """Each link goes where its question went, though one's new anchor was another's old one."""
    text = (
        "## 1. What is X?\n\nSee [a](#3-what-is-x) and [b](#4-what-is-x), not `](#3-what-is-x)`.\n\n"
        "## 3. What is X?\n\nYes.\n\n## 4. What is X?\n\n<a href='#4-what-is-x'>No</a>.\n"
    )
    after = mend(text)
    assert "[a](#2-what-is-x) and [b](#3-what-is-x), not `](#3-what-is-x)`" in after
    assert "href='#3-what-is-x'" in after


def test_what_cannot_follow_makes_it_unsafe() -> None:
    text = faq(["1.", "3.", "4."])
    other = "[there](../docs/faq.md#4-what-is-method-c)"
    (alone,), (linked,) = found(text), found(text, ("guide/start.md", other))
    (told,) = found(text + "\nSee question 4.\n")
    assert alone.fix
    assert alone.fix.safety == "safe"
    assert linked.fix
    assert linked.fix.safety == "unsafe"
    assert "another file's link to #4-what-is-method-c" in linked.fix.title
    assert told.fix
    assert told.fix.safety == "unsafe"
    assert "question 4" in told.fix.title


def test_a_gap_that_stands_is_counted_on_from() -> None:
    text = faq(["1.", "5.", "7."]).replace("## 5.", "<!-- stet -->\n## 5.")
    assert mend(text) == text.replace("## 7.", "## 6.")


def test_a_list_that_would_lose_its_answers_is_left_alone() -> None:
    items = [
        f"{number}. What is method {chr(97 + number)}?\n\n   It is this.\n" for number in (7, 8)
    ]
    text = "\n".join(
        [*items, "8. What is method x?\n\n   It is that.\n", "9. What is y?\n\n   Z.\n"]
    )
    gaps = found(text)
    after = mend(text)
    assert gaps
    assert [r.answer.text for r in read(after).records] == [
        r.answer.text for r in read(text).records
    ]


NUMBERS = st.lists(st.integers(min_value=2, max_value=30), min_size=1, max_size=8)
STYLES = st.sampled_from(["{}.", "Q{}.", "Q{:02}:", "({})", "Question {}:"])


@settings(max_examples=60, deadline=None)
@given(NUMBERS, STYLES, st.booleans())
def test_once_is_enough(numbers: list[int], style: str, listed: bool) -> None:
    text = faq([style.format(number) for number in [1, *numbers]], listed=listed)
    before = read(text)
    after = mend(text)
    if [record.number for record in before.records] != [1, *numbers]:
        return
    assert found(after) == []
    assert mend(after) == after
    again = read(after)
    assert [record.number for record in again.records] == list(range(1, len(numbers) + 2))
    assert [(r.question.text, r.answer.text) for r in again.records] == [
        (r.question.text, r.answer.text) for r in before.records
    ]
    assert {entry.target for entry in contents.entries(again)} <= set(anchors(again))
    assert len(contents.entries(again)) == len(contents.entries(before))


def test_one_run_of_fix_is_enough(tree: Tree, inside: Run) -> None:
    folder = tree({"faq.md": faq(["1.", "3.", "4.", "4.", "9."], listed=True)})
    inside("check", "faq.md", "--no-grammar", "--select", RULE, "--fix")
    once = (folder / "faq.md").read_text()
    assert once == faq(["1.", "2.", "3.", "4.", "5."], listed=True)
    assert inside("check", "faq.md", "--no-grammar", "--select", RULE).status == 0
