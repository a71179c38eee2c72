"""The table of contents of a file, and the links and anchors that it is made of."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath
from urllib.parse import unquote

from copydesk.model import Document, Node, Record, Run
from copydesk.parse import anchors, numbering
from copydesk.parse.identity import words_key
from copydesk.parse.letters import of_runs
from copydesk.parse.vocabulary import words
from copydesk.source import Source, Span

# Fewer links are a cross-reference.
_FEWEST = 3
_SHARE = 0.5
_LINK = re.compile(
    r"(?:\]\([ \t]*<?|\bhref[ \t]*=[ \t]*[\"']|^[ ]{0,3}\[[^\]\n]+\]:[ \t]*<?)"
    r"(?P<path>[^\s#<>\"'()]*)#(?P<anchor>[^\s<>\"')]+)",
    re.MULTILINE | re.IGNORECASE,
)
_TAG = re.compile(r"<[A-Za-z/][^<>]*>")
_DIGITS = re.compile(r"\d+")
_ONLY_NUMBER = re.compile(r"\W*(\d{1,6})\W*")
_LONG = "|".join(sorted(re.escape(word) for word in words("question_mark") if len(word) > 1))
# How a text speaks of a question by its number.
MENTION = re.compile(rf"\b(?:Q\.?|(?i:{_LONG})s?)[ \t]*[#№]?[ \t]*(\d{{1,6}})\b")


@dataclass(frozen=True, slots=True)
class Link:
    """A link with an anchor: `path` is empty within a file, `span` the anchor's without `#`."""

    path: str
    anchor: str
    span: Span


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a table of contents: its link's span, its words without number, where it leads.

    `number_span` are the digits of its number, in the link, before it, or in a table's cell.
    """

    span: Span
    text: str
    target: str
    number: int | None = None
    number_span: Span | None = None


def links(document: Document) -> list[Link]:
    """The links to anchors in Markdown and HTML, code left out, in source order."""
    hidden = sorted(_code(document))
    found = []
    for match in _LINK.finditer(document.source.text):
        at = bisect_right(hidden, match.start(), key=lambda span: span.start) - 1
        if at < 0 or hidden[at].end <= match.start():
            place = Span(*match.span("anchor"))
            found.append(Link(unquote(match["path"]), unquote(match["anchor"]), place))
    return found


def _code(document: Document) -> Iterator[Span]:
    for node in document.walk():
        if node.kind in ("code", "math"):
            yield node.span
        yield from (run.span for run in node.runs if run.kind in ("code", "math"))


def outward(document: Document) -> Iterator[tuple[str, str]]:
    """Which anchors of which other files a file links to: paths as a source's, and anchors."""
    for link in links(document):
        path = resolved(document, link.path)
        if ":" not in link.path and path != document.source.path:
            yield path, link.anchor


def resolved(document: Document, path: str) -> str:
    """The path of a link's target as a source's path; without one it is the file itself."""
    if not path:
        return document.source.path
    parts: list[str] = []
    for part in (PurePosixPath(document.source.path).parent / path).parts:
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return str(PurePosixPath(*parts))


def entries(document: Document) -> tuple[Entry, ...]:
    """The lines of a file's tables of contents, in source order.

    That is a list, a table or a paragraph most of whose lines are nothing but a link to an anchor
    of the same file, and which no record holds.
    """
    found: list[Entry] = []
    for block in document.blocks:
        if document.record_at(block.span.start):
            continue
        lines = [_entry(document.source, cells, marker) for cells, marker in _lines(block)]
        here = [entry for entry in lines if entry]
        if len(here) >= _FEWEST and len(here) >= _SHARE * len(lines):
            found.extend(here)
    return tuple(found)


