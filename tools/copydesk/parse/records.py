"""From blocks to records: each question with its answer, in whatever layout the file uses."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from copydesk.model import Document, Node, Part, Record
from copydesk.parse import identity, text
from copydesk.parse.answer import find_mark
from copydesk.parse.frame import reframe
from copydesk.parse.layout import BELOW_HEADINGS, Page, Start, best
from copydesk.parse.markdown import parse
from copydesk.source import Source, Span

_DRAFT = re.compile(r"<!--\s*draft:\s*true\s*-->", re.IGNORECASE)
_NEWLINES = re.compile(r"\r\n?")


def read(source: Source, layout: str = "auto") -> Document:
    """Read a source into blocks and records.

    `layout` names the layout to use, `auto` lets the file decide.
    Raises KeyError where no layout has that name.
    """
    document = parse(source)
    blocks = reframe(document)
    document = replace(document, blocks=blocks)
    found = best(Page(source, blocks), layout)
    if found is None:
        return document
    name, finding = found
    records = _Assembler(document, finding.starts, name).records()
    return replace(
        document,
        records=tuple(identity.unique(records)),
        layout=name,
        evidence=finding.evidence,
    )


class _Assembler:
    """Cuts the blocks of one document at the questions' starts."""

    def __init__(self, document: Document, starts: Sequence[Start], layout: str) -> None:
        self.source = document.source
        self.blocks = document.blocks
        self.offsets = [block.span.end for block in self.blocks]
        self.starts = sorted(starts, key=lambda start: start.span)
        self.layout = layout
        data = document.front_matter.data if document.front_matter else {}
        tags = data.get("tags", ())
        self.tags = (
            (tags,)
            if isinstance(tags, str)
            else tuple(tag for tag in tags or () if isinstance(tag, str))
        )
        self.draft = data.get("draft") is True

    def records(self) -> list[Record]:
        records: list[Record] = []
        heads = {start.span.start for start in self.starts}
        path: list[tuple[int, str]] = []
        block = 0
        for index, start in enumerate(self.starts):
            while block < len(self.blocks) and self.blocks[block].span.start < start.span.start:
                node = self.blocks[block]
                if (
                    node.kind == "heading"
                    and node.span.start not in heads
                    and not self._inside(records, node)
                ):
                    path = [step for step in path if step[0] < node.level]
                    path.append((node.level, text.inline(self.source, node.runs)))
                block += 1
            follows = self.starts[index + 1].span.start if index + 1 < len(self.starts) else None
            section = tuple(title for level, title in path if level < start.level)
            records.append(self._record(start, follows, section))
        return records

    @staticmethod
    def _inside(records: list[Record], node: Node) -> bool:
        return bool(records) and records[-1].span.contains(node.span)

    def _between(self, low: int, high: int | None) -> list[Node]:
        """The blocks between two offsets, leaf blocks cut where an offset falls inside them."""
        found = []
        for block in self.blocks[bisect_left(self.offsets, low + 1) :]:
            if high is not None and block.span.start >= high:
                break
            if block.span.start >= low and (high is None or block.span.end <= high):
                found.append(block)
            elif block.runs:
                cut = text.clip(block, low, block.span.end if high is None else high)
                found.extend([cut] if cut else [])
        return found

    def _record(self, start: Start, follows: int | None, section: tuple[str, ...]) -> Record:
        blocks = self._between(start.span.end, follows)
        if start.level == BELOW_HEADINGS or blocks:
            blocks = self._until_section(blocks, start.level)
        mark = find_mark(self.source, blocks, start.span.end)
        lead = None
        if mark is not None:
            before = _trimmed(self._between(start.span.end, mark.start))
            lead = self._part(before) if before else None
            end = blocks[-1].span.end
            blocks = self._between(mark.end, end)
        blocks = _trimmed(blocks)
        answer = (
            self._part(blocks) if blocks else self._nothing(mark.end if mark else start.span.end)
        )
        question = self._question(start)
        explicit = identity.EXPLICIT.search(self.source[start.question])
        end = max(
            start.span.end, answer.span.end, lead.span.end if lead else 0, mark.end if mark else 0
        )
        return Record(
            path=self.source.path,
            id=explicit[1] if explicit else identity.slug(question.text) or "question",
            number=start.number,
            question=question,
            answer=answer,
            span=Span(start.span.start, end),
            layout=self.layout,
            lead=lead,
            mark=mark,
            number_span=start.number_span,
            section=section,
            tags=self.tags,
            draft=self.draft or bool(_DRAFT.search(self.source[Span(start.span.start, end)])),
        )

    def _until_section(self, blocks: list[Node], level: int) -> list[Node]:
        for index, block in enumerate(blocks):
            if block.kind == "heading" and block.level <= level:
                return blocks[:index]
        return blocks

    def _question(self, start: Start) -> Part:
        span = start.question
        explicit = identity.EXPLICIT.search(self.source[span])
        if explicit:
            span = Span(span.start, span.start + explicit.start())
        blocks = []
        for block in self.blocks[bisect_left(self.offsets, span.start + 1) :]:
            if block.span.start >= span.end:
                break
            cut = text.clip(block, span.start, span.end)
            if cut:
                blocks.append(cut)
        plain = " ".join(text.inline(self.source, block.runs) for block in blocks)
        return Part(span, tuple(blocks), _normal(self.source[span]), plain)

    def _part(self, blocks: Sequence[Node]) -> Part:
        span = Span(blocks[0].span.start, blocks[-1].span.end)
        return Part(
            span, tuple(blocks), _normal(self._slice(span)), text.render(self.source, blocks)
        )

    def _slice(self, span: Span) -> str:
        """The source from a span's start, with the indentation that makes its first block what it is."""
        start = span.start
        line = self.source.line_span(self.source.line_of(start)).start
        indent = self.source[Span(line, start)]
        return (
            indent + self.source[span]
            if indent.isspace() and len(indent.expandtabs(4)) >= 4
            else self.source[span]
        )

    @staticmethod
    def _nothing(offset: int) -> Part:
        return Part(Span(offset, offset), (), "", "")


def _trimmed(blocks: list[Node]) -> list[Node]:
    """Blocks without the separators around them."""
    low, high = 0, len(blocks)
    while low < high and blocks[low].kind == "thematic_break":
        low += 1
    while high > low and blocks[high - 1].kind == "thematic_break":
        high -= 1
    return blocks[low:high]


def _normal(markdown: str) -> str:
    """Markdown with LF alone, so that a checkout's line endings change neither export nor hash."""
    return _NEWLINES.sub("\n", markdown)
