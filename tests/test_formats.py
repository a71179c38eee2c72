"""The formats that other tools read: each is what its reader demands, and survives hostile text."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest

from conftest import Run, Tree

SCHEMAS = Path(__file__).parent / "schemas"
MARKED = "### What is DPO?\n\nDPO is a loss over pairs of answers.\n\nTODO: say more\n"
GAP = "## 1. What is IPO?\n\nIPO is a loss.\n\n## 3. What is KTO?\n\nKTO is another loss.\n"
CLEAN = "### What is PPO?\n\nPPO is an algorithm that clips the ratio of two policies.\n"
HOSTILE = '### What is <b>?\n\nIt is.\n\nTODO: ]]> & "quotes" :: 100%, \x1b[31m\u202e %0A\n'


def sarif(text: str) -> dict[str, Any]:
    schema = json.loads((SCHEMAS / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    log: dict[str, Any] = json.loads(text)
    jsonschema.Draft4Validator(schema).validate(log)
    return log


def test_sarif_is_valid_and_tells_rule_place_fix_and_reason(copydesk: Run, tree: Tree) -> None:
    tree({"a b.md": MARKED, "sub/b.md": GAP})
    result = copydesk("check", "--no-grammar", "--format", "sarif")
    run = sarif(result.out)["runs"][0]
    marked, gap = run["results"]
    assert result.status == 1
    place = marked["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "a%20b.md"
    assert place["region"] == {"startLine": 5, "startColumn": 1, "endLine": 5, "endColumn": 15}
    assert marked["level"] == "error" and gap["level"] == "warning"
    rules = run["tool"]["driver"]["rules"]
    assert rules[gap["ruleIndex"]]["id"] == gap["ruleId"] == "record/number-gap"
    assert rules[gap["ruleIndex"]]["help"]["text"]
    edit = gap["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert edit["insertedContent"]["text"].startswith("2")


def test_sarif_of_nothing_is_valid(copydesk: Run, tree: Tree) -> None:
    tree({"a.md": CLEAN})
    result = copydesk("check", "--no-grammar", "--format", "sarif")
    assert sarif(result.out)["runs"][0]["results"] == []


def test_fingerprints_differ_from_each_other_and_survive_moved_lines(
    copydesk: Run, tree: Tree
) -> None:
    def prints(text: str) -> list[str]:
        tree({"a.md": text})
        results = sarif(copydesk("check", "--no-grammar", "--format", "sarif").out)["runs"][0]
        return [item["partialFingerprints"]["copydesk/v1"] for item in results["results"]]

    twice = MARKED + "\nTODO: say more\n"
    assert len(set(prints(twice))) == 2
    assert prints(twice) == prints(CLEAN + "\n" + twice)


def test_github_annotates_one_line_a_finding(copydesk: Run, tree: Tree) -> None:
    tree({"a,b.md": HOSTILE})
    lines = copydesk("check", "--no-grammar", "--format", "github").out.splitlines()
    pattern = r"::(error|warning|notice) file=a%2Cb\.md,line=5,col=1,endColumn=\d+,title=[\w/-]+::"
    assert lines and all(re.match(pattern, line) for line in lines)
    assert "100%25" in lines[0] and "%250A" in lines[0]


def test_gitlab_wants_these_keys_and_unique_fingerprints(copydesk: Run, tree: Tree) -> None:
    tree({"a.md": MARKED + "\nTODO: say more\n", "b.md": GAP})
    rows = json.loads(copydesk("check", "--no-grammar", "--format", "gitlab").out)
    assert len({row["fingerprint"] for row in rows}) == len(rows) == 3
    for row in rows:
        assert list(row) == ["description", "check_name", "fingerprint", "severity", "location"]
        assert row["severity"] in ("info", "minor", "major", "critical", "blocker")
    assert rows[0]["location"] == {"path": "a.md", "lines": {"begin": 5, "end": 5}}


@pytest.mark.parametrize("text", [MARKED, HOSTILE])
def test_junit_is_well_formed_and_counts_what_failed(copydesk: Run, tree: Tree, text: str) -> None:
    tree({"a.md": text, "b.md": CLEAN})
    root = ElementTree.fromstring(copydesk("check", "--no-grammar", "--format", "junit").out)
    failures = root.findall("./testsuite/testcase/failure")
    assert root.attrib["failures"] == str(len(failures)) != "0"
    assert [suite.attrib["name"] for suite in root] == ["a.md", "b.md"]
    assert len(root.findall("./testsuite[@name='b.md']/testcase")) == 1


@pytest.mark.parametrize("name", ["sarif", "github", "gitlab", "junit"])
def test_every_format_gives_equal_bytes(copydesk: Run, tree: Tree, name: str) -> None:
    tree({"a.md": MARKED, "b.md": HOSTILE})
    once, again = (copydesk("check", "--no-grammar", "--format", name) for _ in range(2))
    assert once.out == again.out and once.status == 1


def test_more_processes_give_the_same_bytes(copydesk: Run, tree: Tree) -> None:
    tree(
        {
            f"{name}.md": f"{text}\n{name}\n"
            for name, text in zip("abcde", [MARKED, GAP, CLEAN, HOSTILE, GAP], strict=True)
        }
    )
    check = ("check", "--no-grammar", "--format", "json", "--jobs")
    one, three = copydesk(*check, "1"), copydesk(*check, "3")
    assert one.json["diagnostics"] and one.out == three.out and one.status == three.status
