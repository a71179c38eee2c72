"""A number of questions that a heading states must be the number that follow."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from copydesk.model import WARNING, Diagnostic, Document, Edit, Fix
from copydesk.parse import heads
from copydesk.parse.heads import Head
from copydesk.parse.vocabulary import words
from copydesk.rule import Bad, Context, Good, rule
from copydesk.source import Span

_QUESTIONS = "|".join(
    sorted({re.escape(word) for word in words("question_mark") if len(word) > 2}, key=len)[::-1]
)
_MORE = r"(?P<over>(?:over|more than|at least|above)\s+)?"
_COUNT = r"(?P<number>[1-9]\d{0,3})(?P<plus>\s?\+)?"
# A number behind a name is its version, as in "Java 8 questions".
_TITLE = re.compile(
    rf"\W*(?:(?:the|top|our|my)\s+)*{_MORE}{_COUNT}\s+(?:[^\W\d]\S*\s+){{0,4}}?(?:{_QUESTIONS})\w{{0,3}}\b",
    re.IGNORECASE,
)
_TAIL = re.compile(
    rf".*[(\[–—:-]\s*{_MORE}{_COUNT}\s+(?:{_QUESTIONS})\w{{0,3}}\s*[)\]]?\W*", re.IGNORECASE
)
_BARE = re.compile(rf".*\S\s*[(\[]{_MORE}{_COUNT}[)\]]\W*")
_TIME = re.compile(r"\d\+?[ -](?:years?|days?|hours?|minutes?|weeks?|months?)\b", re.IGNORECASE)
# Bare numbers behind headings are counts where so many have one, and so many are right.
_MOST = 0.6
_RIGHT = 0.5
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class _Stated:
    """A heading's number, where it stands, how many questions follow; `least`: or more."""

    number: int
    span: Span
    found: int
    least: bool

    @property
    def right(self) -> bool:
        return self.found >= self.number if self.least else self.found == self.number


@rule("record/stated-total", severity=WARNING)
def check(document: Document, context: Context) -> Iterator[Diagnostic]:
    """A title that promises 50 questions over 47 says that some were lost, or that nobody counts.

    What is a lower bound ("over 50", "100+") is wrong only with fewer. A title over one file of
    several may speak of them all, and stands.
    """
    asked = {record.span.start for record in document.records}
    found = [
        head
        for head in heads.find(document.source, document.blocks)
        if head.top and document.record_at(head.span.start) is None and head.span.start not in asked
    ]
    for stated in _stated(document, found):
        if stated.right or (stated.number > stated.found and _is_part(document, context, stated)):
            continue
        fix = Fix(f"write {stated.found}", (Edit(stated.span, str(stated.found)),), "unsafe")
        yield context.diagnostic(
            stated.span,
            f"{stated.number} questions are stated, {stated.found} follow",
            fix=fix,
        )


def _stated(document: Document, found: list[Head]) -> Iterator[_Stated]:
    bare: list[_Stated] = []
    starts = [record.span.start for record in document.records]
    over = 0
    for index, head in enumerate(found):
        end = next(
            (later.span.start for later in found[index + 1 :] if later.level <= head.level),
            len(document.source.text),
        )
        first, last = bisect_left(starts, head.span.end), bisect_left(starts, end)
        count = last - first
        # Where no questions were found, what follows was not read.
        if not count or _TIME.search(head.text):
            continue
        own = found[index + 1].span.start if index + 1 < len(found) else end
        over += starts[first] < own
        text = head.text
        match = _TAIL.fullmatch(text) or (_TITLE.match(text) if head.level <= 2 else None)
        if match is not None:
            yield _read(head, match, count)
        elif match := _BARE.fullmatch(text):
            bare.append(_read(head, match, count))
    right = sum(stated.right for stated in bare)
    if len(bare) >= max(_FEWEST, _MOST * over) and right >= _RIGHT * len(bare):
        yield from bare


def _read(head: Head, match: re.Match[str], found: int) -> _Stated:
    return _Stated(
        int(match["number"]),
        head.letters.span(*match.span("number")),
        found,
        bool(match["plus"] or match["over"]),
    )


def _is_part(document: Document, context: Context, stated: _Stated) -> bool:
    """Whether a number is the whole file's, and other files beside it hold questions too."""
    if stated.found != len(document.records):
        return False
    folder = PurePosixPath(document.source.path).parent
    return any(
        summary.path != document.source.path and folder in PurePosixPath(summary.path).parents
        for summaries in context.collection.questions.values()
        for summary in summaries
    )


_TWO = "## What is PPO?\n\nAn algorithm.\n\n## What is DPO?\n\nA loss.\n"
EXAMPLES = [
    Good("# 2 questions about training\n\n" + _TWO),
    Good("# Over 1 question about training\n\n" + _TWO),
    Good("# Java 8 interview questions\n\n" + _TWO),
    Good("# Questions for 5 years of experience\n\n" + _TWO),
    Bad("# Top ⟦3⟧ Training Questions\n\n" + _TWO, fixed="# Top 2 Training Questions\n\n" + _TWO),
    Bad("# Training (⟦3⟧+ questions)\n\n" + _TWO, fixed="# Training (2+ questions)\n\n" + _TWO),
    Bad(
        "# A (1)\n\n## What is PPO?\n\nOne.\n\n# B (1)\n\n## What is DPO?\n\nTwo.\n\n"
        "# C (⟦2⟧)\n\n## What is IPO?\n\nThree.\n",
        fixed="# A (1)\n\n## What is PPO?\n\nOne.\n\n# B (1)\n\n## What is DPO?\n\nTwo.\n\n"
        "# C (1)\n\n## What is IPO?\n\nThree.\n",
    ),
]
