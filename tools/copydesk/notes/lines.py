"""Lines within a block: which of them read on, and which stand on their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from copydesk.notes.flat import LINKED, STRONG, Flat
from copydesk.notes.places import Place
from copydesk.notes.sentences import closing
from copydesk.parse.answer import ANSWER_MARK
from copydesk.source import Source

# A line of this length that ends within a sentence was wrapped, even where it is the only one.
_FULL, _FULL_ITEM = 45, 60
STOPS = frozenset(".!?…。！？:")


@dataclass(frozen=True, slots=True)
class Wraps:
    """Whether a file's lines end within sentences, as a habit, and how short such lines are.

    `lazy` is the same for list items whose next line is not indented, `dangling` holds words that
    end no sentence.
    """

    prose: bool
    lazy: bool
    shortest: int
    dangling: frozenset[str]


class Lines(NamedTuple):
    """Lines that read on, as a range of a flat text's offsets.

    `lazy` tells of a list item's line without its indentation, `lead` of one that an answer mark
    follows within the block.
    """

    start: int
    end: int
    lazy: bool
    lead: bool


def wraps(source: Source, blocks: Iterable[tuple[Place, Flat]], dangling: frozenset[str]) -> Wraps:
    """How a file breaks its lines.

    A break within a sentence is a file's habit where it is not rare among its breaks.
    """
    breaks = Counter[str]()
    lengths: list[int] = []
    full = 0
    for place, flat in blocks:
        lines = _lines(flat.text)
        columns = [_column(source, flat, low) for low, _ in lines] if len(lines) > 1 else []
        for index in range(1, len(lines)):
            kind = "lazy" if _is_lazy(source, place, columns[index]) else "prose"
            low, high = lines[index - 1]
            breaks[kind] += 1
            if _open(flat, low, high):
                breaks[f"{kind} within"] += 1
                length = _length(source, flat, high)
                lengths.append(length)
                full += kind == "prose" and length >= (
                    _FULL if place.group == "prose" else _FULL_ITEM
                )
    return Wraps(
        prose=(full > 0 or breaks["prose within"] >= 2)
        and 4 * breaks["prose within"] >= breaks["prose"],
        lazy=breaks["lazy within"] >= 3 and 4 * breaks["lazy within"] >= breaks["lazy"],
        shortest=_shortest(lengths),
        dangling=dangling,
    )


def _shortest(lengths: list[int]) -> int:
    """The length below which a line was not ended by its wrapping; the shortest is no witness."""
    if not lengths:
        return 0
    ordered = sorted(lengths)
    usual = ordered[max(1, len(ordered) // 20)] if len(ordered) > 2 else 0
    return max(usual, ordered[len(ordered) // 2] // 2)


def group(source: Source, place: Place, flat: Flat, habit: Wraps) -> list[Lines]:
    """A block's lines, joined where they read on; an answer mark is left out."""
    bounds = _lines(flat.text)
    marks = _marks(source, flat, bounds)
    columns = [_column(source, flat, low) for low, _ in bounds]
    found: list[Lines] = []
    for index, (low, high) in enumerate(bounds):
        while low < high and flat.starts[low] < marks[index]:
            low += 1
        if low == high:
            continue
        lazy = index > 0 and _is_lazy(source, place, columns[index])
        if found and marks[index] < 0 and marks[index - 1] < 0:
            before = bounds[index - 1]
            after = flat.text[low:high].split(maxsplit=1)[0]
            long = _length(source, flat, before[1]) >= habit.shortest
            usual = (habit.lazy if lazy else habit.prose) and (long or after in habit.dangling)
            words = flat.text[slice(*before)].lower().split()
            wanting = bool(words) and (words[-1] in habit.dangling or words[-1].endswith(","))
            within = _open(flat, *before) or after in habit.dangling
            # However short the lines are, two that make one whole sentence were one.
            ends = closing(flat.text[low:high]) in STOPS
            whole = place.group == "prose" and after[:1].islower() and ends
            if (usual or wanting or whole) and before[1] not in flat.hard and within:
                found[-1] = found[-1]._replace(end=high)
                continue
        lead = place.after_heading and any(mark >= 0 for mark in marks[index + 1 :])
        found.append(Lines(low, high, lazy, lead))
    return found


def _is_lazy(source: Source, place: Place, column: int) -> bool:
    """Whether a line of a list item stands left of the item's text, the marks around words included."""
    start = place.node.span.start
    return place.group == "item" and column < start - source.line_span(source.line_of(start)).start


def _open(flat: Flat, low: int, high: int) -> bool:
    """Whether a line ends within a sentence; one that is all link or all bold is complete."""
    if flat.all(LINKED, low, high) or flat.all(STRONG, low, high):
        return False
    return closing(flat.text[low:high]) not in STOPS


def _marks(source: Source, flat: Flat, bounds: Sequence[tuple[int, int]]) -> list[int]:
    """For each line the source offset at which its answer mark ends, -1 where it has none."""
    found = []
    for low, high in bounds:
        first = low
        while first < high - 1 and flat.text[first].isspace():
            first += 1
        line = source.line_span(source.line_of(flat.starts[first]))
        text = source[line]
        start = line.start + len(text) - len(text.lstrip())
        match = ANSWER_MARK.match(source.text, start, line.end)
        found.append(match.end() if match and match.group().strip() else -1)
    return found


def _lines(text: str) -> list[tuple[int, int]]:
    """The half-open offsets of the lines of a flat text that are not blank."""
    found: list[tuple[int, int]] = []
    low = 0
    for line in text.split("\n"):
        if line.strip():
            found.append((low, low + len(line)))
        low += len(line) + 1
    return found


def _length(source: Source, flat: Flat, end: int) -> int:
    line = source.line_span(source.line_of(flat.starts[end - 1]))
    return line.end - line.start


def _column(source: Source, flat: Flat, low: int) -> int:
    while low < len(flat.text) - 1 and flat.text[low].isspace():
        low += 1
    offset = flat.starts[low]
    return offset - source.line_span(source.line_of(offset)).start
