"""The grammar engine as the command line uses it: opened late, closed always, never silent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from copydesk.cache import Cache
from copydesk.kept import words
from copydesk.kept.rows import Findings
from copydesk.kept.store import Kept
from copydesk.model import Collection, Diagnostic
from copydesk.traced import Trace
from copydesk.ui import session
from copydesk.workspace import Loaded, Member, Workspace, answers

if TYPE_CHECKING:
    from copydesk.grammar.kept import KeptChecker

_FAMILIES = ("grammar", "spelling")
# LanguageTool checks spelling only in a variant of a language.
_VARIANTS = {"en": "en-US"}


@dataclass(frozen=True, slots=True)
class Answer:
    """Grammar's diagnostics, the engine's name, and why it did not run where it was wanted.

    `asked` are the paths of the files that it has answered for.
    """

    diagnostics: tuple[Diagnostic, ...]
    name: str
    problem: str = ""
    asked: frozenset[str] = frozenset()


def off() -> Answer:
    """Grammar was not wanted."""
    return Answer((), "off")


def check(workspace: Workspace, *, cached: bool, daemon: bool) -> Answer:
    """Ask the engine about every file to report on for which a grammar rule is on.

    With `daemon` the engine outlives the run, and may be one that is running already.
    """
    from copydesk.grammar.checker import GrammarError, NotInstalled

    found: list[Diagnostic] = []
    asked: set[str] = set()
    name = ""
    problem = ""
    for loaded in workspace.collections:
        members = _wanted(loaded)
        if not members:
            continue
        try:
            with closing(checker(loaded, cached=cached, ask=True, daemon=daemon)) as opened:
                name = opened.name
                found.extend(_ask(loaded, members, opened, cached=cached))
                asked.update(member.source.path for member in members)
        except NotInstalled as error:
            name, problem = "not installed", str(error)
        except GrammarError as error:
            name, problem = "failed", str(error)
    return Answer(tuple(found), name, problem, frozenset(asked)) if name else off()


def kept(workspace: Workspace) -> Mapping[str, Sequence[Diagnostic]]:
    """What the engine said earlier of the files whose `export.block` names grammar, by path.

    Ends with status 2 where it was not asked yet: an export never starts it.
    """
    from copydesk.grammar.checker import GrammarError

    found: dict[str, list[Diagnostic]] = defaultdict(list)
    for loaded in workspace.collections:
        if not any(
            selector.partition("/")[0] in _FAMILIES for selector in loaded.config.export_block
        ):
            continue
        try:
            with closing(checker(loaded, cached=True, ask=False)) as opened:
                for diagnostic in _ask(loaded, _wanted(loaded), opened, cached=True):
                    found[diagnostic.path].append(diagnostic)
        except GrammarError:
            session.fail(
                "`export.block` names grammar, which has not checked these files as they are; "
                "run `copydesk check` first"
            )
    return found


def _wanted(loaded: Loaded) -> list[Member]:
    """The files to ask about: a grammar rule is on, and the engine speaks their language."""
    wanted = []
    for member in loaded.reported:
        if not active(member):
            continue
        if not spoken(loaded, member):
            language = member.summary.language or loaded.config.language
            session.say(
                f"{member.source.path}: grammar is not checked in the language {language!r}"
            )
            continue
        wanted.append(member)
    return wanted


def active(member: Member) -> bool:
    """Whether a rule of the engine is on for a file."""
    settings = member.settings
    return any(settings.active(family) for family in _FAMILIES) or any(
        selector.partition("/")[0] in _FAMILIES for selector in settings.select
    )


def spoken(loaded: Loaded, member: Member) -> bool:
    """Whether the engine is asked in a file's language."""
    language = member.summary.language or loaded.config.language
    return language.partition("-")[0] == "en"


def _ask(
    loaded: Loaded, members: Sequence[Member], checker: KeptChecker, *, cached: bool
) -> list[Diagnostic]:
    """The engine's diagnostics of files; where one is as it was, those that it led to then."""
    everything = loaded.members
    with closing(Cache(answers(loaded.config) if cached else None)) as cache:
        sources = [member.source for member in everything]
        learned = words.learn(sources, cache, lambda index: everything[index].document)
        kept = Kept(cache, Collection(vocabulary=learned | loaded.collection.vocabulary))
        what = ("grammar", checker.identity, str(loaded.config.grammar_picky))
        keys = [kept.key(m.source, m.summary, m.settings, *what) for m in members]
        found = kept.get(keys)
        left = {key: m for key, m in zip(keys, members, strict=True) if key not in found}
        made = _asked(left, kept.collection, checker, picky=loaded.config.grammar_picky)
        kept.put(made)
    return [item for key in keys for item in (found.get(key) or made[key]).diagnostics]


def _asked(
    members: Mapping[str, Member], collection: Collection, checker: KeptChecker, *, picky: bool
) -> dict[str, Findings]:
    """What the engine finds in files, by their keys, with the words that it was asked about."""
    if not members:
        return {}
    from copydesk.grammar.diagnostics import check_documents

    traces = {member.source.path: Trace() for member in members.values()}
    found: dict[str, list[Diagnostic]] = {path: [] for path in traces}
    asked = [
        (member.document, traces[member.source.path].of(collection).vocabulary)
        for member in members.values()
    ]
    for diagnostic in check_documents(asked, checker, picky=picky):
        found[diagnostic.path].append(diagnostic)
    return {
        key: Findings(tuple(found[m.source.path]), (), traces[m.source.path])
        for key, m in members.items()
    }


def checker(loaded: Loaded, *, cached: bool, ask: bool, daemon: bool = False) -> KeptChecker:
    """A checker for a collection that asks the engine only what is not kept, and nothing unless `ask`.

    Raises NotInstalled where there is no engine.
    """
    from copydesk.grammar import install
    from copydesk.grammar.checker import Checker, NotInstalled
    from copydesk.grammar.kept import KeptChecker

    config = loaded.config
    language = _VARIANTS.get(config.language, config.language)
    if not config.grammar_server and install.find() is None:
        raise NotInstalled()

    def opens() -> Checker:
        from copydesk.grammar.languagetool import LanguageToolChecker, Options

        options = Options(
            language=language,
            picky=config.grammar_picky,
            disabled=frozenset(config.grammar_disabled),
            server=config.grammar_server or None,
        )
        if daemon and not options.server:
            from copydesk.grammar.warm import WarmChecker

            return WarmChecker(options, config.grammar_idle_minutes)
        return LanguageToolChecker(options)

    settings = [
        language,
        str(config.grammar_picky),
        *sorted(config.grammar_disabled),
        config.grammar_server,
    ]
    return KeptChecker(
        f"languagetool {install.VERSION}",
        "\n".join(settings),
        Cache(answers(config) if cached else None),
        opens if ask else None,
    )
