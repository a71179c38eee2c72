"""Every position that the Markdown parser gives is proved against the file and against mistune."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mistune
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mistune.util import unescape

from copydesk.model import Document, Node
from copydesk.parse.markdown import parse
from copydesk.source import Source, Span

ROOT = Path(__file__).resolve().parents[1]
BLANK = " \t\v\f\r\n\ufeff"
PLUGINS = [
    "table",
    "mistune.plugins.table.table_in_list",
    "mistune.plugins.table.table_in_quote",
    "strikethrough",
    "task_lists",
]
PLAIN = mistune.create_markdown(renderer=None, plugins=PLUGINS)
EXAMPLE = re.compile(r"^`{32} example\n([\s\S]*?)^\.\n[\s\S]*?^`{32}$", re.M)


def read(text: str) -> Document:
    return parse(Source("x.md", text))


def prove(document: Document) -> None:
    """Fail unless every promise about positions holds."""
    source = document.source
    for node in document.walk():
        assert node.span.contains(node.content), node
        assert all(node.span.contains(line) for line in node.lines), node
        end = node.span.start
        for run in node.runs:
            assert end <= run.span.start <= run.span.end <= node.span.end, (node, run)
            assert not run.literal or source[run.span] == run.text, run
            for mark in run.marks:
                assert mark.span.contains(run.span) and node.span.contains(mark.span), run
            end = run.span.end
        _ordered(node.span, node.children)
    _ordered(Span(0, len(source.text)), document.blocks)
    at = document.front_matter.span.end if document.front_matter else 0
    for block in document.blocks:
        assert not source.text[at : block.span.start].strip(BLANK)
        at = block.span.end
    assert not source.text[at:].strip(BLANK)


def _ordered(outer: Span, nodes: tuple[Node, ...]) -> None:
    end = outer.start
    for node in nodes:
        assert end <= node.span.start and node.span.end <= outer.end, node
        end = node.span.end


def theirs(tokens: list[dict[str, Any]]) -> Iterator[str]:
    """mistune's own plain text of each block, code with its indentation left aside."""
    for token in tokens:
        if token["type"] in ("paragraph", "block_text", "heading", "table_cell"):
            yield _plain(token["children"], "\n")
        elif token["type"] == "block_code":
            yield _code(token["raw"].split("\n"))
        else:
            yield from theirs(token.get("children", []))


def _plain(tokens: list[dict[str, Any]], line: str) -> str:
    parts = []
    for token in tokens:
        kind = token["type"]
        if kind in ("softbreak", "linebreak"):
            parts.append(line)
        elif kind == "text":
            parts.append(unescape(token["raw"]))
        elif kind == "codespan":
            parts.append(token["raw"])
        elif kind != "inline_html":
            parts.append(_plain(token["children"], " " if kind == "image" else line))
    return "".join(parts)


def _code(lines: list[str]) -> str:
    return "\n".join(line.lstrip(" \t") for line in lines).rstrip(BLANK)


def ours(document: Document) -> Iterator[str]:
    for node in document.walk():
        if node.kind in ("paragraph", "heading", "table_cell"):
            yield node.text
        elif node.kind == "code":
            yield _code([document.source[line] for line in node.lines])


def agree(document: Document) -> None:
    """Fail unless each block's runs, joined, are mistune's own plain text of that block."""
    tokens = PLAIN(document.source.text.removeprefix("\ufeff"))
    assert isinstance(tokens, list)
    # mistune puts a quote that a list cut short after that list; source order is what counts.
    assert sorted(filter(str.strip, ours(document))) == sorted(filter(str.strip, theirs(tokens)))


