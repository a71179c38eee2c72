"""What goes to LanguageTool in one request, and what its answer means for each text in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Any

from copydesk.grammar.checker import Annotated, Match, Piece
from copydesk.source import Span

# Large enough that a request's own cost does not count, small enough for a bounded heap.
CHUNK_CHARACTERS = 30_000
# Stands between texts sent as one, so that they never fuse.
BETWEEN = Piece("\n", "\n\n")
# A text to check, with its place among the texts of one call.
Part = tuple[int, Annotated]


def split(text: Annotated) -> Iterator[Annotated]:
    """Cut a text at ends of blocks into parts of a bounded size."""
    pieces: list[Piece] = []
    start, size, read = text.start, 0, 0
    for piece in text.pieces:
        pieces.append(piece)
        size += len(piece.original)
        read += len(piece.plain)
        if read >= CHUNK_CHARACTERS and "\n\n" in (piece.interpret_as or ""):
            yield Annotated(start, tuple(pieces), text.language)
            pieces, start, size, read = [], start + size, 0, 0
    if any(piece.plain.strip() for piece in pieces):
        yield Annotated(start, tuple(pieces), text.language)


def pack(parts: Iterable[Part]) -> Iterator[list[Part]]:
    """Put small parts of one language together: a hundred requests cost twice one of their size."""
    batch: list[Part] = []
    size = 0
    for part in sorted(parts, key=lambda part: part[1].language):
        length = sum(len(piece.plain) for piece in part[1].pieces)
        other = batch and batch[-1][1].language != part[1].language
        if batch and (other or size + length > CHUNK_CHARACTERS):
            yield batch
            batch, size = [], 0
        batch.append(part)
        size += length
    if batch:
        yield batch


def matches(answer: dict[str, Any], batch: Sequence[Part]) -> Iterator[tuple[int, Match]]:
    """Read the server's answer about texts sent as one; each match with its text's index.

    The server counts UTF-16 units of what was sent, a match counts code points of its source.
    """
    originals = [part.original + BETWEEN.original for _, part in batch]
    places = CodePoints("".join(originals))
    starts = list(accumulate(map(len, originals), initial=0))
    for item in answer["matches"]:
        start = places(item["offset"])
        end = places(item["offset"] + item["length"])
        number = bisect_right(starts, start) - 1
        if end >= starts[number + 1]:
            continue
        index, text = batch[number]
        shift = text.start - starts[number]
        rule = item["rule"]
        yield (
            index,
            Match(
                span=Span(start + shift, end + shift),
                message=item["message"],
                rule_id=rule["id"],
                category=rule["category"]["id"],
                issue_type=rule.get("issueType", ""),
                replacements=tuple(option["value"] for option in item["replacements"]),
                sentence=item.get("sentence", ""),
            ),
        )


class CodePoints:
    """Turns offsets in UTF-16 units, as Java counts, into code points."""

    def __init__(self, text: str) -> None:
        # Only characters beyond the first plane take two units; most texts have none.
        self._wide = [index for index, character in enumerate(text) if character > "\uffff"]
        self._units = [index + extra for extra, index in enumerate(self._wide)]

    def __call__(self, units: int) -> int:
        return units - bisect_left(self._units, units)
