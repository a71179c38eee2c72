"""The real LanguageTool, where `copydesk grammar install` has put it."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from copydesk.grammar import install, jargon
from copydesk.grammar.annotate import annotate
from copydesk.grammar.checker import Annotated, Checker, GrammarError, NotInstalled, Piece
from copydesk.grammar.diagnostics import Asked, check_documents
from copydesk.grammar.languagetool import LanguageToolChecker, Options
from copydesk.grammar.request import CHUNK_CHARACTERS, CodePoints, pack, split
from copydesk.model import Diagnostic, Document
from copydesk.parse.markdown import parse
from copydesk.source import Source

_SEED = Path(__file__).parents[2] / "shared" / "seed" / "learning.md"
needs_engine = pytest.mark.skipif(
    install.find() is None, reason="LanguageTool is not installed (copydesk grammar install)"
)


@pytest.fixture(scope="module")
def checker() -> Iterator[LanguageToolChecker]:
    with LanguageToolChecker() as engine:
        yield engine


def read(text: str) -> Document:
    return parse(Source("a.md", text))


def diagnostics(checker: Checker, document: Document, language: str = "en-US") -> list[Diagnostic]:
    vocabulary = jargon.decide(jargon.summary(document, language))
    asked = Asked(document, vocabulary, annotate(document, language))
    return list(check_documents([asked], checker))


def found(checker: Checker, text: str, language: str = "en-US") -> list[tuple[str, str]]:
    document = read(text)
    return [
        (document.source[item.span], item.rule) for item in diagnostics(checker, document, language)
    ]


SPELLING = "spelling/morfologik-rule-en-us"
FINDS = {
    "a misspelt word": ("A perfomance test.", [("perfomance", SPELLING)]),
    "after emoji": ("😀👩‍👩‍👧 So 🎉 a perfomance test.", [("perfomance", SPELLING)]),
    "after CJK": ("It means 日本語 and a perfomance test.", [("perfomance", SPELLING)]),
    "after a combining mark": ("Cafe\u0301 has a perfomance.", [("perfomance", SPELLING)]),
    "after an entity": ("R&amp;D has a perfomance.", [("perfomance", SPELLING)]),
    "in a table": ("| a | b |\n|---|---|\n| `c` | a perfomance |", [("perfomance", SPELLING)]),
    "in a quote": ("> So\n> it is a perfomance.", [("perfomance", SPELLING)]),
    "with CRLF": ("One line.\r\n\r\nA perfomance.\r\n", [("perfomance", SPELLING)]),
    "agreement": ("They say that they helps us.", [("helps", "grammar/non3prs-verb")]),
    "a phrase twice": (
        "It is comparable to that of that of others.",
        [("that of that of", "grammar/phrase-repetition")],
    ),
}
CALM = {
    "code and formulas in a sentence": "The `map` of $x$ and $y$ is an `int`, where $c$ is small.",
    "a formula between the halves": "Clip by norm, e.g.\n\n$$\ng\n$$\n\nwhere $c$ is the norm of $g$.",
    "terse bullets": "- **Fast:** done in one pass\n- **slow:** done in two\n- `x` → `y`",
    "a table of words": "| name | use |\n|---|---|\n| one | first |\n| two | second |",
    "links and pictures": "See [the text](https://a.org/teh) and ![teh](x.png) here.",
    "names of things": "Run `ripgrep` first; ripgrep is fast. AdamW was made by Loshchilov & Hutter.",
    "paths and flags": "Set learning_rate=0.1 in config.toml or pass --multilne to it.",
}


@needs_engine
@pytest.mark.parametrize(("text", "expected"), FINDS.values(), ids=FINDS)
def test_finds(checker: LanguageToolChecker, text: str, expected: list[tuple[str, str]]) -> None:
    assert found(checker, text) == expected


@needs_engine
@pytest.mark.parametrize("text", CALM.values(), ids=CALM)
def test_stays_calm(checker: LanguageToolChecker, text: str) -> None:
    assert found(checker, text) == []


@needs_engine
def test_a_fix_names_its_replacement(checker: LanguageToolChecker) -> None:
    document = read("A perfomance test of **un**helpfull things.")
    first, second = diagnostics(checker, document)
    assert first.fix is not None
    assert first.fix.safety == "unsafe"
    assert first.fix.title.startswith("replace by “performance”")
    assert first.fix.edits[0].span == first.span
    assert document.source[second.span] == "un**helpfull"
    assert second.fix is None, "a replacement here would delete the markup"


@needs_engine
def test_a_word_wrong_in_its_capitals_alone_is_information(checker: LanguageToolChecker) -> None:
    items = diagnostics(checker, read("A gaussian perfomance."))
    assert [item.severity.label for item in items] == ["info", "warning"]


@needs_engine
def test_texts_sent_together_answer_as_if_alone(checker: LanguageToolChecker) -> None:
    documents = [read(f"# 😀 Title {n}\n\nA perfomance of {n}") for n in range(4)]
    texts = [text for document in documents for text in annotate(document)]
    together = checker.check(texts)
    assert together == [checker.check([text])[0] for text in texts]
    assert sum(map(len, together)) == len(documents)


@needs_engine
def test_the_seed_gets_its_five(checker: LanguageToolChecker) -> None:
    if not _SEED.is_file():
        pytest.skip(f"the seed is not at {_SEED}")
    document = parse(Source.decode("learning.md", _SEED.read_bytes()))
    items = diagnostics(checker, document)
    lines = [document.source.position(item.span.start).line for item in items]
    assert lines == [5, 33, 97, 149, 149]
    assert document.source[items[0].span] == "differ"


@needs_engine
def test_the_environment_is_as_before_and_the_server_goes() -> None:
    before = dict(os.environ)
    children = set(psutil.Process().children())
    engine = LanguageToolChecker()
    assert dict(os.environ) == before
    assert engine.name == f"languagetool {install.VERSION}"
    (server,) = set(psutil.Process().children()) - children
    engine.close()
    engine.close()
    assert not server.is_running()
    with pytest.raises(GrammarError, match="stopped answering"):
        engine.check([Annotated(0, (Piece("text"),))])


@needs_engine
def test_a_running_server_can_be_used(checker: LanguageToolChecker) -> None:
    address = checker.address
    with LanguageToolChecker(Options(server=address)) as remote:
        assert remote.name == checker.name
        assert remote.speaks("xx")
        assert found(remote, "A perfomance.") == [("perfomance", SPELLING)]


@needs_engine
def test_an_unknown_language_is_one_sentence(checker: LanguageToolChecker) -> None:
    with pytest.raises(GrammarError, match="'xx'"):
        LanguageToolChecker(Options(server=checker.address)).check(
            [Annotated(0, (Piece("text"),), "xx")]
        )


def test_no_server_at_the_address() -> None:
    with pytest.raises(GrammarError, match=r"`grammar\.server`"):
        LanguageToolChecker(Options(server="http://127.0.0.1:9"))


def test_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYDESK_CACHE_DIR", str(tmp_path))
    with pytest.raises(NotInstalled, match="copydesk grammar install"):
        LanguageToolChecker()


@needs_engine
def test_a_java_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = install.find()
    assert real is not None
    # Same jars, another Java: the files are linked, not copied.
    copy = tmp_path / real.root.name
    shutil.copytree(real.root, copy, copy_function=os.link)
    shutil.rmtree(copy / "java", ignore_errors=True)
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "java"
    program.write_text("#!/bin/sh\necho 'openjdk version \"21.0.2\"' >&2\nexit 1\n")
    program.chmod(0o755)
    (tmp_path / "release").write_text('JAVA_VERSION="21.0.2"\n')
    monkeypatch.setenv("COPYDESK_CACHE_DIR", str(tmp_path))
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    started = time.monotonic()
    with pytest.raises(GrammarError, match="did not start") as caught:
        LanguageToolChecker()
    assert "copydesk grammar install" in str(caught.value)
    assert time.monotonic() - started < 120


def test_utf16_offsets() -> None:
    text = "a😀b日e\u0301👩‍👧c"
    places = CodePoints(text)
    units = [len(text[:index].encode("utf-16-le")) // 2 for index in range(len(text) + 1)]
    assert [places(unit) for unit in units] == list(range(len(text) + 1))


def test_large_texts_are_cut_at_blocks_and_small_ones_packed() -> None:
    block = (Piece("word " * 1000), Piece("\n\n", "\n\n"))
    text = Annotated(3, block * 20)
    parts = list(split(text))
    assert len(parts) > 1
    assert "".join(part.original for part in parts) == text.original
    assert [part.start for part in parts[1:]] == [part.end for part in parts[:-1]]
    assert all(part.pieces[-1].interpret_as == "\n\n" for part in parts)
    assert max(len(part.plain) for part in parts) < 2 * CHUNK_CHARACTERS
    small = [(index, Annotated(0, (Piece("x" * 7000),))) for index in range(9)]
    assert [len(batch) for batch in pack(small)] == [4, 4, 1]
