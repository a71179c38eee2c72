"""Numbers of questions must count without gaps and repeats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from copydesk import silence
from copydesk.model import WARNING, Diagnostic, Document, Fix, Record
from copydesk.parse import anchors
from copydesk.parse.renumber import renumber
from copydesk.rule import Bad, Context, Good, rule


@rule("record/number-gap", severity=WARNING)
def check(document: Document, context: Context) -> Iterator[Diagnostic]:
    """A number that skips or repeats is the trace of a question that was moved, lost or pasted twice.

    A count may start anywhere and start again at 1 under a new heading. The fix of the first gap
    puts all numbers up to the next start in order, and with them the table of contents and the
    links in the file. It is unsafe where something else speaks of a number: another file's link, or
    a sentence such as "see question 7".
    """
    stets = silence.stets(document)
    for count in _counts(document):
        gaps = []
        for before, record in pairwise(count):
            assert before.number is not None and record.number is not None and record.number_span
            expected = before.number + 1
            if record.number != expected:
                what = "repeats" if record.number <= before.number else "skips"
                message = (
                    f"the number {record.number} {what}: {expected} should follow {before.number}"
                )
                gaps.append(context.diagnostic(record.number_span, message, record=record.id))
        # A gap that the author lets stand is where the count goes on from.
        kept = {gap.record for gap in gaps if any(stet.silences(gap) for stet in stets)}
        mended = _fixes(context, count, {gap.record for gap in gaps} - kept, kept)
        for gap in gaps:
            yield context.diagnostic(
                gap.span, gap.message, record=gap.record, fix=mended.get(gap.record)
            )


def _counts(document: Document) -> Iterator[list[Record]]:
    """The numbered records, cut where a count starts again."""
    items = {node.span.start for node in document.walk() if node.kind == "list_item"}
    count: list[Record] = []
    for record in document.records:
        if record.number is None:
            continue
        if count and record.number <= 1 and record.section != count[-1].section:
            yield from _told(count, items)
            count = []
        count.append(record)
    yield from _told(count, items)


def _told(count: list[Record], items: set[int]) -> Iterator[list[Record]]:
    """A count, but not one whose author left counting to Markdown: a list with one number."""
    alike = len({record.number for record in count}) == 1
    marked = all(record.number_span and record.number_span.start in items for record in count)
    if not (alike and marked):
        yield count


def _fixes(
    context: Context, count: Sequence[Record], gaps: set[str | None], kept: set[str | None]
) -> dict[str | None, Fix | None]:
    """One fix for each part of a count, at its first gap, so that no two of them overlap."""
    fixes: dict[str | None, Fix | None] = {}
    at = 0
    for index in range(1, len(count) + 1):
        if index == len(count) or count[index].id in kept:
            part = count[at:index]
            first = next((record.id for record in part[1:] if record.id in gaps), None)
            if first is not None:
                fixes[first] = _fix(context, part)
            at = index
    return fixes


def _fix(context: Context, records: Sequence[Record]) -> Fix | None:
    start = records[0].number or 0
    done = renumber(
        context.document, [(record, start + index) for index, record in enumerate(records)]
    )
    if done is None:
        return None
    linked = context.collection.linked.get(context.source.path, frozenset())
    stale = sorted(anchor for anchor in linked if anchors.key(anchor) in done.moved)
    lost = [
        *done.lost,
        *(f"another file's link to #{anchor}" for anchor in stale),
    ]
    title = f"renumber from {start}"
    if lost:
        more = f" and {len(lost) - 1} more" if len(lost) > 1 else ""
        return Fix(f"{title}; look after {lost[0]}{more} yourself", done.edits, "unsafe")
    return Fix(title, done.edits, "safe")


EXAMPLES = [
    Good("## 1. What is PPO?\n\nAn algorithm.\n\n## 2. What is DPO?\n\nA loss.\n"),
    Good("# A\n\n## 1. What is PPO?\n\nAn algorithm.\n\n# B\n\n## 1. What is DPO?\n\nA loss.\n"),
    Good("1. ### What is PPO?\n\nAn algorithm.\n\n1. ### What is DPO?\n\nA loss.\n"),
    Bad(
        "## 1. What is PPO?\n\nAn algorithm.\n\n## ⟦3.⟧ What is DPO?\n\nA loss.\n\n"
        "## 4. What is IPO?\n\nAnother.\n",
        fixed="## 1. What is PPO?\n\nAn algorithm.\n\n## 2. What is DPO?\n\nA loss.\n\n"
        "## 3. What is IPO?\n\nAnother.\n",
    ),
    Bad(
        "### Q1. What is PPO?\n\n**A:** An algorithm.\n\n### ⟦Q1.⟧ What is DPO?\n\n**A:** A loss.\n",
        fixed="### Q1. What is PPO?\n\n**A:** An algorithm.\n\n### Q2. What is DPO?\n\n**A:** A loss.\n",
    ),
    Bad(
        "- [1. What is PPO?](#1-what-is-ppo)\n- [3. What is DPO?](#3-what-is-dpo)\n"
        "- [4. What is IPO?](#4-what-is-ipo)\n\n"
        "## 1. What is PPO?\n\nAn algorithm.\n\n## ⟦3.⟧ What is DPO?\n\nA loss, as\n"
        "[IPO](#4-what-is-ipo) is.\n\n## 4. What is IPO?\n\nAnother.\n",
        fixed="- [1. What is PPO?](#1-what-is-ppo)\n- [2. What is DPO?](#2-what-is-dpo)\n"
        "- [3. What is IPO?](#3-what-is-ipo)\n\n"
        "## 1. What is PPO?\n\nAn algorithm.\n\n## 2. What is DPO?\n\nA loss, as\n"
        "[IPO](#3-what-is-ipo) is.\n\n## 3. What is IPO?\n\nAnother.\n",
    ),
]
