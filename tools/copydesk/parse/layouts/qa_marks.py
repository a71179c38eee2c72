"""Paragraphs that are marked as question and answer: `**Q:** …`, `Q: …`, then `A: …`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.model import Node
from copydesk.parse.answer import ANSWER_MARK
from copydesk.parse.layout import BELOW_HEADINGS, Finding, Page, Start
from copydesk.parse.vocabulary import alternation
from copydesk.source import Span

NAME = "qa-marks"

_QUESTION_MARK = re.compile(
    rf"[ \t]*(?P<open>\*\*|__)?(?:{alternation('question_mark')})[ \t]*(?P<number>\d{{1,6}})?"
    r"[ \t]*(?:[.)：:]|(?P<early>\*\*|__)[ \t]*[：:])(?P<close>\*\*|__)?(?!\w)[ \t]*",
    re.IGNORECASE,
)


def find(page: Page) -> Finding | None:
    """The paragraph lines that start with a question mark such as `Q:`."""
    starts: list[Start] = []
    answered = 0
    for node in page.blocks:
        if node.kind == "paragraph":
            found = list(_starts(page, node))
            starts.extend(found)
            answered += any(ANSWER_MARK.match(page.source[line]) for line in node.lines)
    if not starts:
        return None
    share = min(1.0, answered / len(starts))
    evidence = (
        f"{len(starts)} paragraphs that start with a mark such as Q:",
        f"{answered} with a mark such as A:",
    )
    return Finding(tuple(starts), 0.7 + 0.28 * share, evidence, marked=share > 0.5)


def _starts(page: Page, node: Node) -> Iterator[Start]:
    lines = node.lines
    for index, line in enumerate(lines):
        match = _QUESTION_MARK.match(page.source[line])
        if match is None:
            continue
        wraps = match["open"] and not (match["close"] or match["early"])
        start = line.start + match.end()
        end = _end(page, lines, index, start, match["open"] if wraps else "")
        if end <= start:
            continue
        yield Start(
            span=Span(line.start, end + (len(match["open"]) if wraps else 0)),
            question=Span(start, end),
            level=BELOW_HEADINGS,
            number=int(match["number"]) if match["number"] else None,
            number_span=Span(line.start, start) if match["number"] else None,
        )


def _end(page: Page, lines: tuple[Span, ...], index: int, start: int, closing: str) -> int:
    """Where the question ends: at its closing mark, else where it has asked, else before what is next."""
    if closing:
        found = page.source.text.find(closing, start, lines[-1].end)
        if found >= 0:
            return found
    last = index
    # A line glued below a question that has already asked is not part of it.
    while last + 1 < len(lines) and not page.source[lines[last]].rstrip(" \t*_").endswith(
        ("?", "？")
    ):
        following = page.source[lines[last + 1]]
        if ANSWER_MARK.match(following) or _QUESTION_MARK.match(following):
            break
        last += 1
    return start + len(page.source[Span(start, lines[last].end)].rstrip())
