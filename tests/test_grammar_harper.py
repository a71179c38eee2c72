"""Harper, the engine without Java: the same interface and the same diagnostics."""

from __future__ import annotations

import subprocess
import sys

import pytest

from conftest import Run, Tree
from copydesk.grammar.annotate import annotate
from copydesk.grammar.diagnostics import Asked, check_documents
from copydesk.grammar.harper import HarperChecker
from copydesk.parse.records import read
from copydesk.source import Source
from test_grammar_slips import PLACES, placed

pytest.importorskip("harper", reason='Harper is not installed (pip install "copydesk[harper]")')
# Slips that Harper knows, on the same words as LanguageTool.
SENTENCES = (
    "The baker wants a ⟦diffrent⟧ oven for rye bread.",
    "Rye bread needs ⟦the the⟧ longest rest of all.",
    "They ⟦bakes⟧ at night and sleep by day.",
    "It is ⟦an⟧ loaf that keeps for a week.",
    "A warm ⟦kichen⟧ makes the dough rise sooner.",
)


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_a_slip_is_found_on_its_words(place: str) -> None:
    checker = HarperChecker()
    for sentence in SENTENCES:
        text, span = placed(place, sentence)
        document = read(Source("a.md", text))
        asked = Asked(document, frozenset(), annotate(document))
        assert [item.span for item in check_documents([asked], checker)] == [span], text


def test_it_checks_without_java_and_quietly(copydesk: Run, tree: Tree) -> None:
    tree(
        {
            "copydesk.toml": '[grammar]\nengine = "harper"\n',
            "a.md": "## What is A?\n\nRun `ripgrep` with $x$; it needs a perfomance test.\n",
        }
    )
    for _ in range(2):
        result = copydesk("check", "--format", "json", "a.md", env={"PATH": "", "JAVA_HOME": ""})
        assert result.rules == ["spelling/spell-check"]
        assert result.json["summary"]["grammar"].startswith("harper ")


def test_regions_differ() -> None:
    checker = HarperChecker()
    document = read(Source("a.md", "## Why?\n\nThe colour of bread.\n"))
    for language, count in (("en-US", 1), ("en-GB", 0)):
        asked = Asked(document, frozenset(), annotate(document, language))
        assert len(list(check_documents([asked], checker))) == count
    assert checker.speaks("en") and not checker.speaks("de-DE")


def test_where_it_is_missing_the_way_out_is_named(tree: Tree, environment: dict[str, str]) -> None:
    tree({"copydesk.toml": '[grammar]\nengine = "harper"\n', "a.md": "## What is A?\n\nThat.\n"})
    # No package is found by its metadata without the site's folder on the path.
    hide = (
        "import importlib.metadata as m; real = m.version\n"
        "def version(name):\n"
        "    if name == 'harper-py': raise m.PackageNotFoundError(name)\n"
        "    return real(name)\n"
        "m.version = version\n"
        "from copydesk.ui.start import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", hide, "check", "a.md"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert 'pip install "copydesk[harper]"' in done.stderr
