from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.grammar.annotate import annotate
from copydesk.grammar.checker import Annotated, Piece
from copydesk.parse.markdown import parse
from copydesk.source import Source, Span

FRAGMENTS = [
    "# A heading\n",
    "Setext\n---\n",
    "plain words ",
    "**bold** and *it* ",
    "`code` ",
    "$x_i$ ",
    "\n$$\nE = mc^2\n$$\n",
    "[text](https://example.org/a_b) ",
    "![alt *text*](u.png) ",
    "<https://example.org> ",
    "a&amp;b \\* ",
    "<br> <b>x</b> ",
    "\n- item\n- other\n  lazy\n",
    "\n1. one\n\n   two\n",
    "\n> quoted\n> `more`\nlazy\n",
    "\n| a | `b` |\n|---|---|\n| c \\| d | 😀 |\n\n",
    "\n```py\ncode = 1\n```\n",
    "\n    indented\n\n",
    "note[^1]\n\n[^1]: The note.\n\n",
    "<div>\nraw\n</div>\n\n",
    "😀 日本語 e\u0301 ",
    "hard  \nbreak\\\nEnd.",
    "\r\n",
    "\n\n",
    "\t",
]


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=12))
def test_pieces_concatenate_to_the_source(fragments: list[str]) -> None:
    source = Source("a.md", "".join(fragments))
    end = 0
    for text in annotate(parse(source)):
        assert text.start >= end
        end = text.end
        assert source.text[text.start : end] == text.original
        for span, piece in text.within(Span(text.start, end)):
            assert source[span] == piece.original


TABLE = {
    "emphasis and links vanish, their words stay": (
        "**AdamW** is [an *optimizer*](https://example.org).",
        ["AdamW is an optimizer.\n\n"],
    ),
    "code and formulas hold their place": (
        "Use `map` where $c$ is a constant.",
        ["Use B2 where B2 is a constant.\n\n"],
    ),
    "a stand-in agrees with its article": (
        "An `int`, an $n$-gram, a `str`.",
        ["An A2, an A2-gram, a B2.\n\n"],
    ),
    "blocks never fuse": ("- one\n- two\n\nthree", ["one\n\ntwo\n\nthree\n\n"]),
    "a displayed formula does not end a sentence": (
        "by norm, e.g.\n\n$$\nx\n$$\n\nwhere $c$ is small",
        ["by norm, e.g. B2 where B2 is small\n\n"],
    ),
    "a displayed formula after a sentence is a gap": (
        "It ends.\n\n$$\nx\n$$\n\nThen it starts",
        ["It ends.\n\nThen it starts\n\n"],
    ),
    "entities and escapes are decoded": ("R&amp;D \\*x\\*", ["R&D *x*\n\n"]),
    "cells stand apart": ("| a | b |\n|---|---|\n| c | d |", ["a\n\nb\n\nc\n\nd\n\n"]),
    "code blocks, comments and rules are not read": (
        "one\n\n```\nbad code\n```\n\n<!-- bad -->\n\n---\n\nTwo",
        ["one\n\nTwo\n\n"],
    ),
    "a bold line is a label": ("**Label**\nText here.", ["Label\n\nText here.\n\n"]),
    "a soft break is one space": ("one\ntwo", ["one\ntwo\n\n"]),
    "a variable is not an article": ("items *a* the *b*", ["items B2 the B2\n\n"]),
    "an address is not prose": ("see <https://example.org/teh> now", ["see B2 now\n\n"]),
    "a picture is something": ('so <img src="x.png"> .', ["so B2 .\n\n"]),
    "a combining mark is one letter": ("a cafe\u0301 here", ["a caf\xe9 here\n\n"]),
    "a heading begins a new text": ("one\n\n# Two\n\nthree", ["one\n\n", "Two\n\nthree\n\n"]),
    "quote prefixes are not read": ("> one\n> two", ["one\ntwo\n\n"]),
    "nothing to read": ("```\ncode\n```\n", []),
}


@pytest.mark.parametrize(("markdown", "plain"), TABLE.values(), ids=TABLE)
def test_what_the_engine_reads(markdown: str, plain: list[str]) -> None:
    # A closing newline is the parser's to give or not; the end of the file needs none.
    found = [text.plain.rstrip("\n") for text in annotate(parse(Source("a.md", markdown + "\n")))]
    assert found == [text.rstrip("\n") for text in plain]


def test_front_matter_is_not_read() -> None:
    (text,) = annotate(parse(Source("a.md", "---\ntitle: Teh\n---\n\nWords.\n")))
    assert text.plain.strip() == "Words."


def test_a_span_is_literal_only_without_markup() -> None:
    text = Annotated(5, (Piece("un"), Piece("**", ""), Piece("able words")))
    assert text.literal(Span(9, 13))
    assert not text.literal(Span(5, 13))
    assert text.end == 19
