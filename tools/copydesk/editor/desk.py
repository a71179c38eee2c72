"""What an editor has open, laid over the collections that it belongs to: re-read and checked on demand.

Not for several threads at once.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from copydesk.config import NAMES, ConfigError
from copydesk.editor.checks import Checks, Said
from copydesk.editor.prose import Prose, diagnostics
from copydesk.editor.shelf import Shelf
from copydesk.editor.view import Found, View
from copydesk.grammar.checker import Annotated, Match
from copydesk.source import Source
from copydesk.workspace import Loaded, Member, Request, Workspace, load

# The grammar engine that answers as fast as one types.
QUICK = "harper"
# By how much a file's time may lie before the moment of writing: file systems count in ticks.
_GRAIN_NS = 20_000_000


@dataclass(frozen=True, slots=True)
class Question:
    """The stretches of an open text that a grammar engine is to be asked about."""

    engine: str
    loaded: Loaded
    member: Member
    texts: list[Annotated]


class Desk:
    """The texts that are open, and the collections around them.

    With `whole` the working directory's collection belongs to it even where none of it is open.
    `problems` are sentences about what could not be read. Every method that looks into a text
    raises ConfigError where a configuration cannot be used.
    """

    def __init__(self, *, whole: bool = False) -> None:
        self.problems: tuple[str, ...] = ()
        self._whole = whole
        self._texts: dict[Path, Source] = {}
        self._dirty: set[Path] = set()
        self._workspace: Workspace | None = None
        self._members: dict[Path, tuple[Loaded, Member]] = {}
        self._files: Mapping[str, tuple[Path, Source]] = {}
        # What each grammar engine has said of a text.
        self._prose: dict[tuple[Path, str], Prose] = {}
        self._shelf = Shelf()
        self._checks = Checks(self._shelf)
        self._seen: tuple[object, ...] = ()
        # Whether nobody has asked since the last load for what it made outdated.
        self._fresh = False

    def put(self, path: Path, source: Source) -> None:
        """Take an open text for the file at an absolute path; `source.path` is relative to here."""
        self._texts[path] = source
        if path in self._members:
            self._dirty.add(path)
        else:
            self._workspace = None

    def drop(self, path: Path) -> None:
        """A text is closed: what is on disk counts again."""
        self._texts.pop(path, None)
        for key in [key for key in self._prose if key[0] == path]:
            del self._prose[key]
        self._workspace = None

    def reload(self) -> None:
        """Read again what is on disk, configurations too."""
        self._workspace = None

    def look(self) -> bool:
        """Read again where a configuration, a vocabulary or a schema has changed; whether one has."""
        if self._workspace is not None and self._seen == self._stamps() and not self._fresh:
            return False
        self._workspace = None
        return True

    def refresh(self) -> None:
        """Read the texts that are new, and let the collections learn from them."""
        if self._workspace is None:
            self._load()
        changed = [path for path in self._dirty if self._reread(path)]
        self._dirty.clear()
        if changed and self._workspace is not None:
            before = [loaded.collection for loaded in self._workspace.collections]
            self._workspace.settle()
            for loaded, collection in zip(self._workspace.collections, before, strict=True):
                self._shelf.compare(loaded, collection)
            self._index()

    def view(self, path: Path) -> View | None:
        """What is found in an open text; None where it cannot be checked (see `problems`)."""
        pair = self.member(path)
        if pair is None:
            return None
        loaded, member = pair
        findings = self._checks.of(loaded, member, self._said(*pair), kept=False)
        return View(
            path,
            member.source,
            member.summary,
            findings.diagnostics,
            loaded.collection,
            self._files,
            member.document,
            member.settings,
            loaded.config,
            findings.notes,
        )

    def found(self, path: Path) -> Found | None:
        """What is found in a file of the collection; None where it is no longer one."""
        pair = self.member(path)
        if pair is None:
            return None
        loaded, member = pair
        kept = path not in self._texts
        findings = self._checks.of(loaded, member, self._said(*pair), kept=kept)
        return Found(
            path,
            member.source,
            member.summary,
            findings.diagnostics,
            loaded.collection,
            self._files,
        )

    def outdated(self) -> list[Path]:
        """The files to report on whose findings are not known, by path."""
        self.refresh()
        self._fresh = False
        return sorted(
            path
            for path, pair in self._members.items()
            if pair[1].reported and not self._checks.hold(*pair, self._said(*pair))
        )

    def reported(self) -> frozenset[Path]:
        """The files to report on."""
        self.refresh()
        return frozenset(path for path, (_, member) in self._members.items() if member.reported)

    def member(self, path: Path) -> tuple[Loaded, Member] | None:
        """A file with its collection."""
        self.refresh()
        return self._members.get(path)

    def question(self, path: Path, quick: bool) -> Question | None:
        """What a grammar engine has not been asked about an open text; None for nothing.

        The `quick` one is asked while one types, and says what it finds until the configured one has
        been asked, where that is another.
        """
        pair = self.member(path)
        if pair is None or path not in self._texts:
            return None
        loaded, member = pair
        configured = loaded.config.grammar_engine
        engine = QUICK if quick else configured
        if not quick and configured == QUICK:
            return None
        prose = self._prose.setdefault((path, engine), Prose())
        prose.forget(member.document, loaded.language(member))
        prose.learned = self._shelf.words(loaded)
        texts = prose.missing(member.document, loaded.language(member))
        answered = self._prose.get((path, configured))
        if answered is not None:
            texts = [text for text in texts if answered.said(text) is None]
        return Question(engine, loaded, member, texts) if texts else None

    def answer(self, path: Path, question: Question, matches: list[list[Match]]) -> None:
        """Take what a grammar engine has found; the text may have changed since."""
        if path in self._texts:
            prose = self._prose.setdefault((path, question.engine), Prose())
            prose.answer(question.texts, matches)

    def _said(self, loaded: Loaded, member: Member) -> Said:
        config = loaded.config
        known = loaded.collection.vocabulary
        language = loaded.language(member)
        # The configured engine has its say before the quick one, also while it has said nothing yet.
        engines = [
            (engine, self._prose.get((member.path, engine)) or Prose())
            for engine in dict.fromkeys((config.grammar_engine, QUICK))
        ]
        return diagnostics(engines, member.document, language, known, picky=config.grammar_picky)

    def _load(self) -> None:
        began = time.time_ns() - _GRAIN_NS
        workspace = load(Request(buffers=tuple(self._texts.values()), whole=self._whole))
        before = {loaded.key: loaded.collection for loaded, _ in self._members.values()}
        self._members = {
            member.path: (loaded, member)
            for loaded in workspace.collections
            for member in loaded.members
        }
        for loaded in workspace.collections:
            self._shelf.compare(loaded, before.get(loaded.key))
        self.problems = (*workspace.warnings, *workspace.errors)
        self._dirty.clear()
        self._workspace = workspace
        self._fresh = True
        stamps = self._stamps()
        # A file that was written meanwhile may have been read as it was before.
        settled = all(stamp is None or stamp[0] < began for stamp in stamps)
        self._seen = stamps if settled else ()
        self._index()

    def _index(self) -> None:
        self._files = {m.source.path: (path, m.source) for path, (_, m) in self._members.items()}

    def _reread(self, path: Path) -> bool:
        """Take an open text; whether that changes anything."""
        loaded, member = self._members[path]
        source = self._texts[path]
        if member.reported and member.source.text == source.text:
            return False
        member.reported = True
        member.reread(source)
        try:
            member.settings = loaded.base.of(path, member.alone)
        except ConfigError:
            # A schema's name that is being typed: the settings before stay until `look` is asked.
            self._seen = ()
        return True

    def _stamps(self) -> tuple[tuple[int, int] | None, ...]:
        """When the files that settings are made of were last changed, those that may come too."""
        configs = {loaded.key: loaded.config for loaded, _ in self._members.values()}
        return tuple(
            _stamp(config.root / name)
            for config in configs.values()
            for name in (*NAMES, str(config.path or ""), *config.vocabulary, config.schema)
            if name
        )


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size
