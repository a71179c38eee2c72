"""Headings that carry the question's number: `### Q1. …`, `## 1. …`, `#### 12) …`, `## Q. …`."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from copydesk.model import Node
from copydesk.parse.layout import Finding, Page, Start, headings
from copydesk.parse.vocabulary import alternation, asks
from copydesk.source import Span

NAME = "numbered-headings"

_NUMBER = re.compile(
    r"[ \t]*(?:"
    rf"(?P<mark>{alternation('question_mark')})(?![^\W\d_])\.?[ \t]*(?P<marked>\d{{1,6}})?[ \t]*[.):：、–—-]+"
    r"|\(?(?P<bare>\d{1,6})[ \t]*(?:[.):：、]+(?!\d)|[–—-](?=[ \t]))"
    r")[ \t]*",
    re.IGNORECASE,
)
_WRAPPED = re.compile(r"(?P<mark>\*\*|__|\*|_)(?P<inside>(?:(?!(?P=mark)).)+)(?P=mark)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: Start
    marked: bool
    asks: bool


def find(page: Page) -> Finding | None:
    """The numbered headings of the level that most of them share, and those that go on counting."""
    candidates = [found for node in headings(page.blocks) if (found := _candidate(page, node))]
    marked = [item for item in candidates if item.marked]
    kept = _one_level(marked or candidates)
    if not kept:
        return None
    asking = sum(item.asks for item in kept)
    share = asking / len(kept)
    confidence = 0.95 if marked else 0.55 + 0.4 * share if share >= 0.3 else 0.3
    evidence = (
        f"{len(kept)} headings of level {kept[0].start.level} with a number"
        + (" after a question mark such as Q" if marked else ""),
        f"{asking} of them ask something",
    )
    return Finding(tuple(item.start for item in kept), confidence, evidence)


def _candidate(page: Page, node: Node) -> _Candidate | None:
    content = node.content
    wrapped = _WRAPPED.fullmatch(page.source[content])
    if wrapped:
        content = Span(
            content.start + wrapped.start("inside"), content.start + wrapped.end("inside")
        )
    text = page.source[content]
    match = _NUMBER.match(text)
    if match is None or match.end() == len(text):
        return None
    digits = match["marked"] or match["bare"]
    lead = len(text) - len(text.lstrip(" \t"))
    start = Start(
        span=node.span,
        question=Span(content.start + match.end(), content.end),
        level=node.level,
        number=int(digits) if digits else None,
        number_span=Span(content.start + lead, content.start + len(match.group().rstrip())),
    )
    return _Candidate(start, match["mark"] is not None, asks(page.source[start.question]))


def _one_level(candidates: list[_Candidate]) -> list[_Candidate]:
    """Keep the commonest level, and other levels' headings where they continue its count."""
    if not candidates:
        return []
    levels = Counter(item.start.level for item in candidates)
    level = max(levels, key=lambda key: (levels[key], -key))
    kept: list[_Candidate] = []
    for item in candidates:
        before = kept[-1].start.number if kept else 0
        continues = before is not None and item.start.number == before + 1
        if item.start.level == level or (continues and item.asks):
            kept.append(item)
    return kept
