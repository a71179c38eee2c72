"""A collection must not ask one question in two wordings."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping

from copydesk.model import WARNING, Collection, Diagnostic, Document, RecordSummary
from copydesk.parse import similar
from copydesk.parse.identity import question_key
from copydesk.rule import Bad, Context, Good, rule

Others = Mapping[tuple[str, int], tuple[RecordSummary, float]]
# A run checks few collections, and file by file: what one of them taught is asked for again at once.
_kept: deque[tuple[Collection, Others]] = deque(maxlen=4)


@rule("record/similar-question", severity=WARNING)
def check(document: Document, context: Context) -> Iterator[Diagnostic]:
    """One question in two wordings is answered twice, and readers wonder what the difference is.

    Reported are questions with the same content words, over the whole collection: other small
    words, another order, a slip in a long word. Another content word, number or negation makes
    another question. What is asked in the same words is record/duplicate-question's.
    """
    others = _others(context.collection)
    for record in document.records:
        found = others.get((record.path, record.question.span.start))
        # Where the collection was learnt from another text of this file, its places are not here.
        if found is None or question_key(record) not in context.collection.questions:
            continue
        other, likeness = found
        place = f"{other.path}:{other.line}" if other.path != record.path else f"line {other.line}"
        yield context.diagnostic(
            record.question.span,
            f"nearly the same question is asked at {place}",
            confidence=round(likeness, 3),
            evidence=(f"there: {other.question}",),
            record=record.id,
        )


def _others(collection: Collection) -> Others:
    """For each place of a question the question most like it."""
    for known, others in _kept:
        if known is collection:
            return others
    found = _compare(collection)
    _kept.append((collection, found))
    return found


def _compare(collection: Collection) -> Others:
    # Those that ask the same in the same words are one question here.
    keys = list(collection.questions)
    asked = [
        similar.asked(collection.questions[key][0].question, shown="\n" in key) for key in keys
    ]
    best: dict[tuple[str, int], tuple[RecordSummary, float]] = {}
    for one, other, likeness in similar.pairs(asked):
        for mine, theirs in ((one, other), (other, one)):
            there = collection.questions[keys[theirs]][0]
            for here in collection.questions[keys[mine]]:
                place = (here.path, here.question_span.start)
                if place not in best or likeness > best[place][1]:
                    best[place] = (there, likeness)
    return best


EXAMPLES = [
    Good("## What is gradient clipping?\n\nA cap.\n\n## How does gradient clipping work?\n\nSo.\n"),
    Good("## What is L1 loss?\n\nA sum.\n\n## What is L2 loss?\n\nA sum of squares.\n"),
    Good(
        "## When should you use dropout?\n\nHere.\n\n## When should you not use dropout?\n\nThere.\n"
    ),
    Good(
        "## What is the difference between PPO and DPO?\n\nOne.\n\n"
        "## What is the difference between PPO and IPO?\n\nTwo.\n"
    ),
    Good("## How do I convert ONNX to GGUF?\n\nSo.\n\n## How do I convert GGUF to ONNX?\n\nSo.\n"),
    Good("## What is the output?\n\n```py\n1\n```\n\n## What's the output?\n\n```py\n2\n```\n"),
    Bad(
        "## ⟦What is the difference between LoRA and DoRA?⟧\n\nA magnitude.\n\n"
        "## ⟦How does DoRA differ from LoRA?⟧\n\nIt has a magnitude.\n"
    ),
    Bad(
        "## ⟦Why does the learning rate need a warmup?⟧\n\nAdam.\n\n"
        "## ⟦Why does a leraning rate need warmup?⟧\n\nNoise.\n"
    ),
]
