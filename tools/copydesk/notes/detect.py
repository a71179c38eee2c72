"""All notes of a document: marked, placeholders, and those that nobody marked."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from dataclasses import replace

from copydesk.model import Document, Node, Note
from copydesk.notes import marked, placeholder, unmarked
from copydesk.notes.lexicon import load
from copydesk.notes.options import NoteOptions
from copydesk.notes.units import read
from copydesk.source import Span

_DEFAULT = NoteOptions()


def find(document: Document, options: NoteOptions = _DEFAULT) -> tuple[Note, ...]:
    """Every note with a score of at least `options.floor`, sorted by span, none within another.

    Raises FileNotFoundError where `options.model` names no data file.
    """
    lexicon = load(options.language)
    blocks = read(document, lexicon)
    notes = [*marked.find(document, blocks, lexicon, options)]
    notes += placeholder.find(document, blocks, lexicon, notes)
    weights = unmarked.model(options.model)
    scored = list(unmarked.candidates(blocks, lexicon, weights))
    for span, score, evidence in unmarked.grouped(scored, options.floor, weights):
        notes.append(Note("unmarked", span, document.source[span], round(score, 3), evidence))
    starts = [block.place.node.span.start for block in blocks]
    wide = []
    for note in notes:
        index = bisect_right(starts, note.span.start) - 1
        span = _widened(note.span, blocks[index].place.node) if index >= 0 else note.span
        wide.append(replace(note, span=span, text=document.source[span]))
    return tuple(_placed(document, note) for note in _apart(wide))


def _widened(span: Span, node: Node) -> Span:
    """A note's span with the delimiters of the emphasis and links whose words are all in it."""
    start, end = span
    held: dict[Span, bool] = {}
    for run in node.runs:
        for mark in run.marks:
            held[mark.span] = held.get(mark.span, True) and span.contains(run.span)
    for mark_span, inside in held.items():
        if inside and not mark_span.contains(span):
            start, end = min(start, mark_span.start), max(end, mark_span.end)
    return Span(start, end)


def _apart(notes: list[Note]) -> list[Note]:
    """Of notes that overlap the surest, marked before unmarked, in source order."""
    order = {"marked": 0, "placeholder": 1, "unmarked": 2}
    kept: list[Note] = []
    ranked = sorted(notes, key=lambda note: (order[note.kind], -note.score, note.span))
    taken: list[tuple[int, int]] = []
    for note in ranked:
        place = bisect_left(taken, (note.span.start, note.span.end))
        before = taken[place - 1] if place else None
        after = taken[place] if place < len(taken) else None
        if (before and before[1] > note.span.start) or (after and after[0] < note.span.end):
            continue
        insort(taken, (note.span.start, note.span.end))
        kept.append(note)
    return sorted(kept, key=lambda note: note.span)


def _placed(document: Document, note: Note) -> Note:
    return replace(note, record=document.record_at(note.span.start))
