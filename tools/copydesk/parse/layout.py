"""What a layout is: one way of writing questions and answers, found in a file's blocks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TypeVar

from copydesk.model import Document, FrontMatter, Node
from copydesk.parse import anchors, contents, heads
from copydesk.parse.bilingual import repeats
from copydesk.parse.heads import Head
from copydesk.parse.tags import details
from copydesk.parse.vocabulary import collects, names_answer, tells_answer
from copydesk.source import Source, Span

_T = TypeVar("_T")

# A question that is no heading: a heading of any level ends its answer.
BELOW_HEADINGS = 7
# So many questions below one another question are no part of its answer.
INNER = 8


@dataclass(frozen=True, slots=True)
class Page:
    """A file as layouts see it: its blocks with swallowed separators put right, and its headings.

    `folds` are the spans of its outermost `<details>`, from the summary's end to the closing tag.
    `collection` says whether its title, name or front matter calls it a collection of questions,
    `listed` where its table of contents leads, `part` what of the file it is, None for all.
    """

    source: Source
    blocks: tuple[Node, ...]
    heads: tuple[Head, ...] = ()
    front: FrontMatter | None = None
    collection: bool = False
    folds: tuple[Span, ...] = ()
    listed: frozenset[str] = frozenset()
    part: Span | None = None

    @classmethod
    def of(cls, document: Document) -> Page:
        """The page of a document whose blocks were reframed."""
        found = tuple(heads.find(document.source, document.blocks))
        titles = [head.text for head in found if head.level == 1][:3]
        titles += [head.text for head in found[:1]]
        data = document.front_matter.data if document.front_matter else {}
        titles += [str(data.get(key)) for key in ("title", "permalink") if data.get(key)]
        titles.append(PurePosixPath(document.source.path).stem.replace("-", " "))
        return cls(
            document.source,
            document.blocks,
            found,
            document.front_matter,
            any(collects(title) for title in titles),
            tuple(
                Span(entry.span.end, entry.body_end)
                for entry in details(document.source, document.blocks)
                if entry.body_end is not None
            ),
            frozenset(anchors.key(entry.target) for entry in contents.entries(document)),
        )

    @property
    def sections(self) -> tuple[Head, ...]:
        """The headings that can end an answer.

        Neither inside a list nor the answer's own title nor the question in another language.
        """
        again = repeats(self.source, self.heads)
        return tuple(
            head
            for head in self.heads
            if head.top
            and head.span.start not in again
            and not names_answer(head.text)
            and not tells_answer(head.text)
        )

    def lists(self, head: Head) -> bool:
        """Whether the page's table of contents leads to a heading."""
        return bool(self.listed) and anchors.slug(head.text.strip()) in self.listed

    @property
    def begin(self) -> int:
        """Where the text starts that is the page's, behind any front matter."""
        if self.part:
            return self.part.start
        return self.front.span.end if self.front else 0

    @property
    def end(self) -> int:
        """Where the text ends that is the page's."""
        return self.part.end if self.part else len(self.source.text)

    def within(self, span: Span) -> Page:
        """The part of a page from one offset to another, as a page of its own."""
        return replace(
            self,
            blocks=_inside(self.blocks, span, lambda block: block.span),
            heads=_inside(self.heads, span, lambda head: head.span),
            front=None,
            folds=_inside(self.folds, span, lambda fold: fold),
            part=span,
        )

    def fold(self, offset: int) -> int:
        """Which of the folds holds a 0-based offset, -1 for none."""
        index = bisect_right(self.folds, offset, key=lambda span: span.start) - 1
        return index if index >= 0 and offset < self.folds[index].end else -1


def _inside(items: tuple[_T, ...], span: Span, place: Callable[[_T], Span]) -> tuple[_T, ...]:
    """The items, in source order, that a span holds as a whole."""
    low = bisect_left(items, span.start, key=lambda item: place(item).start)
    high = bisect_left(items, span.end, key=lambda item: place(item).start)
    while high > low and place(items[high - 1]).end > span.end:
        high -= 1
    return items[low:high]


@dataclass(frozen=True, slots=True)
class Start:
    """Where a question starts.

    `span` is the whole question with its number and marks, `question` its words, `level` the
    heading level (`BELOW_HEADINGS` for a paragraph): a heading at or above it ends the answer.
    Where `until` is given, the answer ends there whatever stands before it, and `close` is the end
    of what closes it, such as `</details>`. `answer` is the answer's span where it is no block.
    """

    span: Span
    question: Span
    level: int
    number: int | None = None
    number_span: Span | None = None
    until: int | None = None
    close: int | None = None
    answer: Span | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """The questions that a layout found, how sure it is (0 to 1) and why.

    A `bare` finding's questions have no answers: they make no records beside answered ones. The
    answers of a `marked` one are set off by marks of their own, the questions of an `explicit` one
    are called so.
    """

    starts: tuple[Start, ...]
    confidence: float
    evidence: tuple[str, ...]
    bare: bool = False
    marked: bool = False
    explicit: bool = False


def promised(page: Page, starts: Sequence[Start]) -> bool:
    """Whether all of these questions stand below a heading such as "FAQ", or the page is called so."""
    if page.collection:
        return True
    found: list[bool] = []
    path: list[tuple[int, bool]] = []
    for head in page.heads:
        path = [step for step in path if step[0] < head.level]
        path.append((head.level, collects(head.text)))
        found.append(any(promises for _, promises in path))
    offsets = [head.span.start for head in page.heads]
    places = [bisect_left(offsets, start.span.start) - 1 for start in starts]
    return bool(places) and all(at >= 0 and found[at] for at in places)


def extents(page: Page, starts: Sequence[Start]) -> list[int]:
    """For each start, in order, the 0-based offset at which its answer ends at the latest."""
    own = {start.span.start for start in starts}
    borders = [head for head in page.sections if head.span.start not in own]
    offsets = [head.span.start for head in borders]
    text_end = page.end
    inside = [page.fold(offset) for offset in offsets]
    ends = []
    for index, start in enumerate(starts):
        end = starts[index + 1].span.start if index + 1 < len(starts) else text_end
        fold = page.fold(start.span.start)
        if fold >= 0:
            end = min(end, page.folds[fold].end)
        if start.until is not None:
            ends.append(max(start.span.end, min(end, start.until)))
            continue
        at = bisect_left(offsets, start.span.end)
        while at < len(borders) and offsets[at] < end:
            # What is folded away inside an answer does not end it.
            if borders[at].level <= start.level and inside[at] == fold:
                end = offsets[at]
            at += 1
        ends.append(max(start.span.end, end))
    return ends


def coverage(page: Page, starts: Sequence[Start]) -> float:
    """The share of the page's text, from 0 to 1, that questions and answers make up."""
    begin = page.begin
    whole = len(page.source.text[begin : page.end].strip())
    held = sum(
        end - start.span.start
        for start, end in zip(starts, extents(page, starts), strict=True)
        if start.span.start >= begin
    )
    return min(1.0, held / whole) if whole else 0.0
