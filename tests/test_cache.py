"""The cache: kept answers, and what happens to it."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from copydesk import cache
from copydesk.cache import Cache
from copydesk.grammar.checker import Annotated, GrammarError, Match, Piece
from copydesk.grammar.kept import KeptChecker, UnansweredError
from copydesk.source import Span


class Counting:
    """A checker that finds every text's first letter, and counts what it is asked."""

    name = "counting 1"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def check(self, texts: Sequence[Annotated]) -> list[list[Match]]:
        self.asked.extend(text.original for text in texts)
        return [
            [Match(Span(t.start, t.start + 1), "m", "R", "C", "misspelling", ("x",))] for t in texts
        ]

    def close(self) -> None:
        self.asked.append("closed")


def texts(*words: str, start: int = 0) -> list[Annotated]:
    return [Annotated(start, (Piece(word),)) for word in words]


def test_nothing_is_asked_twice(tmp_path: Path) -> None:
    engine = Counting()
    for start in (0, 40):
        kept = KeptChecker("counting 1", "", Cache(tmp_path), lambda: engine)
        found = kept.check(texts("one", "two", start=start))
        assert [match.span for matches in found for match in matches] == [
            Span(start, start + 1)
        ] * 2
    assert engine.asked == ["one", "two"]
    kept.check(texts("one", "three"))
    kept.close()
    assert engine.asked == ["one", "two", "three", "closed"]


def test_what_was_answered_is_kept_when_the_engine_ends_early(tmp_path: Path) -> None:
    class Ending(Counting):
        def check(self, texts: Sequence[Annotated]) -> list[list[Match]]:
            if self.asked:
                raise GrammarError("ended")
            return super().check(texts)

    long = [letter * 100_000 for letter in "abcd"]
    engine: Counting = Ending()
    kept = KeptChecker("counting 1", "", Cache(tmp_path), lambda: engine)
    seen: list[tuple[int, int]] = []
    kept.progress = lambda done, total: seen.append((done, total))
    with pytest.raises(GrammarError):
        kept.check(texts(*long))
    assert seen == [(0, 400_000), (100_000, 400_000)]
    engine = Counting()
    KeptChecker("counting 1", "", Cache(tmp_path), lambda: engine).check(texts(*long))
    assert engine.asked == long[1:]


@pytest.mark.parametrize(("name", "settings"), [("counting 2", ""), ("counting 1", "picky")])
def test_other_settings_ask_again(tmp_path: Path, name: str, settings: str) -> None:
    engine = Counting()
    KeptChecker("counting 1", "", Cache(tmp_path), lambda: engine).check(texts("one"))
    KeptChecker(name, settings, Cache(tmp_path), lambda: engine).check(texts("one"))
    assert engine.asked == ["one", "one"]


def test_without_an_engine_only_what_is_kept(tmp_path: Path) -> None:
    KeptChecker("counting 1", "", Cache(tmp_path), Counting).check(texts("one"))
    kept = KeptChecker("counting 1", "", Cache(tmp_path), None)
    assert len(kept.check(texts("one"))) == 1
    with pytest.raises(UnansweredError):
        kept.check(texts("two"))


def test_a_broken_file_costs_time_only(tmp_path: Path) -> None:
    first = Cache(tmp_path)
    first.put({"a": "1"})
    first.close()
    (file,) = tmp_path.glob("*.sqlite3")
    file.write_bytes(b"not a database" * 100)
    again = Cache(tmp_path)
    assert again.get(["a"]) == {}
    again.put({"a": "2"})
    assert again.get(["a"]) == {"a": "2"}
    again.close()


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX permissions")
def test_a_folder_that_cannot_be_made_costs_time_only(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for nowhere in (Cache(tmp_path / "file" / "below"), Cache(None)):
        nowhere.put({"a": "1"})
        assert nowhere.get(["a"]) == {}
        nowhere.close()


def test_two_at_once(tmp_path: Path) -> None:
    one, two = Cache(tmp_path), Cache(tmp_path)
    one.put({"a": "1"})
    two.put({"b": "2"})
    assert one.get(["a", "b"]) == two.get(["a", "b"]) == {"a": "1", "b": "2"}
    one.close()
    two.close()


def test_old_answers_make_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_MOST_BYTES", 1000)
    kept = Cache(tmp_path)
    for index in range(40):
        kept.put({str(index): json.dumps("x" * 100)})
    assert 0 < len(kept.get([str(index) for index in range(40)])) <= 12
    kept.close()


def test_clean(tmp_path: Path) -> None:
    Cache(tmp_path).put({"a": "1"})
    assert cache.clean(tmp_path) > 0
    assert list(tmp_path.iterdir()) == []
    assert cache.clean(tmp_path) == 0
