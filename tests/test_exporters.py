"""What each exporter writes, read by somebody else's reader where there is one."""

from __future__ import annotations

import csv
import io
import json
from html.parser import HTMLParser

import pytest

from conftest import Run, Tree
from copydesk.export import formats

TEXT = (
    '---\ntags: [rl, loss]\n---\n\n# Learning\n\n### 1. What is "PPO", and\twhy?\n\nIt *clips* `a<b`, see '
    "[it](https://a.example/?x=1&y=2) and [that](javascript:run()).\n\n- one\n- two\n\n"
    "```py\nprint('</script>')\nif x: y\n```\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n"
    "<b onclick=x>raw</b> <script>alert(1)</script>\n\n"
    "### 2. 何ですか？\n\n=1+1, $\\eta_t$ and 😀.\n"
)


@pytest.fixture
def exported(inside: Run, tree: Tree):  # type: ignore[no-untyped-def]
    tree({"a.md": TEXT})

    def export(name: str, *args: str) -> str:
        ended = inside("export", "--to", name, *args, "a.md")
        assert ended.status == 0, ended.err
        assert ended.out == inside("export", "--to", name, *args, "a.md").out
        return ended.out

    return export


def test_a_table_reads_back(exported) -> None:  # type: ignore[no-untyped-def]
    rows = list(csv.DictReader(io.StringIO(exported("csv"), newline="")))
    records = json.loads(exported("json"))["records"]
    assert len(rows) == len(records) == 2
    for row, record in zip(rows, records, strict=True):
        assert row["id"] == record["id"] and row["hash"] == record["hash"]
        assert row["number"] == str(record["number"])
        for part in ("question", "answer"):
            assert row[part] == record[part]["text"]
            assert row[f"{part}_markdown"] == record[part]["markdown"]
        assert (row["section"], row["tags"]) == ("Learning", "rl,loss")


@pytest.mark.parametrize(
    ("name", "key", "content"),
    [("chat", "messages", "content"), ("sharegpt", "conversations", "value")],
)
def test_conversations_hold_the_markdown(exported, name: str, key: str, content: str) -> None:  # type: ignore[no-untyped-def]
    records = json.loads(exported("json"))["records"]
    lines = [json.loads(line) for line in exported(name).splitlines()]
    said = [[turn[content] for turn in line[key]] for line in lines]
    assert said == [[r["question"]["markdown"], r["answer"]["markdown"]] for r in records]


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.links: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert all(name == "href" for name, _ in attrs)
        self.links += [value or "" for _, value in attrs]
        self.seen.add(tag)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_a_page_of_questions_holds_allowed_html_only(exported) -> None:  # type: ignore[no-untyped-def]
    written = exported("faqpage")
    assert "</" not in written
    page = json.loads(written)
    assert (page["@context"], page["@type"]) == ("https://schema.org", "FAQPage")
    first, second = page["mainEntity"]
    assert first["name"] == 'What is "PPO", and\twhy?'
    assert second["acceptedAnswer"] == {"@type": "Answer", "text": "<p>=1+1, $\\eta_t$ and 😀.</p>"}
    tags = Tags(first["acceptedAnswer"]["text"])
    assert tags.open == []
    assert tags.seen <= set("h1 h2 h3 h4 h5 h6 br ol ul li a p div b strong i em".split())
    assert tags.links == ["https://a.example/?x=1&y=2"]
    assert "print('&lt;/script&gt;')<br>if x: y" in first["acceptedAnswer"]["text"]


@pytest.mark.parametrize("name", formats())
def test_no_note_gets_into_a_format(inside: Run, tree: Tree, name: str) -> None:
    tree({"a.md": "### What is PPO?\n\nAn algorithm.\n\nTODO brindlock\n"})
    assert inside("export", "--to", name, "a.md").status == 1
    ended = inside("export", "--to", name, "--allow-unresolved", "a.md")
    assert ended.status == 0 and "algorithm" in ended.out
    # The two JSON forms show the author's Markdown beside the text, and count what is left in it.
    assert ("brindlock" in ended.out) == (name in ("json", "jsonl"))
