"""Positions of the contract: which characters end a line, and what a column counts."""

from __future__ import annotations

import re

import pytest

from conftest import Run, Tree

HEAD = "### What is PPO?\n\n"
TEXTS = {
    "plain": f"{HEAD}Yes.\n\nTODO: more\n",
    "no newline at the end": f"{HEAD}TODO: more",
    "byte-order mark": f"\ufeff{HEAD}TODO: more\n",
    "CRLF": f"{HEAD}A loss.\n\nTODO: more\n".replace("\n", "\r\n"),
    "lone CR": f"{HEAD}A loss.\n\nTODO: more\n".replace("\n", "\r"),
    "mixed": "### What is PPO?\r\n\rA loss.\n\r\nTODO: more\n",
    "U+2028": f"{HEAD}One\u2028two\u2029three\x85four.\n\nTODO: more\n",
    "form feed": f"{HEAD}One\ftwo\vthree\x1cfour.\n\nTODO: more\n",
    "emoji before": f"{HEAD}\U0001f600\U0001f468\u200d\U0001f469 yes, A\u0301. TODO: more\n",
    "emoji in the question": "### What is \U0001f600 PPO?\n\nTODO: more\n",
    "tab": f"{HEAD}-\tA loss.\n\n\tTODO: more\n",
    "all at once": "\ufeff### What is PPO?\r\n\r\n> \U0001f600 a\u2028b.\r\n>\r\n> TODO: more\r\n",
}


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column, said once more from the contract's words."""
    starts = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", text))]
    line = sum(1 for start in starts if start <= offset)
    column = offset - starts[line - 1] + 1
    return line, column - (line == 1 and text.startswith("\ufeff"))


@pytest.mark.parametrize("name", TEXTS)
def test_lines_columns_and_offsets(inside: Run, tree: Tree, name: str) -> None:
    text = TEXTS[name]
    tree({"a.md": text})
    (note,) = [
        item
        for item in inside("notes", "--format", "json", "--kind", "marked").json["notes"]
        if item["marker"] == "TODO"
    ]
    start, end = note["start"], note["end"]
    assert text[start["offset"] : end["offset"]] == "TODO: more"
    for point in (start, end):
        assert (point["line"], point["column"]) == place(text, point["offset"])
    report = inside("check", "--no-grammar", "--format", "json", "--select", "note/marked").json
    assert (start, end) in [(item["start"], item["end"]) for item in report["diagnostics"]]
    shown = inside("check", "--no-grammar", "--select", "note/marked").out
    assert f"a.md:{start['line']}:{start['column']}: " in shown


def test_a_byte_order_mark_counts_in_offsets_not_in_columns(check: Run) -> None:
    (found,) = check("\ufeff### What is PPO?\n").json["diagnostics"]
    assert found["start"] == {"line": 1, "column": 5, "offset": 5}
    assert found["end"] == {"line": 1, "column": 17, "offset": 17}


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_records_are_whole_lines_the_last_inclusive(inside: Run, tree: Tree, newline: str) -> None:
    lines = [
        "# Top",
        "",
        "### What is PPO?",
        "",
        "A\u2028loss.",
        "",
        "- a",
        "- b",
        "",
        "### Q?",
        "",
        "Yes.",
    ]
    tree({"a.md": newline.join(lines) + newline})
    sources = [item["source"] for item in inside("records", "--format", "json").json["records"]]
    assert [(item["start_line"], item["end_line"]) for item in sources] == [(3, 8), (10, 12)]


def test_edits_are_positions_too(check: Run) -> None:
    text = "\ufeff### What is PPO?\r\n\r\n\U0001f600 PPO clips clips a ratio.\r\n"
    (found,) = check(text).json["diagnostics"]
    (edit,) = found["fix"]["edits"]
    assert text[edit["start"]["offset"] : edit["end"]["offset"]] == " clips"
    for point in (edit["start"], edit["end"]):
        assert (point["line"], point["column"]) == place(text, point["offset"])
