"""What a grammar engine reads of Markdown: prose as written, everything else as markup.

Whatever a reader sees but nobody wrote as prose (a formula, code, an image, an address) is read as
a stand-in: a token that no dictionary knows, so that rules about words stay silent on it, yet one
that fills its place in the sentence. Dropped instead, it makes neighbours meet that never met.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from unicodedata import normalize

from copydesk.grammar.checker import Annotated, Piece
from copydesk.grammar.languages import variant
from copydesk.model import Document, Node, Record, Run
from copydesk.source import Source, Span

BLOCK_END = "\n\n"
_ELSEWHERE = ("http://", "https://", "//")
_STAND_IN, _STAND_IN_AFTER_AN = "B2", "A2"
STAND_INS = frozenset({_STAND_IN, _STAND_IN_AFTER_AN})
_DISPLAYED = frozenset({"math", "code", "html"})
_AN = re.compile(r"\ban\s+[\"'“(]*\Z", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:[a-z][a-z+.-]*://|www\.|mailto:)\S+|[\w.+-]+@[\w-]+\.\S+", re.IGNORECASE)
_MARKED_LETTER = re.compile(r"(\w[\u0300-\u036f]+)")
_LINE_TAG = re.compile(r"<(?:br|p|hr|/p|/?li|/?div|summary|/summary)\b", re.IGNORECASE)
_PICTURE_TAG = re.compile(r"<(?:img|svg|video|iframe)\b", re.IGNORECASE)
_FINISHED = re.compile(r"(?<!\be\.g)(?<!\bi\.e)[.!?。！？…][\"'”’)\]]*\s*\Z")


def annotate(document: Document, language: str = "en") -> list[Annotated]:
    """The prose of a document, cut at its records and headings and where a record's language differs.

    Each part depends on nothing but its own blocks, so that what is known of it holds until it is
    edited. Offsets are code points of the document's source; `language` is the document's, by its tag.
    """
    parts: list[tuple[str, list[_Leaf]]] = []
    held: Record | None = None
    for leaf in _leaves(document.blocks, _asked_in_html(document)):
        record = document.holding(leaf.node.span.start)
        spoken = (record.language if record else "") or language
        headed = leaf.node.kind == "heading" and leaf.node.runs
        if not parts or headed or record is not held or spoken != parts[-1][0]:
            parts.append((spoken, []))
        held = record
        parts[-1][1].append(leaf)
    texts = (_read(document.source, part, spoken) for spoken, part in parts)
    return [text for text in texts if any(piece.plain.strip() for piece in text.pieces)]


@dataclass(slots=True)
class _Leaf:
    """A block without blocks in it; `apart` where a sentence never runs on into it."""

    node: Node
    apart: bool = False


def _asked_in_html(document: Document) -> list[Node]:
    """The questions whose words stand in blocks of HTML, which are otherwise not read."""
    return [
        block
        for record in document.records
        for block in record.question.blocks
        if block.runs and block.lines == (block.span,) == (record.question.span,)
    ]


def _leaves(nodes: Sequence[Node], asked: Sequence[Node], apart: bool = False) -> Iterator[_Leaf]:
    for node in nodes:
        if node.kind == "html" and not node.children:
            low = bisect_left(asked, node.span.start, key=lambda block: block.span.start)
            high = bisect_left(asked, node.span.end, key=lambda block: block.span.start)
            if low < high:
                yield from (_Leaf(block, apart=True) for block in asked[low:high])
                continue
        if node.runs or not node.children:
            yield _Leaf(node, apart or node.kind not in ("paragraph", "math", "code"))
        for index, child in enumerate(node.children):
            yield from _leaves((child,), asked, apart=index == 0)


@dataclass(slots=True)
class _Writer:
    source: Source
    start: int
    at: int
    pieces: list[Piece] = field(default_factory=list)
    # The end of what the engine reads so far; the rules below look at no more than that.
    tail: str = ""

    def prose(self, span: Span) -> None:
        # Dictionaries know é as one character: a letter with its mark beside it is read as that.
        for index, text in enumerate(_MARKED_LETTER.split(self.source[span])):
            if text:
                plain = normalize("NFC", text) if index % 2 else None
                self._add(Piece(text, plain), Span(self.at, self.at + len(text)))

    def markup(self, span: Span, interpret_as: str) -> None:
        if span.start < span.end:
            self._add(Piece(self.source[span], interpret_as), span)

    def gap(self, end: int, interpret_as: str = "") -> None:
        """Read all from here to `end` as markup."""
        self.markup(Span(self.at, end), interpret_as)

    def stand_in(self) -> str:
        return _STAND_IN_AFTER_AN if _AN.search(self.tail) else _STAND_IN

    def _add(self, piece: Piece, span: Span) -> None:
        self.pieces.append(piece)
        self.tail = (self.tail + piece.plain)[-40:]
        self.at = span.end


def _read(source: Source, leaves: Sequence[_Leaf], language: str) -> Annotated:
    start = leaves[0].node.span.start
    writer = _Writer(source, start, start)
    displayed = False
    for leaf in leaves:
        runs = leaf.node.runs
        if not runs or _names_a_page(leaf.node):
            displayed = displayed or leaf.node.kind in _DISPLAYED
            continue
        if writer.pieces:
            between = BLOCK_END
            if displayed and not leaf.apart and _goes_on(writer.tail, runs):
                between = f" {writer.stand_in()} "
            writer.gap(runs[0].span.start, between)
        displayed = False
        _block(writer, runs)
    writer.gap(leaves[-1].node.span.end, BLOCK_END)
    tag = variant(language)
    return Annotated(start, tuple(writer.pieces), tag, regional=tag == language.replace("_", "-"))


def _names_a_page(node: Node) -> bool:
    """Whether a block is the title of a page elsewhere, whose words are not its author's."""
    words = [run for run in node.runs if run.text.strip(" .,;:–—-()")]
    return (
        node.kind != "heading"
        and bool(words)
        and all(
            any(mark.kind == "link" and mark.href.startswith(_ELSEWHERE) for mark in run.marks)
            for run in words
        )
    )


