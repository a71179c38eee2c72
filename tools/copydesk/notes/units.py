"""Units: the sentences, lone lines and asides of a document, each with where it stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from copydesk.model import Document, Node, Run
from copydesk.notes.flat import LINKED, OBJECT, STRONG, Flat, flatten
from copydesk.notes.lexicon import Lexicon
from copydesk.notes.lines import STOPS, Wraps, group, wraps
from copydesk.notes.places import Place, places
from copydesk.notes.sentences import Piece, closing, split
from copydesk.source import Source, Span

_WORD = re.compile(rf"\b(?:i\.e|e\.g)\b|[^\W\d_](?:[\w'’]|-(?=\w))*|{OBJECT}|\d[\w.,%]*")
_ENDS = STOPS - {":"}
_OPENERS = " \"'“‘([*_-–—"
# A longer or wordier text before a colon is a clause, not a label.
_LABEL_LENGTH, _LABEL_SPACES = 40, 3


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of a block that could be a note, with the facts that features are made of.

    `index` counts the block's sentences (-1 for an aside within one), anew behind an answer mark;
    `whole` is an aside that is a sentence of its own, `after_stop` follows a finished sentence of
    the block.
    """

    span: Span
    text: str
    words: tuple[str, ...]
    place: Place
    aside: bool
    whole: bool
    index: int
    count: int
    starts_line: bool
    ends_line: bool
    first_line: bool
    lazy: bool
    after_stop: bool
    closing: str
    case: str
    label: bool
    linked: bool
    strong: bool
    lead: bool

    @property
    def group(self) -> str:
        return "aside" if self.aside and not self.whole else self.place.group

    @property
    def last(self) -> bool:
        return self.index == self.count - 1

    @property
    def own_line(self) -> bool:
        return self.starts_line and self.ends_line


@dataclass(frozen=True, slots=True)
class Block:
    """A block with its flat text and its units in source order."""

    place: Place
    flat: Flat
    units: tuple[Unit, ...] = ()


def read(document: Document, lexicon: Lexicon) -> list[Block]:
    """Every block of a document that holds prose, with its units."""
    source = document.source
    flats = [(place, flatten(source, place.node)) for place in places(document)]
    habit = wraps(source, flats, lexicon.sets["dangling"] | lexicon.sets["finite"])
    return [
        Block(place, flat, tuple(_units(source, place, flat, habit, lexicon.abbreviations)))
        for place, flat in flats
    ]


def segment(source: Source, span: Span, lexicon: Lexicon) -> Block:
    """A span of plain text that stands outside all prose, read as a block of its own."""
    run = Run("text", source[span], span)
    place = Place(Node("paragraph", span, span, runs=(run,), lines=(span,)), "prose")
    flat = flatten(source, place.node)
    habit = Wraps(prose=False, lazy=False, shortest=0, dangling=frozenset())
    return Block(place, flat, tuple(_units(source, place, flat, habit, lexicon.abbreviations)))


def _units(
    source: Source, place: Place, flat: Flat, habit: Wraps, abbreviations: frozenset[str]
) -> Iterator[Unit]:
    if not flat.text.strip():
        return
    lines = group(source, place, flat, habit)
    found = [
        (piece, number) for number, line in enumerate(lines)
        for piece in split(flat.text, line.start, line.end, abbreviations)
    ]  # fmt: skip
    counts = Counter(lines[number].lead for piece, number in found if _sentence(piece))
    index = -1
    previous = ""
    run_in = False
    for order, (piece, number) in enumerate(found):
        line = lines[number]
        if order and lines[found[order - 1][1]].lead and not line.lead:
            index, previous, run_in = -1, "", False
        text = flat.text[piece.start : piece.end]
        sentence = _sentence(piece)
        index += sentence
        yield Unit(
            span=flat.span(piece.start, piece.end),
            text=text.replace("\n", " "),
            words=tuple([word.lower().replace("’", "'") for word in _WORD.findall(text)]),
            place=place,
            aside=piece.aside,
            whole=piece.whole,
            index=index if sentence else -1,
            count=counts[line.lead],
            starts_line=not flat.text[line.start : piece.start].strip(),
            ends_line=not flat.text[piece.end : line.end].strip(),
            first_line=number == 0,
            lazy=line.lazy,
            after_stop=bool(previous) and closing(previous) in _ENDS,
            closing=closing(text.strip("()[]（）")),
            case=_case(text),
            # "**Fresh start.** Empty the folder first.": what follows a run-in title is titled.
            label=_label(flat, piece, text) or (run_in and index == 1 and _case(text) == "upper"),
            linked=flat.any(LINKED, piece.start, piece.end),
            strong=flat.any(STRONG, piece.start, piece.end),
            lead=line.lead or place.lead,
        )
        if sentence:
            previous = text
            run_in = index == 0 and flat.all(STRONG, piece.start, piece.end)


def _sentence(piece: Piece) -> bool:
    return not piece.aside or piece.whole


def _case(text: str) -> str:
    bare = text.lstrip(_OPENERS)
    first = bare.split(maxsplit=1)[0] if bare.strip() else ""
    if any(character.isupper() or character in "_.=/" for character in first[1:-1]):
        # A name such as iOS or index.html has a case of its own.
        return "upper" if first[:1].isupper() else "other"
    letter = bare[:1]
    if not letter.isalpha():
        return "other"
    return "upper" if letter.isupper() else "lower" if letter.islower() else "other"


def _label(flat: Flat, piece: Piece, text: str) -> bool:
    """Whether a unit opens with a bold or short label: `**Purpose:** …`, `Purpose: …`."""
    if flat.flags[piece.start] & STRONG:
        return True
    colon = text.find(":")
    inner = 0 < colon < min(_LABEL_LENGTH, len(text) - 1)
    return inner and text.count(" ", 0, colon) <= _LABEL_SPACES
