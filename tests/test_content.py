"""Our own collection is clean, and every flaw planted in its drafts is found."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from copydesk.grammar import install
from copydesk.ui.checking import Outcome, Run
from copydesk.workspace import Request, load

ROOT = Path(__file__).parents[1]
PLANTED: list[dict[str, Any]] = json.loads((ROOT / "tests/golden/drafts.json").read_text("utf-8"))


def check(monkeypatch: pytest.MonkeyPatch, *paths: str, grammar: bool) -> Outcome:
    monkeypatch.chdir(ROOT)
    workspace = load(Request(paths=paths))
    assert not workspace.errors
    return Run(workspace, grammar=grammar, cached=False).check()


@pytest.fixture
def engine() -> None:
    if install.find() is None:
        pytest.skip("LanguageTool is not installed: run `copydesk grammar install`")


def test_clean_collection_without_grammar(monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = check(monkeypatch, "content", grammar=False)
    assert [found for item in outcome.checked for found in item.diagnostics] == []
    assert sum(item.records for item in outcome.checked) >= 40
    assert len({item.read().layout for item in outcome.checked}) > 1


@pytest.mark.usefixtures("engine")
def test_clean_collection_with_grammar(monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = check(monkeypatch, "content", grammar=True)
    assert outcome.grammar.startswith("languagetool")
    assert [found for item in outcome.checked for found in item.diagnostics] == []


@pytest.mark.usefixtures("engine")
def test_every_planted_flaw_is_found_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    drafts = [
        str(path.relative_to(ROOT)) for path in sorted((ROOT / "content/drafts").glob("*.md"))
    ]
    outcome = check(monkeypatch, *drafts, grammar=True)
    sources = {item.source.path: item.source for item in outcome.checked}
    found = [diagnostic for item in outcome.checked for diagnostic in item.diagnostics]
    places = {(item.path, sources[item.path].line_of(item.span.start), item.rule) for item in found}
    missed = [
        flaw
        for flaw in PLANTED
        if not any(
            (path, line) == (flaw["path"], flaw["line"]) and _is(rule, flaw["rule"])
            for path, line, rule in places
        )
    ]
    assert missed == []
    extra = [
        place
        for place in sorted(places)
        # A slip inside a planted note is a second true finding on its line.
        if not any((flaw["path"], flaw["line"]) == place[:2] for flaw in PLANTED)
    ]
    assert extra == []


def _is(rule: str, expected: str) -> bool:
    return rule == expected or rule.startswith(f"{expected}/")
