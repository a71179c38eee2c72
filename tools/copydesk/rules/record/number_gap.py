"""Numbers of questions must count without gaps and repeats."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from copydesk.model import WARNING, Diagnostic, Document, Edit, Fix, Record
from copydesk.rule import Bad, Context, Good, rule
from copydesk.source import Span

_DIGITS = re.compile(r"\d+")


@rule("record/number-gap", severity=WARNING)
def check(document: Document, context: Context) -> Iterator[Diagnostic]:
    """A number that skips or repeats is the trace of a question that was moved, lost or pasted twice.

    A count may start anywhere and start again at 1 under a new heading.
    """
    numbered = [record for record in document.records if record.number is not None]
    for index in range(1, len(numbered)):
        before, record = numbered[index - 1], numbered[index]
        assert before.number is not None and record.number is not None and record.number_span
        expected = before.number + 1
        restarts = record.number <= 1 and record.section != before.section
        if record.number == expected or restarts:
            continue
        what = "repeats" if record.number <= before.number else "skips"
        yield context.diagnostic(
            record.number_span,
            f"the number {record.number} {what}: {expected} should follow {before.number}",
            record=record.id,
            fix=_renumber(context, numbered[index:], expected),
        )


def _renumber(context: Context, records: Sequence[Record], number: int) -> Fix:
    """Count on from `number` up to the next restart, since a gap shifts all that follow it."""
    edits = []
    for index, record in enumerate(records):
        if index and (record.number or 0) <= 1 and record.section != records[index - 1].section:
            break
        assert record.number_span
        match = _DIGITS.search(
            context.source.text, record.number_span.start, record.number_span.end
        )
        if match and int(match.group()) != number + index:
            edits.append(Edit(Span(*match.span()), str(number + index)))
    return Fix(f"renumber from {number}", tuple(edits))


EXAMPLES = [
    Good("## 1. What is PPO?\n\nAn algorithm.\n\n## 2. What is DPO?\n\nA loss.\n"),
    Good("# A\n\n## 1. What is PPO?\n\nAn algorithm.\n\n# B\n\n## 1. What is DPO?\n\nA loss.\n"),
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
]
