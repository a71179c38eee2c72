"""`copydesk rules` and `copydesk explain`: every rule can be found and understood."""

from __future__ import annotations

import re

import pytest

from conftest import Run
from copydesk.rules import load

FAMILIES = "note record schema grammar spelling prose markdown link math stet security".split()


def test_rules_as_json(inside: Run) -> None:
    result = inside("rules", "--format", "json")
    assert result.status == 0
    assert list(result.json) == ["version", "rules"]
    listed = [item["rule"] for item in result.json["rules"]]
    assert listed == sorted(load())
    for name in listed:
        assert re.fullmatch(rf"({'|'.join(FAMILIES)})/[a-z0-9]+(-[a-z0-9]+)*", name)
    assert inside("rules", "--format", "json").out == result.out


def test_rules_as_a_table(inside: Run) -> None:
    rows = inside("rules").out.splitlines()[1:]
    assert [row.split()[0] for row in rows] == sorted(load())


@pytest.mark.parametrize("rule", [*load(), "grammar/some-id", "spelling/some-id"])
def test_explain_says_why_and_how_to_silence(inside: Run, rule: str) -> None:
    result = inside("explain", rule)
    assert (result.status, result.err) == (0, "")
    assert result.out.startswith(rule)
    assert f"<!-- stet: {rule} -->" in result.out
    if rule in load():
        known = load()[rule]
        assert known.reason in result.out
        assert ("Fixed:" in result.out) == known.fixable
        assert "Reported:" in result.out or rule == "markdown/unparsed"
