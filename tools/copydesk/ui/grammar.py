"""The grammar engine as the command line uses it: opened late, closed always, never silent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from copydesk.cache import Cache
from copydesk.model import Diagnostic, Document
from copydesk.ui import session
from copydesk.workspace import Loaded, Workspace, answers

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
        documents = _wanted(loaded)
        if not documents:
            continue
        try:
            with closing(_checker(loaded, cached=cached, ask=True, daemon=daemon)) as checker:
                name = checker.name
                found.extend(_ask(loaded, documents, checker))
                asked.update(document.source.path for document in documents)
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
            with closing(_checker(loaded, cached=True, ask=False)) as checker:
                for diagnostic in _ask(loaded, _wanted(loaded), checker):
                    found[diagnostic.path].append(diagnostic)
        except GrammarError:
            session.fail(
                "`export.block` names grammar, which has not checked these files as they are; "
                "run `copydesk check` first"
            )
    return found


def _wanted(loaded: Loaded) -> list[Document]:
    """The files to ask about: a grammar rule is on, and the engine speaks their language."""
    wanted = []
    for member in loaded.reported:
        if not any(member.settings.active(family) for family in _FAMILIES) and not any(
            selector.partition("/")[0] in _FAMILIES for selector in member.settings.select
        ):
            continue
        language = _language(member.document) or loaded.config.language
        if language.partition("-")[0] != "en":
            session.say(
                f"{member.source.path}: grammar is not checked in the language {language!r}"
            )
            continue
        wanted.append(member.document)
    return wanted


def _language(document: Document) -> str:
    value = document.front_matter.data.get("language") if document.front_matter else None
    return value if isinstance(value, str) else ""


def _ask(loaded: Loaded, documents: Sequence[Document], checker: KeptChecker) -> list[Diagnostic]:
    from copydesk.grammar import jargon
    from copydesk.grammar.diagnostics import check_documents

    everything = [member.document for member in loaded.members]
    vocabulary = jargon.learn(everything) | loaded.collection.vocabulary
    picky = loaded.config.grammar_picky
    return list(check_documents(documents, checker, vocabulary, picky=picky))


def _checker(loaded: Loaded, *, cached: bool, ask: bool, daemon: bool = False) -> KeptChecker:
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
