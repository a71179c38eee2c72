"""The file that Copydesk was made for, where it is at hand (`COPYDESK_SEED`); none of its text is here."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from conftest import Run
from copydesk.source import Source

SEED = Path(
    os.environ.get("COPYDESK_SEED")
    or Path(__file__).resolve().parents[2] / "shared/seed/learning.md"
)
pytestmark = pytest.mark.skipif(
    not SEED.is_file(), reason="COPYDESK_SEED names no file: the seed is not checked"
)
NOTES = [33, 37, 97, 115]
GRAMMAR = {5, 33, 97, 149}


@pytest.fixture
def seed(folder: Path) -> Source:
    (folder / "learning.md").write_bytes(SEED.read_bytes())
    return Source.decode("learning.md", SEED.read_bytes())


def test_twelve_records(inside: Run, seed: Source) -> None:
    records = inside("records", "--format", "json").json["records"]
    assert [record["number"] for record in records] == list(range(1, 13))
    assert all(record["answer"]["text"] for record in records)
    assert len({record["id"] for record in records}) == 12


def test_its_notes_and_nothing_else(inside: Run, seed: Source) -> None:
    notes = inside("notes", "--format", "json").json["notes"]
    assert [note["start"]["line"] for note in notes] == NOTES
    for note in notes:
        line = seed.line_span(note["start"]["line"])
        assert note["end"]["offset"] == line.start + len(seed[line].rstrip())
        assert note["text"] == seed.text[note["start"]["offset"] : note["end"]["offset"]]
    # Three stand on lines of their own; the one in a line of prose starts after a sentence's end.
    whole = [note for note in notes if note["start"]["column"] == 1]
    assert [note["start"]["line"] for note in whole] == [33, 37, 115]
    (within,) = [note for note in notes if note["start"]["column"] > 1]
    before = seed.text[: within["start"]["offset"]].rstrip()
    assert before[-1] in ".!?"


def test_its_export_is_refused_until_it_is_allowed(inside: Run, seed: Source, folder: Path) -> None:
    refused = inside("export", "--output", "out.json")
    assert refused.status == 1
    assert not (folder / "out.json").exists()
    assert inside("export").out == ""
    for line in NOTES:
        assert f"learning.md:{line}:" in refused.err
    allowed, again = (inside("export", "--allow-unresolved") for _ in range(2))
    assert allowed.status == 0
    assert allowed.out == again.out
    records = allowed.json["records"]
    assert len(records) == 12
    notes = inside("notes", "--format", "json").json["notes"]
    assert sum(record.get("unresolved", 0) for record in records) == len(notes) == 4
    for note in notes:
        for record in records:
            assert note["text"] not in record["question"]["text"]
            assert note["text"] not in record["answer"]["text"]


def test_only_ready_holds_back_the_records_with_notes(inside: Run, seed: Source) -> None:
    result = inside("export", "--only-ready")
    noted = {note["record"] for note in inside("notes", "--format", "json").json["notes"]}
    everything = inside("records", "--format", "json").json["records"]
    ready = [record["id"] for record in result.json["records"]]
    assert result.status == 0
    assert ready == [record["id"] for record in everything if record["id"] not in noted]


def test_its_grammar(inside: Run, seed: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COPYDESK_CACHE_DIR")
    from copydesk.grammar import install

    if install.find() is None:
        pytest.skip("LanguageTool is not installed: the seed's grammar is not checked")
    result = inside("check", "--format", "json", "--no-cache")
    assert result.status == 1, result.err
    assert result.json["summary"]["grammar"] == "languagetool 6.8"
    found = result.json["diagnostics"]
    language = [
        item
        for item in found
        if item["rule"].partition("/")[0] in ("grammar", "spelling")
        or item["rule"] == "prose/repeated-words"
    ]
    assert {item["start"]["line"] for item in language} >= GRAMMAR
    last = [item for item in language if item["start"]["line"] == 149]
    assert len(last) == 2, "the repetition, and the misspelling"
    assert any(item["rule"].startswith("spelling/") for item in last)
    wrong = [item for item in language if item["start"]["line"] not in GRAMMAR]
    assert len(wrong) <= 1
    # Besides language, the notes: one statement made twice, one separator swallowed by the last note.
    others = [(item["rule"], item["start"]["line"]) for item in found if item not in language]
    assert sorted(set(others) - {("note/unmarked", line) for line in NOTES}) == [
        ("markdown/separator-swallowed", 116),
        ("prose/repeated-statement", 88),
    ]
