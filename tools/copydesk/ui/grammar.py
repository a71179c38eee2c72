"""The grammar engine as the command line uses it: opened late, closed always, never silent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from copydesk.cache import Cache
from copydesk.kept import words
from copydesk.kept.rows import Findings
from copydesk.kept.store import Kept
from copydesk.model import Collection, Diagnostic
from copydesk.traced import Trace
from copydesk.ui import session
from copydesk.ui.progress import Progress
from copydesk.workspace import Loaded, Member, Workspace, answers

if TYPE_CHECKING:
    from copydesk.grammar.kept import KeptChecker

_FAMILIES = ("grammar", "spelling")


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
                answer = _ask(loaded, members, opened, cached=cached)
                found.extend(answer.diagnostics)
                asked.update(member.source.path for member in members)
                problem = _unspoken(answer.unspoken, opened.name) or problem
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
                answer = _ask(loaded, _wanted(loaded), opened, cached=True)
                for diagnostic in answer.diagnostics:
                    found[diagnostic.path].append(diagnostic)
        except GrammarError:
            session.fail(
                "`export.block` names grammar, which has not checked these files as they are; "
                "run `copydesk check` first"
            )
    return found


def known(workspace: Workspace) -> Mapping[str, Sequence[Diagnostic]]:
    """What the engine said earlier of files as they are now, by path, of those that it was asked about."""
    from copydesk.grammar.checker import GrammarError

    found: dict[str, Sequence[Diagnostic]] = {}
    for loaded in workspace.collections:
        members = _wanted(loaded)
        with suppress(GrammarError), closing(checker(loaded, cached=True, ask=False)) as opened:
            with closing(Cache(answers(loaded.config))) as cache:
                kept, keys = _kept(loaded, members, opened, cache)
                rows = kept.get(keys)
            for key, member in zip(keys, members, strict=True):
                with suppress(GrammarError):
                    row = rows.get(key)
                    if row is None:
                        made, unspoken = _asked({key: member}, kept.collection, opened, loaded)
                        if unspoken:
                            continue
                        row = made[key]
                    found[member.source.path] = row.diagnostics
    return found


def _wanted(loaded: Loaded) -> list[Member]:
    """The files for which a grammar rule is on."""
    return [member for member in loaded.reported if active(member)]


def active(member: Member) -> bool:
    """Whether a rule of the engine is on for a file."""
    settings = member.settings
    return any(settings.active(family) for family in _FAMILIES) or any(
        selector.partition("/")[0] in _FAMILIES for selector in settings.select
    )


def _unspoken(unspoken: Mapping[str, frozenset[str]], engine: str) -> str:
    """What to say of languages that the engine does not speak; nothing of those that it cannot learn."""
    from copydesk.grammar.languages import VARIANTS, primary

    missing: set[str] = set()
    for path, languages in sorted(unspoken.items()):
        for language in sorted(languages):
            code = primary(language)
            if engine.startswith("languagetool") and code in VARIANTS:
                missing.add(code)
            else:
                session.say(f"{path}: {engine} does not check the language {language!r}")
    if not missing:
        return ""
    codes = ",".join(sorted(missing))
    return (
        f"LanguageTool is not installed for {codes}; run "
        f"`copydesk grammar install --languages {codes}`, or check without it with --no-grammar"
    )


def _ask(
    loaded: Loaded, members: Sequence[Member], checker: KeptChecker, *, cached: bool
) -> _Found:
    """The engine's diagnostics of files; where one is as it was, those that it led to then."""
    with closing(Cache(answers(loaded.config) if cached else None)) as cache:
        kept, keys = _kept(loaded, members, checker, cache)
        found = kept.get(keys)
        left = {key: m for key, m in zip(keys, members, strict=True) if key not in found}
        made, unspoken = _asked(left, kept.collection, checker, loaded)
        kept.put({key: some for key, some in made.items() if left[key].source.path not in unspoken})
    diagnostics = [item for key in keys for item in (found.get(key) or made[key]).diagnostics]
    return _Found(diagnostics, unspoken)


def _kept(
    loaded: Loaded, members: Sequence[Member], checker: KeptChecker, cache: Cache
) -> tuple[Kept, list[str]]:
    """Where the engine's diagnostics of files are kept, and under which keys."""
    everything = loaded.members
    learned = words.learn(
        [(member.source, loaded.language(member)) for member in everything],
        cache,
        lambda index: everything[index].document,
    )
    kept = Kept(cache, Collection(vocabulary=learned | loaded.collection.vocabulary))
    return kept, [
        kept.key(
            member.source,
            member.summary,
            member.settings,
            "grammar",
            checker.identity,
            str(loaded.config.grammar_picky),
            loaded.language(member),
        )
        for member in members
    ]


@dataclass(frozen=True, slots=True)
class _Found:
    """Diagnostics, and the languages by path that the engine does not speak."""

    diagnostics: list[Diagnostic]
    unspoken: Mapping[str, frozenset[str]]


def _asked(
    members: Mapping[str, Member], collection: Collection, checker: KeptChecker, loaded: Loaded
) -> tuple[dict[str, Findings], dict[str, frozenset[str]]]:
    """What the engine finds in files, by their keys, with the words that it was asked about."""
    if not members:
        return {}, {}
    from copydesk.grammar.annotate import annotate
    from copydesk.grammar.diagnostics import Asked, check_documents

    traces = {member.source.path: Trace() for member in members.values()}
    found: dict[str, list[Diagnostic]] = {path: [] for path in traces}
    asked: list[Asked] = []
    unspoken: dict[str, frozenset[str]] = {}
    for member in members.values():
        path = member.source.path
        texts = annotate(member.document, loaded.language(member))
        unknown = frozenset(t.language for t in texts if not checker.speaks(t.language))
        if unknown:
            unspoken[path] = unknown
        spoken = [text for text in texts if text.language not in unknown]
        asked.append(Asked(member.document, traces[path].of(collection).vocabulary, spoken))
    with Progress("characters") as progress:
        checker.progress = partial(progress.update, what="checking grammar")
        for diagnostic in check_documents(asked, checker, picky=loaded.config.grammar_picky):
            found[diagnostic.path].append(diagnostic)
    made = {
        key: Findings(tuple(found[m.source.path]), (), traces[m.source.path])
        for key, m in members.items()
    }
    return made, unspoken


def checker(loaded: Loaded, *, cached: bool, ask: bool, daemon: bool = False) -> KeptChecker:
    """A checker for a collection that asks the engine only what is not kept, and nothing unless `ask`.

    Raises NotInstalled or GrammarError where there is no engine.
    """
    from copydesk.grammar.opening import open_checker

    cache = Cache(answers(loaded.config) if cached else None)
    return open_checker(loaded.config, cache, ask=ask, daemon=daemon)
