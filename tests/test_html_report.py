"""The page for the browser: findings marked on their words, nothing of the text run or loaded."""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Run, Tree
from copydesk.parse.records import read
from copydesk.render import html
from copydesk.source import Source, Span

VOID = {"meta", "input", "hr", "br"}
ALLOWED = set(
    "html meta title style body h1 h2 h3 p span div table tr th td a i nav button input section article "
    "script details summary ul ol li strong em del code pre mark blockquote dl dt dd aside sup hr".split()
)


class Page(HTMLParser):
    """Tags that must balance, the text of each mark, and every link."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.tags: set[str] = set()
        self.marks: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.feed(text)
        self.close()
        assert [tag for tag in self.stack if tag != "html"] == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name == "href"]
        if tag not in VOID:
            self.stack.append(tag)
        if tag == "mark":
            self.marks.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.stack and self.stack[-1] == tag, (tag, self.stack)
        self.stack.pop()

    def handle_data(self, data: str) -> None:
        if "mark" in self.stack:
            self.marks[-1] += data


def report(copydesk: Run) -> str:
    return copydesk("check", "--no-grammar", "--format", "html").out


def test_a_finding_is_marked_on_its_words(copydesk: Run, tree: Tree) -> None:
    tree({"a.md": "### What is *DPO*?\n\nDPO is a loss.\n\nTODO: **say** more\n\n### Why `x`?\n"})
    page = Page(report(copydesk))
    assert "".join(page.marks) == "TODO: say more" + "Why x?"
    assert page.tags <= ALLOWED


def test_what_no_reader_would_see_is_shown_with_its_line(copydesk: Run, tree: Tree) -> None:
    front = "---\ntitle: 3\n---\n\n"
    text = "## 1. What is A?\n\nIt is. <!-- TODO: say more -->\n\n## 3. What is B?\n\nIt is.\n"
    tree({"a.md": front + text})
    page = Page(report(copydesk))
    assert page.marks == ["title: 3", "<!-- TODO: say more -->", "3."]
    assert page.tags <= ALLOWED


def test_states_are_counted_by_the_worst_finding(copydesk: Run, tree: Tree) -> None:
    ready = "### What is PPO?\n\nPPO clips the ratio of two policies.\n\n"
    tree({"a.md": ready + "### What is DPO?\n\nA loss.\n\nTODO: more\n\n### What is IPO?\n"})
    text = report(copydesk)
    assert re.findall(r'<article [^>]*data-state="(\w+)">', text) == ["ready", "notes", "invalid"]


HOSTILE = [
    "### What is <script>alert(1)</script>?\n\n<img src=x onerror=alert(1)>\n\nTODO: x\n",
    "### Why [a](javascript:alert(1))?\n\n[b](JaVaScript:alert(1)) [c](data:text/html,x)\n\nTODO: x\n",
    "### Why `</code><script>`?\n\n```\n</pre><script>x</script>\n```\n\n<svg onload=x>\n\nTODO: x\n",
    "### Why ![\"><script>](\"onload=x)?\n\n![x](http://a.b/c.png)\n\nTODO: </style> & \"x\"\n",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_of_the_text_runs_or_loads(copydesk: Run, tree: Tree, text: str) -> None:
    tree({"a.md": text})
    page = Page(report(copydesk))
    assert page.tags <= ALLOWED
    assert not page.attributes & {"src", "srcset", "onerror", "onload", "onclick"}
    assert all(link.startswith(("http://", "https://", "#")) for link in page.links)


def test_only_our_own_script_may_run(copydesk: Run, tree: Tree) -> None:
    tree({"a.md": HOSTILE[0]})
    text = report(copydesk)
    scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    assert len(scripts) == 1
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in text and "default-src 'none'" in text


PIECES = [
    "# What?", "text **bold** and", "*a `b*` c", "- item", "  1. inner", "> quote", "```", "| a | b |",
    "|---|---|", "<b>", "[x](http://y)", "", "    code", "~~gone~~ $x$", "&amp; \\*", ": def", "- [x] done",
]  # fmt: skip


@given(
    st.lists(st.sampled_from(PIECES), max_size=12).map("\n".join),
    st.lists(st.tuples(st.integers(0, 80), st.integers(1, 30)), max_size=3),
)
def test_tags_balance_whatever_is_marked(text: str, places: list[tuple[int, int]]) -> None:
    document = read(Source("a.md", text))
    marked = [(Span(start, start + size), "error") for start, size in places]
    page = Page(html(document.source, document.blocks, marked))
    assert page.tags <= ALLOWED


def test_notes_are_listed_by_owner(copydesk: Run, tree: Tree) -> None:
    folder = tree(
        {"a.md": "## What is A?\n\nTODO: <b>say</b> it\n", "b.md": "## What is B?\n\nB.\n"}
    )
    assert "Notes by owner" not in report(copydesk)
    git = ["git", "-c", "user.name=Ana <i>", "-c", "user.email=a@example.org", "-C", str(folder)]
    for command in (
        ["init", "-q"],
        ["add", "."],
        ["commit", "-qm", "first", "--date=2020-02-03T12:00"],
    ):
        subprocess.run([*git, *command], check=True)
    page = report(copydesk)
    Page(page)
    assert "<td>Ana &lt;i&gt;</td>" in page or "<td>Ana i</td>" in page
    assert page.count('<td class="whole">2020-02-03</td>') == 2
    assert page.count("2020-02-03") == 4, "in the table twice, in the list, and beside the note"
    assert '<a href="#f0r0">a.md:3</a>: TODO: &lt;b&gt;say&lt;/b&gt; it</li>' in page
    assert '<article id="f0r0" ' in page
