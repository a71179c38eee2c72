"""Questions that are a whole line in bold: `**What is X?**`, an emoji or a number beside it or not."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, replace

from copydesk.model import Run
from copydesk.parse.grouping import MOST
from copydesk.parse.layout import BELOW_HEADINGS, Finding, Page, Start, coverage
from copydesk.parse.leaves import asked, bold_length, first_line
from copydesk.parse.letters import with_breaks
from copydesk.parse.vocabulary import names_answer, weight
from copydesk.source import Span

NAME = "bold-questions"
EXAMPLE = """\
# Bicycle repair

**How often does a chain need oil?**

After every wet ride, and every few weeks otherwise.

**Why do the brakes squeal?**

The pads are dirty or have hardened.
"""

# So many words are no label.
_WORDS = 5
# A question that stands alone with so much of a page is what the page is about.
_WHOLE = 0.6


@dataclass(frozen=True, slots=True)
class _Line:
    start: Start
    asks: float
    numbered: bool
    ornamented: bool
    complaint: bool


def find(page: Page) -> Finding | None:
    """The paragraphs whose first line is bold from end to end, and asks as most of them do."""
    found = {
        index: line
        for index, node in enumerate(page.blocks)
        if node.kind == "paragraph" and (line := _line(page, node.runs))
    }
    lines = [
        replace(line, complaint=line.complaint and _answered(page, index, found))
        for index, line in found.items()
    ]
    asking = [line for line in lines if line.asks > 0]
    if not asking:
        return None
    # A label such as "Advantages:" is bold too; what it lacks is what most questions have.
    numbered = sum(line.numbered for line in asking) >= MOST * len(asking)
    ornamented = sum(line.ornamented for line in asking) >= MOST * len(asking)
    mostly = len(asking) >= MOST * sum(line.asks > 0 or line.complaint for line in lines)
    kept = [
        line
        for line in lines
        if line.asks >= (0.5 if numbered or ornamented else 1)
        or (numbered and line.numbered)
        or (ornamented and line.ornamented)
        or (mostly and line.complaint)
    ]
    if not kept:
        return None
    share = sum(line.asks for line in kept) / len(kept)
    starts = tuple(line.start for line in kept)
    evidence = [f"{len(asking)} of {len(lines)} lines all in bold ask something"]
    if numbered or ornamented:
        evidence.append("most carry " + ("a number" if numbered else "a mark such as an emoji"))
    covered = coverage(page, starts)
    confidence = 0.4 + 0.5 * share
    if covered < 0.3 and not page.collection:
        confidence = 0.4
        evidence.append(f"they hold only {covered:.0%} of the text")
    elif len(kept) < 2 and not page.collection and not _is_all(page, kept[0], covered):
        confidence = 0.45
        evidence.append("one alone is no collection")
    return Finding(starts, confidence, tuple(evidence))


def _answered(page: Page, index: int, lines: Container[int]) -> bool:
    """Whether something that is no such line itself stands behind the first line of a block."""
    block = page.blocks[index]
    if any(run.kind == "break" for run in block.runs):
        return True
    following = page.blocks[index + 1] if index + 1 < len(page.blocks) else None
    return (
        following is not None
        and following.kind not in ("heading", "thematic_break")
        and index + 1 not in lines
    )


def _is_all(page: Page, line: _Line, covered: float) -> bool:
    """Whether a page is no more than this question and its answer, below a title at most."""
    end = line.start.span.end
    return covered >= _WHOLE and line.asks == 1 and not any(h.span.start > end for h in page.heads)


def _line(page: Page, runs: tuple[Run, ...]) -> _Line | None:
    line = first_line(with_breaks(page.source, runs))
    bold = bold_length(page.source, line)
    found = asked(line) if bold else None
    if found is None:
        return None
    text = found.letters.text
    if any(letter.isalnum() for letter in text[bold:]):
        return None
    strong = text[:bold].rstrip()
    if len(strong) <= found.low or names_answer(strong):
        return None
    # An emoji may stand within the bold or behind it.
    tail = text.rstrip()[-1:]
    start = Start(
        span=Span(runs[0].span.start if not runs[0].marks else _outer(runs[0]), _end(line)),
        question=found.letters.span(found.low, len(strong)),
        level=BELOW_HEADINGS,
        number=found.number,
        number_span=found.number_span,
    )
    ornamented = bool(tail) and ord(tail) > 0x2000 and not tail.isalnum() and tail not in "？。…”’"
    # "It does not start after an update." asks for help among questions; "Advantages:" is a label.
    words = strong[found.low :].split()
    complaint = len(words) >= _WORDS and words[-1][-1] not in ":："
    return _Line(
        start, weight(strong[found.low :]), found.numbered is not None, ornamented, complaint
    )


def _outer(run: Run) -> int:
    return min(run.span.start, *(mark.span.start for mark in run.marks))


def _end(runs: tuple[Run, ...]) -> int:
    return max(
        [run.span.end for run in runs] + [mark.span.end for run in runs for mark in run.marks]
    )
