"""`copydesk export` and `records`: the envelope, its texts and ids, and the gate."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conftest import Run, Tree

CLEAN = "### What is PPO?\n\nPPO is an algorithm that clips a ratio.\n"
NOTED = "### What is DPO?\n\nDPO is a loss over pairs.\n\nTODO: say more\n"
KEYS = "id number question answer section tags source hash".split()


@pytest.fixture
def records(inside: Run, tree: Tree) -> Any:
    def read(text: str, *args: str) -> list[dict[str, Any]]:
        tree({"a.md": text})
        return list(inside("records", "--format", "json", "a.md", *args).json["records"])

    return read


def test_the_envelope_of_the_contract(inside: Run, tree: Tree) -> None:
    text = "---\ntags: [rl]\n---\n\n# Learning\n\n### Q7. What is PPO?\n\n**A:** An algorithm.\n"
    tree({"a.md": text})
    exported, again = inside("export"), inside("export")
    assert (exported.status, exported.out) == (0, again.out)
    assert exported.out == inside("records", "--format", "json").out
    assert exported.out.endswith("}\n")
    assert list(exported.json) == ["version", "records"]
    (record,) = exported.json["records"]
    assert list(record) == KEYS
    part = "What is PPO?"
    assert record == {
        "id": "what-is-ppo",
        "number": 7,
        "question": {"markdown": part, "text": part},
        "answer": {"markdown": "An algorithm.", "text": "An algorithm."},
        "section": ["Learning"],
        "tags": ["rl"],
        "source": {"path": "a.md", "start_line": 7, "end_line": 9},
        "hash": record["hash"],
    }
    assert list(record["source"]) == ["path", "start_line", "end_line"]


def test_jsonl_is_the_same_records_a_line_each(inside: Run, tree: Tree) -> None:
    tree({"a.md": f"{CLEAN}\n### Was heißt „ä“?\n\nNichts, \u2028 wirklich.\n"})
    lines = inside("export", "--to", "jsonl").out.removesuffix("\n").split("\n")
    assert [json.loads(line) for line in lines] == inside("export").json["records"]
    assert "heißt" in lines[1]


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ("Use `a  b` and $x_1 < y$.", "Use a  b and $x_1 < y$."),
        ("See [the *paper*](https://x.test).", "See the paper."),
        ("A plot: ![a curve](c.png).", "A plot: a curve."),
        ("One.\n\n\n\nTwo.", "One.\n\nTwo."),
        ("- a\n- b **c**", "- a\n- b c"),
        ("3. a\n4. b", "3. a\n4. b"),
        ("- a\n  - b\n- c", "- a\n  - b\n- c"),
        ("> quoted\n> twice", "quoted twice"),
        ("```python\nx  = 1\n\ny = 2\n```", "x  = 1\n\ny = 2"),
        ("$$\na_1 \\\\\nb\n$$", "$$\na_1 \\\\\nb\n$$"),
        ("AT&amp;T \\* x", "AT&T * x"),
        ("Text <!-- hidden --> more.", "Text  more."),
        ("a  \nb\nc", "a\nb c"),
    ],
)
def test_text_is_what_a_reader_sees(records: Any, answer: str, text: str) -> None:
    (record,) = records(f"### What is PPO?\n\n{answer}\n")
    assert record["answer"] == {"markdown": answer, "text": text}


@pytest.mark.parametrize(
    ("text", "question", "answer"),
    [
        ("## 1. What is *PPO*?\n\nAn algorithm.\n", "What is *PPO*?", "An algorithm."),
        ("**Q:** What is `PPO`?\n\n**A:** An\nalgorithm.\n", "What is `PPO`?", "An\nalgorithm."),
        ("### Q2) What is PPO?\n\n**A:**\n\n- a\n- b\n", "What is PPO?", "- a\n- b"),
    ],
)
def test_markdown_is_without_number_and_mark(
    records: Any, text: str, question: str, answer: str
) -> None:
    (record,) = records(text)
    assert record["question"]["markdown"] == question
    assert record["answer"]["markdown"] == answer


@pytest.mark.parametrize(
    ("question", "id_"),
    [
        ("What is PPO?", "what-is-ppo"),
        ("  Why -- *really* -- `x_1`?", "why-really-x-1"),
        ("Was heißt „Größe“ in 2026?", "was-heißt-größe-in-2026"),
        ("什么是 PPO?", "什么是-ppo"),
        ("What is PPO? {#ppo}", "ppo"),
    ],
)
def test_id_is_the_words_of_the_question(records: Any, question: str, id_: str) -> None:
    (record,) = records(f"### {question}\n\nAn algorithm.\n")
    assert record["id"] == id_


def test_ids_are_short_and_unique_without_a_counter(records: Any) -> None:
    long = "What " + "is a very long question " * 10 + "about?"
    pairs = [
        (long, "One."),
        (long, "Two."),
        ("What is PPO?", "An algorithm."),
        ("What is PPO?", "A loss."),
    ]
    text = "\n".join(f"### {question}\n\n{answer}\n" for question, answer in pairs)
    forth = records(text)
    back = records("\n".join(f"### {q}\n\n{a}\n" for q, a in reversed(pairs)))
    ids = [record["id"] for record in forth]
    assert len(set(ids)) == 4
    assert all(len(id_) <= 80 for id_ in ids)
    assert [record["id"] for record in reversed(back)] == ids, "an id does not depend on the order"


def test_hash_changes_exactly_with_question_or_answer(records: Any) -> None:
    def digest(text: str) -> str:
        return str(records(text)[0]["hash"])

    base = digest("### Q1. What is PPO?\n\n**A:** An algorithm.\n")
    same = [
        "### Q9. What is PPO?\n\n**A:** An algorithm.\n",
        "# Part\n\n## 1. What is PPO?\n\nAn algorithm.\n",
        "---\ntags: [rl]\n---\n\n### What is PPO?\n\nAn algorithm.\n\n### More?\n\nYes.\n",
    ]
    other = [
        "### Q1. What is PPO\n\n**A:** An algorithm.\n",
        "### Q1. What is PPO?\n\n**A:** An *algorithm*.\n",
    ]
    assert {digest(text) for text in same} == {base}
    assert base not in {digest(text) for text in other}


def test_a_note_refuses_the_export_and_nothing_is_written(copydesk: Run, tree: Tree) -> None:
    folder = tree({"a.md": f"{CLEAN}\n{NOTED}", "out.json": "old"})
    result = copydesk("export")
    assert (result.status, result.out) == (1, "")
    assert "a.md:9:1: note/marked" in result.err
    assert copydesk("export", "--output", "out.json").status == 1
    assert (folder / "out.json").read_text() == "old"
    assert copydesk("export", "--output", "new.json").status == 1
    assert not (folder / "new.json").exists()


def test_only_ready_writes_the_clean_records(inside: Run, tree: Tree) -> None:
    tree({"a.md": f"{CLEAN}\n{NOTED}"})
    result = inside("export", "--only-ready")
    assert result.status == 0
    assert [record["id"] for record in result.json["records"]] == ["what-is-ppo"]
    assert "a.md:9:1: note/marked" in result.err
    assert "1 record held back" in result.err


def test_allow_unresolved_lifts_notes_and_counts_them(inside: Run, tree: Tree) -> None:
    tree({"a.md": f"{CLEAN}\n{NOTED}"})
    result = inside("export", "--allow-unresolved")
    assert result.status == 0
    clean, noted = result.json["records"]
    assert list(clean) == KEYS
    assert list(noted) == [*KEYS, "unresolved"]
    assert noted["unresolved"] == 1
    assert noted["answer"]["text"] == "DPO is a loss over pairs."
    assert "TODO" in noted["answer"]["markdown"]
    assert inside("export", "--allow-unresolved").out == result.out


def test_allow_unresolved_lifts_nothing_else(inside: Run, tree: Tree) -> None:
    tree({"a.md": f"{NOTED}\n### What is KTO?\n\n### What is PPO?\n\nAn algorithm.\n"})
    result = inside("export", "--allow-unresolved")
    assert (result.status, result.out) == (1, "")
    assert "record/empty-answer" in result.err and "note/" not in result.err
    both = inside("export", "--allow-unresolved", "--only-ready").json["records"]
    assert [record["id"] for record in both] == ["what-is-dpo", "what-is-ppo"]


def test_drafts_are_checked_and_never_exported(inside: Run, tree: Tree) -> None:
    tree({"a.md": CLEAN, "b.md": f"---\ndraft: true\n---\n\n{NOTED}"})
    result = inside("export")
    assert result.status == 0
    assert [record["id"] for record in result.json["records"]] == ["what-is-ppo"]
    assert inside("check", "--no-grammar").status == 1
    allowed = inside("export", "--allow-unresolved")
    assert [record["id"] for record in allowed.json["records"]] == ["what-is-ppo"]


def test_configured_rules_hold_too(inside: Run, tree: Tree) -> None:
    text = "### What is PPO?\n\nPPO is is an algorithm.\n"
    tree({"a.md": text})
    assert inside("export").status == 0
    tree({"copydesk.toml": 'export.block = ["prose"]\n'})
    assert inside("export").status == 1
    tree({"copydesk.toml": 'export.block = ["grammar"]\n'})
    asked = inside("export")
    assert (asked.status, asked.out) == (2, ""), "what was not checked is not passed"


def test_records_has_no_gate(inside: Run, tree: Tree) -> None:
    tree({"a.md": f"{CLEAN}\n{NOTED}", "b.md": f"---\ndraft: true\n---\n\n{CLEAN}"})
    result = inside("records", "--format", "json")
    assert result.status == 0
    assert len(result.json["records"]) == 3
    assert not any("unresolved" in record for record in result.json["records"])
    table = inside("records").out.splitlines()
    assert [row.split()[0] for row in table] == ["place", "a.md:1", "a.md:5", "b.md:5"]


def test_no_record_is_still_an_envelope(inside: Run, tree: Tree) -> None:
    tree({"a.md": "Nothing that asks.\n"})
    assert inside("records", "--format", "json").json == {"version": 1, "records": []}


def test_an_input_is_never_the_output(inside: Run, tree: Tree) -> None:
    text = "### What is PPO?\n\nAn algorithm.\n"
    folder = tree({"a.md": text})
    result = inside("export", "a.md", "--output", "./a.md")
    assert (result.status, result.out) == (2, "")
    assert "would be replaced" in result.err
    assert (folder / "a.md").read_text() == text


@pytest.mark.parametrize(("answer", "status"), [("An algorithm.", 0), ("TODO", 1)])
def test_a_check_writes_nothing(inside: Run, tree: Tree, answer: str, status: int) -> None:
    tree({"a.md": f"### What is PPO?\n\n{answer}\n"})
    ended = inside("export", "--check", "a.md")
    assert (ended.status, ended.out) == (status, "")
    assert ("1 record could be exported" in ended.err) == (status == 0)
    assert inside("export", "--check", "--output", "b.json", "a.md").status == 2


def test_records_says_where_it_is_unsure(inside: Run, tree: Tree) -> None:
    tree({"a.md": "# FAQ\n\n**No sound**\n\nTurn it up.\n", "b.md": "# Notes\n\nNone here.\n"})
    result = inside("records", "--format", "json", ".")
    assert result.json["records"] == []
    assert "a.md: no records, for its layout is unsure" in result.err
    assert "b.md" not in result.err
    assert "a.md: no records" in inside("export", ".").err
    assert "unsure" not in inside("records", "--explain", ".").err
