"""Where each piece of mistune's inline tree stands in the text that was parsed.

mistune keeps no positions here, so the finished tree is walked with a cursor over the text it was
made from. Every leaf must be found at the cursor and every delimiter must be where its token says;
anything else raises UnprovedError, and the block is left alone.
"""

from __future__ import annotations

import re
import string
from typing import Any

from mistune.helpers import parse_link, parse_link_label
from mistune.util import unescape

from copydesk.model import MarkKind, RunKind

Token = dict[str, Any]
# Kind, text, start, end, indexes of its marks from the outermost in, literal, href.
RawRun = tuple[RunKind, str, int, int, tuple[int, ...], bool, str]

_CHARREF = re.compile(r"&(?:#[0-9]{1,7};|#[xX][0-9a-fA-F]+;|[^\t\n\f <&#;]{1,32};)")
_TICKS = re.compile(r"`+")
# An address that needs no second reading by mistune's slow character loop.
_PLAIN_TARGET = re.compile(r"\([^\s()<>\\]*\)")
_SOFT = re.compile(r" *(\n\s*)")
_HARD = re.compile(r"(?:\\| {2,})\n\s*")
# What GitHub links without brackets; closing punctuation belongs to the sentence.
_URL = re.compile(r"https?://[^\s<>]*[^\s<>.,:;!?\"'*_~)\]]")


class UnprovedError(Exception):
    """A position that could not be proved; the block it belongs to is not to be read."""


