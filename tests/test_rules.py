"""Every rule's examples are its tests."""

from __future__ import annotations

from dataclasses import replace

import pytest

from copydesk import engine, fix
from copydesk.model import Diagnostic
from copydesk.parse.summary import summarize
from copydesk.rule import Example, Rule
from copydesk.rules import load
from copydesk.source import Source

RULES = load()
CASES = [
    pytest.param(rule, example, id=f"{rule.name}-{index}")
    for rule in RULES.values()
    for index, example in enumerate(rule.examples)
]


def diagnostics(rule: Rule, text: str) -> list[Diagnostic]:
    """What one rule reports; the others run too, because a stet comment may be theirs."""
    settings = engine.Settings(rules=tuple(RULES))
    document = engine.read(Source("example.md", text), settings)
    checked = engine.check(document, settings, engine.learn([summarize(document)]))
    return [found for found in checked.diagnostics if found.rule == rule.name]


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_example(rule: Rule, example: Example) -> None:
    found = diagnostics(rule, example.text)
    assert [example.text[item.span.slice] for item in found] == [
        example.text[span.slice] for span in example.spans
    ]
    assert tuple(item.span for item in found) == example.spans


FIXED = [case for case in CASES if case.values[1].fixed is not None]


@pytest.mark.parametrize(("rule", "example"), FIXED)
def test_fix(rule: Rule, example: Example) -> None:
    found = diagnostics(rule, example.text)
    assert all(item.fix for item in found)
    once, applied = fix.apply(example.text, fix.wanted(found, unsafe=True))
    assert applied
    assert once == example.fixed
    again = diagnostics(rule, once)
    assert fix.apply(once, fix.wanted(again, unsafe=True)) == (once, 0)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_declared_whole(rule: Rule) -> None:
    assert rule.summary.endswith("."), "the module's docstring is one sentence"
    assert any(not example.spans for example in rule.examples), "an example of what is good"
    offers = any(item.fix for example in rule.examples for item in diagnostics(rule, example.text))
    assert offers == rule.fixable, "a fix must show its result"


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_reports_something(rule: Rule) -> None:
    assert any(example.spans for example in rule.examples), "an example of what is bad"


def test_scope_is_kept() -> None:
    """A record rule that looked at other records could not be cached by its record."""
    for rule in RULES.values():
        if rule.scope != "record":
            continue
        for example in rule.examples:
            alone = diagnostics(rule, example.text)
            more = diagnostics(
                rule, example.text + "\n### What is something else entirely?\n\nYes.\n"
            )
            assert [replace(item, record=None) for item in alone] == [
                replace(item, record=None) for item in more
            ]
