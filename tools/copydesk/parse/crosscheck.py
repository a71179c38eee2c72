"""What a page itself says against a reading of it: numbers with holes, contents that name more."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from copydesk.model import Node
from copydesk.parse.layout import INNER, Page, Start, extents
from copydesk.parse.leaves import asked, links_away
from copydesk.parse.vocabulary import weight
from copydesk.source import Span

# Fewer numbers than these may be a coincidence.
_FEWEST = 2
# So many of the questions that the contents name may go unread, and one more.
_SHARE = 0.2
# Fewer questions outside are chance; beside so many of them what was read is not the whole.
_MORE = 4
_OUTSIDE = 1 / 3
# Longer paragraphs only end in a question.
_SHORT = 300
_MARKS = ("?", "？", "؟")
# A number that stands farther from the line's start does not begin it.
_FARTHEST = 60
_NOTHING = r"(?!)(?P<number>)"
# Ways of writing a number that a page may mix.
_FORMS = 3


def doubt(page: Page, starts: Sequence[Start]) -> str:
    """Why a reading cannot be the whole of it, empty where nothing speaks against it."""
    missing = sorted(set(_missing(page, starts)))
    if missing:
        named = ", ".join(str(number) for number in missing[:3])
        return f"number {named} stands in a line of the same form that no layout reads"
    read = {start.span.start for start in starts}
    listed = [head for head in page.heads if page.lists(head)]
    unread = [h for h in listed if h.span.start not in read and weight(h.text) == 1]
    if len(listed) > len(unread) > max(1, _SHARE * len(starts)):
        return f"the contents name {len(unread)} more headings that ask"
    return _asked_elsewhere(page, starts)


def _asked_elsewhere(page: Page, starts: Sequence[Start]) -> str:
    """Whether much asks that no question is, outside all answers or together in one of them."""
    ends = extents(page, starts)
    offsets = [start.span.start for start in starts]
    inside: Counter[int] = Counter()
    outside = 0
    for place in _asking(page):
        at = bisect_right(offsets, place) - 1
        if at < 0 or place >= ends[at]:
            outside += 1
        elif place >= starts[at].span.end:
            inside[at] += 1
    if outside >= max(_MORE, _OUTSIDE * len(starts)):
        return f"{outside} lines ask something outside of what was read"
    most, at = max(((count, at) for at, count in inside.items()), default=(0, 0))
    held = ends[at] - offsets[at]
    if most >= max(INNER, len(starts)) or (
        most >= _MORE and len(starts) > 1 and held > _OUTSIDE * (len(page.source.text) - offsets[0])
    ):
        return f"{most} lines ask something in what would be one answer"
    return ""


def _asking(page: Page) -> Iterator[int]:
    """Where the headings, short paragraphs and items of lists that end with a question mark start."""
    for block in page.blocks:
        if block.kind in ("heading", "paragraph"):
            if len(block.text) <= _SHORT and _marked(block):
                yield block.span.start
        elif block.kind == "list":
            for item in block.children:
                first = item.children[0] if item.children else None
                if first is not None and first.kind == "paragraph" and _opens(first):
                    yield item.span.start


def _opens(node: Node) -> bool:
    """Whether a paragraph begins with a question, its answer behind it or not."""
    if not any(mark in node.text for mark in _MARKS):
        return False
    found = asked(node.runs)
    return (
        found is not None
        and found.letters.text[: found.high].endswith(_MARKS)
        and found.high <= _SHORT
        and not links_away(node)
    )


def _marked(node: Node) -> bool:
    return node.text.rstrip(" \t*_").endswith(_MARKS) and not links_away(node)


def _missing(page: Page, starts: Sequence[Start]) -> Iterator[int]:
    """The numbers that the questions leave out, where a line of their form has them in that place."""
    source = page.source
    counted = [start for start in starts if start.number is not None and start.number_span]
    if len(counted) < _FEWEST:
        return
    read = {source.line_of(start.span.start) for start in starts}
    read |= {source.line_of(start.number_span.start) for start in counted if start.number_span}
    offsets = [start.span.start for start in counted]
    hidden = sorted((node.span, node.kind) for node in _verbatim(page))
    forms = Counter(_form(page, start) for start in counted)
    for form, count in forms.most_common(_FORMS):
        if count < _FEWEST:
            continue
        for match in re.finditer(form, source.text, re.MULTILINE):
            if _is_hidden(match, hidden, counted):
                continue
            number = int(match["number"])
            at = bisect_right(offsets, match.start()) - 1
            before = counted[at].number if at >= 0 else 0
            after = counted[at + 1].number if at + 1 < len(counted) else None
            between = before is not None and before < number and (after is None or number < after)
            # Behind the last one only what comes next is no number of something else.
            if after is None and before is not None:
                between = number == before + 1
            if between and source.line_of(match.start()) not in read:
                yield number


def _verbatim(page: Page) -> Iterator[Node]:
    for block in page.blocks:
        yield from (node for node in block.walk() if node.kind in ("code", "html"))


def _is_hidden(
    match: re.Match[str], hidden: Sequence[tuple[Span, str]], counted: Sequence[Start]
) -> bool:
    """Whether a line is part of a comment, or of code that no open fence has taken it into.

    A fence that is never closed swallows questions, which are headings of the questions' own level.
    """
    at = bisect_right(hidden, match.start(), key=lambda item: item[0].start) - 1
    if at < 0 or hidden[at][0].end <= match.start():
        return False
    marks = len(match[0]) - len(match[0].lstrip("#"))
    return hidden[at][1] == "html" or marks not in {start.level for start in counted}


def _form(page: Page, start: Start) -> str:
    """A regular expression for the beginnings of lines that number as this question's does."""
    assert start.number_span is not None
    span = start.number_span
    line = page.source.line_span(page.source.line_of(span.start))
    if span.start - line.start > _FARTHEST:
        return _NOTHING
    written = page.source.text[line.start : span.end]
    before, digits, after = re.fullmatch(r"(?s)(.*?)(\d*)(\D*)", written).groups()  # type: ignore[union-attr]
    if not digits:
        return _NOTHING
    marks = re.match(r"#+", before)
    if marks:
        before = before[marks.end() :]
    return (
        ("^#{1,6}" if marks else "^")
        + _loose(before)
        + r"(?P<number>\d{1,6})"
        + _loose(after or page.source.text[span.end : span.end + 1].strip())
        + r"(?![\d.])"
    )


def _loose(written: str) -> str:
    return r"[ \t]*".join(re.escape(part) for part in re.split(r"[ \t]+", written))
