"""The formats that other tools read: each is what its reader demands, and survives hostile text."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest

from conftest import Run, Tree

ROOT = Path(__file__).parents[1]
SCHEMAS = ROOT / "tests" / "schemas"
PACKAGES = ROOT / "node_modules"
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
        # GitLab refuses a row that lacks one of these.
        assert {"description", "check_name", "fingerprint", "severity", "location"} <= set(row)
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


def package(name: str, program: str = "node") -> Path:
    """The folder of a package from npm, and the program that runs it."""
    if not (PACKAGES / name).exists() or not shutil.which(program):
        pytest.skip(f"{program} or npm's {name} is missing: `make readers` installs it")
    return PACKAGES / name


ANNOTATE = """
const core = require(process.argv[1]);
for (const { level, message, place } of JSON.parse(process.argv[2])) core[level](message, place);
"""


def test_github_is_written_as_its_own_toolkit_writes(copydesk: Run, tree: Tree) -> None:
    toolkit = package("@actions/core")
    tree({"a,b: ü.md": HOSTILE + "\nTODO: two\n", "c.md": GAP + "It is is.\n\n$x_{1$\n"})
    ours = copydesk("check", "--no-grammar", "--format", "github").out
    found = copydesk("check", "--no-grammar", "--format", "json").json["diagnostics"]
    assert {item["severity"] for item in found} == {"error", "warning"}
    wanted = []
    for item in found:
        start, end = item["start"], item["end"]
        place = {"title": item["rule"], "file": item["path"], "startLine": start["line"]}
        if start["line"] == end["line"]:
            place |= {"startColumn": start["column"], "endColumn": end["column"]}
        else:
            place |= {"endLine": end["line"]}
        wanted.append({"level": item["severity"], "message": item["message"], "place": place})
    done = subprocess.run(
        ["node", "-e", ANNOTATE, toolkit, json.dumps(wanted)],
        capture_output=True,
        check=True,
    )

    def parts(text: str) -> list[tuple[set[str], str]]:
        """The properties of each line in any order, and its message."""
        lines = [line.split("::", 2) for line in text.splitlines()]
        return [(set(re.split("[ ,]", head)), message) for _, head, message in lines]

    assert parts(ours) == parts(done.stdout.decode())


def test_gitlab_is_what_code_climate_specifies(copydesk: Run, tree: Tree) -> None:
    package("codeclimate-types")
    compiler = package("typescript") / "bin" / "tsc"
    folder = tree({"a.md": MARKED + HOSTILE, "b.md": GAP})
    (folder / "node_modules").symlink_to(PACKAGES)
    rows = copydesk("check", "--no-grammar", "--format", "gitlab").out

    def compiled(text: str) -> subprocess.CompletedProcess[str]:
        (folder / "report.ts").write_text(
            f'import type {{ Issue }} from "codeclimate-types"\nexport const report: Issue[] = {text}'
        )
        command = ["node", compiler, "--noEmit", "--strict", "report.ts"]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    assert compiled(rows).stdout == ""
    assert '"colour"' in compiled(rows.replace('"minor"', '"colour"')).stdout


@pytest.mark.parametrize("text", [MARKED, HOSTILE, GAP, CLEAN])
def test_junit_is_read_by_a_parser_of_it(copydesk: Run, tree: Tree, text: str) -> None:
    junitparser = pytest.importorskip("junitparser", reason="junitparser: `make readers`")
    folder = tree({"a.md": text})
    copydesk("check", "--no-grammar", "--format", "junit", "--output", "junit.xml")
    found = copydesk("check", "--no-grammar", "--format", "json").json["diagnostics"]
    (suite,) = junitparser.JUnitXml.fromfile(folder / "junit.xml")
    assert suite.name == "a.md" and suite.failures == len(found)
    results = [result for case in suite for result in case.result]
    read = [(result.type, result.message) for result in results]
    lost = re.compile(r"[\x00-\x1f]")
    assert read == [(item["severity"], lost.sub("\ufffd", item["message"])) for item in found]


def test_html_is_valid(copydesk: Run, tree: Tree) -> None:
    checker = package("vnu-jar", "java") / "build" / "dist" / "vnu.jar"
    tree({"a.md": MARKED + HOSTILE, "b ü.md": GAP + "| a |\n| - |\n| TODO |\n", "c.md": CLEAN})
    copydesk("check", "--no-grammar", "--format", "html", "--output", "report.html")
    done = subprocess.run(
        ["java", "-jar", checker, "--errors-only", "report.html"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
