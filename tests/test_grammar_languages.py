"""Grammar in other languages than English, by the file's, the collection's and the record's language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import Run, Tree
from copydesk.grammar import install, jargon
from copydesk.grammar.annotate import annotate
from copydesk.grammar.checker import Checker
from copydesk.grammar.diagnostics import Asked, check_documents
from copydesk.grammar.languagetool import LanguageToolChecker
from copydesk.parse.records import read
from copydesk.source import Source

INSTALLED = install.find()
# Slips stand between brackets.
TEXTS = {
    "en-GB": "## Which ⟦color⟧ is rye bread?\n\nIt is brown, as in any bakery of this neighbourhood.\n",
    "en-US": "## Which ⟦colour⟧ is rye bread?\n\nIt is brown, as in any bakery of this neighborhood.\n",
    "de-DE": "## Was ist ein Vorteig?\n\nEr ⟦hatt⟧ eine Nacht Zeit. Das ⟦brot⟧ wird davon locker, "
    "siehe `rezept` und $x$.\n",
    "fr": "## Qu’est-ce qu’un levain ?\n\nLes levures sont ⟦relié⟧ au sucre. C’est une ⟦idéee⟧ simple.\n",
    "es": "## ¿Qué es la masa madre?\n\n⟦Los pan⟧ de centeno son oscuros y ⟦estan⟧ buenos.\n",
    "ru-RU": "## Что такое закваска?\n\nОна ⟦соеденяет⟧ муку и воду. Это просто.\n",
    "zh-CN": "## 什么是酵母？\n\n我⟦门⟧每天做面包。\n",
}
needs_languages = pytest.mark.skipif(
    INSTALLED is None or not {"de", "es", "fr", "ru", "zh"} <= INSTALLED.languages,
    reason="LanguageTool is not installed for de,es,fr,ru,zh (copydesk grammar install --languages …)",
)
needs_engine = pytest.mark.skipif(
    INSTALLED is None, reason="LanguageTool is not installed (copydesk grammar install)"
)


@pytest.fixture(scope="module")
def checker() -> Iterator[Checker]:
    with LanguageToolChecker() as engine:
        yield engine


@needs_languages
@pytest.mark.parametrize("language", TEXTS)
def test_slips_are_found_on_their_words(checker: Checker, language: str) -> None:
    marked = TEXTS[language]
    expected = [part.partition("⟧")[0] for part in marked.split("⟦")[1:]]
    document = read(Source("a.md", marked.replace("⟦", "").replace("⟧", "")))
    learned = jargon.decide(jargon.summary(document, language))
    asked = Asked(document, learned, annotate(document, language))
    found = [document.source[item.span] for item in check_documents([asked], checker)]
    assert found == expected


@pytest.fixture
def environment(folder: Path, environment: dict[str, str]) -> dict[str, str]:
    """The installed engine beside a cache of the test's own."""
    if INSTALLED is not None:
        cache = Path(environment["COPYDESK_CACHE_DIR"])
        cache.mkdir()
        (cache / INSTALLED.root.name).symlink_to(INSTALLED.root)
    return environment


CHECK = ("check", "--format", "json", "--select", "spelling", "--no-daemon", ".")


@needs_languages
def test_collection_file_and_record_say_the_language(
    copydesk: Run, tree: Tree, tmp_path: Path
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    tree(
        {
            "copydesk.toml": 'language = "en-GB"\n',
            "a.md": "## What is a colour?\n\nA color of bread.\n",
            "b.md": "---\nlanguage: de\n---\n\n## Was ist Brot?\n\nBrot ist einnfach gut.\n\n"
            "## What is bread?\n\n<!-- language: en-US -->\n\nSimply good, in any flavour.\n",
        }
    )
    result = copydesk(*CHECK, env={"TMPDIR": str(scratch)})
    assert [(found["path"], found["start"]["line"]) for found in result.json["diagnostics"]] == [
        ("a.md", 3),
        ("b.md", 7),
        ("b.md", 13),
    ]
    # The engine unpacks German's dictionary there.
    assert not [*scratch.iterdir()]


@needs_engine
def test_a_language_that_is_not_installed_is_never_silent(copydesk: Run, tree: Tree) -> None:
    files = {"a.md": "## What is A?\n\nA perfomance.\n", "b.md": "---\nlanguage: uk\n---\n\nТак.\n"}
    tree(files)
    for _ in range(2):
        result = copydesk(*CHECK)
        assert (result.status, result.rules) == (2, ["spelling/morfologik-rule-en-us"])
        assert "copydesk grammar install --languages uk" in result.err


@needs_engine
def test_a_language_that_nobody_checks_is_said(copydesk: Run, tree: Tree) -> None:
    tree({"a.md": "---\nlanguage: is\n---\n\n## Hvað er brauð?\n\nMatur.\n"})
    for _ in range(2):
        result = copydesk(*CHECK)
        assert (result.status, result.rules) == (0, [])
        assert "does not check the language 'is'" in result.err
