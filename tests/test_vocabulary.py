"""Vocabulary files, and the list of words that a collection has taught."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Run, Tree
from copydesk.grammar import install
from copydesk.grammar.jargon import load_vocabulary
from copydesk.grammar.vocabulary import add

INSTALLED = install.find()
needs_engine = pytest.mark.skipif(
    INSTALLED is None, reason="LanguageTool is not installed (copydesk grammar install)"
)
BEFORE = "# Names\nAda\nZoe # the second\n\n# Terms\ntangzhong\n"


def test_words_go_below_their_group() -> None:
    after = add(BEFORE, {"Names": ["Mia", "Ada"], "Tools": ["peel"], "Terms": ["biga"]})
    assert after == (
        "# Names\nAda\nMia\nZoe # the second\n\n# Terms\nbiga\ntangzhong\n\n# Tools\npeel\n"
    )
    assert add("", {"Names": ["b", "A"]}) == "# Names\nA\nb\n"


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("", "modle\n"),
        ("# Names\n", "# Names\nmodle\n"),
        ("Abel\nZorn\n\n\n", "Abel\nmodle\nZorn\n"),
        ("Zorn\nAbel", "Zorn\nAbel\nmodle\n"),
        ("Zorn\n\n# Terms\nabc # so\nxyz\n", "Zorn\n\n# Terms\nabc # so\nmodle\nxyz\n"),
        ("modle # known\n", "modle # known\n"),
        ("Abel\r\nZorn\r\n", "Abel\r\nmodle\r\nZorn\r\n"),
    ],
)
def test_a_word_of_no_group_goes_to_the_last_list(text: str, after: str) -> None:
    assert add(text, {"": ["modle"]}) == after


_WORDS = st.lists(st.from_regex(r"[A-Za-z]{1,6}", fullmatch=True), max_size=5)


@given(st.dictionaries(st.sampled_from(["Names", "Terms", "Tools"]), _WORDS))
def test_nothing_is_lost_and_twice_is_once(groups: dict[str, list[str]]) -> None:
    after = add(BEFORE, groups)
    wanted = {word for words in groups.values() for word in words}
    assert load_vocabulary(after) >= load_vocabulary(BEFORE) | wanted
    assert add(after, groups) == after


@pytest.fixture
def environment(folder: Path, environment: dict[str, str]) -> dict[str, str]:
    """The installed engine beside a cache of the test's own."""
    if INSTALLED is not None:
        cache = Path(environment["COPYDESK_CACHE_DIR"])
        cache.mkdir()
        (cache / INSTALLED.root.name).symlink_to(INSTALLED.root)
    return {**environment, "CI": "1"}


FILES = {
    "copydesk.toml": 'vocabulary = ["words.txt"]\n',
    "words.txt": "tangzhong\n",
    "a.md": "## What is a `banneton`?\n\nA banneton is a basket. RyeKit has one, too, for a tangzhong.\n",
}


@needs_engine
def test_each_word_comes_with_its_evidence(copydesk: Run, tree: Tree) -> None:
    root = tree(FILES)
    result = copydesk("vocabulary", "--format", "json")
    assert result.json == {
        "version": 1,
        "words": [
            {"word": "banneton", "count": 1, "evidence": "a name in code"},
            {"word": "RyeKit", "count": 1, "evidence": "written with capitals inside"},
            {"word": "tangzhong", "count": 1, "evidence": "in a vocabulary file"},
        ],
    }
    assert copydesk("vocabulary", "--learn").status == 0
    assert (root / "words.txt").read_text("utf-8") == (
        "tangzhong\n\n# A name in code\nbanneton\n\n# Written with capitals inside\nRyeKit\n"
    )


def test_a_word_is_added_without_an_engine(copydesk: Run, tree: Tree) -> None:
    root = tree(FILES)
    assert copydesk("vocabulary", "--add", "levain", "--add", "biga").status == 0
    assert (root / "words.txt").read_text("utf-8") == "biga\nlevain\ntangzhong\n"


def test_without_a_file_the_way_out_is_named(copydesk: Run, tree: Tree) -> None:
    tree({"a.md": FILES["a.md"]})
    result = copydesk("vocabulary", "--add", "levain")
    assert result.status == 2
    assert 'vocabulary = ["vocabulary.txt"]' in result.err
