"""From blocks to records: each question with its answer, in whatever layout the file uses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from copydesk.model import Document, Node, Part, Record, Run
from copydesk.parse import identity, text
from copydesk.parse.answer import find_mark
from copydesk.parse.choice import best
from copydesk.parse.choices import choices
from copydesk.parse.directives import Directive, directives
from copydesk.parse.frame import reframe
from copydesk.parse.layout import Page, Start, extents
from copydesk.parse.markdown import parse
from copydesk.parse.pieces import (
    between,
    is_comment,
    is_rule,
    markdown,
    normal,
    trimmed,
    unrated,
    words_of,
)
from copydesk.source import Source, Span


def read(source: Source, layout: str = "auto") -> Document:
    """Read a source into blocks and records.

    `layout` names the layout to use, `auto` lets the file decide; where it is unsure there are no
    records, and `Document.evidence` says what was seen.
    Raises KeyError where no layout has that name.
    """
    document = parse(source)
    document = replace(document, blocks=reframe(document))
    page = Page.of(document)
    choice = best(page, layout)
    records = _Assembler(document, page, choice.starts).records()
    return replace(
        document,
        records=tuple(_unique(records)),
        layout=", ".join(choice.names),
        evidence=choice.evidence,
    )


def _unique(records: Sequence[Record]) -> Iterator[Record]:
    def another(index: int, attempt: int) -> str:
        record = records[index]
        answer = identity.digest(record.answer.markdown)
        place = (record.path, *record.section)
        return identity.again(record.question.text, answer, place, record.span.start, attempt)

    for record, name in zip(
        records, identity.unique([record.id for record in records], another), strict=True
    ):
        yield record if record.id == name else replace(record, id=name)


# What a question without an answer mark offers stands first in its answer, behind some code at most.
_OFFERED = 2


# What closes a page below a rule is so many blocks, the rule among them, and no longer than this.
_FOOTER = 3
_FOOTER_TEXT = 300


_IMPRINT = re.compile(
    r"©|\b(?:copyright|licen[cs]e|updated|maintained|contribut|thank)|\A\s*(?:next|previous|back)\b",
    re.IGNORECASE,
)


def _closes_page(block: Node) -> bool:
    """Whether a block is of what closes pages: a link, a picture, whose the page is, a line set apart."""
    marks = [{mark.kind for mark in run.marks} for run in block.runs if run.text.strip()]
    apart = bool(marks) and all(kinds & {"strong", "emphasis"} for kinds in marks)
    linked = any("link" in kinds for kinds in marks)
    shown = any(run.kind == "image" for run in block.runs)
    return block.kind == "html" or apart or linked or shown or bool(_IMPRINT.search(block.text))


class _Assembler:
    """Cuts the blocks of one document at the questions' starts."""

    def __init__(self, document: Document, page: Page, starts: Sequence[tuple[str, Start]]) -> None:
        self.source = document.source
        self.blocks = document.blocks
        self.page = page
        self.starts = starts
        data = document.front_matter.data if document.front_matter else {}
        tags = data.get("tags")
        # What else a tag list may hold is schema/front-matter's to report.
        listed = [tags] if isinstance(tags, str) else tags if isinstance(tags, list) else []
        self.tags = tuple(tag for tag in listed if isinstance(tag, str))
        self.draft = data.get("draft") is True
        own = data.get("id")
        # Only where the file is one record is the file's id the record's.
        self.id = str(own) if isinstance(own, str | int) and len(starts) == 1 else ""

    def records(self) -> list[Record]:
        records: list[Record] = []
        own = {start.span.start for _, start in self.starts}
        sections = [head for head in self.page.heads if head.top and head.span.start not in own]
        path: list[tuple[int, str]] = []
        ends = extents(self.page, [start for _, start in self.starts])
        at = 0
        for (name, start), end in zip(self.starts, ends, strict=True):
            while at < len(sections) and sections[at].span.start < start.span.start:
                head = sections[at]
                if not records or not records[-1].span.contains(head.span):
                    path = [step for step in path if step[0] < head.level]
                    path.append((head.level, text.inline(self.source, head.runs)))
                at += 1
            section = tuple(title for level, title in path if level < start.level)
            if start is self.starts[-1][1]:
                end = self._before_footer(records, start, end)
            records.append(self._record(name, start, end, section))
        return records

    def _before_footer(self, records: Sequence[Record], start: Start, end: int) -> int:
        """Where the last answer ends: before a line or two below a rule, where no other answer has one."""
        blocks = trimmed(self.source, between(self.source, self.blocks, start.span.end, end))
        rules = [index for index, block in enumerate(blocks) if is_rule(self.source, block)]
        if not records or len(rules) != 1 or len(blocks) - rules[0] > _FOOTER:
            return end
        below = blocks[rules[0]]
        said = Span(below.span.end if below.kind == "thematic_break" else below.span.start, end)
        if (
            any(is_rule(self.source, block) for record in records for block in record.answer.blocks)
            or any(block.kind not in ("paragraph", "html") for block in blocks[rules[0] + 1 :])
            or not any(_closes_page(block) for block in blocks[rules[0] + 1 :])
            or len(self.source[said].strip()) > _FOOTER_TEXT
        ):
            return end
        return below.span.start

    def _record(self, name: str, start: Start, end: int, section: tuple[str, ...]) -> Record:
        told = list(directives(self.source, self.blocks, start.span.start, end))
        blocks = between(self.source, self.blocks, start.span.end, end)
        mark = find_mark(self.source, blocks, start.span.end)
        lead = None
        if mark is not None:
            before = trimmed(
                self.source, between(self.source, self.blocks, start.span.end, mark.span.start)
            )
            lead = self._part(before) if before else None
            end = mark.until if mark.until is not None else end
            blocks = between(self.source, self.blocks, mark.span.end, end)
        remarks = [block.span.end for block in blocks if is_comment(self.source, block)]
        blocks = trimmed(self.source, blocks)
        if start.answer is not None:
            answer = self._slice(start.answer)
        elif blocks:
            answer = self._part(blocks)
        else:
            answer = self._nothing(mark.span.end if mark else start.span.end)
        question = self._question(start)
        explicit = self._explicit(start, told)
        last = max(
            start.span.end,
            answer.span.end,
            lead.span.end if lead else 0,
            mark.span.end if mark else 0,
            start.close or 0,
            *(directive.span.end for directive in told),
            *remarks,
        )
        return Record(
            path=self.source.path,
            id=explicit or identity.slug(self._words(question)) or "question",
            number=start.number,
            question=question,
            answer=answer,
            span=Span(start.span.start, last),
            layout=name,
            lead=lead,
            mark=mark.span if mark else None,
            number_span=start.number_span,
            options=choices(self.source, lead.blocks if lead else answer.blocks[:_OFFERED]),
            section=section,
            tags=self.tags,
            draft=self.draft or any(directive.draft for directive in told),
            explicit=bool(explicit),
            language=next((directive.language for directive in told if directive.language), ""),
        )

    def _explicit(self, start: Start, told: Sequence[Directive]) -> str:
        """The id that the author gave: behind the question, in a comment, or in the front matter."""
        attribute = identity.EXPLICIT.search(self.source[start.question])
        if attribute:
            return attribute[1]
        return next((directive.id for directive in told if directive.id), self.id)

    def _question(self, start: Start) -> Part:
        span = start.question
        explicit = identity.EXPLICIT.search(self.source[span])
        if explicit:
            span = Span(span.start, span.start + explicit.start())
        span = unrated(self.source, span)
        blocks = words_of(self.source, self.blocks, span)
        if not blocks:
            # A title in the front matter stands in no block.
            run = Run("text", self.source[span], span)
            blocks = [Node("paragraph", span, span, runs=(run,), lines=(span,))]
        if any(block.kind == "code" for block in blocks):
            plain = text.render(self.source, blocks)
        else:
            plain = " ".join(text.inline(self.source, block.runs) for block in blocks)
        written = markdown(self.source, blocks, self.blocks, span)
        return Part(span, tuple(blocks), written, plain)

    def _words(self, question: Part) -> str:
        """What a question says beside the code that it is about."""
        return " ".join(
            text.inline(self.source, block.runs) for block in question.blocks if block.runs
        )

    def _part(self, blocks: Sequence[Node]) -> Part:
        span = Span(blocks[0].span.start, blocks[-1].span.end)
        if blocks[-1].kind == "paragraph":
            span = Span(span.start, span.start + len(self.source[span].rstrip()))
        written = markdown(self.source, blocks, self.blocks, span)
        return Part(span, tuple(blocks), written, text.render(self.source, blocks))

    def _slice(self, span: Span) -> Part:
        written = normal(self.source[span])
        return Part(span, (), written, written)

    @staticmethod
    def _nothing(offset: int) -> Part:
        return Part(Span(offset, offset), (), "", "")
