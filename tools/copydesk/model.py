"""What flows through Copydesk: nodes, runs, records, notes, diagnostics, edits. No I/O, no parser."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Literal

from copydesk.source import Source, Span

NodeKind = Literal[
    "paragraph",
    "heading",
    "block_quote",
    "list",
    "list_item",
    "code",
    "math",
    "html",
    "table",
    "table_row",
    "table_cell",
    "thematic_break",
    "link_definition",
    "footnote",
    "definition_list",
    "definition_term",
    "definition",
    "unparsed",
]
RunKind = Literal["text", "code", "math", "html", "image", "break", "footnote_ref"]
MarkKind = Literal["strong", "emphasis", "link", "strikethrough"]


@dataclass(frozen=True, slots=True)
class Mark:
    """An inline construct around runs: its span takes in the delimiters; `href` is a link's target."""

    kind: MarkKind
    span: Span
    href: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of inline content that a reader sees as one.

    `text` is the reader's text, `span` where it stands in the source. A literal run equals its
    slice of the source; any other is decoded (`&amp;`, `\\*`, code with its backticks, an image
    with its alternative text). A break's text is one newline.
    """

    kind: RunKind
    text: str
    span: Span
    marks: tuple[Mark, ...] = ()
    literal: bool = True
    href: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """A block of Markdown.

    `span` runs from the block's first character to the end of its last line, without the line
    ending; `content` is the part inside its own marks (a heading without `#`, a code block's body).
    `lines` are the spans of the content's lines with every container prefix (indentation, `>`)
    left out, so that joined by newlines they read the same on their own.
    """

    kind: NodeKind
    span: Span
    content: Span
    children: tuple[Node, ...] = ()
    runs: tuple[Run, ...] = ()
    lines: tuple[Span, ...] = ()
    level: int = 0
    style: str = ""
    info: str = ""
    ordered: bool = False
    tight: bool = True
    number: int | None = None
    checked: bool | None = None

    @property
    def text(self) -> str:
        """The reader's text of this block's own runs."""
        return "".join(run.text for run in self.runs)

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in source order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The YAML at the top of a file: `span` with its fences, `content` without, `data` parsed.

    `error` is one sentence where the YAML could not be read; `data` is then empty.
    """

    span: Span
    content: Span
    data: Mapping[str, Any]
    error: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A question or an answer: its source span, its blocks, and both of its readings.

    `markdown` is the source as written without number, answer mark and container prefixes;
    `text` is what a reader sees.
    """

    span: Span
    blocks: tuple[Node, ...]
    markdown: str
    text: str


@dataclass(frozen=True, slots=True)
class Record:
    """One question with its answer.

    `lead` is what stands between the question and an answer mark, `mark` the answer mark's span,
    `number_span` the author's number as written, with its prefix and closing punctuation, `options`
    what a multiple-choice question offers. An `explicit` id is the author's own; `language` is empty
    where it is the file's.
    """

    path: str
    id: str
    number: int | None
    question: Part
    answer: Part
    span: Span
    layout: str
    lead: Part | None = None
    mark: Span | None = None
    number_span: Span | None = None
    options: tuple[Span, ...] = ()
    section: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    draft: bool = False
    explicit: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One file, read: its blocks, and its records once a layout was found.

    `unparsed` are the spans of blocks whose positions could not be proved; they are left unlinted.
    """

    source: Source
    blocks: tuple[Node, ...]
    front_matter: FrontMatter | None = None
    unparsed: tuple[Span, ...] = ()
    records: tuple[Record, ...] = ()
    layout: str = ""
    evidence: tuple[str, ...] = ()

    def walk(self) -> Iterator[Node]:
        """Every block of the file in source order."""
        for block in self.blocks:
            yield from block.walk()

    def holding(self, offset: int) -> Record | None:
        """The record that holds a 0-based offset, None between records."""
        index = bisect_right(self.records, offset, key=lambda record: record.span.start) - 1
        if index >= 0 and offset <= self.records[index].span.end:
            return self.records[index]
        return None

    def record_at(self, offset: int) -> str | None:
        """The id of the record that holds a 0-based offset, None between records."""
        record = self.holding(offset)
        return record.id if record else None


class Severity(IntEnum):
    """How much a diagnostic matters; greater is worse."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        return self.name.lower()

    @classmethod
    def parse(cls, label: str) -> Severity:
        """Read `error`, `warning` or `info`.

        Raises KeyError for any other word.
        """
        return cls[label.upper()]


INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR
Safety = Literal["safe", "unsafe"]


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace one span of a source by a text."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that belong together; a safe fix never changes what the author says."""

    title: str
    edits: tuple[Edit, ...]
    safety: Safety = "unsafe"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: a rule, a place, a sentence, and why."""

    rule: str
    severity: Severity
    message: str
    path: str
    span: Span
    record: str | None = None
    confidence: float | None = None
    evidence: tuple[str, ...] = ()
    fix: Fix | None = None


NoteKind = Literal["marked", "unmarked", "placeholder"]


@dataclass(frozen=True, slots=True)
class Note:
    """An editor's note left in the text; the span holds the note's own words and no more.

    `marker` is the mark found (`TODO`), None for an unmarked note; `score` is the probability,
    between 0 and 1, that this is a note.
    """

    kind: NoteKind
    span: Span
    text: str
    score: float
    evidence: tuple[str, ...] = ()
    marker: str | None = None
    record: str | None = None


@dataclass(frozen=True, slots=True)
class RecordSummary:
    """What collection-wide rules need of a record once its file is no longer held.

    `key` is what it asks (see `parse.identity.question_key`), `answer` a digest of its answer,
    `start` the 0-based offset of its span; `owner` is the path of the file that a link-only
    index leaves it to, empty for any other record.
    """

    path: str
    id: str
    question: str
    question_span: Span
    line: int
    key: str
    answer: str
    section: tuple[str, ...]
    start: int
    owner: str = ""
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """What a collection needs of a file once its blocks are no longer held.

    `anchors` are None where a part of the file could not be read. `outward` are the anchors of
    other files that it links to, with their paths; `targets` the paths that it links to, as
    written and as a source's. `schema` and `language` are what its front matter asks for; `shaped`
    counts its names with capitals inside.
    """

    path: str
    records: tuple[RecordSummary, ...] = ()
    anchors: tuple[str, ...] | None = ()
    outward: tuple[tuple[str, str], ...] = ()
    targets: tuple[tuple[str, str], ...] = ()
    schema: str = ""
    language: str = ""
    shaped: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Collection:
    """What the whole configured collection teaches.

    `questions` maps what a record asks (see `parse.identity.question_key`) to the records that
    ask it, `similar` the path and 0-based offset of a question to the record that asks nearly the
    same, with their likeness (0 to 1); `vocabulary` holds names and jargon that no spelling rule
    may report; `linked` are the anchors of a path that other files link to. `anchors` are those of
    each path, by the key that
    all ways of writing one share (see `parse.anchors.key`), and `missing` maps the paths that a
    checked file links to and that are not there to the one that was meant, empty where none is
    known; all are paths as a source's. `spellings` gives for a name, folded, the one way that it is
    mostly written.
    """

    questions: Mapping[str, tuple[RecordSummary, ...]] = field(default_factory=dict)
    vocabulary: Set[str] = frozenset()
    linked: Mapping[str, frozenset[str]] = field(default_factory=dict)
    anchors: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
    similar: Mapping[tuple[str, int], tuple[RecordSummary, float]] = field(default_factory=dict)
    spellings: Mapping[str, str] = field(default_factory=dict)
