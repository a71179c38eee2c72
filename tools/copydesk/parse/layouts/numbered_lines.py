"""Questions below a bold line that only numbers them: `**Question 3**`, `**3.**`, then the question."""

from __future__ import annotations

import re
from dataclasses import dataclass

from copydesk.model import Node
from copydesk.parse import numbering
from copydesk.parse.grouping import MOST
from copydesk.parse.layout import BELOW_HEADINGS, Finding, Page, Start
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
        return None
    asking = sum(line.asks for line in lines)
    evidence = (
        f"{len(lines)} bold lines only number what stands below them",
        f"{asking} of the texts below them ask something",
    )
    sure = asking >= MOST * len(lines) or (page.collection and asking)
    return Finding(tuple(line.start for line in lines), 0.9 if sure else 0.4, evidence)


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
