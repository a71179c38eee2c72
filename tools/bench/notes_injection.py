"""Puts notes into clean pages, where an author would have left them, and says where they stand."""

from __future__ import annotations

import json
import os
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from copydesk.model import Document, Node
from copydesk.notes.lexicon import load as load_lexicon
from copydesk.parse import records
from copydesk.source import Source, Span

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "notes"
POSITIONS = ("own-line", "tail", "lead", "end", "bracket", "item")


@dataclass(frozen=True, slots=True)
class Sample:
    """One line of a data file: a note, or published text that looks like one."""

    text: str
    kind: str
    position: str
    split: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page with one sample in it; `span` is where its words stand, None where none was put."""

    path: str
    document: Document
    sample: Sample | None
    position: str
    span: Span | None
    published: tuple[Span, ...] = ()


def samples(name: str, *splits: str) -> list[Sample]:
    """The samples of a data file under `tests/notes/` in some of its splits."""
    lines = (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [Sample(**json.loads(line)) for line in lines if line]
    return [row for row in rows if not splits or row.split in splits]


def tiny(*splits: str) -> list[str]:
    """Our own clean pages of one to four records, and each of their longer records on its own."""
    lines = (DATA / "pages.jsonl").read_text(encoding="utf-8").splitlines()
    found = []
    for row in map(json.loads, lines):
        if not splits or row["split"] in splits:
            document = records.read(Source("tiny.md", row["text"]))
            found.append(row["text"])
            if len(document.records) > 1:
                found += [row["text"][r.span.start : r.span.end] + "\n" for r in document.records]
    return found


_PLACES = {
    "own-line-after-paragraph": "own-line",
    "own-line-after-list": "own-line",
    "between-heading-and-answer": "lead",
    "inside-parenthesis": "bracket",
    "list-item": "item",
    "tail-of-paragraph": "tail",
}


def borrowed(path: Path, *, training: bool) -> tuple[list[Sample], list[Sample]]:
    """Other people's notes and look-alikes, one half for training, the other kept to measure with."""
    notes: list[Sample] = []
    alike: list[Sample] = []
    for number, row in enumerate(map(json.loads, path.read_text(encoding="utf-8").splitlines())):
        text, position = row["span"], _PLACES.get(row["position"], "")
        if (number % 2 == 0) != training or not position or "\n" in text or len(text) > 200:
            continue
        if position == "bracket" and text.startswith("(") and text.endswith(")"):
            text = text[1:-1]
        if row["label"] == "note":
            notes.append(Sample(text, "unmarked", position, "borrowed"))
        else:
            alike.append(Sample(text, "published", position, "borrowed"))
    return notes, alike


def documents(*splits: str) -> list[tuple[Document, list[Span]]]:
    """Our own pages that were written whole, notes and all, each with the spans of its notes."""
    lines = (DATA / "documents.jsonl").read_text(encoding="utf-8").splitlines()
    found = []
    for row in map(json.loads, lines):
        if not splits or row["split"] in splits:
            plain, spans = unbracketed(row["text"])
            found.append((records.read(Source("page.md", plain)), spans))
    return found


def unbracketed(text: str) -> tuple[str, list[Span]]:
    """A page without its brackets, and the spans that they enclosed."""
    spans: list[Span] = []
    plain: list[str] = []
    start = 0
    for character in text:
        if character == "⟦":
            start = len(plain)
        elif character == "⟧":
            spans.append(Span(start, len(plain)))
        else:
            plain.append(character)
    return "".join(plain), spans


def corpora() -> Path | None:
    """The folder of other people's collections, None where it is not on this machine."""
    named = os.environ.get("COPYDESK_CORPORA")
    folder = Path(named) if named else ROOT.parent / "shared" / "corpora"
    return folder if folder.is_dir() else None


def load(path: Path, name: str) -> Source:
    """The source of a file, undecodable bytes replaced."""
    return Source(name, path.read_bytes().decode("utf-8", "replace"))