class Aligner:
    """Walks one block's inline tree; `runs` and `marks` hold offsets into the block's text.

    A run is (kind, text, start, end, marks, literal, href), its marks indexes into `marks`,
    outermost first; a mark is (kind, start, end, href).
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.pos = 0
        self.runs: list[RawRun] = []
        self.marks: list[tuple[MarkKind, int, int, str]] = []
        self.open: tuple[int, ...] = ()
        self.linked = False

    def align(self, tokens: list[Token]) -> None:
        """Walk a whole block. Raises UnprovedError if a token is not found, or text is left over."""
        self._walk(tokens)
        if self.pos != len(self.text):
            raise UnprovedError(
                f"{len(self.text) - self.pos} characters of a block are in no token"
            )

    def _walk(self, tokens: list[Token]) -> None:
        for token in tokens:
            kind = token["type"]
            if kind == "text":
                self._text(token["raw"])
            elif kind == "strong":
                self._wrap(token, "strong", 2, "*_")
            elif kind == "emphasis":
                self._wrap(token, "emphasis", 1, "*_")
            elif kind == "codespan":
                self._code(token["raw"])
            elif kind == "softbreak":
                self._break(_SOFT, 1)
            elif kind == "linebreak":
                self._break(_HARD, 0)
            elif kind == "link":
                self._link(token)
            elif kind == "image":
                self._image(token)
            elif kind == "math":
                self._verbatim("math", token["raw"], token["raw"])
            elif kind == "inline_html":
                self._verbatim("html", token["raw"], "")
            elif kind == "footnote_ref":
                self._verbatim("footnote_ref", token["raw"], "")
            elif kind == "strikethrough":
                self._wrap(token, "strikethrough", 2, "~")
            else:
                raise UnprovedError(f"an inline token of the unknown type {kind}")

    def _add(
        self, kind: RunKind, text: str, start: int, end: int, literal: bool = False, href: str = ""
    ) -> None:
        self.runs.append((kind, text, start, end, self.open, literal, href))

    def _expect(self, what: str) -> None:
        if not self.text.startswith(what, self.pos):
            raise UnprovedError(f"{what!r} is not where mistune's tree has it")
        self.pos += len(what)

    def _verbatim(self, kind: RunKind, raw: str, text: str) -> None:
        start = self.pos
        self._expect(raw)
        self._add(kind, text, start, self.pos, literal=text == raw)

    def _text(self, raw: str) -> None:
        start = self.pos
        if "\\" in raw or "&" in raw or not self.text.startswith(raw, start):
            self._decoded(raw)
        elif raw:
            self.pos += len(raw)
            self._literal(start, self.pos)

    def _literal(self, start: int, end: int) -> None:
        """A literal run, with any bare address in it marked as a link."""
        if not self.linked and self.text.find("://", start, end) >= 0:
            for match in _URL.finditer(self.text, start, end):
                if match.start() > start:
                    self._add("text", self.text[start : match.start()], start, match.start(), True)
                outer, self.open = self.open, (*self.open, len(self.marks))
                self.marks.append(("link", match.start(), match.end(), match.group()))
                self._add("text", match.group(), match.start(), match.end(), True)
                self.open = outer
                start = match.end()
        if end > start:
            self._add("text", self.text[start:end], start, end, True)

    def _decoded(self, raw: str) -> None:
        """Text with escapes or character references: cut where the two readings part ways."""
        pieces = self._pieces(raw)
        at = 0
        for match in _CHARREF.finditer(raw) if "&" in raw else ():
            decoded = unescape(match.group())
            if decoded == match.group():
                continue
            self._emit(pieces, at, match.start())
            span = [
                piece for piece in pieces if piece[1] > match.start() and piece[0] < match.end()
            ]
            first, last = span[0], span[-1]
            start = first[2] + (match.start() - first[0] if first[4] else 0)
            end = last[2] + match.end() - last[0] if last[4] else last[3]
            self._add("text", decoded, start, end)
            at = match.end()
        self._emit(pieces, at, len(raw))

    def _pieces(self, raw: str) -> list[tuple[int, int, int, int, bool]]:
        """(start, end) in mistune's text, (start, end) in the block's, and whether literal."""
        text, pos, at = self.text, self.pos, 0
        pieces: list[tuple[int, int, int, int, bool]] = []
        while at < len(raw):
            if text.startswith("\\", pos) and self._escapes(pos, raw, at):
                pieces.append((at, at + 1, pos, pos + 2, False))
                at, pos = at + 1, pos + 2
                continue
            limit = pos + len(raw) - at
            stop = text.find("\\", pos + 1, limit)
            size = (stop if stop >= 0 else limit) - pos
            if raw[at : at + size] != text[pos : pos + size]:
                raise UnprovedError("mistune's text differs from the block's")
            if pieces and pieces[-1][4]:
                # A backslash before a letter stands for itself.
                left, _, start, _, _ = pieces.pop()
            else:
                left, start = at, pos
            at, pos = at + size, pos + size
            pieces.append((left, at, start, pos, True))
        self.pos = pos
        return pieces

    def _escapes(self, backslash: int, raw: str, at: int) -> bool:
        after = self.text[backslash + 1 : backslash + 2]
        return after != "" and after in string.punctuation and raw[at : at + 1] == after

    def _emit(self, pieces: list[tuple[int, int, int, int, bool]], start: int, end: int) -> None:
        for left, right, pos, stop, literal in pieces:
            low, high = max(left, start), min(right, end)
            if low >= high:
                continue
            if literal:
                self._literal(pos + low - left, pos + high - left)
            else:
                self._add("text", self.text[stop - 1], pos, stop)

    def _wrap(self, token: Token, kind: MarkKind, size: int, chars: str) -> None:
        start = self.pos
        delimiter = self.text[start : start + size]
        if delimiter not in [char * size for char in chars]:
            raise UnprovedError(f"{kind} does not open where mistune's tree has it")
        self.pos += size
        self._marked(kind, token["children"], start, delimiter, "")

    def _marked(
        self, kind: MarkKind, children: list[Token], start: int, close: str, href: str
    ) -> None:
        index, outer = len(self.marks), self.open
        self.marks.append((kind, start, start, href))
        self.open = (*outer, index)
        self._walk(children)
        self._expect(close)
        self.marks[index] = (kind, start, self.pos, href)
        self.open = outer

    def _code(self, raw: str) -> None:
        opening = _TICKS.match(self.text, self.pos)
        if opening is None:
            raise UnprovedError("code does not open where mistune's tree has it")
        size = opening.end() - opening.start()
        for closing in _TICKS.finditer(self.text, opening.end()):
            if closing.end() - closing.start() == size:
                break
        else:
            raise UnprovedError("code does not close")
        inside = self.text[opening.end() : closing.start()].replace("\n", " ")
        if raw not in (inside, inside[1:-1]):
            raise UnprovedError("mistune's code differs from the block's")
        start, self.pos = self.pos, closing.end()
        self._add("code", raw, start, self.pos)

    def _break(self, pattern: re.Pattern[str], group: int) -> None:
        match = pattern.match(self.text, self.pos)
        if match is None:
            raise UnprovedError("a line does not break where mistune's tree has it")
        self.pos = match.end()
        # The one space that may end a line before a soft break is nobody's: a hard break has two.
        self._add("break", "\n", match.start(group), self.pos)

    def _link(self, token: Token) -> None:
        href = str(token["attrs"].get("url", ""))
        start, outer = self.pos, self.linked
        self.linked = True
        if self.text.startswith("<", start):
            self.pos += 1
            (child,) = token["children"]
            index, marks = len(self.marks), self.open
            self.open = (*marks, index)
            inside = self.pos
            # An automatic link's text is never unescaped.
            self._expect(child["raw"])
            self.marks.append(("link", start, self.pos + 1, href))
            self._add("text", child["raw"], inside, self.pos, True)
            self._expect(">")
            self.open = marks
        else:
            self._expect("[")
            index = len(self.marks)
            self._marked("link", token["children"], start, "]", href)
            self._target(token)
            self.marks[index] = ("link", start, self.pos, href)
        self.linked = outer

    def _image(self, token: Token) -> None:
        start = self.pos
        self._expect("![")
        before = len(self.runs), len(self.marks), self.linked
        self.linked = True
        self._walk(token["children"])
        alt = "".join(" " if run[0] == "break" else run[1] for run in self.runs[before[0] :])
        del self.runs[before[0] :], self.marks[before[1] :]
        self.linked = before[2]
        self._expect("]")
        self._target(token)
        self._add("image", alt, start, self.pos, href=str(token["attrs"].get("url", "")))

    def _target(self, token: Token) -> None:
        """Step over what follows a link's text, by mistune's own order of attempts."""
        if "label" not in token:
            plain = _PLAIN_TARGET.match(self.text, self.pos)
            if plain:
                self.pos = plain.end()
                return
            _, end = parse_link(self.text, self.pos + 1)
            if end is None or not self.text.startswith("(", self.pos):
                raise UnprovedError("a link's target is not where mistune's tree has it")
            self.pos = end
        elif self.text.startswith("[", self.pos):
            _, end = parse_link_label(self.text, self.pos + 1)
            if end is not None:
                self.pos = end
