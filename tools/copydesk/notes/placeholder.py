"""Placeholders: what stands where an answer should."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from copydesk.model import Document, Note
from copydesk.notes.lexicon import Lexicon
from copydesk.notes.units import Block, Unit
from copydesk.source import Source, Span

_TAG = re.compile(r"<[^<>]*>")
# More than this beside a placeholder is no markup.
_MARKUP = 400
# "Insert a picture of the pipeline here" is as long as a frame's inside gets.
_INNER = 5
_DOTS = re.compile(r"[.…·\-–—_\s]+\Z")


def find(
    document: Document, blocks: Sequence[Block], lexicon: Lexicon, marked: Sequence[Note]
) -> list[Note]:
    """Every placeholder of a document; `marked` notes that are a whole answer become one."""
    answers = [record.answer.span for record in document.records if record.answer.blocks]
    taken = {note.span.start for note in marked}
    found: list[Note] = []
    for block in blocks:
        place = block.place
        if place.group not in ("prose", "item") or not block.flat.text.strip():
            continue
        whole = _whole(block)
        # Units leave the answer mark out: `A: Coming soon.`
        said = " ".join(unit.text for unit in block.units if not unit.aside or unit.whole)
        text = said or block.flat.text.strip()
        at = bisect_right(answers, whole.start, key=lambda answer: answer.end)
        alone = at < len(answers) and _same(document.source, answers[at], whole)
        first = place.after_heading or alone
        if whole.start in taken:
            continue
        score = _score(text, lexicon, alone, first, place.group)
        if score:
            why = "stands where an answer should" if first else "only holds a place"
            found.append(Note("placeholder", whole, document.source[whole], score, (why,)))
        else:
            found.extend(_sentences(document.source, block, lexicon))
    found.extend(_in_html(document, lexicon))
    found.extend(_wordless(document))
    return found


def _wordless(document: Document) -> Iterator[Note]:
    for record in document.records:
        answer = record.answer
        if answer.blocks and _DOTS.match(answer.markdown.strip() or "x"):
            text = document.source[answer.span]
            yield Note("placeholder", answer.span, text, 0.95, ("holds no word of an answer",))


def _sentences(source: Source, block: Block, lexicon: Lexicon) -> Iterator[Note]:
    """Sentences that only hold a place, beside others that say something."""
    for unit in block.units:
        if unit.aside and not unit.whole:
            continue
        plain = _plain(unit.text)
        usual = plain in lexicon.placeholders and plain not in _SHARED and " " in plain
        if usual or _framed(unit, lexicon):
            score = 0.85 if unit.own_line else 0.75
            why = "only holds a place"
            yield Note("placeholder", unit.span, source[unit.span], score, (why,))


def _framed(unit: Unit, lexicon: Lexicon) -> bool:
    """Whether a sentence asks for a part of a text where it stands: "Insert diagram here"."""
    for first, last in lexicon.frames:
        inner = unit.words[len(first) : len(unit.words) - len(last)]
        if unit.words == (*first, *inner, *last) and 0 < len(inner) <= _INNER:
            known = [lexicon.phrases.get((word,), ()) for word in inner]
            if any("matter" in categories for categories in known):
                return True
    return False


def _whole(block: Block) -> Span:
    flat = block.flat
    low = len(flat.text) - len(flat.text.lstrip())
    span = flat.span(low, len(flat.text.rstrip()))
    # After `A:` the answer starts behind the mark.
    units = [unit for unit in block.units if not unit.aside or unit.whole]
    return Span(units[0].span.start, units[-1].span.end) if units else span


def _same(source: Source, answer: Span, whole: Span) -> bool:
    """Whether an answer says no more than a block of it."""
    beside = answer.end - answer.start - (whole.end - whole.start)
    if not answer.overlaps(whole) or beside > _MARKUP:
        return False
    rest = source.text[answer.start : whole.start] + source.text[whole.end : answer.end]
    return not re.sub(r"[\W_]+", "", _TAG.sub("", rest))


def _plain(text: str) -> str:
    return (
        re.sub(r"\s+", " ", text.strip(" \t\n.…!?*_()[]{}<>:;-–—\"'"))
        .lower()
        .replace("t.b.d", "tbd")
    )


_SHARED = frozenset(
    (
        "answer",
        "empty",
        "draft",
        "pending",
        "missing",
        "stub",
        "incomplete",
        "na",
        "to follow",
        "to come",
    )
)


def _score(text: str, lexicon: Lexicon, alone: bool, first: bool, group: str) -> float:
    plain = _plain(text)
    lower = text.lower()
    if any(lower.lstrip("*_ ").startswith(opening) for opening in lexicon.openings):
        return 1.0
    if _DOTS.match(text):
        return 0.95 if alone else 0.7 if first and group == "prose" else 0.0
    if plain in lexicon.placeholders:
        if alone:
            return 1.0
        if plain in _SHARED or plain == "n/a":
            return 0.85 if first and group == "prose" else 0.0
        return 0.95 if first else 0.85 if group == "prose" else 0.6
    return 0.0


def _in_html(document: Document, lexicon: Lexicon) -> Iterator[Note]:
    for node in document.walk():
        if node.kind != "html":
            continue
        for line in node.lines:
            raw = document.source[line]
            text = _TAG.sub(lambda match: " " * len(match.group()), raw)
            plain = _plain(text)
            if plain in lexicon.placeholders and plain not in _SHARED and " " in plain:
                low = len(text) - len(text.lstrip())
                span = Span(line.start + low, line.start + len(text.rstrip()))
                why = "stands where an answer should"
                yield Note("placeholder", span, document.source[span], 0.9, (why,))