FRAGMENTS = (
    "a", "b c", "é", "😀", "\u00a0", "\u2028", "*", "**", "_", "~~", "`", "``", "[", "]", "](u)", "![",
    "[x]", "[x]: /u 't'\n", "<b>", "</b>", "<!-- c -->", "<http://q.r>", "http://x.y/z_a?b", "&amp;",
    "&lt\\;", "&nosuch;", "\\*", "\\", "\\\\", " ", "  ", "    ", "\t", "\n", "\n\n", "\n\n\n", "  \n",
    "\\\n", "> ", ">\t", "- ", "-\t", "+ ", "1. ", "7) ", "# ", "## ", "#", "\n===\n", "\n---\n", "***",
    "```", "~~~", "\n| a | b |\n|-|-|\n", "a | b", "|", "<div>", "- [x] ", "\n    code\n", "\n\tcode\n",
    "\n  ", "\n    ", "\n> ", "\n> > ", "\n- ", "\n  - ", "\n   1. ", "\x0b", "\x0c", "!", ":", "$", "\x00",
    "\n: ", "\n\n: ", "\n[^a]: ", "[^a]", "\n$$\n",
)  # fmt: skip


@st.composite
def markdown(draw: st.DrawFn) -> str:
    text = "".join(draw(st.lists(st.sampled_from(FRAGMENTS), max_size=30)))
    newline = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    return draw(st.sampled_from(["", "\ufeff"])) + text.replace("\n", newline)


@settings(max_examples=400, deadline=None)
@given(markdown())
def test_positions_hold_for_any_mix_of_syntax(text: str) -> None:
    document = read(text)
    prove(document)
    plain = not re.search(r"\$|\[\^|\s:\s", text) and document.front_matter is None
    if plain and not document.unparsed:
        agree(document)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_positions_hold_for_any_text(text: str) -> None:
    prove(read(text))


def commonmark() -> list[str]:
    path = os.environ.get("COPYDESK_COMMONMARK") or str(
        ROOT / "node_modules" / "commonmark-spec" / "spec.txt"
    )
    if not Path(path).is_file():
        pytest.skip("the CommonMark suite is not here: npm install commonmark-spec@0.31.2")
    text = Path(path).read_text(encoding="utf-8")
    return [match.group(1).replace("→", "\t") for match in EXAMPLE.finditer(text)]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_commonmark_suite(newline: str) -> None:
    examples = commonmark()
    assert len(examples) == 652
    unparsed = []
    for number, example in enumerate(examples, 1):
        document = read(example.replace("\n", newline))
        prove(document)
        if document.unparsed:
            unparsed.append(number)
        else:
            agree(document)
    assert unparsed == []


def test_real_collections() -> None:
    home = Path(os.environ.get("COPYDESK_CORPORA", ROOT.parent / "shared"))
    paths = sorted(home.glob("**/*.md")) if home.is_dir() else []
    if not paths:
        pytest.skip("no collections here: set COPYDESK_CORPORA to a folder of Markdown files")
    for path in paths:
        document = parse(Source.decode(str(path), path.read_bytes()))
        prove(document)
        assert document.unparsed == (), path


def shape(node: Node) -> Any:
    return node.kind if not node.children else [node.kind, *map(shape, node.children)]


