"""Questions that fold: `<details><summary>Question?</summary> answer </details>`."""

from __future__ import annotations

from copydesk.parse import numbering
from copydesk.parse.grouping import MOST
from copydesk.parse.layout import BELOW_HEADINGS, INNER, Finding, Page, Start, coverage, promised
from copydesk.parse.letters import html_runs, phrase
from copydesk.parse.tags import Details, details
from copydesk.parse.vocabulary import is_frame, names_answer, weight
from copydesk.source import Span

NAME = "details"
EXAMPLE = """\
# Gardening

<details>
<summary>When are tomatoes sown?</summary>

Eight weeks before the last frost.

</details>

<details>
<summary>Why do seedlings fall over?</summary>

They had too little light.

</details>
"""


def find(page: Page) -> Finding | None:
    """The outermost `<details>` whose summaries ask something, and the others among them."""
    level = details(page.source, page.blocks)
    while level:
        counted = [entry for entry in level if _counts(entry)]
        asking = sum(_asks(entry) for entry in counted)
        if asking:
            break
        level = [inner for entry in level for inner in entry.inner]
    else:
        return None
    share = asking / len(counted)
    sections = [entry for entry in counted if not _asks(entry) and any(map(_asks, entry.inner))]
    if sections:
        inner = [item for entry in sections for item in entry.inner if _counts(item)]
        counted = [entry for entry in counted if entry not in sections] + inner
        counted.sort(key=lambda entry: entry.span)
        share = sum(map(_asks, counted)) / len(counted)
    if len(counted) > INNER and sum(map(_asks, counted)) == len(counted) - 1:
        # Above or below many questions, what asks nothing is about the page.
        counted = counted[not _asks(counted[0]) : len(counted) - (not _asks(counted[-1]))]
    kept = counted if share >= MOST else [entry for entry in counted if _asks(entry)]
    starts = tuple(start for entry in kept if (start := _start(page, entry)))
    if not starts:
        return None
    evidence = [
        f"{sum(map(_asks, counted))} of {len(counted)} summaries of <details> ask something"
    ]
    confidence = 0.45 + 0.5 * share
    if len(starts) == 1 and not page.collection and weight(kept[0].letters.text) < 1:
        confidence = 0.4
        evidence.append("one alone is no collection")
    elif not promised(page, starts) and coverage(page, starts) < 0.25:
        confidence = 0.4
        evidence.append("they hold little of the text")
    return Finding(starts, confidence, tuple(evidence), marked=True)


def _counts(entry: Details) -> bool:
    text = entry.letters.text.strip()
    return bool(text) and not names_answer(text) and not is_frame(text)


def _asks(entry: Details) -> bool:
    found = numbering.leading(entry.letters.text)
    return weight(entry.letters.text[found.words if found else 0 :]) > 0 or (
        found is not None and found.marked
    )


def _start(page: Page, entry: Details) -> Start | None:
    letters = entry.letters
    found = numbering.leading(letters.text)
    low = found.words if found else 0
    low += len(letters.text[low:]) - len(letters.text[low:].lstrip())
    high = len(letters.text.rstrip())
    if low >= high:
        return None
    runs = html_runs(page.source, entry.summary)
    question = phrase(page.source, runs, letters, low, high)
    return Start(
        span=entry.span,
        question=_balanced(page, question, entry.summary),
        level=BELOW_HEADINGS,
        number=found.number if found else None,
        number_span=letters.span(found.start, found.end) if found else None,
        until=entry.body_end,
        close=entry.end,
    )


def _balanced(page: Page, question: Span, summary: Span) -> Span:
    """Take in the other tag of a pair of which one is among the question's words."""
    words = page.source[question]
    before = page.source[Span(summary.start, question.start)]
    after = page.source[Span(question.end, summary.end)]
    start, end = question
    for name in ("code", "b", "strong", "i", "em", "a"):
        opened = words.count(f"<{name}>") + words.count(f"<{name} ") - words.count(f"</{name}>")
        if opened > 0 and (at := after.find(f"</{name}>")) >= 0:
            end = max(end, question.end + at + len(name) + 3)
        elif opened < 0 and (at := max(before.rfind(f"<{name}>"), before.rfind(f"<{name} "))) >= 0:
            start = min(start, summary.start + at)
    return Span(start, end)
