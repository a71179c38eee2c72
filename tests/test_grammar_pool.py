"""Several servers that share the work, real ones: one may die, not all."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest

from copydesk.grammar import install
from copydesk.grammar.checker import Annotated, GrammarError, Piece
from copydesk.grammar.languagetool import LanguageToolChecker, Options
from copydesk.grammar.pool import PoolChecker

pytestmark = pytest.mark.skipif(
    install.find() is None, reason="LanguageTool is not installed (copydesk grammar install)"
)
# Long enough for a request each.
TEXTS = [
    Annotated(0, (Piece(f"{'A clean sentence is here. ' * 800}Number {n} is a perfomance."),))
    for n in range(6)
]
NOBODY = "http://127.0.0.1:9"


@pytest.fixture
def servers() -> Iterator[list[LanguageToolChecker]]:
    started = [LanguageToolChecker(), LanguageToolChecker()]
    yield started
    for server in started:
        server.close()


def pool(*addresses: str) -> PoolChecker:
    return PoolChecker(
        [partial(LanguageToolChecker, Options(server=address)) for address in addresses]
    )


def test_what_one_fails_at_another_does(servers: list[LanguageToolChecker]) -> None:
    one, two = servers
    expected = one.check(TEXTS)
    assert [len(found) for found in expected] == [1] * len(TEXTS)
    shared = pool(one.address, NOBODY, two.address)
    assert shared.check(TEXTS) == expected
    one.close()
    assert shared.check(TEXTS) == expected
    two.close()
    with pytest.raises(GrammarError, match="stopped answering"):
        shared.check(TEXTS)
    shared.close()


def test_none_answers() -> None:
    with pytest.raises(GrammarError, match=r"`grammar\.server`"):
        pool(NOBODY, NOBODY)
