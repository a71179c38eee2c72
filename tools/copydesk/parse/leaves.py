"""Paragraphs as layouts look at them: their words, their bold beginning, the links they consist of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from copydesk.model import Node, Run
from copydesk.parse import numbering
from copydesk.parse.letters import Letters, of_runs, phrase
from copydesk.parse.vocabulary import names_answer, weight
from copydesk.source import Source, Span

_OPEN = re.compile(r"<(b|strong)\b", re.IGNORECASE)
_CLOSE = re.compile(r"</(b|strong)>", re.IGNORECASE)
# Where a sentence ends and another may start.
_SENTENCE = re.compile(r"[?？؟!！.。](?:[*_\"'”’)\]]*)(?=\s|$)|[？。！]")
_ASKING = "?？؟՞"


@dataclass(frozen=True, slots=True)
class Asked:
    """The question in a paragraph: its letters from `low` to `high`, its number, how it asks.

    `rest` is the first letter behind it that says something, None where the question is all.
    """

    letters: Letters
    low: int
    high: int
    numbered: numbering.Numbered | None
    weight: float
    rest: int | None

    def question(self, source: Source, runs: tuple[Run, ...]) -> Span:
        """The question's span with the marks that are its own."""
        return phrase(source, runs, self.letters, self.low, self.high)

    @property
    def number(self) -> int | None:
        return self.numbered.number if self.numbered else None

    @property
    def number_span(self) -> Span | None:
        return self.letters.span(self.numbered.start, self.numbered.end) if self.numbered else None


def asked(runs: tuple[Run, ...]) -> Asked | None:
    """The question with which inline runs start, None where there are no words."""
    letters = of_runs(runs)
    text = letters.text
    found = numbering.leading(text)
    low = found.words if found else len(text) - len(text.lstrip())
    if not any(letter.isalnum() for letter in text[low:]):
        return None
    high = _end(text, low)
    rest = next((at for at in range(high, len(text)) if text[at].isalnum()), None)
    if rest is None and (link := _answer_link(runs)) is not None:
        rest, high = link, len(text[:link].rstrip(" \t([–—-→"))
    elif rest is None:
        high = len(text.rstrip())
    return Asked(letters, low, high, found, weight(text[low:high]), rest)


def _answer_link(runs: tuple[Run, ...]) -> int | None:
    """The letter at which a link to the answer starts behind a question, None where there is none."""
    at = 0
    for run in runs:
        shown = of_runs((run,)).text
        if at and any(mark.kind == "link" for mark in run.marks) and names_answer(shown):
            return at
        at += len(shown)
    return None


def _end(text: str, low: int) -> int:
    """Where the question ends: behind the last of the asking sentences with which the text starts."""
    if not any(mark in text for mark in _ASKING):
        return len(text.rstrip())
    begin = end = low
    for match in _SENTENCE.finditer(text, low):
        sentence = text[begin : match.end()]
        begin = match.end()
        if any(mark in match.group() for mark in _ASKING):
            end = match.end()
        elif end > low:
            # A task that follows the question belongs to it, and then a further question may.
            if weight(sentence) < 1:
                break
            end = match.end()
    else:
        if end > low and text[begin:].strip() and weight(text[begin:]) == 1:
            end = len(text.rstrip())
    return end if end > low else len(text.rstrip())


def bold_length(source: Source, runs: tuple[Run, ...]) -> int:
    """How many letters at the start of runs end with their last bold one, 0 where words come before."""
    count = length = 0
    inside = False
    for run in runs:
        if run.kind == "html":
            tag = source[run.span]
            inside = (inside or bool(_OPEN.match(tag))) and not _CLOSE.match(tag)
            continue
        if run.kind == "footnote_ref":
            continue
        bold = inside or any(mark.kind == "strong" for mark in run.marks)
        shown = of_runs((run,)).text
        if not bold and (run.kind == "break" or any(letter.isalnum() for letter in shown)):
            break
        count += len(shown)
        length = count if bold else length
    return length


def links_away(node: Node) -> bool:
    """Whether a paragraph is nothing but links, be it within the page or to anywhere."""
    linked = False
    for run in node.runs:
        if any(mark.kind == "link" for mark in run.marks):
            linked = True
        elif run.kind == "code" or any(letter.isalpha() for letter in run.text):
            return False
    return linked


def first_line(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """The runs before the first line break."""
    return tuple(_until_break(runs))


def _until_break(runs: tuple[Run, ...]) -> Iterator[Run]:
    for run in runs:
        if run.kind == "break":
            return
        yield run
