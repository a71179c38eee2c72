"""Records of the layouts that are read from the start, and what every record promises."""

# ruff: noqa: E501

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from copydesk.model import Document
from copydesk.parse.envelope import record_object
from copydesk.parse.records import read
from copydesk.source import Source, Span

SEEDLIKE = """# Training

---

### Q1. What is a *warmup*?

**A:** A ramp.

Over `n` steps, e.g. $n = 100$.

---

### Q2. Why a ramp?
rework this heading
**A:**

- It is **stable**.
- It is cheap.
and when does it fail
---

### Q3. How long?

**A:**
A few
hundred steps.
ask the others
---

### Q4. And then?

**A:** Decay.
"""

# Each case: the text, and for every record its number, question and answer as written.
LAYOUTS = {
    "numbered, marked, separated": (
        SEEDLIKE,
        [
            (1, "What is a *warmup*?", "A ramp.\n\nOver `n` steps, e.g. $n = 100$."),
            (
                2,
                "Why a ramp?\n\nrework this heading",
                "- It is **stable**.\n- It is cheap.\nand when does it fail",
            ),
            (3, "How long?", "A few\nhundred steps.\nask the others"),
            (4, "And then?", "Decay."),
        ],
    ),
    "numbered headings": (
        "# RL\n\n## 1. What is PPO?\n\nOne.\n\n### Details\n\nMore.\n\n## 2. What is DPO?\n\nTwo.\n",
        [(1, "What is PPO?", "One.\n\n### Details\n\nMore."), (2, "What is DPO?", "Two.")],
    ),
    "numbers of other styles": (
        "#### 12) What is PPO?\n\nOne.\n\n#### 13) Explain DPO\n\nTwo.\n",
        [(12, "What is PPO?", "One."), (13, "Explain DPO", "Two.")],
    ),
    "closed headings": (
        "### Q7: What is PPO? ###\n\nOne.\n\n### Q8: What is DPO? ###\n\nTwo.\n",
        [(7, "What is PPO?", "One."), (8, "What is DPO?", "Two.")],
    ),
    "a mark without a number": (
        "## Q. What is PPO?\n\nA. One.\n\n## Q. What is DPO?\n\n**Answer:** Two.\n",
        [(None, "What is PPO?", "A. One."), (None, "What is DPO?", "Two.")],
    ),
    "plain question headings": (
        "# FAQ\n\n## What is PPO?\n\nOne.\n\n## Describe DPO.\n\nTwo.\n\n## License\n\nMIT\n",
        [(None, "What is PPO?", "One."), (None, "Describe DPO.", "Two.")],
    ),
    "questions in other languages": (
        "## Was ist PPO?\n\nEins.\n\n## 什么是 DPO？\n\n二。\n\n## ¿Qué es IPO?\n\nTres.\n",
        [
            (None, "Was ist PPO?", "Eins."),
            (None, "什么是 DPO？", "二。"),
            (None, "¿Qué es IPO?", "Tres."),
        ],
    ),
    "bold marks": (
        "# FAQ\n\n**Q:** What is PPO?\n\n**A:** One.\n\nMore.\n\n**Q:** What is DPO?\n\n**A:** Two.\n",
        [(None, "What is PPO?", "One.\n\nMore."), (None, "What is DPO?", "Two.")],
    ),
    "plain marks in one paragraph": (
        "Q: What is PPO?\nA: One.\nQ: What is DPO?\nA: Two.\n",
        [(None, "What is PPO?", "One."), (None, "What is DPO?", "Two.")],
    ),
    "the whole question in bold": (
        "**Q: What is PPO?**  \nA: One.\n\n**Q: What is DPO?**\n- Two.\n",
        [(None, "What is PPO?", "One."), (None, "What is DPO?", "- Two.")],
    ),
    "an answer heading": (
        "### What is PPO?\n\n#### Answer\n\nOne.\n",
        [(None, "What is PPO?", "One.")],
    ),
    "a section between": (
        "# A\n\n## What is PPO?\n\nOne.\n\n# B\n\nAbout B.\n\n## What is DPO?\n\nTwo.\n",
        [(None, "What is PPO?", "One."), (None, "What is DPO?", "Two.")],
    ),
    "an indented answer": (
        "### Q1. What is PPO?\n\n    ppo()\n\n### Q2. What is DPO?\n\nTwo.\n",
        [(1, "What is PPO?", "    ppo()"), (2, "What is DPO?", "Two.")],
    ),
}


def documents(text: str) -> Document:
    return read(Source("faq.md", text))


