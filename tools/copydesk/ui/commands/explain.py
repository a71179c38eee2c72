"""`copydesk explain`: why a rule is there, with its examples."""

from __future__ import annotations

import difflib
import textwrap
from collections.abc import Iterator
from typing import Any

import click

from copydesk.ui import options, session


@click.command(
    "explain",
    short_help="Print a rule's reason, examples, fix and how to silence it.",
    epilog="""\b
Examples:
  copydesk explain note/unmarked
  copydesk explain grammar/he-verb-agr""",
)
@click.argument("rule", metavar="RULE", shell_complete=options.complete_rules)
def command(rule: str) -> None:
    """Explain one rule: reason, example, fix, how to silence it."""
    from copydesk.rules import load

    found = load().get(rule)
    if found is not None:
        session.write(_explain(found), "")
    elif rule.partition("/")[0] in ("grammar", "spelling"):
        session.write(_grammar(rule), "")
    else:
        near = difflib.get_close_matches(rule, load(), n=1, cutoff=0.4)
        hint = f"did you mean `{near[0]}`?" if near else "`copydesk rules` lists them"
        session.fail(f"no rule is named {rule!r}; {hint}")


def _explain(rule: Any) -> Iterator[str]:
    yield f"{rule.name} ({rule.severity.label})\n\n{rule.summary}\n\n"
    yield f"{rule.reason}\n"
    for example in rule.examples:
        bad = bool(example.spans)
        yield f"\n{'Reported' if bad else 'Not reported'}:\n\n"
        yield textwrap.indent(example.marked, "    ")
        if example.fixed is not None:
            yield "\nFixed:\n\n" + textwrap.indent(example.fixed, "    ")
    yield from _silence(rule.name)


def _grammar(name: str) -> Iterator[str]:
    yield (
        f"{name}\n\nA rule of the grammar engine, LanguageTool. Its message says what is wrong; words that\n"
        "the collection teaches, or its `vocabulary` files hold, are never reported as misspelled.\n"
    )
    yield from _silence(name)


def _silence(name: str) -> Iterator[str]:
    family = name.partition("/")[0]
    yield (
        f"\nTo let one place stand, write `<!-- stet: {name} -->` on the line before it or at the end of\n"
        f'its line. To turn the rule off, write in copydesk.toml: ignore = ["{name}"] (or "{family}").\n'
    )
