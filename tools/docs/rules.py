"""The pages of the rules, from each one's file: summary, reason, and its examples with the span marked."""

from __future__ import annotations

import html
from collections import defaultdict
from collections.abc import Iterator

from copydesk import rules
from copydesk.rule import Example, Rule


def pages() -> dict[str, str]:
    """A page for each family, and one that lists all rules."""
    families: dict[str, list[Rule]] = defaultdict(list)
    for rule in own():
        families[rule.family].append(rule)
    made = {"rules/index.md": _index(families)}
    for family, held in families.items():
        parts = (part for rule in held for part in _rule(rule))
        made[f"rules/{family}.md"] = f"# The {family} rules\n\n{''.join(parts)}"
    return made


def own() -> list[Rule]:
    """Our rules without those of packages that happen to be installed."""
    return [
        rule for rule in rules.load().values() if rule.check.__module__.startswith(rules.__name__)
    ]


def _index(families: dict[str, list[Rule]]) -> str:
    rows = "".join(
        f"| [`{rule.name}`]({_link(rule)}) | {rule.severity.label} | {'yes' if rule.fixable else ''} "
        f"| {rule.summary} |\n"
        for held in families.values()
        for rule in held
    )
    return (
        "# Rules\n\n"
        "A rule has a name of the form `family/name`. Wherever a rule can be named, its family can be "
        "too. Findings of the grammar engine appear as `grammar/…` and `spelling/…`; "
        "[`copydesk explain`](../commands/explain.md) knows them all.\n\n"
        "| rule | severity | fix | what it checks |\n| --- | --- | --- | --- |\n"
        f"{rows}\n"
        "The severity is the one without [configuration](../configuration.md#severity). A fix is "
        "applied by [`copydesk check --fix`](../commands/check.md). In the examples, the words that a "
        "rule reports are marked; each example is a test of its rule. "
        "How to let a finding stand: [Letting things stand](../silence.md).\n"
    )


def _link(rule: Rule) -> str:
    return f"{rule.family}.md#{_anchor(rule)}"


def _anchor(rule: Rule) -> str:
    return rule.name.partition("/")[2]


def _rule(rule: Rule) -> Iterator[str]:
    yield f"## {rule.name} {{#{_anchor(rule)}}}\n\n{rule.summary}\n\n"
    yield f"Severity: **{rule.severity.label}**. "
    yield "It offers a fix.\n\n" if rule.fixable else "It offers no fix.\n\n"
    yield f"{rule.reason}\n\n"
    for example in sorted(rule.examples, key=lambda one: not one.spans):
        yield from _example(example)


def _example(example: Example) -> Iterator[str]:
    yield _block("Reported" if example.spans else "Not reported", _marked(example))
    if example.fixed is not None:
        yield _block("Fixed", _escaped(example.fixed))


def _marked(example: Example) -> str:
    text, at = [], 0
    for span in example.spans:
        text.append(_escaped(example.text[at : span.start]))
        text.append(f"<mark>{_escaped(example.text[span.slice])}</mark>")
        at = span.end
    text.append(_escaped(example.text[at:]))
    return "".join(text)


def _escaped(text: str) -> str:
    """A text as HTML in which the generator's search for links finds none."""
    return html.escape(text, quote=False).replace("[", "&#91;")


def _block(title: str, inner: str) -> str:
    kind = title.lower().replace(" ", "-")
    return (
        f'<div class="example {kind}"><p class="example-title">{title}</p>'
        f"<pre><code>{inner}</code></pre></div>\n\n"
    )
