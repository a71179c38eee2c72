"""Links between files: what is there, what is not, and the same from a hook as from a full run."""

from __future__ import annotations

import time

import pytest

from conftest import Result, Run, Tree
from copydesk import engine
from copydesk.model import Document, Node
from copydesk.parse import anchors, targets
from copydesk.source import Source, Span

QUESTION = "### What is PPO?\n\nPPO is an algorithm that clips. "
CHECK = ("check", "--no-grammar", "--select", "link", "--format", "json")


def found(result: Result) -> list[tuple[str, str, str]]:
    """Which rule reports what, in which file."""
    return [
        (item["rule"].partition("/")[2], item["path"], item["message"].split("`")[1])
        for item in result.json["diagnostics"]
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What is `C++`, *really*?", "what-is-c-really"),
        ("🎨 Colours", "-colours"),
        ("Größe & Maß_2", "größe--maß_2"),
        ("Half ½ – done", "half---done"),
    ],
)
def test_slug_is_githubs(text: str, expected: str) -> None:
    assert anchors.slug(text.replace("*", "").replace("`", "")) == expected


def test_anchors_are_counted_as_github_counts_them() -> None:
    text = (
        "# Foo\n\n# Foo\n\n# Foo 1\n\n> ## Foo\n\n- ## In *list*\n\n<h3>Raw &amp; <b>bold</b></h3>\n\n"
        "# Own {#mine}\n\n<!-- <a id='hidden'></a> -->\n\n`<a id='code'>` <a name=bare></a>\n"
    )
    document = engine.read(Source("a.md", text), engine.Settings(rules=()))
    names = anchors.anchors(document)
    assert list(names) == [
        *("foo", "foo-1", "foo-1-1", "foo-2", "in-list", "raw--bold", "mine", "own", "bare")
    ]
    assert text[names["foo-2"].slice] == "## Foo"


@pytest.mark.parametrize(
    "text",
    [
        *("<h3>" * 20_000, "<a " * 20_000, "<!-- " * 20_000, "<a id=x" + " id=x" * 20_000),
    ],
    ids=["headings", "tags", "comments", "attributes"],
)
def test_anchors_take_linear_time(text: str) -> None:
    span = Span(0, len(text))
    document = Document(Source("a.md", text), (Node("html", span, span),))
    started = time.process_time()
    anchors.anchors(document)
    list(targets.targets(document))
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "target",
    [
        *("b.md", "./b.md?raw=true", "b", "b/", "b.html", "<two words.md>", "two%20words.md"),
        *("pictures", "pictures/", "pictures/p.png", "../../issues", "/anything.md", "//host/x"),
        *("mailto:a@example.org", "{{ site.page }}", "https://example.org/x.md"),
    ],
)
def test_what_is_there_or_cannot_be_known_is_not_reported(
    copydesk: Run, tree: Tree, target: str
) -> None:
    tree(
        {
            "a.md": f"{QUESTION}[link]({target})\n",
            "b.md": QUESTION,
            "two words.md": QUESTION,
            "pictures/p.png": b"png",
        }
    )
    assert found(copydesk(*CHECK)) == []


def test_what_is_not_there_is_reported_however_it_is_linked(copydesk: Run, tree: Tree) -> None:
    text = '[a](B.MD) ![b](p.png) <img src="q.png"> [c][r]\n\n[r]: sub/../c.md\n'
    folder = tree({"a.md": QUESTION + text, "b.md": QUESTION})
    if (folder / "B.MD").exists():
        pytest.skip("case does not matter to this file system")
    expected = [
        ("missing-file", "a.md", name) for name in ("B.MD", "p.png", "q.png", "sub/../c.md")
    ]
    assert found(copydesk(*CHECK)) == expected


def test_a_link_that_leads_to_nothing_is_missing(copydesk: Run, tree: Tree) -> None:
    folder = tree({"a.md": f"{QUESTION}[a](good.md) [b](dead.md)\n", "b.md": QUESTION})
    (folder / "good.md").symlink_to("b.md")
    (folder / "dead.md").symlink_to("nowhere.md")
    assert found(copydesk(*CHECK, "a.md")) == [("missing-file", "a.md", "dead.md")]


def test_a_hook_on_one_file_and_a_full_run_agree(copydesk: Run, tree: Tree) -> None:
    tree(
        {
            "sub/a.md": f"{QUESTION}[x](../b.md#what-is-ppo) [y](../b.md#what-is-dpo) [z](c.md)\n",
            "b.md": QUESTION,
        }
    )
    expected = [
        ("missing-anchor", "sub/a.md", "#what-is-dpo"),
        ("missing-file", "sub/a.md", "c.md"),
    ]
    assert found(copydesk(*CHECK)) == found(copydesk(*CHECK, "sub/a.md")) == expected


def test_anchors_outside_the_collection_are_not_known(copydesk: Run, tree: Tree) -> None:
    config = b'include = ["in/*.md"]\n'
    files = {"in/a.md": f"{QUESTION}[x](../out.md#nothing)\n", "out.md": QUESTION}
    tree({".copydesk.toml": config, **files})
    assert found(copydesk(*CHECK)) == []


def test_a_file_that_was_moved_or_is_written_in_other_capitals_is_offered(
    copydesk: Run, tree: Tree
) -> None:
    text = f"{QUESTION}[a](Loss%20Terms.md#x) ![b](P.png) [c](twice.md) [d](sub/README.md) [e](gone.md)\n"
    folder = tree(
        {
            "a.md": text,
            "README.md": QUESTION,
            "rl/loss terms.md": QUESTION,
            "one/twice.md": QUESTION,
            "two/twice.md": QUESTION,
            "p.png": b"png",
        }
    )
    if (folder / "P.png").exists():
        pytest.skip("case does not matter to this file system")
    args = ("check", "--no-grammar", "--select", "link/missing-file", "a.md")
    copydesk(*args, "--fix", "--unsafe-fixes")
    expected = text.replace("Loss%20Terms.md", "rl/loss%20terms.md").replace("P.png", "p.png")
    assert (folder / "a.md").read_text() == expected
    messages = [item["message"] for item in copydesk(*args, "--format", "json").json["diagnostics"]]
    assert messages == [
        f"there is no file `{name}`" for name in ("twice.md", "sub/README.md", "gone.md")
    ]
