"""Which grammar engine a configuration asks for, and its checker, opened late."""

from __future__ import annotations

from collections.abc import Callable, Set
from functools import partial

from copydesk.cache import Cache
from copydesk.config import Config
from copydesk.grammar import install
from copydesk.grammar.checker import Checker, NotInstalled
from copydesk.grammar.kept import KeptChecker
from copydesk.grammar.languages import ALWAYS


def open_checker(config: Config, cache: Cache, *, ask: bool, daemon: bool = False) -> KeptChecker:
    """The checker of a configuration, which opens its engine where an answer is missing.

    Unless it may `ask`, it raises UnansweredError there. With `daemon` the engine outlives the run, and
    may be one that is running already. Raises NotInstalled or GrammarError if the engine is not there.
    """
    name, languages, opens = (
        _harper() if config.grammar_engine == "harper" else _tool(config, daemon)
    )
    settings = [
        str(config.grammar_picky),
        *sorted(config.grammar_disabled),
        *config.grammar_server,
    ]
    return KeptChecker(name, "\n".join(settings), cache, opens if ask else None, languages)


Opening = tuple[str, Set[str] | None, Callable[[], Checker]]


def _harper() -> Opening:
    from copydesk.grammar import harper

    return harper.name(), {ALWAYS}, harper.HarperChecker


def _tool(config: Config, daemon: bool) -> Opening:
    if config.grammar_server:
        return "languagetool", None, partial(_remote, config)
    found = install.find()
    if found is None:
        raise NotInstalled()
    name = f"languagetool {install.VERSION}"
    return name, found.languages, partial(warm if daemon else _own, config)


# The engines are imported where one is opened: mostly every answer is kept, and none is.


def _remote(config: Config) -> Checker:
    from copydesk.grammar.languagetool import LanguageToolChecker, Options
    from copydesk.grammar.pool import PoolChecker

    options = [
        Options(config.grammar_picky, frozenset(config.grammar_disabled), server)
        for server in config.grammar_server
    ]
    return PoolChecker([partial(LanguageToolChecker, each) for each in options])


def _own(config: Config) -> Checker:
    from copydesk.grammar.languagetool import LanguageToolChecker, Options

    return LanguageToolChecker(Options(config.grammar_picky, frozenset(config.grammar_disabled)))


def warm(config: Config) -> Checker:
    """LanguageTool on the server that outlives the run, started where none runs.

    Raises NotInstalled or GrammarError if it does not start.
    """
    from copydesk.grammar.languagetool import Options
    from copydesk.grammar.warm import WarmChecker

    options = Options(config.grammar_picky, frozenset(config.grammar_disabled))
    return WarmChecker(options, config.grammar_idle_minutes)
