"""Definition lists whose terms are the questions: `What is X?`, then `: It is …`."""

from __future__ import annotations

from copydesk.model import Node
from copydesk.parse import numbering
from copydesk.parse.layout import BELOW_HEADINGS, Finding, Page, Start
from copydesk.parse.letters import of_runs, phrase
from copydesk.parse.vocabulary import weight

NAME = "definitions"


def find(page: Page) -> Finding | None:
    """The terms of the page's definition lists, where most of them ask something."""
    terms = [
        (term, block)
        for block in page.blocks
        if block.kind == "definition_list"
        for term in block.children
        if term.kind == "definition_term"
    ]
    starts: list[Start] = []
    asking = 0.0
    for term, block in terms:
        letters = of_runs(term.runs)
        found = numbering.leading(letters.text)
        low = found.words if found else 0
        high = len(letters.text.rstrip())
        if low >= high:
            continue
        starts.append(
            Start(
                span=term.span,
                question=phrase(page.source, term.runs, letters, low, high),
                level=BELOW_HEADINGS,
                number=found.number if found else None,
                number_span=letters.span(found.start, found.end) if found else None,
                until=_end(term, block),
            )
        )
        asking += weight(letters.text[low:]) or (found is not None and found.marked)
    if not starts:
        return None
    share = asking / len(starts)
    evidence = (f"{share:.0%} of {len(starts)} terms of definition lists ask something",)
    return Finding(tuple(starts), 0.45 + 0.5 * share if share >= 0.6 else 0.3, evidence)


def _end(term: Node, block: Node) -> int:
    """Where the definitions of a term end: before the next term."""
    for other in block.children:
        if other.kind == "definition_term" and other.span.start > term.span.start:
            return other.span.start
    return block.span.end