def chunks(document: Document, size: int, rng: random.Random) -> Iterator[str]:
    """A page cut before its headings into pages of about so many top-level blocks."""
    text = document.source.text
    starts = [0]
    count = 0
    limit = rng.randint(size // 2, size * 3 // 2)
    for node, opens in _openings(document):
        count += bool(node.runs)
        if opens and count >= limit:
            starts.append(document.source.line_span(document.source.line_of(node.span.start)).start)
            count = 0
            limit = rng.randint(size // 2, size * 3 // 2)
    for low, high in zip(starts, [*starts[1:], len(text)], strict=True):
        piece = text[low:high]
        if len(piece.split()) > 30:
            yield piece


def _openings(document: Document) -> Iterator[tuple[Node, bool]]:
    """Every block, and whether a question may start there."""
    for block in document.blocks:
        if block.kind == "list":
            for item in block.children:
                first = item.children[0] if item.children else None
                yield item, first is not None and first.kind == "heading"
                yield from ((node, False) for node in item.walk() if node is not item)
            continue
        bold = block.kind == "paragraph" and all(
            any(mark.kind == "strong" for mark in run.marks)
            for run in block.runs
            if run.text.strip()
        )
        tag = block.kind == "html" and document.source[block.span].lower().startswith(
            ("<h", "<details")
        )
        yield block, bold or tag or (block.kind == "heading" and block.style != "setext")
        yield from ((node, False) for node in block.walk() if node is not block)


def _prose(document: Document) -> list[Node]:
    ended = [
        block for block in document.blocks
        if block.kind == "paragraph" and block.text.strip()[-1:] in (".", "!", "?")
    ]  # fmt: skip
    # On a page of short answers these are all that there is.
    return [block for block in ended if len(block.text.split()) >= 8] or [
        block for block in ended if len(block.text.split()) >= 3
    ]


def _tops(document: Document) -> list[tuple[Node, Node | None, Node | None]]:
    blocks = document.blocks
    return [
        (block, blocks[i - 1] if i else None, blocks[i + 1] if i + 1 < len(blocks) else None)
        for i, block in enumerate(blocks)
    ]


def place(
    document: Document, sample: Sample, position: str, rng: random.Random
) -> tuple[str, Span] | None:
    """The page's text with a sample put at a position, and the sample's span; None if impossible."""
    text = document.source.text
    spot: int | None = None
    before, after = "", ""
    words = sample.text
    if position == "own-line":
        found = [
            (block, following)
            for block, _, following in _tops(document)
            if block.kind in ("paragraph", "list")
            and text[block.span.end - 1] not in ":,"
            # What stands before code is a lead-in to any reader, the detector included.
            and (following is None or following.kind not in ("code", "math"))
        ]
        if found:
            block, following = rng.choice(found)
            spot = block.span.end
            style = rng.random()
            before = "\n" if style < 0.6 else "\n\n"
            glued = following is not None and following.kind == "thematic_break"
            after = "" if not glued or style < 0.3 else "\n"
            if words.startswith("- ["):
                before, after = "\n\n", "\n"
    elif position == "tail":
        prose = _prose(document)
        if prose:
            spot, before = rng.choice(prose).span.end, " "
    elif position == "lead":
        heads = [
            b
            for b, _, f in _tops(document)
            if b.kind == "heading" and f is not None and f.kind in ("paragraph", "list")
        ]
        if heads:
            spot = rng.choice(heads).span.end
            before, after = ("\n", "") if rng.random() < 0.6 else ("\n\n", "")
            if not re.match(r"\r?\n[ \t]*\r?\n", text[spot:]):
                # A note glued to both sides would become a part of the answer's first paragraph.
                after = "\n" if rng.random() < 0.7 else ""
    elif position == "end":
        ends = [
            b
            for b, _, f in _tops(document)
            if b.kind in ("paragraph", "list", "code", "table")
            and (f is None or f.kind in ("heading", "thematic_break"))
        ]
        if ends:
            block = rng.choice(ends)
            spot = block.span.end
            before = "\n" if block.kind in ("paragraph", "list") and rng.random() < 0.4 else "\n\n"
            after = "\n" if rng.random() < 0.7 else ""
    elif position == "bracket":
        nodes = _prose(document)
        nodes += [
            item.children[0] for block in document.blocks if block.kind == "list"
            for item in block.children if item.children and len(item.children[0].text.split()) >= 3
        ]  # fmt: skip
        if nodes:
            node = rng.choice(nodes)
            spot = node.content.end
            if text[spot - 1] == "." and rng.random() < 0.6:
                spot -= 1
            words = f"({words})" if words[:1] not in "([" else words
            before = " "
    elif position == "item":
        lists = [b for b in document.blocks if b.kind == "list" and len(b.children) >= 2]
        if lists:
            block = rng.choice(lists)
            item = rng.choice(block.children)
            bullet = re.match(r"[-*+]|\d+[.)]", text[item.span.start :])
            if bullet:
                spot = item.span.end
                space = " " * (
                    item.span.start
                    - document.source.line_span(document.source.line_of(item.span.start)).start
                )
                before = f"\n{space}{bullet.group()} "
    elif position == "answer":
        full = [
            r
            for r in document.records
            if r.answer.blocks and r.answer.span.end > r.answer.span.start
        ]
        if full:
            span = rng.choice(full).answer.span
            lead = (
                "" if text[: span.start].endswith("\n") or text[: span.start].endswith(" ") else " "
            )
            new = text[: span.start] + lead + words + text[span.end :]
            return new, Span(span.start + len(lead), span.start + len(lead) + len(words))
    if spot is None:
        return None
    # Never inside a quotation mark or an attribute: the spots above are ends of blocks.
    low = spot + len(before)
    return text[:spot] + before + words + after + text[spot:], Span(low, low + len(words))


def published(
    document: Document, rows: Sequence[Sample], rng: random.Random
) -> tuple[str, Span] | None:
    """The page's text with published look-alikes put where and how such lines are published."""
    text = document.source.text
    first = rng.choice(list(rows))
    if first.position == "item":
        same = [
            r
            for r in rows
            if r.position == "item"
            and (r.text[:1].isupper(), r.text[-1:] == ".")
            == (first.text[:1].isupper(), first.text[-1:] == ".")
        ]
        chosen = [first, *rng.sample(same, min(len(same), rng.randint(1, 3)))]
        ordered = rng.random() < 0.4
        body = "\n".join(
            f"{f'{i}.' if ordered else '-'} {row.text}" for i, row in enumerate(chosen, 1)
        )
        spots = [b.span.end for b, _, _ in _tops(document) if b.kind == "paragraph"]
        if not spots:
            return None
        spot = rng.choice(spots)
        low = spot + 2
        return text[:spot] + "\n\n" + body + "\n" + text[spot:], Span(low, low + len(body))
    if first.position == "own-line":
        spots = [
            b.span.end for b, _, _ in _tops(document) if b.kind in ("paragraph", "list", "code")
        ]
        if not spots:
            return None
        spot = rng.choice(spots)
        low = spot + 2
        return text[:spot] + "\n\n" + first.text + "\n" + text[spot:], Span(
            low, low + len(first.text)
        )
    return place(document, first, first.position, rng)


def _read_as_prose(document: Document, span: Span) -> bool:
    """Whether a note is text to a reader: a page's stray fence may have swallowed it."""
    return not any(
        node.kind in ("code", "math", "unparsed", "link_definition")
        and node.span.start <= span.start < node.span.end
        for node in document.walk()
    )


def _restyled(text: str, position: str, rng: random.Random) -> str:
    bare = text.rstrip(".")
    if rng.random() < 0.5 or position == "bracket":
        return (
            bare if bare[:2].isupper() or bare[:2] in ("I ", "I'") else bare[:1].lower() + bare[1:]
        )
    return bare[:1].upper() + bare[1:] + ("" if bare[-1:] in "?!" else ".")


_NEAR = 1_500
_SUBJECT = re.compile(r"(?<![\w'-])[A-Za-z]?[a-z]{3,}(?![\w'-])")


def _adapted(put: tuple[str, Span], rng: random.Random) -> tuple[str, Span]:
    """A page whose note, or published line, speaks of what stands around it, as most real ones do.

    Some words that say nothing of editing are exchanged for the page's own, of the same ending.
    """
    text, span = put
    lexicon = load_lexicon("en")
    around = text[max(0, span.start - _NEAR) : span.start] + text[span.end : span.end + _NEAR // 2]
    prose = re.sub(r"```.*?(?:```|\Z)|`[^`]*`|\$[^$]*\$|https?://\S+", " ", around, flags=re.DOTALL)

    def subject(word: str) -> bool:
        folded = word.lower()
        return folded not in lexicon.firsts and folded not in lexicon.sets["function"]

    own = [word.lower() for word in _SUBJECT.findall(prose) if subject(word)]

    def exchanged(match: re.Match[str]) -> str:
        word = match.group()
        alike = [other for other in own if _ending(other) == _ending(word)]
        if not subject(word) or not alike or rng.random() < 0.3:
            return word
        other = rng.choice(alike)
        return other.capitalize() if word[0].isupper() else other

    note = _SUBJECT.sub(exchanged, text[span.start : span.end])
    whole = text[: span.start] + note + text[span.end :]
    return whole, Span(span.start, span.start + len(note))


def _ending(word: str) -> str:
    return next((e for e in ("ing", "ed", "ly", "s") if word.endswith(e)), "")


def pages(
    hosts: Sequence[tuple[str, str]],
    notes: Sequence[Sample],
    rng: random.Random,
    *,
    look_alikes: Sequence[Sample] = (),
    elsewhere: float = 0.0,
    restyle: float = 0.0,
    adapt: float = 0.0,
    fixed: str = "",
) -> Iterator[Page]:
    """One page for each host text, each with one note of a running, shuffled list.

    `elsewhere` is the share of unmarked notes that are put at another position than their own,
    `restyle` the share that get a capital and a full stop, or lose theirs, `adapt` the share that
    speak of what is around them; `fixed` is the position of every unmarked note where it is given.
    """
    order: list[Sample] = []
    for path, text in hosts:
        document = records.read(Source(path, text))
        spans: tuple[Span, ...] = ()
        if look_alikes and rng.random() < 0.5:
            made = published(document, look_alikes, rng)
            if made and rng.random() < adapt:
                made = _adapted(made, rng)
            if made:
                text = made[0]
                document = records.read(Source(path, text))
                spans = (made[1],)
        if not order:
            order = list(notes)
            rng.shuffle(order)
        for _ in range(6):
            sample = order.pop()
            position = sample.position
            if sample.kind == "unmarked" and rng.random() < elsewhere:
                position = rng.choice(POSITIONS)
            if sample.kind == "unmarked" and fixed:
                position = fixed
            shown = sample
            if sample.kind == "unmarked" and rng.random() < restyle:
                shown = replace(sample, text=_restyled(sample.text, position, rng))
            put = place(document, shown, position, rng)
            if put and sample.kind == "unmarked" and rng.random() < adapt:
                put = _adapted(put, rng)
            made_page = records.read(Source(path, put[0])) if put else None
            if put and made_page is not None and _read_as_prose(made_page, put[1]):
                shift = len(put[0]) - len(text)
                spans = tuple(
                    Span(s.start + shift, s.end + shift) if s.start >= put[1].start - 2 else s
                    for s in spans
                )
                yield Page(
                    path, records.read(Source(path, put[0])), sample, position, put[1], spans
                )
                break
            order.insert(0, sample)
        else:
            yield Page(path, document, None, "", None, spans)
