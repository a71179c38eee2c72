"""The table of contents must list the questions that follow, in their words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from copydesk.model import WARNING, Diagnostic, Document, Edit, Fix, Record
from copydesk.parse import anchors, contents
from copydesk.parse.contents import Entry
from copydesk.parse.identity import words_key
from copydesk.rule import Bad, Context, Good, rule
from copydesk.source import Span

# Contents that list fewer do not mean to list every question.
_MOST = 0.8
_FEWEST = 4
# Less alike than this, a line of the contents and its question are not about the same.
_ALIKE = 50.0
_BULLET = re.compile(r"(?P<mark>[ \t]*[-*+][ \t]+)\[[^\]]*\]\(#[^()\s]*\)[ \t]*")


@rule("record/contents", severity=WARNING)
def check(document: Document, context: Context) -> Iterator[Diagnostic]:
    """A question that the contents leave out is not found, and one that they misname is not trusted.

    Reported are a question that is left out although most others of its section or file are
    listed, and a line that leads to a question about something else. A line that leads nowhere is
    link/missing-anchor's.
    """
    entries = contents.entries(document)
    known = contents.leads_to(document, entries)
    yield from _misnamed(context, document, known)
    listed = {record.span for record in known.values()}
    meant = _meant(document, entries, known)
    sections: Counter[tuple[str, ...]] = Counter()
    present: Counter[tuple[str, ...]] = Counter()
    for record in document.records:
        for group in ((), record.section):
            sections[group] += 1
            present[group] += record.span in listed
    for record in document.records:
        if record.span not in listed | meant and any(
            sections[group] >= _FEWEST and present[group] >= _MOST * sections[group]
            for group in ((), record.section)
        ):
            yield context.diagnostic(
                record.question.span,
                "the table of contents does not list this question",
                evidence=(f"{present[()]} of {sections[()]} questions of the file are listed",),
                record=record.id,
                fix=_listed(document, record, known),
            )


def _meant(
    document: Document, entries: Sequence[Entry], known: Mapping[Entry, Record]
) -> set[Span]:
    """The questions beside which a line of the contents leads nowhere: it is theirs, and broken."""
    order = {record.span: index for index, record in enumerate(document.records)}
    meant: set[Span] = set()
    for step, way in ((1, entries), (-1, entries[::-1])):
        at: int | None = None
        for entry in way:
            record = known.get(entry)
            if record is not None:
                at = order[record.span]
            elif at is not None and 0 <= at + step < len(document.records):
                at += step
                meant.add(document.records[at].span)
    return meant


def _listed(document: Document, record: Record, known: Mapping[Entry, Record]) -> Fix | None:
    """A line below that of the question before, where the contents are a plain list of links."""
    source = document.source
    lines = {found.span: entry for entry, found in known.items()}
    before = [other for other in document.records if other.span < record.span]
    entry = lines.get(before[-1].span) if before else None
    question = " ".join(record.question.text.split())
    anchor = next(
        (
            name
            for name, at in anchors.anchors(document).items()
            if record.question.span.overlaps(at)
        ),
        "",
    )
    if entry is None or not anchor or set("[]<>`$") & set(question):
        return None
    line = source.line_span(source.line_of(entry.span.start))
    plain = _BULLET.fullmatch(source[line])
    if plain is None:
        return None
    added = f"{source.newline}{plain['mark']}[{question}](#{anchor})"
    return Fix("list it there", (Edit(Span(line.end, line.end), added),), "unsafe")


def _misnamed(
    context: Context, document: Document, known: Mapping[Entry, Record]
) -> Iterator[Diagnostic]:
    from rapidfuzz.fuzz import token_set_ratio

    worded = {words_key(record.question.text) for record in document.records}
    for entry, record in known.items():
        here, there = words_key(entry.text), words_key(record.question.text)
        # A short name for a long question is fair.
        if here == there or not here or token_set_ratio(here, there) >= _ALIKE:
            continue
        other = " though there is a question in these words" if here in worded else ""
        yield context.diagnostic(
            entry.span,
            f"the table of contents leads to another question{other}",
            evidence=(f"there: {record.question.text}",),
        )


_LISTED = (
    "# FAQ\n\n- [What is PPO?](#what-is-ppo)\n- [What is DPO?](#what-is-dpo)\n"
    "- [What is IPO?](#what-is-ipo)\n- [What is KTO?](#what-is-kto)\n\n"
    "## What is PPO?\n\nOne.\n\n## What is DPO?\n\nTwo.\n\n## What is IPO?\n\nThree.\n\n"
)
EXAMPLES = [
    Good(_LISTED + "## What is KTO?\n\nFour.\n"),
    Good(_LISTED + "## What is ORPO?\n\nThe contents lead nowhere instead.\n"),
    Good("# FAQ\n\n- [What is PPO?](#what-is-ppo)\n\n## What is PPO?\n\nOne.\n"),
    Bad(
        _LISTED + "## What is KTO?\n\nFour.\n\n## ⟦What is ORPO?⟧\n\nFive.\n",
        fixed=_LISTED.replace(
            "(#what-is-kto)\n", "(#what-is-kto)\n- [What is ORPO?](#what-is-orpo)\n"
        )
        + "## What is KTO?\n\nFour.\n\n## What is ORPO?\n\nFive.\n",
    ),
    Bad(
        "# FAQ\n\n- [What is PPO?](#what-is-ppo)\n"
        "- ⟦[How much memory do I need?](#what-is-dpo)⟧\n- [What is IPO?](#what-is-ipo)\n\n"
        "## What is PPO?\n\nOne.\n\n## What is DPO?\n\nTwo.\n\n## What is IPO?\n\nThree.\n"
    ),
]
