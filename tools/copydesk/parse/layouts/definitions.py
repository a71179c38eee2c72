"""Definition lists whose terms are the questions: `What is X?`, then `: It is …`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator

from copydesk.model import Node
from copydesk.parse import numbering
from copydesk.parse.layout import BELOW_HEADINGS, Finding, Page, Start, coverage
from copydesk.parse.letters import of_runs, phrase
from copydesk.parse.vocabulary import weight
from copydesk.source import Span

NAME = "definitions"
EXAMPLE = """\
# Typography

What is a ligature?
:   Two letters drawn as one, such as fi.

What is kerning?
:   The space between two certain letters.
"""

# So many terms that hold so much of a page make it a glossary, whose terms need not ask.
_GLOSSARY = 3
_MOST = 0.7

_HTML = re.compile(
    r"<dt\b[^<>]*>(?P<term>(?:(?!</?d[tdl]\b).)+)</dt>\s*"
    r"<dd\b[^<>]*>(?P<definition>(?:(?!</?d[tdl]\b).)*)</dd>",
    re.IGNORECASE | re.DOTALL,
)


def find(page: Page) -> Finding | None:
    """The terms of the page's definition lists, where most of them ask something."""
    terms = [
        (term, end)
        for block in page.blocks
        if block.kind == "definition_list"
        for term, end in _terms(block)
    ]
    starts: list[Start] = []
    asking = 0.0
    above = [head.span.start for head in page.heads]
    sections: defaultdict[int, float] = defaultdict(float)
    for term, end in terms:
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
                until=end,
            )
        )
        asks = weight(letters.text[low:]) or float(found is not None and found.marked)
        asking += asks
        sections[bisect_left(above, term.span.start)] += asks
    for block in page.blocks:
        for match in _HTML.finditer(page.source.text, block.span.start, block.span.end):
            if block.kind == "html":
                start = _html(page, match)
                starts.append(start)
                asking += weight(page.source[start.question])
    if not starts:
        return None
    starts.sort(key=lambda start: start.span)
    if asking >= _MOST * len(starts):
        # A glossary below the questions has a heading of its own.
        starts = [s for s in starts if sections.get(bisect_left(above, s.span.start), 1)]
    share = asking / len(starts)
    evidence = [f"{share:.0%} of {len(starts)} terms of definition lists ask something"]
    confidence = 0.45 + 0.5 * share if share >= 0.6 else 0.3
    if share < 0.6 and len(starts) >= _GLOSSARY and coverage(page, starts) >= _MOST:
        evidence.append("the file is a glossary: they hold most of its text")
        confidence = 0.6
    return Finding(tuple(starts), confidence, tuple(evidence))


def _html(page: Page, match: re.Match[str]) -> Start:
    term = match["term"]
    low = match.start("term") + len(term) - len(term.lstrip())
    return Start(
        span=Span(match.start(), match.start("definition")),
        question=Span(low, match.start("term") + len(term.rstrip())),
        level=BELOW_HEADINGS,
        until=match.end("definition"),
        close=match.end(),
    )


def _terms(block: Node) -> Iterator[tuple[Node, int]]:
    """The terms of a definition list, each with where its definitions end: before the next term."""
    terms = [child for child in block.children if child.kind == "definition_term"]
    ends = [term.span.start for term in terms[1:]] + [block.span.end]
    return zip(terms, ends, strict=True)
