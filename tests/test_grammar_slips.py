"""Slips in sentences of our own, set into every kind of Markdown: found, on exactly their words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from copydesk.grammar import install
from copydesk.grammar.annotate import annotate
from copydesk.grammar.checker import Checker
from copydesk.grammar.diagnostics import Asked, check_documents
from copydesk.grammar.languagetool import LanguageToolChecker
from copydesk.parse.records import read
from copydesk.source import Source, Span

pytestmark = pytest.mark.skipif(
    install.find() is None, reason="LanguageTool is not installed (copydesk grammar install)"
)

# Each slip stands between brackets; the rest of its sentence is clean.
SENTENCES = (
    "The baker wants a ⟦diffrent⟧ oven for rye bread.",
    "Rye bread ⟦needs needs⟧ a longer rest than wheat.",
    "We can ⟦explains⟧ the crumb by its water.",
    "They ⟦bakes⟧ at night and sleep by day.",
    "It is ⟦an⟧ loaf that keeps for a week.",
    "The dough is softer ⟦then⟧ yesterday.",
    "It ⟦rise⟧ twice before it is shaped.",
    "A warm ⟦kichen⟧ makes the dough rise sooner.",
    "There is ⟦alot⟧ of steam in the oven.",
    "He ⟦say⟧ that a loaf has to cool first.",
)
# `%` is the sentence; `{}` its slip, where markup goes around it.
PLACES = {
    "a paragraph": "%",
    "a heading that asks": "## Why so?\n\n%",
    "below a numbered question": "### Q3. Why so?\n\n%",
    "bold around the slip": "**{}**",
    "a link around the slip": "[{}](https://example.org/a_b)",
    "emphasis around the sentence": "*%*",
    "a list item": "- One thing first.\n- %\n- One thing last.",
    "a numbered item": "1. One thing first.\n2. %",
    "a nested item": "- One thing first.\n  - %",
    "an item's second paragraph": "- One thing first.\n\n  %",
    "a task": "- [x] %",
    "a quote": "> One thing first.\n>\n> %",
    "a callout": "> [!NOTE]\n> %",
    "a table's cell": "| one | two |\n| --- | --- |\n| `ab` | % |",
    "a summary": "<details><summary>Why so?</summary>\n\nOne thing.\n\n</details>\n\n"
    "<details><summary>% Is that so?</summary>\n\nOne thing last.\n\n</details>",
    "a heading in HTML": "<h3>Why so?</h3>\n\nOne thing.\n\n<h3>% Is that so?</h3>\n\nOne thing last.",
    "inside details": "<details><summary>One thing</summary>\n\n%\n\n</details>",
    "a footnote": "One thing.[^1]\n\n[^1]: %",
    "after a formula": "Let $x_1 = \\frac{a}{b}$ be small. %",
    "after a displayed formula": "Take this:\n\n$$\na = b\n$$\n\n%",
    "after code": "Call `run(x)` first. %",
    "after a code block": "```sh\nls -la\n```\n\n%",
    "after an image": "![a loaf](loaf.png)\n\n%",
    "after emoji": "🍞👩‍🍳 Good bread. %",
    "after CJK": "面包。\n\n%",
    "after an entity": "Bread &amp; butter. %",
    "after a comment": "<!-- prettier-ignore -->\n%",
    "before a hard break": "%\\\nOne thing last.",
    "with CRLF": "One thing first.\r\n\r\n%\r\n",
    "hard-wrapped": "One thing comes first, and it is a long one that goes on to here.\n%",
    "below an answer mark": "**Q:** Why so?\n\n**A:** %",
    "after front matter": "---\ntitle: Bread\n---\n\n%",
}


@pytest.fixture(scope="module")
def checker() -> Iterator[Checker]:
    with LanguageToolChecker() as engine:
        yield engine


def placed(place: str, sentence: str) -> tuple[str, Span]:
    """A sentence in its place, without the brackets, and where its slip is then."""
    slip = sentence[sentence.index("⟦") : sentence.index("⟧") + 1]
    around = place if "{}" in place else "{}"
    text = place if "%" in place else "%"
    text = text.replace("%", sentence.replace(slip, around.replace("{}", slip)))
    start = text.index("⟦")
    return text.replace("⟦", "").replace("⟧", ""), Span(start, text.index("⟧") - 1)


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_a_slip_is_found_on_its_words(checker: Checker, place: str) -> None:
    cases = [placed(place, sentence) for sentence in SENTENCES]
    asked = []
    for number, (text, _) in enumerate(cases):
        document = read(Source(f"{number}.md", text))
        asked.append(Asked(document, frozenset(), annotate(document)))
    found: list[list[Span]] = [[] for _ in cases]
    for item in check_documents(asked, checker):
        found[int(item.path.removesuffix(".md"))].append(item.span)
    for (text, span), spans in zip(cases, found, strict=True):
        assert spans == [span], (text, [text[slice(*other)] for other in spans])