def runs(text: str) -> list[tuple[str, str, str]]:
    document = read(text)
    prove(document)
    assert not document.unparsed
    source = document.source
    return [(run.kind, run.text, source[run.span]) for node in document.walk() for run in node.runs]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a &amp; b", [("text", "a ", "a "), ("text", "&", "&amp;"), ("text", " b", " b")]),
        ("\\*a\\b", [("text", "*", "\\*"), ("text", "a\\b", "a\\b")]),
        ("`` a`b ``", [("code", "a`b", "`` a`b ``")]),
        ("![a *b*](u)", [("image", "a b", "![a *b*](u)")]),
        ("a\r\nb", [("text", "a", "a"), ("break", "\n", "\r\n"), ("text", "b", "b")]),
        ("> a \n>  b", [("text", "a", "a"), ("break", "\n", "\n>  "), ("text", "b", "b")]),
        ("a  \nb", [("text", "a", "a"), ("break", "\n", "  \n"), ("text", "b", "b")]),
        ("a\\\nb", [("text", "a", "a"), ("break", "\n", "\\\n"), ("text", "b", "b")]),
        ("a<br>b", [("text", "a", "a"), ("html", "", "<br>"), ("text", "b", "b")]),
        ("> `a\n> b`", [("code", "a b", "`a\n> b`")]),
        ("\ufeff# a #", [("text", "a", "a")]),
        ("# a {#id}", [("text", "a {#id}", "a {#id}")]),
        (
            "a[^1]\n\n[^1]: b",
            [("text", "a", "a"), ("footnote_ref", "", "[^1]"), ("text", "b", "b")],
        ),
        ("a[^1]", [("text", "a[^1]", "a[^1]")]),
    ],
)
def test_runs(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert runs(text) == expected


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("where $c$ is $\\|g\\|$ and $g/\\|g\\| < c$.", ["$c$", "$\\|g\\|$", "$g/\\|g\\| < c$"]),
        ("from $5 to $10", []),
        ("$20,000 and $30,000", []),
        ("a $ b $ c", []),
        ("pay $5 and run `echo $x`", []),
        ("pay $5, then `$x$` is code", []),
        ("pay \\$5 or 5\\$", []),
        ("[pay $5](http://x.y/$z)", []),
        ("$$a$$ and $$b\nc$$", ["$$a$$", "$$b\nc$$"]),
        ("$`a`$ here", ["$`a`$"]),
        ("$a_b$ and *c_d*", ["$a_b$"]),
    ],
)
def test_inline_math_is_pandocs(text: str, formulas: list[str]) -> None:
    assert [read_ for kind, read_, _ in runs("x " + text) if kind == "math"] == formulas


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("norm, e.g.\n$$\n\\|g\\|\n$$\nthen", "\\|g\\|"),
        ("$$ x $$", " x "),
        ("> $$\n> a\n> - b\n> $$", "a\n> - b"),
        ("- x\n\n  $$\n  a\n  $$", "a"),
        ("$$ a =\n- b $$", " a =\n- b "),
        ("$$\n$$", ""),
    ],
)
def test_block_math(text: str, content: str) -> None:
    document = read(text)
    prove(document)
    (node,) = [node for node in document.walk() if node.kind == "math"]
    assert document.source[node.content] == content


SHAPES: list[tuple[str, Any]] = [
    ("> b\n> - c", ["block_quote", "paragraph", ["list", ["list_item", "paragraph"]]]),
    ("-\n- a", ["list", "list_item", ["list_item", "paragraph"]]),
    ("a|\n-|-\n1 | 2", ["table", *2 * [["table_row", "table_cell", "table_cell"]]]),
    ("[^1]: a\n\n    b", ["footnote", "paragraph", "paragraph"]),
    ("a\n: b\n\n    c", ["definition_list", "definition_term", ["definition", "paragraph", "paragraph"]]),
    ("> a\n>\n> : b", ["block_quote", "paragraph", "paragraph"]),
    (": a", "paragraph"),
    ("[^1]:\n    - b", ["footnote", ["list", ["list_item", "paragraph"]]]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SHAPES)
def test_shapes(text: str, expected: Any) -> None:
    document = read(text)
    prove(document)
    assert [shape(block) for block in document.blocks] == [expected]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("> a\n>  b\nc", "block_quote", "a\n b\nc"),
        ("1. a\n\n   b\n     c", "list_item", "a\n\nb\n  c"),
        ("-\ta\n\n\tb", "list_item", "a\n\nb"),
        ("- ```py\n  x\n\n    y\n  ```", "code", "x\n\n  y"),
        ("    a\n\n      b\n\nc", "code", "a\n\n  b"),
        ("\ta\n\t\tb", "code", "a\n\tb"),
        ("  ```\n  a\n b\n   c\n  ```", "code", "a\nb\n c"),
        ("```\na\n    ```", "code", "a\n    ```"),
        ("> <div>\n> a\n> </div>", "html", "<div>\na\n</div>"),
        ("- a\n\u00a0\n- b", "list_item", "a"),
    ],
)
def test_lines_read_the_same_on_their_own(text: str, kind: str, expected: str) -> None:
    document = read(text)
    prove(document)
    node = next(node for node in document.walk() if node.kind == kind)
    assert "\n".join(document.source[line] for line in node.lines) == expected


