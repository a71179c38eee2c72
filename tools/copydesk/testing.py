"""For the tests of rules: a rule's examples are run as a check runs them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from copydesk import engine, fix, rules
from copydesk.model import Diagnostic
from copydesk.parse.summary import summarize
from copydesk.rule import Example, Rule, marked
from copydesk.source import Source

# What stands behind an example must not change what a record rule says of it.
_MORE = "\n### What is something else entirely?\n\nYes.\n"


def check_examples(name: str) -> None:
    """Check a rule by its examples: what it reports, what its fixes make of it, and what it looks at.

    Raises KeyError where no rule has that name (a package that brings one must be installed, an
    editable install will do), AssertionError where the rule does not do as its examples say.
    """
    rule = rules.load()[name]
    _require(rule.summary.endswith("."), rule, "the module's docstring is one sentence")
    _require(
        any(item.spans for item in rule.examples), rule, "an example of what is bad is missing"
    )
    _require(
        any(not item.spans for item in rule.examples), rule, "an example of what is good is missing"
    )
    for example in rule.examples:
        check_example(rule, example)
    offers = any(
        item.fix
        for example in rule.examples
        for item in diagnostics(rule, example.text, example.missing)
    )
    _require(offers == rule.fixable, rule, "a fix must show its result in an example")


def check_example(rule: Rule, example: Example) -> None:
    """Check a rule by one example.

    Raises AssertionError where the rule does not do as the example says.
    """
    found = diagnostics(rule, example.text, example.missing)
    shown = marked(example.text, [item.span for item in found])
    _require(
        tuple(item.span for item in found) == example.spans,
        rule,
        f"it must report\n{example.marked}\nand reports\n{shown}",
    )
    if example.fixed is not None:
        _require(all(item.fix for item in found), rule, f"every finding must be fixed:\n{shown}")
        once, _ = fix.apply(example.text, fix.wanted(found, unsafe=True))
        _require(
            once == example.fixed, rule, f"its fix must make\n{example.fixed}\nand makes\n{once}"
        )
        again = fix.wanted(diagnostics(rule, once, example.missing), unsafe=True)
        _require(fix.apply(once, again) == (once, 0), rule, f"its fix does not last:\n{once}")
    if rule.scope == "record":
        more = [replace(item, record=None) for item in diagnostics(rule, example.text + _MORE)]
        _require(
            more == [replace(item, record=None) for item in found],
            rule,
            f"it may not depend on other records than its own:\n{example.marked}",
        )


def diagnostics(
    rule: Rule, text: str, missing: Mapping[str, str] | None = None
) -> list[Diagnostic]:
    """What one rule reports in a text; spans are 0-based code-point offsets.

    All other rules run too, because a stet comment may be theirs. `missing` are paths that are
    not there, with the one that was meant.
    """
    settings = engine.Settings(rules=rules.names())
    document = engine.read(Source("example.md", text), settings)
    learnt = replace(engine.learn([summarize(document)]), missing=missing or {})
    checked = engine.check(document, settings, learnt)
    return [found for found in checked.diagnostics if found.rule == rule.name]


def _require(holds: bool, rule: Rule, message: str) -> None:
    if not holds:
        raise AssertionError(f"{rule.name}: {message}")
