"""Schemas: real outputs against ours, a user's own that extend them, the configuration's and front matter's."""

from __future__ import annotations

import json
import socket
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from conftest import Run, Tree
from copydesk.config import KEYS, Config, ConfigError, load
from copydesk.notes.options import DEFAULT_MIN_SCORE, NoteOptions
from copydesk.resources import schema

SHIPPED = ("record", "records", "check", "notes", "notes-stat", "config", "front-matter")
CLEAN = "### What is PPO?\n\nPPO is an algorithm that clips a ratio.\n"
RICH = (
    "\ufeff---\ntags: [rl]\n---\n\n# Learning\n\n### Q1. What is PPO?\n\n**A:** PPO clips clips it.\n\n"
    "TODO: more\n\n---\n\n### Q3. What is DPO?\n\n**A:** A loss. <!-- stet -->\n\n"
    "### Q4. What is KTO?\n\n**A:**\n\nlorem ipsum dolor sit amet\n"
)


def validator(name: str) -> Draft202012Validator:
    registry: Registry[Any] = Registry().with_resources(
        (schema(each)["$id"], DRAFT202012.create_resource(schema(each))) for each in SHIPPED
    )
    return Draft202012Validator(schema(name), registry=registry)


@pytest.mark.parametrize("name", SHIPPED)
def test_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))
    assert schema(name)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema(name)["$id"].startswith(f"urn:copydesk:{name}")


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("check", "check --no-grammar --format json"),
        ("check", "check --format json"),
        ("check", "check --no-grammar --format json --select math"),
        ("notes", "notes --format json"),
        ("notes", "notes --format json --min-score 0"),
        ("records", "records --format json"),
        ("records", "export --allow-unresolved --only-ready"),
        ("records", "export"),
    ],
)
def test_real_output_validates(inside: Run, tree: Tree, name: str, command: str) -> None:
    tree({"a.md": RICH if command != "export" else CLEAN, "b.md": "Nothing asked.\n"})
    answer = inside(*command.split()).json
    validator(name).validate(answer)
    # The schema says something: an answer without its parts is refused.
    for key in answer:
        without = {other: value for other, value in answer.items() if other != key}
        assert not validator(name).is_valid(without)
    assert not validator(name).is_valid({**answer, "version": 2})


def test_every_part_of_a_record_is_required() -> None:
    required = {"id", "number", "question", "answer", "section", "tags", "source", "hash"}
    assert set(schema("record")["required"]) == required


def config_keys() -> set[str]:
    found = set()
    for key, value in schema("config")["properties"].items():
        inner = value.get("properties")
        found.update([f"{key}.{name}" for name in inner] if inner else [key])
    return found


def test_the_configurations_schema_has_the_same_keys() -> None:
    assert config_keys() == set(KEYS)


def test_the_configurations_schema_says_what_each_key_does_without_one() -> None:
    """Editors show it: a description, and the default where it is a single value."""
    options = NoteOptions()
    made_elsewhere = {"notes.min-score": DEFAULT_MIN_SCORE, "notes.model": options.model}
    for key in KEYS:
        said: Any = schema("config")
        for part in key.split("."):
            said = said["properties"][part]
        assert said["description"].endswith(".")
        default = getattr(Config(Path()), key.replace(".", "_").replace("-", "_"))
        if default is None or key in made_elsewhere:
            default = made_elsewhere[key]
        assert said.get("default") == (default if default or default is False else None)


@pytest.mark.parametrize(
    "toml",
    [
        "",
        "include = '*.md'\nexclude = ['a', 'b']",
        "select = ['note']\nignore = []",
        "severity = {note = 'info', 'record/number-gap' = 'error'}",
        "severity = {note = 'ERROR'}",
        "severity = {note = 1}",
        "per-file-ignores = {'a/**' = ['note'], 'b' = 'math'}",
        "per-file-ignores = {'a' = 3}",
        "fail-on = 'never'",
        "fail-on = 'Never'",
        "[notes]\nmin-score = 1\nmodel = '1'",
        "notes.min-score = 1.5",
        "notes.min-score = '1'",
        "notes = 1",
        "'notes.min-score' = 0.5",
        "export.block = ['prose']",
        "export.blocks = ['prose']",
        "[grammar]\npicky = true\ndisabled = ['A']\nserver = 'http://localhost:8081'\nidle-minutes = 2.5",
        "grammar.engine = 'languagetool'",
        "grammar.engine = 'other'",
        "grammar.picky = 1",
        "cache = '.cache'\nlanguage = 'en'\nlayout = 'auto'\nvocabulary = 'w.txt'\nschema = 's.json'",
        "language = 3",
        "nonsense = 1",
        "include = {a = 1}",
    ],
)
def test_the_schema_accepts_what_is_accepted(tmp_path: Path, toml: str) -> None:
    path = tmp_path / "copydesk.toml"
    path.write_text(toml)
    try:
        load(path)
        accepted = True
    except ConfigError:
        accepted = False
    assert validator("config").is_valid(tomllib.loads(toml)) is accepted


OWN = {"allOf": [{"$ref": "urn:copydesk:record"}]}
TWO = f"{CLEAN}\n## Part\n\n### Q7. What is DPO?\n\n**A:** A loss that is long.\n\nReally long, that is.\n"


