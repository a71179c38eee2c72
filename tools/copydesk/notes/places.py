"""Places: where each block of prose stands in a document, and what it is glued to."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from copydesk.model import Document, Node
from copydesk.parse.answer import ANSWER_MARK
from copydesk.source import Source, Span

_EMPTY_LINES = re.compile(r"\r?\n[ \t>]*(?:\r?\n|\r)")
# What a sentence without a stop may introduce.
_SHOWN = ("code", "list", "math", "table", "block_quote")
_EXHIBITS = ("code", "math")
# More than this between two blocks is not mere prefix and line ending.
_GLUE = 40


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands.

    `group` is what its units are compared with: `prose`, `item`, `cell`, `heading`. `parent` is a
    number that all items of one list share, `answer` the span of the answer that it is a part of.
    `above` is the kind of a block that it is glued to without a blank line, `option` that it is a
    choice of its question, `rule` that a separator follows at once, `lead` that it stands between a
    question and an answer mark, `leads_in` that it may introduce what follows. An exhibit is code,
    a formula or an image of its own: sentences run on around it, and out of a paragraph that is
    left open, without a closing mark.
    """

    node: Node
    group: str
    parent: int = -1
    answer: Span | None = None
    above: str = ""
    after_heading: bool = False
    rule: bool = False
    lead: bool = False
    ends_answer: bool = False
    has_children: bool = False
    ordered: bool = False
    option: bool = False
    leads_in: bool = False
    before_exhibit: bool = False
    after_exhibit: bool = False
    after_open: bool = False


def places(document: Document) -> Iterator[Place]:
    """The place of every block that has runs, in source order."""
    yield from _Walker(document).walk(document.blocks, "prose", top=True)


class _Walker:
    def __init__(self, document: Document) -> None:
        self.source: Source = document.source
        headings = [block for block in document.blocks if block.kind == "heading"]
        setext = [block for block in headings if block.style == "setext"]
        # A lone line over `---` in a file of `#` headings is prose with a separator under it.
        rare = len(setext) < len(headings) and len(setext) <= 4
        self.swallowed = {id(block) for block in setext if block.level == 2} if rare else set()
        self.leads = [record.lead.span for record in document.records if record.lead]
        self.ends = {record.answer.span.end for record in document.records if record.answer.blocks}
        self.answers = sorted(record.answer.span for record in document.records)
        self.questions = sorted(record.question.span for record in document.records)
        self.options = {
            self.source.line_of(span.start)
            for record in document.records
            for span in record.options
        }
        self.lists = 0

    def walk(self, blocks: Sequence[Node], group: str, top: bool) -> Iterator[Place]:
        previous: Node | None = None
        for index, node in enumerate(blocks):
            following = blocks[index + 1] if index + 1 < len(blocks) else None
            if node.kind == "list":
                yield from self._list(node, ends=top and _ends(following))
            elif node.runs:
                yield self._place(node, previous, following, group, top)
            elif node.children:
                inner = "cell" if node.kind in ("table", "table_row") else group
                yield from self.walk(node.children, inner, top and node.kind == "block_quote")
            previous = node

    def _list(self, node: Node, ends: bool) -> Iterator[Place]:
        self.lists += 1
        number = self.lists
        for item in node.children:
            children = item.children
            if children and children[0].runs and children[0].kind != "heading":
                alone = len(children) == 1
                yield Place(
                    children[0],
                    "item",
                    parent=number,
                    answer=self._answer(children[0].span),
                    ends_answer=ends and item is node.children[-1] and alone,
                    has_children=not alone,
                    option=self.source.line_of(item.span.start) in self.options,
                    ordered=node.ordered,
                )
                children = children[1:]
            yield from self.walk(children, "prose", top=False)

    def _place(
        self, node: Node, previous: Node | None, following: Node | None, group: str, top: bool
    ) -> Place:
        if (node.kind == "heading" and id(node) not in self.swallowed) or self._asks(node.span):
            group = "heading"
        elif node.kind == "table_cell":
            group = "cell"
        below = following if following is not None and self._glued(node, following) else None
        after_heading = previous is not None and (
            previous.kind == "heading" or self._asks(previous.span)
        )
        return Place(
            node,
            group,
            answer=self._answer(node.span),
            above=previous.kind if previous is not None and self._glued(previous, node) else "",
            after_heading=after_heading,
            rule=id(node) in self.swallowed
            or (below is not None and below.kind == "thematic_break"),
            lead=any(span.contains(node.span) for span in self.leads)
            or (after_heading and self._marked(following) and not self._marked(node)),
            ends_answer=node.span.end in self.ends or (top and _ends(following)),
            leads_in=following is not None and following.kind in _SHOWN,
            before_exhibit=following is not None and _exhibit(following),
            after_exhibit=previous is not None and _exhibit(previous),
            after_open=previous is not None and _open(previous),
        )

    def _marked(self, node: Node | None) -> bool:
        return node is not None and bool(
            ANSWER_MARK.match(self.source.text, node.span.start, node.span.end)
        )

    def _asks(self, span: Span) -> bool:
        index = bisect_right(self.questions, (span.start, span.end))
        near = self.questions[max(0, index - 1) : index + 1]
        return any(question.overlaps(span) for question in near)

    def _answer(self, span: Span) -> Span | None:
        index = bisect_right(self.answers, span.end, key=lambda answer: answer.start) - 1
        found = self.answers[index] if index >= 0 else None
        return found if found is not None and found.overlaps(span) else None

    def _glued(self, upper: Node, lower: Node) -> bool:
        between = self.source.text[upper.span.end : lower.span.start]
        return len(between) < _GLUE and not _EMPTY_LINES.search(between)


def _exhibit(node: Node) -> bool:
    if node.kind in _EXHIBITS:
        return True
    kinds = {run.kind for run in node.runs if run.kind != "text" or run.text.strip()}
    return node.kind == "paragraph" and "image" in kinds and kinds <= {"image", "break", "html"}


def _open(node: Node) -> bool:
    text = node.text.rstrip() if node.kind == "paragraph" else ""
    return text[-1:].isalnum()


def _ends(following: Node | None) -> bool:
    return following is None or following.kind in ("heading", "thematic_break")
