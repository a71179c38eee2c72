"""One question per file: its first heading or its front matter asks, the rest of the file answers."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from copydesk.parse import numbering
from copydesk.parse.article import is_article
from copydesk.parse.heads import Head, words
from copydesk.parse.layout import INNER, Finding, Page, Start
from copydesk.parse.vocabulary import collects, is_manual, names_answer, weight
from copydesk.source import Span

NAME = "single-question"
EXAMPLE = """\
---
title: Why is the sky blue?
---

Air scatters short waves of light more than long ones.

A sunset is red for the same reason: the blue light was scattered on the way.
"""

# Who asks again and again below a title that asks may be an essayist.
_RHETORIC = 2

_FIELD = re.compile(
    r"^(?P<key>question|title)[ \t]*:[ \t]*(?P<quote>[\"']?)(?P<value>[^\r\n]+)", re.MULTILINE
)


def find(page: Page) -> Finding | None:
    """The title of the file, where it is a question or an answer is marked below it."""
    heads = [head for head in page.heads if head.top]
    field = _front(page, heads)
    if field is not None and not any(head.level == 1 and weight(head.text) for head in heads):
        return field
    if not heads:
        return None
    title = heads[0]
    if any(head.level <= title.level for head in heads[1:]) or not title.text.strip():
        return None
    if numbering.title(title.text) is not None:
        return None
    inner = [head for head in heads[1:] if weight(head.text) > 0]
    marked = any(names_answer(head.text) for head in heads[1:3])
    asks = weight(title.text)
    if collects(title.text) or len(inner) >= INNER:
        return None
    if not asks and not marked:
        return None
    before = page.source.text[page.begin : title.span.start]
    start = Start(title.span, words(page.source, title), title.level)
    evidence = [f"the file's only heading of level {title.level} asks something"]
    confidence = 0.4
    if marked:
        evidence = ["an answer is marked below the file's title"]
        confidence = 0.9
    elif sum(weight(head.text) == 1 for head in heads[1:]) >= _RHETORIC and not collects(
        PurePosixPath(page.source.path).parent.name
    ):
        evidence.append("but headings below it ask as well")
    elif asks == 1 and is_article(page, heads[1:]):
        evidence.append(f"but {len(heads) - 1} headings below it make it an article")
    elif asks == 1 and not _manual(heads):
        confidence = 0.7
    if len(before.strip()) > 400:
        confidence = min(confidence, 0.4)
        evidence.append("much stands before it")
    return Finding((start,), confidence, tuple(evidence), marked=marked)


def _manual(heads: list[Head]) -> bool:
    return any(is_manual(head.text) for head in heads)


def _front(page: Page, heads: list[Head]) -> Finding | None:
    if page.front is None or not page.blocks:
        return None
    for match in _FIELD.finditer(
        page.source.text, page.front.content.start, page.front.content.end
    ):
        value = match["value"].rstrip()
        if match["quote"]:
            value = value[: value.rfind(match["quote"])] if match["quote"] in value else value
        else:
            value = value.partition(" #")[0].rstrip()
        asks = weight(value)
        # A title that ends with a full stop is a sentence, and one that asks a task.
        least = 0.5 if value.endswith((".", "。")) and not is_manual(value) else 1
        if not value or (match["key"] == "title" and asks < least):
            continue
        if collects(value) and asks < 1:
            continue
        span = Span(match.start("value"), match.start("value") + len(value))
        start = Start(span, span, 0, until=len(page.source.text))
        evidence = [f"the front matter's {match['key']} asks something"]
        if match["key"] == "title" and is_article(page, heads):
            evidence.append(f"but {len(heads)} headings below it make it an article")
            return Finding((start,), 0.4, tuple(evidence))
        return Finding((start,), 0.7, tuple(evidence))
    return None