def _lines(block: Node) -> Iterator[tuple[Sequence[Sequence[Run]], Span | None]]:
    """The lines of a block, each in its cells, and the span that holds a list item's marker."""
    if block.kind == "paragraph":
        # A table that lost its last bar in one row goes on as a paragraph.
        for broken, runs in groupby(block.runs, lambda run: run.kind == "break"):
            if not broken:
                yield [tuple(runs)], None
    for node in block.walk() if block.kind in ("list", "table") else ():
        if node.kind == "table_row":
            yield [cell.runs for cell in node.children], None
        elif node.kind == "list_item" and node.children:
            yield [node.children[0].runs], Span(node.span.start, node.content.start)


def references(document: Document) -> Iterator[Entry]:
    """The other links to anchors of the same file, with the number that their words name."""
    listed = {entry.span for entry in entries(document)}
    for node in document.walk():
        marks = {
            m for run in node.runs for m in run.marks if m.kind == "link" and m.href[:1] == "#"
        }
        for mark in sorted(marks, key=lambda item: item.span):
            if mark.span in listed:
                continue
            letters = of_runs(run for run in node.runs if mark.span.contains(run.span))
            numbered = numbering.leading(letters.text)
            number, told = None, MENTION.search(letters.text)
            if numbered and numbered.number is not None:
                number = _digits(document.source, letters.span(numbered.start, numbered.end))
            elif told:
                number = letters.span(*told.span(1))
            value = int(document.source[number]) if number else None
            yield Entry(mark.span, letters.text, unquote(mark.href[1:]), value, number)


def leads_to(document: Document, found: Iterable[Entry]) -> dict[Entry, Record]:
    """The record of each line of a table of contents that has one, by its anchor or its words."""
    places = {anchors.key(name): span for name, span in anchors.anchors(document).items()}
    worded = {words_key(record.question.text): record for record in document.records}
    known: dict[Entry, Record] = {}
    for entry in found:
        place = places.get(anchors.key(entry.target))
        record = _at(document, place) if place else None
        record = record or worded.get(words_key(entry.text))
        if record is not None:
            known[entry] = record
    return known


def _at(document: Document, place: Span) -> Record | None:
    """The record whose question holds an anchor, or directly follows a bare one."""
    after = bisect_right(document.records, place.start, key=lambda record: record.span.start)
    if after and place.start < document.records[after - 1].question.span.end:
        return document.records[after - 1]
    if after < len(document.records):
        between = document.source.text[place.start : document.records[after].span.start]
        if not _TAG.sub("", between).strip():
            return document.records[after]
    return None


def _entry(source: Source, cells: Sequence[Sequence[Run]], marker: Span | None) -> Entry | None:
    for cell in cells:
        marks = {mark for run in cell for mark in run.marks if mark.kind == "link"}
        if len(marks) != 1:
            continue
        (mark,) = marks
        inside = of_runs(run for run in cell if mark.span.contains(run.span))
        outside = [run for run in cell if not mark.span.contains(run.span)]
        if not mark.href.startswith("#") or any(map(str.isalpha, of_runs(outside).text)):
            continue
        numbered = numbering.leading(inside.text)
        before = [run for run in outside if run.span < mark.span]
        number = None
        if numbered and numbered.number is not None:
            number = _digits(source, inside.span(numbered.start, numbered.end))
        for other in (before, *(one for one in cells if one is not cell)):
            number = number or _alone(source, other)
        if marker:
            number = number or _digits(source, marker)
        return Entry(
            mark.span,
            inside.text[numbered.words if numbered else 0 :].strip(),
            unquote(mark.href[1:]),
            int(source[number]) if number else None,
            number,
        )
    return None


def _alone(source: Source, runs: Iterable[Run]) -> Span | None:
    """The digits of a text that is no more than a number."""
    letters = of_runs(runs)
    match = _ONLY_NUMBER.fullmatch(letters.text)
    return _digits(source, letters.span(*match.span(1))) if match else None


def _digits(source: Source, span: Span) -> Span | None:
    match = _DIGITS.search(source.text, span.start, span.end)
    return Span(*match.span()) if match else None
