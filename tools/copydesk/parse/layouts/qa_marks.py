"""Paragraphs that are marked as question and answer: `**Q:** …`, `Q: …`, then `A: …`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from copydesk.model import Node
from copydesk.parse.answer import ANSWER_MARK
from copydesk.parse.layout import BELOW_HEADINGS, Finding, Page, Start
from copydesk.parse.vocabulary import alternation, weight
from copydesk.source import Source, Span

NAME = "qa-marks"
EXAMPLE = """\
# Swimming

**Q:** How deep is a diving pool?

**A:** Five metres under the highest platform.

**Q:** Why is the water kept cool?

**A:** Swimmers warm up fast.
"""

_QUESTION_MARK = re.compile(
    rf"[ \t]*(?P<open>\*\*|__)?(?:{alternation('question_mark')})[ \t]*(?P<number>\d{{1,6}})?"
    r"[ \t]*(?:(?P<wide>：)|[.):]|(?P<early>\*\*|__)[ \t]*[：:])(?P<close>\*\*|__)?"
    r"(?(wide)|(?!\w))[ \t]*",
    re.IGNORECASE,
)


def find(page: Page) -> Finding | None:
    """The paragraph lines that start with a question mark such as `Q:`."""
    starts: list[Start] = []
    answered = 0
    below = {one.span.start: other for one, other in pairwise(page.blocks)}
    for node, container in _paragraphs(page.source, page.blocks):
        starts.extend(_starts(page, node, container))
        if following := below.get(node.span.start):
            starts.extend(_parted(page, node, following))
        answered += any(ANSWER_MARK.match(page.source[line]) for line in node.lines)
    if not starts:
        return None
    share = min(1.0, answered / len(starts))
    evidence = (
        f"{len(starts)} paragraphs that start with a mark such as Q:",
        f"{answered} with a mark such as A:",
    )
    asking = any(weight(page.source[start.question]) for start in starts)
    # One alone, unanswered, may be any line with a letter and a colon.
    confidence = 0.85 + 0.13 * share if len(starts) > 1 or answered or asking else 0.4
    return Finding(
        tuple(_leveled(page, starts)), confidence, evidence, marked=share > 0.5, explicit=True
    )


def _leveled(page: Page, starts: Sequence[Start]) -> list[Start]:
    """The questions; where each stands below a heading of its own, those further down end no answer."""
    sections = page.sections
    offsets = [head.span.start for head in sections]
    levels = set()
    for start in starts:
        at = bisect_right(offsets, start.span.start) - 1
        head = sections[at] if at >= 0 else None
        between = page.source.text[head.span.end : start.span.start] if head else "text"
        levels.add(head.level if head and not between.strip() else BELOW_HEADINGS)
    return (
        [replace(start, level=min(levels)) for start in starts] if len(levels) == 1 else [*starts]
    )


def _is_marked(source: Source, node: Node) -> bool:
    """Whether most items of a list start with a mark: a single "Q:" in an answer's list is none."""
    marked = sum(
        _QUESTION_MARK.match(text) is not None or ANSWER_MARK.match(text) is not None
        for item in node.children
        if (text := source[item.content])
    )
    return marked * 4 >= 3 * len(node.children)


def _paragraphs(
    source: Source, blocks: Sequence[Node], container: Node | None = None
) -> Iterator[tuple[Node, Node | None]]:
    """The paragraphs at the top, in quotes and in list items, each with what it stands in."""
    for node in blocks:
        if node.kind == "paragraph":
            yield node, container
        elif node.kind == "block_quote":
            yield from _paragraphs(source, node.children, node)
        elif node.kind == "list" and container is None and _is_marked(source, node):
            for item in node.children:
                yield from _paragraphs(source, item.children, item)


def _starts(page: Page, node: Node, container: Node | None) -> Iterator[Start]:
    lines = node.lines
    # A container that holds more than the question holds its answer as well.
    until = container.span.end if container and container.span.end > node.span.end else None
    opens = container is not None and container.children[0] is node
    for index, line in enumerate(lines):
        match = _QUESTION_MARK.match(page.source[line])
        if match is None or _is_letter(match):
            continue
        wraps = match["open"] and not (match["close"] or match["early"])
        start = line.start + match.end()
        end = _end(page, lines, index, start, match["open"] if wraps else "")
        if end <= start:
            continue
        first = container.span.start if container and opens and index == 0 else line.start
        if container and end + 3 < node.span.end:
            until = container.span.end
        yield Start(
            span=Span(first, end + (len(match["open"]) if wraps else 0)),
            question=Span(start, end),
            level=BELOW_HEADINGS,
            number=int(match["number"]) if match["number"] else None,
            number_span=Span(line.start, start) if match["number"] else None,
            until=until,
        )


def _parted(page: Page, node: Node, following: Node) -> Iterator[Start]:
    """A mark alone in its paragraph, the question in the paragraph below."""
    match = _QUESTION_MARK.fullmatch(page.source[node.span].rstrip())
    if (
        match is None
        or following.kind != "paragraph"
        or ANSWER_MARK.match(page.source[following.span])
    ):
        return
    words = page.source[following.span].rstrip()
    yield Start(
        span=Span(node.span.start, following.span.start + len(words)),
        question=Span(following.span.start, following.span.start + len(words)),
        level=BELOW_HEADINGS,
        number=int(match["number"]) if match["number"] else None,
        number_span=Span(node.span.start, node.span.start + match.end())
        if match["number"]
        else None,
    )


def _is_letter(match: re.Match[str]) -> bool:
    """Whether a match is an item such as "f)" of a lettered list, for only Q needs no colon."""
    mark = match.group().strip(" \t*_")
    return len(mark) == 2 and mark[1] in ".)" and mark[0] not in "Qq"


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
