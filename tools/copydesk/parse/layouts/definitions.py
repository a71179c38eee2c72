"""Definition lists whose terms are the questions: `What is X?`, then `: It is …`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator

from copydesk.model import Node
from copydesk.parse import numbering
from copydesk.parse.answer import ANSWER_MARK
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
    r"<dt\b[^<>]*>(?P<term>(?:(?!</?d[tdl]\b).)+)(?:</dt>)?\s*"
    r"<dd\b[^<>]*>(?P<definition>(?:(?!</?d[tdl]\b).)*)(?:</dd>)?",
    re.IGNORECASE | re.DOTALL,
)
_OPEN = re.compile(r"<dl\b[^<>]*>", re.IGNORECASE)
_CLOSE = re.compile(r"</dl\s*>", re.IGNORECASE)


def find(page: Page) -> Finding | None:
    """The terms of the page's definition lists, where most of them ask something."""
    going_on = _going_on(page)
    terms = [
        (term, None if end in going_on else end)
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
    for match in _written(page):
        start, marked = _html(page, match)
        starts.append(start)
        asking += 1 if marked else weight(page.source[start.question])
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


def _written(page: Page) -> Iterator[re.Match[str]]:
    """The terms of lists in HTML, which to Markdown end at their first empty line."""
    end = 0
    closes = True
    for block in page.blocks:
        if block.kind != "html" or block.span.start < end:
            continue
        for opened in _OPEN.finditer(page.source.text, block.span.start, block.span.end):
            if opened.start() >= end:
                # Where one is never closed, none behind it is.
                closed = _CLOSE.search(page.source.text, opened.end()) if closes else None
                closes = closed is not None
                end = closed.start() if closed else block.span.end
                yield from _HTML.finditer(page.source.text, opened.end(), end)


def _html(page: Page, match: re.Match[str]) -> tuple[Start, bool]:
    """The question of a term, and whether a mark such as "Q:" says that it is one."""
    term = match["term"].rstrip()
    found = numbering.leading(term)
    low = found.words if found else len(term) - len(term.lstrip())
    definition = match.start("definition")
    mark = ANSWER_MARK.match(page.source.text, definition, match.end("definition"))
    definition = mark.end() if mark else definition
    start = Start(
        span=Span(match.start(), definition),
        question=Span(match.start("term") + low, match.start("term") + len(term)),
        level=BELOW_HEADINGS,
        number=found.number if found else None,
        number_span=Span(match.start("term") + found.start, match.start("term") + found.end)
        if found
        else None,
        until=match.end("definition"),
        close=match.end(),
        answer=_said(page, definition, match.end("definition")),
    )
    return start, found is not None and found.marked


def _said(page: Page, low: int, high: int) -> Span | None:
    """A definition's own words where Markdown takes them for code, as it does indented HTML."""
    at = bisect_left(page.blocks, low + 1, key=lambda block: block.span.end)
    if at == len(page.blocks) or page.blocks[at].kind == "html":
        return None
    text = page.source[Span(low, high)]
    low += len(text) - len(text.lstrip())
    return Span(low, max(low, high - len(text) + len(text.rstrip())))


def _going_on(page: Page) -> set[int]:
    """Where the lists of terms end whose last definition goes on without indentation, up to the next."""
    found: set[int] = set()
    last: Node | None = None
    between = False
    for block in page.blocks:
        if block.kind == "definition_list":
            if last is not None and between:
                found.add(last.span.end)
            last, between = block, False
        elif block.kind in ("heading", "thematic_break", "html"):
            last = None
        else:
            between = True
    return found


def _terms(block: Node) -> Iterator[tuple[Node, int]]:
    """The terms of a definition list, each with where its definitions end: before the next term."""
    terms = [child for child in block.children if child.kind == "definition_term"]
    ends = [term.span.start for term in terms[1:]] + [block.span.end]
    return zip(terms, ends, strict=True)
