"""A file's records as an outline, and what of it can be folded away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from copydesk.editor.view import View
from copydesk.source import Source, Span


@dataclass(frozen=True, slots=True)
class Symbol:
    """One record: its question on one line, its id, its span and its question's in it."""

    name: str
    detail: str
    span: Span
    selection: Span


@dataclass(frozen=True, slots=True)
class Fold:
    """Lines, 1-based, that fold into the first of them."""

    first: int
    last: int
    kind: Literal["region", "comment", "imports"] = "region"


def symbols(view: View) -> Iterator[Symbol]:
    """The records of a file in order."""
    for record in view.document.records:
        question = record.question.span
        span = Span(min(record.span.start, question.start), max(record.span.end, question.end))
        name = " ".join(record.question.text.split()) or record.id
        number = f"{record.number}. " if record.number is not None else ""
        detail = f"{record.id} (draft)" if record.draft else record.id
        yield Symbol(number + name, detail, span, question)


def folds(view: View) -> Iterator[Fold]:
    """What folds: the front matter, each record, each block of code or formulas, each comment."""
    source, document = view.source, view.document
    spans = [record.span for record in document.records]
    if document.front_matter:
        spans.append(document.front_matter.span)
    spans.extend(node.span for node in document.walk() if node.kind in ("code", "math"))
    for span in spans:
        yield from _fold(source, span)
    for node in document.walk():
        if node.kind == "html" and source[node.span].startswith("<!--"):
            yield from (Fold(f.first, f.last, "comment") for f in _fold(source, node.span))


def _fold(source: Source, span: Span) -> Iterator[Fold]:
    end = span.start + len(source[span].rstrip())
    first, last = source.line_of(span.start), source.line_of(max(span.start, end - 1))
    if last > first:
        yield Fold(first, last)
