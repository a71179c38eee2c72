"""Questions behind a bold number: on its line, `**3)** Sum the list.`, or below it, `**Question 3**`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from copydesk.model import Node
from copydesk.parse import numbering
from copydesk.parse.grouping import MOST
from copydesk.parse.layout import BELOW_HEADINGS, Finding, Page, Start, coverage, promised
from copydesk.parse.leaves import bold_length, first_line
from copydesk.parse.letters import of_runs, phrase
from copydesk.parse.vocabulary import weight
from copydesk.source import Span

NAME = "numbered-lines"
EXAMPLE = """\
# Exam in geology

**Question 1**

What is basalt?

**Answer:** Lava that cooled quickly.

**Question 2**

How does marble form?

**Answer:** From limestone, under heat and pressure.
"""

# Chinese, Japanese and Korean count with a word behind the number.
_NUMBER = re.compile(r"\W*(?:第[ \t]*)?(\d{1,4})[ \t]*(?:번|题|題|問|问)?\W*")
_FEWEST = 2
# Steps are numbered too: it takes so many tasks, in order, that hold so much of the page.
_TASKS = 3
_IN_ORDER = 0.9
_WHOLE = 0.6
_BOLD = "*_<"
# So many words beside the number name a task.
_NAME = 12


@dataclass(frozen=True, slots=True)
class _Line:
    start: Start
    asks: bool


def find(page: Page) -> Finding | None:
    """The paragraphs whose first line is a number in bold and no more, each with the words below it."""
    lines: list[_Line] = []
    for index, block in enumerate(page.blocks):
        if block.kind == "paragraph":
            following = page.blocks[index + 1] if index + 1 < len(page.blocks) else None
            if line := _line(page, block, following):
                lines.append(line)
    if len(lines) < _FEWEST:
        return _labelled(page)
    asking = sum(line.asks for line in lines)
    evidence = (
        f"{len(lines)} bold lines only number what stands below them",
        f"{asking} of the texts below them ask something",
    )
    sure = asking >= MOST * len(lines) or (page.collection and asking)
    return Finding(tuple(line.start for line in lines), 0.9 if sure else 0.4, evidence)


def _labelled(page: Page) -> Finding | None:
    """The paragraphs that begin with a number in bold, and a word or two with it, and then go on."""
    lines = [line for block in page.blocks if (line := _label(page, block))]
    if len(lines) < _TASKS:
        return None
    starts = tuple(line.start for line in lines)
    numbers = [start.number or 0 for start in starts]
    counted = 1 + sum(then in (1, now + 1) for now, then in pairwise(numbers))
    asking = sum(line.asks for line in lines)
    covered = coverage(page, starts)
    evidence = (
        f"{len(lines)} paragraphs begin with a number in bold, {counted} of them in order",
        f"{asking} of them ask something",
        f"they hold {covered:.0%} of the text",
    )
    called = promised(page, starts) or asking >= MOST * len(lines)
    sure = called and covered >= _WHOLE and counted >= _IN_ORDER * len(lines) and numbers[0] == 1
    return Finding(starts, 0.8 if sure else 0.4, evidence)


def _label(page: Page, block: Node) -> _Line | None:
    if block.kind != "paragraph" or page.source.text[block.span.start] not in _BOLD:
        return None
    letters = of_runs(block.runs)
    found = numbering.leading(letters.text)
    bold = bold_length(page.source, first_line(block.runs))
    if found is None or found.number is None or bold < found.end:
        return None
    name = letters.text[found.words : max(bold, found.words)]
    high = len(letters.text.rstrip())
    # A bold line that asks is a question by itself, and what is behind it its answer.
    if weight(name) or len(name.split()) > _NAME or bold >= high:
        return None
    question = phrase(page.source, block.runs, letters, found.words, high)
    start = Start(
        span=Span(block.span.start, question.end),
        question=question,
        level=BELOW_HEADINGS,
        number=found.number,
        number_span=letters.span(found.start, found.end),
    )
    return _Line(start, weight(letters.text[found.words : high]) > 0)


def _line(page: Page, block: Node, following: Node | None) -> _Line | None:
    head = first_line(block.runs)
    letters = of_runs(head)
    match = _NUMBER.fullmatch(letters.text)
    title = numbering.title(letters.text)
    if (match is None and (title is None or title.number is None)) or bold_length(
        page.source, head
    ) < len(letters.text.rstrip()):
        return None
    number = int(match[1]) if match else title.number if title else None
    asked = block.runs[len(head) + 1 :] if len(head) < len(block.runs) else ()
    if not asked and following is not None and following.kind == "paragraph":
        asked = following.runs
    words = of_runs(asked)
    low, high = len(words.text) - len(words.text.lstrip()), len(words.text.rstrip())
    if low >= high:
        return None
    question = phrase(page.source, asked, words, low, high)
    text = letters.text
    start = Start(
        span=Span(block.span.start, question.end),
        question=question,
        level=BELOW_HEADINGS,
        number=number,
        number_span=letters.span(len(text) - len(text.lstrip()), len(text.rstrip())),
    )
    return _Line(start, weight(words.text) > 0)
