"""Every rule's examples are its tests, and what they miss is said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from copydesk.model import Diagnostic, Record
from copydesk.rule import Bad, Context, Example, Good, Rule
from copydesk.rules import load
from copydesk.testing import check_example, check_examples

NUMBERS = load()["record/number-gap"]


@pytest.mark.parametrize("rule", load())
def test_examples(rule: str) -> None:
    check_examples(rule)


def test_a_rule_that_is_not_there() -> None:
    with pytest.raises(KeyError, match="house/none"):
        check_examples("house/none")


@pytest.mark.parametrize(
    ("example", "message"),
    [
        (Good("## 1. What?\n\nA.\n\n## 3. Why?\n\nB.\n"), "## ⟦3.⟧ Why?"),
        (Bad("## ⟦1.⟧ What?\n\nA.\n\n## 3. Why?\n\nB.\n"), "it must report\n## ⟦1.⟧ What?"),
        (
            Bad("## 1. What?\n\nA.\n\n## ⟦3.⟧ Why?\n\nB.\n", fixed="## 1. What?\n"),
            "and makes\n## 1. What?\n\nA.\n\n## 2. Why?",
        ),
    ],
)
def test_an_example_that_is_wrong(example: Example, message: str) -> None:
    with pytest.raises(AssertionError, match=re.escape(message)):
        check_example(NUMBERS, example)


def test_a_record_rule_that_looks_at_other_records() -> None:
    """What is kept by a record would not hold."""

    def check(record: Record, context: Context) -> Iterator[Diagnostic]:
        if len(context.document.records) > 1:
            yield context.diagnostic(record.question.span, "one of many")

    rule = replace(load()["record/empty-answer"], check=check)
    with (
        pytest.raises(AssertionError, match="may not depend on other records"),
        loaded(rule),
    ):
        check_example(rule, Good("### What is KL?\n\nA distance.\n"))


@contextmanager
def loaded(rule: Rule) -> Iterator[None]:
    """Let a rule stand in for that of its name."""
    rules, own = load(), load()[rule.name]
    rules[rule.name] = rule
    try:
        yield
    finally:
        rules[rule.name] = own