def _goes_on(tail: str, runs: Sequence[Run]) -> bool:
    """Whether a sentence that a displayed block interrupted continues after it."""
    text = runs[0].text.lstrip()
    return bool(text) and (text[0].islower() or text[0] in ",.;)") and not _FINISHED.search(tail)


def _block(writer: _Writer, runs: Sequence[Run]) -> None:
    label = True
    for index, run in enumerate(runs):
        writer.gap(run.span.start)
        if run.kind == "break":
            following = next((item.text for item in runs[index + 1 :] if item.text.strip()), "")
            writer.markup(run.span, _line_end(writer, run, following, label))
            label = True
            continue
        # A line that is bold or emphasised from end to end is a label, not half a sentence.
        label = label and (not run.text.strip() or any(mark.kind == "strong" for mark in run.marks))
        _inline(writer, run)


def _line_end(writer: _Writer, run: Run, following: str, label: bool) -> str:
    upper = following.lstrip()[:1].isupper()
    hard = writer.source[run.span][:1] not in "\r\n" and (
        writer.source[run.span][:2] == "  " or writer.source[run.span][:1] == "\\"
    )
    return BLOCK_END if upper and (hard or label) else "\n"


def _inline(writer: _Writer, run: Run) -> None:
    if run.kind == "text" and not _named(run):
        if run.literal:
            writer.prose(run.span)
        else:
            writer.markup(run.span, run.text)
    elif run.kind == "html":
        tag = writer.source[run.span]
        ends = "\n" if _LINE_TAG.match(tag) else ""
        writer.markup(run.span, writer.stand_in() if _PICTURE_TAG.match(tag) else ends)
    elif run.kind == "footnote_ref":
        writer.markup(run.span, "")
    else:
        writer.markup(run.span, writer.stand_in())


def _named(run: Run) -> bool:
    """An address, or a variable: a single letter set apart from the words around it."""
    text = run.text.strip()
    return bool(_ADDRESS.fullmatch(text)) or (
        len(text) == 1 and text.isalpha() and any(mark.kind != "link" for mark in run.marks)
    )