@pytest.mark.parametrize(
    ("own", "words"),
    [
        (
            {"properties": {"answer": {"properties": {"text": {"maxLength": 40}}}}},
            "A loss that is long.",
        ),
        (
            {"properties": {"answer": {"properties": {"markdown": {"pattern": "PPO"}}}}},
            "A loss that is long.",
        ),
        (
            {"properties": {"question": {"properties": {"text": {"pattern": "PPO"}}}}},
            "What is DPO?",
        ),
        ({"properties": {"number": {"enum": [None, 1]}}}, "Q7."),
        ({"properties": {"id": {"pattern": "ppo"}}}, "What is DPO?"),
        ({"properties": {"section": {"maxItems": 0}}}, "What is DPO?"),
        (
            {"if": {"properties": {"number": {"const": 7}}}, "then": {"required": ["x"]}},
            "What is DPO?",
        ),
    ],
)
@pytest.mark.parametrize("where", ["configuration", "front matter"])
def test_a_users_schema_is_broken_at_its_place(
    inside: Run, tree: Tree, own: dict[str, Any], words: str, where: str
) -> None:
    head = "---\nschema: ../s.json\n---\n\n" if where == "front matter" else ""
    text = head + TWO
    tree(
        {
            "sub/a.md": text,
            "s.json": json.dumps({**OWN, **own}),
            "copydesk.toml": "" if head else "schema = 's.json'",
        }
    )
    report = inside("check", "--no-grammar", "--format", "json", "--select", "schema").json
    (found,) = report["diagnostics"]
    assert found["rule"] == "schema/invalid"
    assert text[found["start"]["offset"] : found["end"]["offset"]] == words
    assert found["record"] == "what-is-dpo"


def test_ours_stays_in_force_under_a_users(inside: Run, tree: Tree) -> None:
    tree(
        {
            "a.md": "---\ntags: [rl, rl]\n---\n\n" + CLEAN,
            "s.json": json.dumps(OWN),
            "copydesk.toml": "schema = 's.json'",
        }
    )
    result = inside("check", "--no-grammar", "--format", "json")
    assert result.rules == ["schema/invalid"]
    assert result.json["diagnostics"][0]["start"]["line"] == 2
    assert inside("export").status == 1


@pytest.mark.parametrize("command", ["check --no-grammar", "notes", "records", "export"])
def test_a_remote_schema_is_refused_and_never_fetched(
    inside: Run, tree: Tree, command: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/record.json"
        tree(
            {
                "a.md": CLEAN,
                "s.json": json.dumps({"allOf": [{"$ref": address}]}),
                "copydesk.toml": "schema = 's.json'",
            }
        )
        result = inside(*command.split())
        with pytest.raises(BlockingIOError):
            server.accept()
    if command in ("notes", "records"):
        assert result.status == 0, "they have no gate, so no schema either"
    else:
        assert (result.status, result.out) == (2, "")
        assert address in result.err and "never fetched" in result.err


@pytest.mark.parametrize(
    "own",
    [
        '{"$ref": "other.json"}',
        '{"$ref": "#/$defs/none"}',
        '{"$dynamicRef": "#none"}',
        '{"$ref": "#"}',
        '{"type": "nope"}',
        '{"properties": {"id": {"pattern": "("}}}',
        "[]",
        "{",
        "",
        "[" * 100_000,
    ],
)
def test_a_schema_that_cannot_be_used_is_said(inside: Run, tree: Tree, own: str) -> None:
    tree({"a.md": CLEAN, "s.json": own, "copydesk.toml": "schema = 's.json'"})
    result = inside("check", "--no-grammar", "a.md")
    assert (result.status, result.out) == (2, "")
    assert len(result.err.splitlines()) == 1
    assert "schema" in result.err or "s.json" in result.err


def test_a_files_own_schema_that_cannot_be_used_stops_no_other(inside: Run, tree: Tree) -> None:
    noted = "### What is DPO?\n\nTODO: more\n"
    tree({"a.md": noted, "b.md": f"---\nschema: none.json\n---\n\n{CLEAN}", "copydesk.toml": ""})
    everything = inside("check", "--no-grammar", "--format", "json")
    assert (everything.status, everything.rules) == (2, ["note/marked"])
    assert "copydesk: b.md: none.json" in everything.err
    assert inside("check", "--no-grammar", "a.md").status == 1
    assert inside("export", "--allow-unresolved", "b.md").status == 2


@pytest.mark.parametrize(
    ("yaml", "line"),
    [
        ("title: Training\nlanguage: en-GB\ntags: [a, b]\ndraft: false", None),
        ("tags: one", None),
        ("weight: 3\nauthor: {name: Ada}", None),
        ("id: 7", None),
        ("title: x\nid: [a]", 3),
        ("title: 7", 2),
        ("title: x\nlanguage: not a language", 3),
        ("title: x\ntags: [1]", 3),
        ("title: x\n\ndraft: maybe", 4),
        ("title: x\nschema: [a]", 3),
        ("title: [open", 1),
        ("tags: 2026-01-31", 2),
    ],
)
def test_front_matter(inside: Run, tree: Tree, yaml: str, line: int | None) -> None:
    for newline in ("\n", "\r\n"):
        tree({"a.md": f"---\n{yaml}\n---\n\n{CLEAN}".replace("\n", newline)})
        result = inside("check", "--no-grammar", "--format", "json", "--select", "schema")
        found = [(item["rule"], item["start"]["line"]) for item in result.json["diagnostics"]]
        assert found == ([("schema/front-matter", line)] if line else [])
