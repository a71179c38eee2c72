"""Notes that carry a mark: TODO and its kin, comments to editors, edits left open."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from copydesk.model import Document, Node, Note
from copydesk.notes.comments import comment_score
from copydesk.notes.flat import Flat
from copydesk.notes.lexicon import Lexicon
from copydesk.notes.options import NoteOptions
from copydesk.notes.units import Block, Unit, segment
from copydesk.source import Source, Span

_MARK = re.compile(
    r"(?<![\w@#/.\-])(?P<mark>TODO|TO-DO|FIXME|XXX|TBD|TBC|TKTK|TK|HACK|@todo|@fixme"
    r"|NOTE TO SELF|Note to self|note to self|[Tt]odo(?=\s*[:(])|[Ff]ixme(?=\s*[:(]))(?![\w/]|-\w)"
)
_ISSUE = re.compile(r"\s*[(\[]?\s*(?:[\w./-]*#\d+|[A-Z][A-Z0-9]+-\d+|https?://\S+)")
_QUESTION_MARKS = re.compile(r"(?<![\w?!.)\"'”’])\?{3,}(?!\w)")
_PUZZLED = re.compile(r"\w\W{0,2}\?{3,}\W*\Z")
_DOUBT = re.compile(r"\(\?+!?\)")
_PERCENT = re.compile(r"%%(?!%)\s*(?P<body>[^%]+?)\s*(?:%%|(?=\n|$))")
_CRITIC = re.compile(
    r"\{>>(?P<comment>.*?)<<\}|\{\+\+(?P<add>.*?)\+\+\}|\{--(?P<cut>.*?)--\}"
    r"|\{~~(?P<swap>.*?)~>.*?~~\}",
    re.DOTALL,
)
_COMMENT = re.compile(r"<!--(?P<body>.*?)-->", re.DOTALL)
# Comments, code and scripts with what they hold; other tags alone.
_TAGS = re.compile(
    r"<!--.*?(?:-->|\Z)|<(pre|code|script|style|textarea)\b.*?(?:</\1\s*>|\Z)|<[^<>]*>",
    re.DOTALL | re.IGNORECASE,
)
_TEXT = re.compile(r"[^\s\0](?:[^\r\n\0]*[^\s\0])?")
_CONFLICT = re.compile(r"^(?:<{7}(?= )|={7}$|>{7}(?= )|\|{7}(?= )).*$", re.MULTILINE)
_CRITIC_NAMES = {
    "comment": ("{>>", "is a CriticMarkup comment"),
    "add": ("{++", "is a CriticMarkup addition that nobody accepted"),
    "cut": ("{--", "is a CriticMarkup deletion that nobody accepted"),
    "swap": ("{~~", "is a CriticMarkup substitution that nobody accepted"),
}
# A file with more tasks than this is a checklist, unless its lists are mostly others.
_FEW_TASKS = 6
# Marks that are also names or words: they count only where they open or make up a piece of text.
_SHY = frozenset(("TK", "HACK", "XXX", "TBC"))


def find(
    document: Document, blocks: Sequence[Block], lexicon: Lexicon, options: NoteOptions
) -> Iterator[Note]:
    """Every marked note, in no certain order; notes may overlap."""
    source = document.source
    for block in blocks:
        yield from _markers(source, block, lexicon, options)
        yield from _struck(source, block, lexicon)
        yield from _critic(source, block.place.node)
    yield from _html(document, lexicon)
    for block in _beside_tags(document, lexicon):
        yield from _markers(source, block, lexicon, options)
    yield from _puzzled(document, blocks)
    yield from _tasks(document, lexicon)
    yield from _conflicts(document)


def _note(source: Source, span: Span, mark: str, score: float, why: str) -> Note:
    return Note("marked", span, source[span], score, (why,), mark)


def _markers(
    source: Source, block: Block, lexicon: Lexicon, options: NoteOptions
) -> Iterator[Note]:
    flat = block.flat
    for match in _PERCENT.finditer(flat.text):
        score = comment_score(match["body"], lexicon)
        if score:
            span = flat.span(match.start(), match.end())
            yield _note(source, span, "%%", score, "is a comment to editors")
    for match in _DOUBT.finditer(flat.text):
        span = flat.span(match.start(), match.end())
        yield _note(source, span, match.group(), 0.85, "is a question mark in brackets")
    for match in _QUESTION_MARKS.finditer(flat.text):
        span = flat.span(match.start(), match.end())
        yield _note(source, span, "???", 0.95, "is a mark of doubt on its own")
    for match in _MARK.finditer(flat.text):
        mark = match["mark"]
        if mark.upper().lstrip("@") in options.ignored_marks:
            continue
        if options.issue_references and _ISSUE.match(flat.text, match.end()):
            continue
        found = _used(flat, match, block.units, lexicon)
        if found is not None:
            start, end, score = found
            span = _trim_brackets(source, Span(flat.starts[start], end))
            yield _note(source, span, mark, score, f"carries the mark {mark}")
    for unit in block.units:
        if unit.aside and _needed(unit, lexicon):
            yield _note(source, unit.span, unit.words[0], 0.95, "is a bracketed request")


def _puzzled(document: Document, blocks: Sequence[Block]) -> Iterator[Note]:
    """Sentences that end in `???`, questions of records left out."""
    asked = [record.question.span for record in document.records]
    for block in blocks:
        for unit in block.units:
            if not _PUZZLED.search(unit.text) or unit.group not in ("prose", "item", "aside"):
                continue
            at = bisect_right(asked, unit.span.start, key=lambda span: span.end)
            if at == len(asked) or not asked[at].overlaps(unit.span):
                yield _note(document.source, unit.span, "???", 0.9, "ends in a mark of doubt")


def _used(
    flat: Flat, match: re.Match[str], units: Sequence[Unit], lexicon: Lexicon
) -> tuple[int, int, float] | None:
    """Where a marker's note starts (in the flat text) and ends (in the source), and its score.

    None where the text is about such marks.
    """
    offset = flat.starts[match.start()]
    holding = [unit for unit in units if unit.span.start <= offset < unit.span.end]
    if not holding:
        return None
    unit = min(holding, key=lambda item: item.span.end - item.span.start)
    before = flat.text[: match.start()].rsplit("\n", 1)[-1]
    if unit.aside:
        before = _before(flat, unit, match.start())
    after = flat.text[match.end() : match.end() + 60].split("\n", 1)[0]
    next_word = re.match(r"[\s]*(\(?[^\W\d]*)", after)
    word = next_word.group(1).lower() if next_word else ""
    opens = not before.strip(" *_-–—([{\"'“:;,.!?>") or offset == unit.span.start
    last = before.split()[-1] if before.split() else ""
    punctuated = after.lstrip()[:1] in (":", "(", "[") or after[:2] in (": ", "- ")
    talked = word in lexicon.sets["mark_topics"] and not punctuated
    mark = match["mark"]
    # Between quotes a mark is a word that the text talks about.
    if before[-1:] in "\"'“‘`" and before[-1:] and after[:1] in ('"', "'", "”", "’", "`"):
        return None
    stopped = last[-1:] in (".", "!", "?", "…", ":", "–", "—", "-", ";", "")
    if opens or stopped:
        if talked:
            return None
        if (
            mark in _SHY
            and unit.text.strip("()[] ") != mark
            and not punctuated
            and len(unit.words) > 7
        ):
            return None
    else:
        if talked or last.lower().strip("(\"'") in lexicon.sets["mark_before"]:
            return None
        if not punctuated and (mark in _SHY or after.strip(" .!)*_") or mark[0].islower()):
            return None
    end = unit.span.end
    if opens and unit.starts_line:
        for following in units:
            if following.span.start >= end and not following.aside:
                if following.starts_line:
                    break
                end = following.span.end
    return match.start(), end, 1.0 if punctuated or opens else 0.95


def _before(flat: Flat, unit: Unit, index: int) -> str:
    """The text of an aside before an index of the flat text."""
    low = index
    while low > 0 and flat.starts[low - 1] >= unit.span.start:
        low -= 1
    return flat.text[low:index]


def _trim_brackets(source: Source, span: Span) -> Span:
    """An aside's mark without a closing bracket that was never opened within the note."""
    text = source[span]
    if text[-1:] in ")]" and text.count("(") + text.count("[") < text.count(")") + text.count("]"):
        opener = source.text[span.start - 1 : span.start]
        if opener in ("(", "["):
            return Span(span.start - 1, span.end)
    return span


