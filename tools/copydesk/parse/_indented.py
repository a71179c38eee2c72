"""Footnotes and definition lists, read with positions; mistune's own rules lose them."""

from __future__ import annotations

from re import Match
from typing import TYPE_CHECKING

from mistune.util import unikey

from copydesk.parse._blocks import Token, TrackedState

if TYPE_CHECKING:
    from mistune.block_parser import BlockParser
    from mistune.core import BlockState

LABEL = r"\[\^(?P<label>(?:[^\\\[\]\s]|\\.){1,500})\]"
FOOTNOTE = r"^ {0,3}" + LABEL.replace("label", "footnote_label") + r":(?=[ \t\n])[ \t]*"
DEFINITION = r"^ {0,3}:[ \t]+(?=\S)"
_NOT_LAZY = ("fenced_code", "atx_heading", "thematic_break", "block_quote", "list", "block_math",
             "footnote_definition", "ref_link", "block_html", "definition_list")  # fmt: skip
_NESTED = ("list", "block_quote", "footnote_definition")


def footnote(block: BlockParser, m: Match[str], state: BlockState) -> int:
    """A footnote where it stands; mistune's rule moves it to the end of the document."""
    assert isinstance(state, TrackedState)
    child, end = _body(block, state, state.at(), m.end())
    label = m.group("footnote_label")
    state.env.setdefault("footnote_labels", set()).add(unikey(label))
    state.append_token({"type": "footnote", "label": label, "children": child.tokens})
    return end


def definition_list(block: BlockParser, m: Match[str], state: BlockState) -> int | None:
    """One definition of the terms above it, a line each; a blank line may stand between."""
    assert isinstance(state, TrackedState)
    tokens = state.tokens
    while tokens and tokens[-1]["type"] == "blank_line":
        spare = tokens.pop()
        if not tokens or tokens[-1]["type"] not in ("paragraph", "definition_list"):
            tokens.append(spare)
            return None
    if not tokens or tokens[-1]["type"] not in ("paragraph", "definition_list"):
        return None
    if tokens[-1]["type"] == "paragraph":
        head = tokens.pop()
        if not _joins(tokens):
            tokens.append({"type": "definition_list", "children": [], "_start": head["_start"]})
        tokens[-1]["children"] += _terms(head)
    child, end = _body(block, state, state.at(), m.end())
    item = {"type": "definition", "children": child.tokens, "_start": state.at()}
    tokens[-1]["children"].append(item)
    return end


def _joins(tokens: list[Token]) -> bool:
    """Whether the last block is a definition list; blank lines after one are dropped."""
    count = len(tokens)
    while count and tokens[count - 1]["type"] == "blank_line":
        count -= 1
    if not count or tokens[count - 1]["type"] != "definition_list":
        return False
    del tokens[count:]
    return True


def _terms(head: Token) -> list[Token]:
    terms: list[Token] = []
    start = head["_start"]
    for line in head["text"].removesuffix("\n").split("\n"):
        # To mistune, a line of five spaces or more does not end a paragraph.
        if line.strip():
            terms.append({"type": "definition_term", "text": line, "_start": start})
        start += len(line) + 1
    return terms


def _body(block: BlockParser, state: TrackedState, start: int, at: int) -> tuple[TrackedState, int]:
    """Read a body: its first line from `at`, lazy lines, and blocks indented by four."""
    src, pos = state.src, state.find_line_end_at(at)
    first = src[at:pos]
    body = [first] if first.strip() else []
    breaks = block.compile_sc(list(_NOT_LAZY))
    blanks: list[str] = []
    end = pos
    while pos < state.cursor_max:
        line = state.get_line(pos)
        if not line.strip():
            blanks.append("\n")
        elif line.startswith(("    ", "\t")):
            body += [*blanks, line[4:] if line[0] == " " else line[1:]]
            blanks = []
        elif blanks or breaks.match(src, pos):
            break
        else:
            body.append(line)
        pos += len(line)
        if not blanks:
            end = pos
    child = state.child_at("".join(body), start, 0 if first.strip() else 1)
    deep = state.depth() >= block.max_nested_level - 1
    block.parse(child, [rule for rule in block.list_rules if not (deep and rule in _NESTED)])
    return child, end