def test_attributes() -> None:
    document = read("3) [x] a\n4) b\n\nc\n===\n\n~~~ py \nd\n~~~\n\n[e]: /u\n    't'\n")
    prove(document)
    (items, heading, code, definition) = document.blocks
    assert (items.number, [item.number for item in items.children]) == (3, [3, 4])
    assert [item.checked for item in items.children] == [True, None]
    assert (heading.level, heading.style) == (1, "setext")
    assert (code.style, code.info) == ("fenced", "py")
    assert definition.kind == "link_definition"
    assert document.source[definition.span] == "[e]: /u\n    't'"


def test_marks_take_in_their_delimiters() -> None:
    document = read("**a [*b*](/u 't')** ~~c~~ <http://d.e> and https://f.g/h_i_j.\n")
    source = document.source
    marks = {
        (mark.kind, source[mark.span], mark.href)
        for run in document.blocks[0].runs
        for mark in run.marks
    }
    assert marks == {
        ("strong", "**a [*b*](/u 't')**", ""),
        ("link", "[*b*](/u 't')", "/u"),
        ("emphasis", "*b*", ""),
        ("strikethrough", "~~c~~", ""),
        ("link", "<http://d.e>", "http://d.e"),
        ("link", "https://f.g/h_i_j", "https://f.g/h_i_j"),
    }


def test_a_list_that_mistune_glues_to_the_wrong_paragraph_is_left_unparsed() -> None:
    document = read("x\n> q\n-\n  late\n\nfine\n")
    prove(document)
    assert document.unparsed
    assert document.blocks[-1].text == "fine"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("> q\n- a\n", ["q", "a"]), ("> q\n- a\n***\nb\n", ["q", "a", "b"])],
)
def test_a_quote_cut_short_stands_in_source_order(text: str, expected: list[str]) -> None:
    document = read(text)
    prove(document)
    assert [node.text for node in document.walk() if node.runs] == expected


@pytest.mark.parametrize(
    "text",
    [
        "[" * 50_000,
        ">" * 50_000,
        "- " * 20_000,
        "*a **b " * 4_000,
        "a|b\n-|-\n" * 2_000 + "x|y|z\n",
        "$a `b$ " * 5_000,
        "$$\n" * 9_001,
        "[^a]: " * 3_000,
        "\x00" * 9_000,
        "a\ud800 [b](\udfff) \ud800\n\n[c]: /\udfff\n\n[c]",
        "---\na: " + "[" * 3_000 + "\n---\n",
    ],
)
def test_hostile_input_ends(text: str) -> None:
    document = read(text)
    prove(document)
    assert document.unparsed == ()


@pytest.mark.parametrize(
    ("text", "data", "error"),
    [
        ("---\ntitle: a\ntags: [b]\n---\n# c\n", {"title": "a", "tags": ["b"]}, False),
        ("\ufeff---\r\ntitle: a\r\n...\r\n# c\r\n", {"title": "a"}, False),
        ("---\ntitle: [a\ndraft: true\n---\n# c\n", {}, True),
        ("---\ndate: 2024-13-45\n---\n", {}, True),
    ],
)
def test_front_matter(text: str, data: dict[str, Any], error: bool) -> None:
    document = read(text)
    prove(document)
    assert document.front_matter is not None
    assert document.front_matter.data == data
    assert bool(document.front_matter.error) == error
    assert document.source[document.front_matter.content].startswith(("title", "date"))


@pytest.mark.parametrize(
    "text",
    [
        "---\n\n# a\n\n---\n",
        "---\njust prose: here, and\nmore of it\n---\n",
        "---\n# Q1: a\n---\n",
        "---\nQ: a\nA: b\n---\n",
        "---\n---\n",
        "---\na: b\n",
        " ---\na: b\n---\n",
    ],
)
def test_no_front_matter(text: str) -> None:
    document = read(text)
    prove(document)
    assert document.front_matter is None
