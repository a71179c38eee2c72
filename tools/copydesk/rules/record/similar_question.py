"""A collection must not ask one question in two wordings."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.model import WARNING, Diagnostic, Document
from copydesk.parse.identity import question_key
from copydesk.rule import Bad, Context, Good, rule


@rule("record/similar-question", severity=WARNING)
def check(document: Document, context: Context) -> Iterator[Diagnostic]:
    """One question in two wordings is answered twice, and readers wonder what the difference is.

    Reported are questions with the same content words, over the whole collection: other small
    words, another order, a slip in a long word. Another content word, number or negation makes
    another question. What is asked in the same words is record/duplicate-question's.
    """
    for record in document.records:
        found = context.collection.similar.get((record.path, record.question.span.start))
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