def _needed(unit: Unit, lexicon: Lexicon) -> bool:
    if unit.linked or not unit.words or len(unit.words) > 8:
        return False
    request = lexicon.sets.get("request_start", frozenset())
    closing = lexicon.sets.get("request_end", frozenset())
    square = unit.text[:1] == "["
    if square:
        return unit.words[0] in request or (len(unit.words) > 1 and unit.words[-1] in closing)
    asked = unit.words[0] == "insert" and 1 < len(unit.words) <= 5
    return asked or (len(unit.words) == 2 and unit.words[1] == "needed" and _thing(unit, lexicon))


def _thing(unit: Unit, lexicon: Lexicon) -> bool:
    known = lexicon.phrases.get(unit.words[:1], ())
    return "matter" in known or not (known or unit.words[0] in lexicon.sets["function"])


def _struck(source: Source, block: Block, lexicon: Lexicon) -> Iterator[Note]:
    for run in block.place.node.runs:
        for mark in run.marks:
            if mark.kind == "strikethrough" and run.span.start <= mark.span.start + 2:
                start, end = mark.span
                if source.text[max(0, start - 1) : start] == "{":
                    continue
                words = source[mark.span].strip("~ ").split()
                alone = any(
                    unit.span.start >= start and unit.span.end <= end for unit in block.units
                )
                if len(words) >= 2 and block.place.group != "cell":
                    why = "is struck out and still here"
                    yield _note(source, mark.span, "~~", 0.8 if alone else 0.55, why)


