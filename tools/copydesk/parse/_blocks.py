"""mistune's block parser, made to remember where each token starts.

The method: every token notes the cursor at which its rule matched, and since mistune consumes a
string without gaps, a token ends where the next one starts. A container's inside is parsed as a
new string; `Lines` ties that string's lines back to the file.
"""

from __future__ import annotations

import re
from re import Match
from typing import Any

from mistune.block_parser import BlockParser
from mistune.core import BlockState

from copydesk.parse._lines import Lines

Token = dict[str, Any]

# What ends a quote without a marker; mistune forgets headings and takes one for more of its text.
_QUOTE_ENDS = ["blank_line", "thematic_break", "fenced_code", "list", "block_html"]
MARKER = re.compile(r"[ \t]*(?:[*+-]|\d{1,9}[.)])")


class TrackedState(BlockState):
    """A block state whose tokens carry `_start`, an offset into the state's own string."""

    def __init__(self, parent: TrackedState | None = None) -> None:
        super().__init__(parent)
        self.lines: Lines | None = None
        # Where the rule at work matched; a rule may move the cursor before it appends its token.
        self.anchor: int | None = None
        # Where the list item at work starts, None outside of lists.
        self.item: int | None = None
        # No table without outer pipes can start before this offset.
        self.bad_row = 0
        # The offset into the parent's string at which this container starts.
        self.origin = 0
        self.clean: str = parent.clean if parent else ""
        # The states of containers by the identity of the token list they filled.
        self.inner: dict[int, TrackedState] = parent.inner if parent else {}

    def at(self) -> int:
        return self.cursor if self.anchor is None else self.anchor

    def append_token(self, token: Token) -> None:
        token["_start"] = self.at()
        super().append_token(token)

    def prepend_token(self, token: Token) -> None:
        token["_start"] = self.at()
        super().prepend_token(token)

    def add_paragraph(self, text: str) -> None:
        count = len(self.tokens)
        super().add_paragraph(text)
        if len(self.tokens) > count:
            self.tokens[-1]["_start"] = self.cursor

    def child_state(self, src: str, lazy_line_starts: set[int] | None = None) -> TrackedState:
        if self.item is None:
            child = self.child_at(src, self.at())
        else:
            start = self.item
            # An item goes on to the next one's marker line, which mistune has already consumed.
            self.item = self.src.rfind("\n", 0, max(0, self.cursor - 1)) + 1
            marker = MARKER.match(self.src, start)
            empty = marker is not None and not self.get_line(start)[marker.end() - start :].strip()
            child = self.child_at(src, start, int(empty))
        child.lazy_line_starts = lazy_line_starts or set()
        return child

    def child_at(self, src: str, start: int, skip: int = 0) -> TrackedState:
        """A child whose lines are this state's from `skip` lines after offset `start` on."""
        assert self.lines is not None
        child = super().child_state(src)
        assert isinstance(child, TrackedState)
        child.origin = start
        child.lines = self.lines.cut(child.src, self.lines.row(start) + skip, self.clean)
        self.inner[id(child.tokens)] = child
        return child


class TrackedParser(BlockParser):
    """A block parser over `TrackedState`."""

    state_cls = TrackedState

    def parse_method(self, m: Match[str], state: BlockState) -> int | None:
        assert isinstance(state, TrackedState)
        outer, state.anchor = state.anchor, m.start()
        count = len(state.tokens)
        try:
            return super().parse_method(m, state)
        finally:
            state.anchor = outer
            # A list that another block cut short is inserted past `append_token`.
            for token in state.tokens[count:]:
                token.setdefault("_start", m.start())

    def compile_sc(self, rules: list[str] | None = None) -> re.Pattern[str]:
        return super().compile_sc([*rules, "atx_heading"] if rules == _QUOTE_ENDS else rules)

    def parse_list(self, m: Match[str], state: BlockState) -> int:
        assert isinstance(state, TrackedState)
        outer, state.item = state.item, m.start()
        try:
            return super().parse_list(m, state)
        finally:
            state.item = outer

    def parse_block_quote(self, m: Match[str], state: BlockState) -> int:
        assert isinstance(state, TrackedState)
        outer, state.item = state.item, None
        try:
            return super().parse_block_quote(m, state)
        finally:
            state.item = outer

    def parse_ref_link(self, m: Match[str], state: BlockState) -> int | None:
        last = state.last_token()
        within = last is not None and last["type"] == "paragraph"
        end = super().parse_ref_link(m, state)
        if end and not within:
            # mistune drops definitions; the whole of a file must be accounted for.
            state.append_token({"type": "link_definition"})
        return end
