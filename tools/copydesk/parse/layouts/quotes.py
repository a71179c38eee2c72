"""Questions and answers told apart by quoting: the question is quoted, or what answers it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from copydesk.model import Node
from copydesk.parse import numbering
from copydesk.parse.layout import BELOW_HEADINGS, Finding, Page, Start, coverage, promised
from copydesk.parse.letters import of_runs, phrase
from copydesk.parse.vocabulary import weight
from copydesk.source import Span

NAME = "quotes"
EXAMPLE = """\
# Ferns, asked often

> Do ferns flower?

No, they have spores.

> Why are young fronds rolled up?

So that their soft tips are safe while they grow.
"""

_MOST = 0.75
_FEWEST = 2
_WHOLE = 0.6
# What answers a question among quoted answers, and is none of the text that runs on.
_ANSWERS = ("block_quote", "list", "code")
_LONG = 500


@dataclass(frozen=True, slots=True)
class _Asked:
    start: Start
    asks: float


def find(page: Page) -> Finding | None:
    """The quotes that ask, with unquoted text below them, or the paragraphs that quotes answer."""
    for found, what in (
        (_quoted(page), "quotes ask something and are answered below"),
        (_unquoted(page), "paragraphs ask something that is answered in a quote"),
    ):
        asking = [item.start for item in found if item.asks]
        if len(asking) < _FEWEST or len(asking) < _MOST * len(found):
            continue
        covered = coverage(page, asking)
        evidence = (f"{len(asking)} of {len(found)} {what}", f"they hold {covered:.0%} of the text")
        sure = covered >= _WHOLE or promised(page, asking)
        confidence = 0.5 + 0.35 * len(asking) / len(found)
        return Finding(tuple(asking), confidence if sure else 0.4, evidence)
    return None


def _quoted(page: Page) -> list[_Asked]:
    found: list[_Asked] = []
    for block, following in pairwise(page.blocks):
        if block.kind == "block_quote" and following.kind not in ("block_quote", "heading"):
            (first, *more) = block.children or (block,)
            if first.kind == "paragraph" and not more:
                found += _asked(page, block, first, least=1)
    return found


def _unquoted(page: Page) -> list[_Asked]:
    found: list[_Asked] = []
    answered = 0
    for block, following in pairwise(page.blocks):
        if block.kind != "paragraph" or following.kind not in _ANSWERS:
            continue
        quote = following.kind == "block_quote"
        answered += quote
        found += [
            item
            for item in _asked(page, block, block, least=0.5 if quote else 1)
            if quote or item.asks
        ]
    return found if answered >= _MOST * len(found) else []


def _asked(page: Page, block: Node, words: Node, *, least: float) -> Sequence[_Asked]:
    letters = of_runs(words.runs)
    number = numbering.leading(letters.text)
    low = number.words if number else len(letters.text) - len(letters.text.lstrip())
    high = len(letters.text.rstrip())
    if low >= high:
        return ()
    question = phrase(page.source, words.runs, letters, low, high)
    value = weight(letters.text[low:high]) if high - low <= _LONG else 0.0
    start = Start(
        span=Span(block.span.start, question.end),
        question=question,
        level=BELOW_HEADINGS,
        number=number.number if number else None,
        number_span=letters.span(number.start, number.end) if number else None,
    )
    return (_Asked(start, value if value >= least else 0.0),)
