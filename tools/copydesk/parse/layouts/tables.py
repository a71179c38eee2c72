"""Tables with a question and its answer in each row."""

from __future__ import annotations

from collections.abc import Sequence

from copydesk.model import Node
from copydesk.parse import numbering
from copydesk.parse.layout import BELOW_HEADINGS, Finding, Page, Start, coverage
from copydesk.parse.leaves import links_away
from copydesk.parse.letters import of_runs, phrase
from copydesk.parse.vocabulary import names_answer, names_question, weight

NAME = "tables"
EXAMPLE = """\
# Cheese

| Question | Answer |
| --- | --- |
| What is rennet? | Enzymes that make milk curdle. |
| Why do cheeses have holes? | Bacteria give off gas while the curd is soft. |
"""

# Without titles that name both columns, so many of the first column's cells must ask.
_MOST = 0.75
_FEWEST = 2
_MARKS = ("?", "？", "؟")


def find(page: Page) -> Finding | None:
    """The rows of tables whose columns are called question and answer, or whose first one asks."""
    starts: list[Start] = []
    asking = 0.0
    named = 0
    for block in page.blocks:
        if block.kind != "table" or len(block.children) < 1 + _FEWEST:
            continue
        head, *rows = block.children
        titles = [cell.text.strip() for cell in head.children]
        columns = _named(titles) or _asked(rows)
        if columns is None:
            continue
        if any(_leads_away(row, columns[0]) for row in rows):
            continue
        found = [start for row in rows if (start := _start(page, row, *columns))]
        starts += found
        asking += sum(weight(page.source[start.question]) for start in found)
        named += len(found) if _named(titles) else 0
    if not starts:
        return None
    share = asking / len(starts)
    evidence = [f"{len(starts)} rows of tables", f"{share:.0%} of them ask something"]
    if named:
        evidence.append(f"the columns of {named} are called question and answer")
    covered = coverage(page, starts)
    evidence.append(f"they hold {covered:.0%} of the text")
    sure = named == len(starts) or (covered >= 0.5 and share >= _MOST)
    return Finding(tuple(starts), 0.5 + 0.4 * share if sure else 0.4, tuple(evidence))


def _named(titles: Sequence[str]) -> tuple[int, int] | None:
    """The columns that are called question and answer."""
    plain = [title.lower() for title in titles]
    questions = [i for i, name in enumerate(plain) if names_question(name) or name == "q"]
    answers = [i for i, name in enumerate(plain) if names_answer(name) or name == "a"]
    if len(questions) != 1 or len(answers) != 1 or answers[0] < questions[0]:
        return None
    return questions[0], answers[0]


def _asked(rows: Sequence[Node]) -> tuple[int, int] | None:
    """The first of two columns, where most of its cells ask and none of the other does."""
    pairs = [row.children for row in rows if len(row.children) == 2]
    if len(pairs) < len(rows):
        return None
    asking = sum(cell.text.rstrip().endswith(_MARKS) for cell, _ in pairs)
    also = sum(cell.text.rstrip().endswith(_MARKS) for _, cell in pairs)
    answered = sum(bool(cell.text.strip()) for _, cell in pairs)
    wide = min(asking, answered) >= _MOST * len(pairs)
    return (0, 1) if wide and also * 2 < asking else None


def _leads_away(row: Node, column: int) -> bool:
    """Whether a row's question is a link: a table of contents."""
    return column < len(row.children) and bool(links_away(row.children[column]))


def _start(page: Page, row: Node, column: int, other: int) -> Start | None:
    if column >= len(row.children):
        return None
    cell = row.children[column]
    letters = of_runs(cell.runs)
    found = numbering.leading(letters.text)
    low = found.words if found else len(letters.text) - len(letters.text.lstrip())
    high = len(letters.text.rstrip())
    if low >= high:
        return None
    end = row.children[other].span.end if other < len(row.children) else cell.span.end
    return Start(
        span=cell.span,
        question=phrase(page.source, cell.runs, letters, low, high),
        level=BELOW_HEADINGS,
        number=found.number if found else None,
        number_span=letters.span(found.start, found.end) if found else None,
        until=end,
    )
