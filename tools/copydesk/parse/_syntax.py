"""The Markdown that is read: CommonMark and tables, strikethrough, math, footnotes, definitions."""

from __future__ import annotations

import re
from re import Match

from mistune.block_parser import BlockParser
from mistune.core import BlockState, InlineState
from mistune.inline_parser import InlineParser
from mistune.markdown import Markdown
from mistune.plugins.formatting import strikethrough
from mistune.plugins.table import (
    NP_TABLE_PATTERN,
    parse_nptable,
    table,
    table_in_list,
    table_in_quote,
)
from mistune.util import unikey

from copydesk.parse._blocks import TrackedParser, TrackedState
from copydesk.parse._cells import cells
from copydesk.parse._indented import DEFINITION, FOOTNOTE, LABEL, definition_list, footnote

# Three ways to write it: on one line; between lines of `$$`; begun and ended beside the formula.
BLOCK_MATH = (
    r"^ {0,3}\$\$(?:"
    r"[ \t]*\n(?:[\s\S]*?\n)?? {0,3}\$\$"
    r"|(?=[^\n])(?:(?!\$\$)(?!\n[ \t]*\n)[\s\S])+\$\$"
    r")[ \t]*$"
)
FOOTNOTE_REF = LABEL.replace("label", "ref_label")

_DISPLAY = re.compile(r"\$\$[^$\\]*(?:\\[\s\S][^$\\]*)*\$\$")
_TICKED = re.compile(r"\$(`+)(?!`)[\s\S]*?(?<!`)\1\$")
# pandoc's `tex_math_dollars`: tight inside, and no digit after, so that prices stay prose.
_SINGLE = re.compile(r"(?<!\$)\$(?![\s$])[^$\\]*(?:\\[\s\S][^$\\]*)*(?<!\s)\$(?!\d)")
_TICKS = re.compile(r"`+")


def reader() -> Markdown:
    """A mistune parser with the syntax above, its blocks tracked."""
    block, inline = TrackedParser(), InlineParser()
    plugins = [strikethrough, table, table_in_list, table_in_quote]
    md = Markdown(renderer=None, block=block, inline=inline, plugins=plugins)
    block.register("nptable", NP_TABLE_PATTERN, _nptable)
    block.register("block_math", BLOCK_MATH, _block_math, before="list")
    block.register("footnote_definition", FOOTNOTE, footnote, before="ref_link")
    block.register("definition_list", DEFINITION, definition_list, before="block_math")
    for rules in (block.list_rules, block.block_quote_rules):
        block.insert_rule(rules, "block_math", before="list")
        block.insert_rule(rules, "footnote_definition", before="ref_link")
    inline.register("math", r"\$", _inline_math, before="codespan", start_chars="$")
    inline.register("footnote_ref", FOOTNOTE_REF, _footnote_ref, before="link", start_chars="[")
    return md


def _nptable(block: BlockParser, m: Match[str], state: BlockState) -> int | None:
    """The plugin's table without outer pipes; it reads all rows anew from each above a bad one."""
    assert isinstance(state, TrackedState)
    if m.start() < state.bad_row:
        return None
    end = parse_nptable(block, m, state)
    if end is None:
        columns = len(list(cells(m.group().rstrip("\n"), piped=False)))
        pos = m.end()
        while pos < state.cursor_max:
            line = state.get_line(pos)
            # Every row up to this one would fail on it, for they all have as many cells.
            if "|" not in line or len(list(cells(line.rstrip("\n"), piped=False))) != columns:
                state.bad_row = pos
                break
            pos += len(line)
    return end


def _block_math(block: BlockParser, m: Match[str], state: BlockState) -> int:
    state.append_token({"type": "block_math", "raw": m.group()})
    return m.end() + 1


def _inline_math(inline: InlineParser, m: Match[str], state: InlineState) -> int | None:
    for pattern in (_TICKED, _DISPLAY, _SINGLE):
        found = pattern.match(state.src, m.start())
        if found and (pattern is _TICKED or not _torn(found)):
            state.append_token({"type": "math", "raw": found.group()})
            return found.end()
    return None


def _torn(found: Match[str]) -> bool:
    """Whether the formula would tear a code span or a link's target apart; those bind tighter."""
    raw, src = found.group(), found.string
    for ticks in _TICKS.finditer(raw):
        closing = rf"(?<!`){ticks.group()}(?!`)"
        if re.compile(closing).search(src, found.start() + ticks.end()):
            return True
    return "](" in raw and raw.count("]") > raw.count("[")


def _footnote_ref(inline: InlineParser, m: Match[str], state: InlineState) -> int:
    known = unikey(m.group("ref_label")) in state.env.get("footnote_labels", ())
    state.append_token({"type": "footnote_ref" if known else "text", "raw": m.group()})
    return m.end()
