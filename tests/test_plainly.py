"""What is surely valid is valid to jsonschema too, and all that is valid is surely so for our own records."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from conftest import Tree
from copydesk.plainly import valid
from copydesk.resources import schema
from test_start import modules

PART = {"markdown": "*Yes*.", "text": "Yes."}
RECORD = {
    "id": "why",
    "number": 1,
    "question": PART,
    "answer": PART,
    "section": ["One"],
    "tags": ["a", "b"],
    "source": {"path": "a.md", "start_line": 1, "end_line": 2},
    "hash": "0123456789abcdef",
}
FRONT = {"title": "One", "language": "de-CH", "tags": ["a"], "id": 3, "draft": False, "own": None}
VALUES = st.recursive(
    st.sampled_from([None, True, False, 0, 1, -1, 1.0, "", "a", "0123456789abcdef", "de-CH"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["text", "markdown", "path"]), inner, max_size=2)
    ),
    max_leaves=4,
)


@pytest.mark.parametrize(("name", "good"), [("record", RECORD), ("front-matter", FRONT)])
@given(data=st.data())
def test_what_is_surely_valid_is_valid(
    name: str, good: dict[str, Any], data: st.DataObject
) -> None:
    surely = valid(schema(name))
    assert surely is not None and surely(good)
    changes = data.draw(st.dictionaries(st.sampled_from(sorted(good)), VALUES, max_size=2))
    left_out = data.draw(st.sets(st.sampled_from(sorted(good)), max_size=1))
    changed = {key: value for key, value in (good | changes).items() if key not in left_out}
    found = Draft202012Validator(schema(name)).is_valid(changed)
    assert found or not surely(changed)
    if "1.0" not in repr(changed):
        assert surely(changed) or not found or changes.get("tags") is not None


@pytest.mark.parametrize(
    "says_more",
    [
        {"type": "number"},
        {"minLength": 1, "maxLength": 2},
        {"$ref": "urn:copydesk:record"},
        {"$ref": "#/$defs/a", "$defs": {"a": {"items": {"$ref": "#/$defs/a"}}}},
        {"properties": {"id": False}},
        {"oneOf": [{"type": "string"}, {"minLength": 2}]},
        {"oneOf": [{"type": "string"}, {"type": ["null", "string"]}]},
        {"oneOf": [{"type": "string"}, {"type": "string"}]},
        {"properties": {"a": {"$id": "urn:other", "$ref": "#/$defs/a"}}, "$defs": {"a": {}}},
        {"pattern": "("},
    ],
)
def test_a_schema_that_says_more_is_for_jsonschema(says_more: dict[str, Any]) -> None:
    assert valid(says_more) is None


def test_valid_records_need_no_jsonschema(tree: Tree) -> None:
    good = "---\ntitle: One\ntags: [a]\n---\n\n## What is PPO?\n\nAn algorithm.\n"
    folder: Path = tree({"a.md": good, "b.md": good.replace("[a]", "3")})
    assert "jsonschema" not in modules("check", "--no-grammar", "--no-cache", "a.md", cwd=folder)
    assert "jsonschema" in modules("check", "--no-grammar", "--no-cache", "b.md", cwd=folder)