@pytest.mark.parametrize(("text", "expected"), LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("bom", ["", "\ufeff"], ids=["plain", "bom"])
def test_layout(
    text: str, expected: list[tuple[int | None, str, str]], newline: str, bom: str
) -> None:
    document = documents(bom + text.replace("\n", newline))
    found = [record_object(document.source, record) for record in document.records]
    assert [
        (item["number"], item["question"]["markdown"], item["answer"]["markdown"]) for item in found
    ] == expected


def test_text_is_what_a_reader_sees() -> None:
    document = documents(
        "### Q1. What is [PPO](x) &amp; *co*?\n\n**A:** See `a_b` and $x_1$,\nor ![a plot](p.png).  \nNext.\n\n"
        "1. one\n2. two\n   - deep\n\n> quoted\n> twice\n\n```py\nprint( 1 )\n```\n\n"
        "$$\nx\n$$\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n<p>html</p>\n"
    )
    (record,) = document.records
    assert record.question.text == "What is PPO & co?"
    assert record.answer.text == (
        "See a_b and $x_1$, or a plot.\nNext.\n\n1. one\n2. two\n   - deep\n\nquoted twice\n\n"
        "print( 1 )\n\n$$\nx\n$$\n\na | b\n1 | 2\n\nhtml"
    )


def test_notes_are_left_out_of_text_only_where_lifted() -> None:
    document = documents(SEEDLIKE)
    source = document.source
    words = ("rework this heading", "and when does it fail", "ask the others")
    spans = [Span(at, at + len(word)) for word in words if (at := source.text.index(word))]
    for record, span in zip(document.records[1:], spans, strict=False):
        kept = record_object(source, record, [span])
        lifted = record_object(source, record, [span], lift=True)
        assert "unresolved" not in kept
        assert lifted["unresolved"] == 1
        assert lifted["hash"] == kept["hash"]
        assert source[span] not in lifted["answer"]["text"] + lifted["question"]["text"]
    lead = record_object(source, document.records[1], [spans[0]])
    assert lead["question"]["markdown"] == "Why a ramp?"


def test_identity_depends_on_the_words_only() -> None:
    one = documents("### Q1. What is PPO?\n\nOne.\n\n### Q2. What is DPO?\n\nTwo.\n").records
    two = documents("# X\n\n## What is **DPO**?\n\nTwo.\n\n## What is PPO\n\nOne.\n").records
    assert [record.id for record in one] == ["what-is-ppo", "what-is-dpo"]
    assert [record.id for record in two] == ["what-is-dpo", "what-is-ppo"]


def test_repeated_questions_get_the_hash_of_their_answers() -> None:
    text = "## What is PPO?\n\nOne.\n\n## What is PPO?\n\nTwo.\n\n## What is PPO?\n\nOne.\n"
    moved = "## What is PPO?\n\nTwo.\n\n## What is PPO?\n\nOne.\n\n## What is PPO?\n\nOne.\n"
    first = [record.id for record in documents(text).records]
    second = [record.id for record in documents(moved).records]
    assert len(set(first)) == 3
    assert first[1] == second[0]
    assert all(name.startswith("what-is-ppo-") for name in first)


def test_explicit_id() -> None:
    (record,) = documents("## What is PPO? {#ppo}\n\nOne.\n").records
    assert (record.id, record.question.markdown) == ("ppo", "What is PPO?")


def test_the_authors_id_and_draft_stand_in_comments_that_are_no_part_of_the_answer() -> None:
    text = "## What is PPO?\n\n<!-- id: ppo -->\n\nOne.\n\n<!-- draft: true -->\n\n## What is DPO?\n\n`<!-- id: no -->`\n"
    first, second = documents(text).records
    assert (first.id, first.explicit, first.draft) == ("ppo", True, True)
    assert first.answer.markdown == "One."
    assert (second.id, second.explicit, second.draft) == ("what-is-dpo", False, False)


def test_the_id_of_a_file_is_that_of_its_only_record() -> None:
    text = "---\nid: ppo\n---\n\n# What is PPO?\n\nOne.\n"
    (record,) = documents(text).records
    assert record.id == "ppo"
    several = documents(f"{text}\n# What is DPO?\n\nTwo.\n").records
    assert [record.id for record in several] == ["what-is-ppo", "what-is-dpo"]


@pytest.mark.parametrize(
    ("offered", "count"),
    [
        ("- A: one\n- B: two\n- C: three", 3),
        ("A) one\nB) two", 2),
        ("- [ ] one\n- [x] two", 2),
        ("A. one\nand more\nB. two\nC. three", 3),
        ("- A: one\n- C: three", 0),
        ("- one\n- two", 0),
        ("A. one", 0),
    ],
)
def test_options_are_where_they_stand(offered: str, count: int) -> None:
    text = (
        f"### 1. What is logged?\n\n{offered}\n\n**Answer:** B\n\n### 2. Why?\n\n**Answer:** So.\n"
    )
    document = documents(text)
    options = document.records[0].options
    assert len(options) == count
    assert "\n".join(document.source[span] for span in options) == (offered if count else "")


FRAGMENTS = st.lists(
    st.sampled_from(
        [
            "### Q1. What is it?",
            "## 2. Why?",
            "**Q:** Who?",
            "**A:** He.",
            "A: She.",
            "---",
            "text",
            "",
            "- item",
            "  more",
            "> quote",
            "```",
            "$$",
            "# Title",
            "<!-- x -->",
            "| a |\n|---|",
            "\tcode",
            "## How?",
            "lazy",
            "Q: one\nA: two",
            "[a]: b",
            "**Answer**",
            "### ",
            "***",
            "==",
        ]
    ),
    max_size=14,
).map("\n".join)


@settings(deadline=None)
@given(FRAGMENTS, st.sampled_from(["\n", "\r\n"]))
@example("> q\nQ: one\nA: two\n---\n### Q1. What is it?\nQ: one\nA: two", "\n")
def test_records_hold_together(text: str, newline: str) -> None:
    document = documents(text.replace("\n", newline))
    source = document.source
    end = 0
    for record in document.records:
        assert record.span.start >= end
        end = record.span.end
        assert end <= len(source.text)
        assert (
            source[record.question.span].replace("\r\n", "\n").strip()
            == record.question.markdown.strip()
        )
        for part in (record.question, record.answer, *([record.lead] if record.lead else [])):
            assert record.span.contains(part.span) or part.span.empty
        assert record_object(source, record)["answer"]["markdown"] == record.answer.markdown
    assert len({record.id for record in document.records}) == len(document.records)