def _critic(source: Source, node: Node) -> Iterator[Note]:
    low = node.span.start
    closed = [run.span for run in node.runs if run.kind in ("code", "math")]
    for match in _CRITIC.finditer(source[node.span]):
        span = Span(low + match.start(), low + match.end())
        if not any(span.overlaps(other) for other in closed):
            mark, why = _CRITIC_NAMES[match.lastgroup or "comment"]
            yield _note(source, span, mark, 1.0, why)


def _html(document: Document, lexicon: Lexicon) -> Iterator[Note]:
    source = document.source
    for node in document.walk():
        spans = [node.span] if node.kind == "html" else []
        spans += [run.span for run in node.runs if run.kind == "html"]
        for span in spans:
            for match in _COMMENT.finditer(source[span]):
                score = comment_score(match["body"], lexicon)
                if score:
                    place = Span(span.start + match.start(), span.start + match.end())
                    named = _MARK.search(source[place])
                    mark = named["mark"] if named else "<!--"
                    yield _note(source, place, mark, score, "is a comment to editors")


def _beside_tags(document: Document, lexicon: Lexicon) -> Iterator[Block]:
    """The plain text between the tags and comments of HTML blocks, line by line."""
    source = document.source
    for node in document.walk():
        if node.kind != "html":
            continue
        bare = _TAGS.sub(lambda tag: "\0" * len(tag.group()), source[node.span])
        for match in _TEXT.finditer(bare):
            span = Span(node.span.start + match.start(), node.span.start + match.end())
            yield segment(source, span, lexicon)


def _tasks(document: Document, lexicon: Lexicon) -> Iterator[Note]:
    """Open tasks that are work on the text; a checklist that is the content stands."""
    items = [node for node in document.walk() if node.kind == "list_item"]
    tasks = [node for node in items if node.checked is not None]
    if not tasks or len(tasks) > max(_FEW_TASKS, 0.3 * len(items)):
        return
    bodies = [next((c for c in node.children if c.runs), None) for node in tasks]
    asked = [body is not None and _asks(body.text, lexicon) for body in bodies]
    for node, body, asks in zip(tasks, bodies, asked, strict=True):
        if body is not None and not node.checked:
            alone = len(tasks) == 1 or 2 * sum(asked) > len(tasks)
            score = 0.95 if asks and alone else 0.6 if asks or alone else 0.25
            yield _note(document.source, body.content, "[ ]", score, "is an open task")


def _asks(text: str, lexicon: Lexicon) -> bool:
    """Whether a task is work on a text."""
    words = [word.strip(".,:;!?()").lower() for word in text.split()]
    hits = lexicon.hits(words)
    first = hits.at[0] if hits.at else {}
    return "edit" in first or ("work" in first and len(hits.covered) > 1) or (
        len(hits.covered) >= 0.5 * len(words)
    )  # fmt: skip


def _conflicts(document: Document) -> Iterator[Note]:
    source = document.source
    if "<<<<<<< " not in source.text or ">>>>>>> " not in source.text:
        return
    closed = [node.span for node in document.walk() if node.kind in ("code", "math")]
    for match in _CONFLICT.finditer(source.text):
        span = Span(match.start(), match.end())
        if not any(other.overlaps(span) for other in closed):
            mark = match.group()[:7]
            yield _note(source, span, mark, 1.0, "is the mark of a merge conflict")
