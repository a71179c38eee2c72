"""A workspace: the files that a command reports on, and the collections that they belong to."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from copydesk import config as configuration
from copydesk import engine, files, seen
from copydesk.cache import Cache, is_cache
from copydesk.cache import folder as cache_folder
from copydesk.config import Config, ConfigError
from copydesk.kept import store
from copydesk.missing import missing
from copydesk.model import Collection, Document, Summary
from copydesk.parse.settling import settle, settled
from copydesk.settings import SettingsOf, configured, matches
from copydesk.source import Source, SourceError

Progress = Callable[[int, int, str], None]
# Reads files into summaries, and into documents where these are held as well.
Reader = Callable[[Sequence[Source], engine.Settings], Iterator[tuple[Summary, Document | None]]]
# A document takes some 16 bytes for each character of its text; of more text than this only the
# first are held, and the others read again where they are wanted.
_HELD = 6_000_000


@dataclass(frozen=True, slots=True)
class Request:
    """What a command line or an editor asks for: paths, and what it sets over the configuration.

    `buffers` are texts that stand in for the files of their names, such as standard input. Where
    there are some and no path, they are all that is asked for, but with `whole` the collection of
    the working directory too. Unless it is `cached`, what earlier runs read is read again.
    """

    paths: tuple[str, ...] = ()
    config: str = ""
    isolated: bool = False
    force_exclude: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    min_score: float | None = None
    buffers: tuple[Source, ...] = ()
    whole: bool = False
    cached: bool = True


@dataclass(slots=True)
class Member:
    """One file of a collection: how it is checked, and whether it is reported.

    `alone` summarises the file as it stands, `summary` with the records that are its own among
    the workspace's files.
    """

    path: Path
    source: Source
    alone: Summary
    settings: engine.Settings
    reported: bool
    _read: Document | None = None
    _settled: Document | None = None
    summary: Summary = field(init=False)

    def __post_init__(self) -> None:
        self.summary = self.alone

    @property
    def document(self) -> Document:
        """The file's blocks and records, read when they are first wanted."""
        if self._settled is None:
            if self._read is None:
                self._read = engine.read(self.source, self.settings)
            self._settled = settled(self._read, self.summary)
        return self._settled

    def settle(self, summary: Summary) -> None:
        """Take what the other files leave this one."""
        self.summary, self._settled = summary, None

    def reread(self, source: Source) -> None:
        """Take the file's new text."""
        self.source = source
        from copydesk.parse.summary import summarize

        self._read = engine.read(source, self.settings)
        self.alone = summarize(self._read)
        self.settle(self.alone)


@dataclass(slots=True)
class Loaded:
    """One configuration's collection, read; `base` makes the settings of each of its files."""

    config: Config
    members: list[Member]
    collection: Collection
    base: SettingsOf

    @property
    def key(self) -> tuple[Path, Path | None]:
        """What tells one configuration's collection from another's."""
        return self.config.root, self.config.path

    @property
    def reported(self) -> list[Member]:
        return [member for member in self.members if member.reported]

    def language(self, member: Member) -> str:
        """The tag of the language that a file is checked in: its own, else the collection's."""
        return member.summary.language or self.config.language

    def learn(self) -> None:
        """Let the collection teach what its files are now."""
        summaries = (member.summary for member in self.members)
        learnt = engine.learn(summaries, self.collection.vocabulary)
        self.collection = replace(learnt, missing=_missing(self))


@dataclass(slots=True)
class Workspace:
    """All collections that a request touches, and what went wrong on the way.

    `errors` are sentences about single files, each starting with its path; `excluded` says that
    only configured excludes emptied the request.
    """

    collections: list[Loaded] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    excluded: bool = False

    @property
    def reported(self) -> list[Member]:
        """The files to report on, by path."""
        found = [member for loaded in self.collections for member in loaded.reported]
        return sorted(found, key=lambda member: member.source.path)

    def settle(self) -> None:
        """Give each question to one file and one id of its own, and let each collection learn."""
        members = [member for loaded in self.collections for member in loaded.members]
        summaries = settle([member.alone for member in members])
        for member, summary in zip(members, summaries, strict=True):
            member.settle(summary)
        for loaded in self.collections:
            loaded.learn()


def read(
    sources: Sequence[Source], settings: engine.Settings, held: int = 0
) -> Iterator[tuple[Summary, Document | None]]:
    """Read and summarise files, and hold documents until too many code points are `held`."""
    from copydesk.parse.summary import summarize

    for source in sources:
        document = engine.read(source, settings)
        held += len(source.text)
        yield summarize(document), document if held <= _HELD else None


def load(
    request: Request,
    progress: Progress = lambda done, total, what: None,
    reader: Reader = read,
) -> Workspace:
    """Read the files of a request and the collections around them.

    `progress` is told how many files are read, of how many, and what this is.
    Raises ConfigError if a configuration or a schema cannot be used.
    """
    return _Loader(request, progress, reader).load()


class _Loader:
    def __init__(self, request: Request, progress: Progress, reader: Reader) -> None:
        self.request = request
        self.progress = progress
        self.reader = reader
        self.workspace = Workspace()
        self.cwd = Path.cwd()
        self._configs: dict[Path, Config] = {}
        self._excluded: list[Path] = []

    def load(self) -> Workspace:
        wanted: dict[Path, Config] = {}
        for path in self._wanted():
            wanted[path] = self._config(path.parent)
        groups: dict[tuple[Path, Path | None], tuple[Config, list[Path]]] = {}
        for path, config in wanted.items():
            groups.setdefault((config.root, config.path), (config, []))[1].append(path)
        for buffer in self.request.buffers:
            config = self._config(_place(buffer).parent)
            groups.setdefault((config.root, config.path), (config, []))
        for config, paths in groups.values():
            self.workspace.collections.append(self._collection(config, paths))
        self.workspace.settle()
        self.workspace.excluded = bool(self._excluded) and not wanted
        return self.workspace

    def _config(self, folder: Path) -> Config:
        if folder not in self._configs:
            self._configs[folder] = self._find_config(folder)
        return self._configs[folder]

    def _find_config(self, folder: Path) -> Config:
        if self.request.config:
            path = Path(self.request.config)
            if seen.kind(path) != "file":
                raise ConfigError(f"{path}: no such configuration file")
            return configured(path.absolute())
        if not self.request.isolated:
            path_found, warnings = configuration.find(folder)
            self.workspace.warnings.extend(w for w in warnings if w not in self.workspace.warnings)
            if path_found:
                return configured(path_found)
        inside = folder == self.cwd or self.cwd in folder.parents
        root = configuration.repository_root(folder) or (self.cwd if inside else folder)
        return Config(root=root)

    def _wanted(self) -> list[Path]:
        """The files that the request names, each once, in the order of their paths."""
        request = self.request
        found: dict[Path, None] = {}
        if request.whole:
            return self._around(self._config(self.cwd), ())
        if not request.paths and not request.buffers:
            config = self._config(self.cwd)
            candidates = self._included(config, self._tell)
            # From a folder inside the collection, no path means what is in that folder.
            if self.cwd == config.root:
                return candidates
            self._excluded = [path for path in self._excluded if self.cwd in path.parents]
            return [path for path in candidates if self.cwd in path.parents]
        for name in request.paths:
            path = Path(os.path.abspath(name))
            if seen.kind(path) == "folder":
                config = self._config(path)
                top = config.root if config.root in (path, *path.parents) else path
                below = files.walk(path, top, files.MARKDOWN, self._tell)
                found.update(dict.fromkeys(self._unexcluded(below)))
            elif request.force_exclude:
                found.update(dict.fromkeys(self._unexcluded([path])))
            else:
                found[path] = None
        return sorted(found)

    def _tell(self, error: str) -> None:
        if error not in self.workspace.errors:
            self.workspace.errors.append(error)

    def _unexcluded(self, paths: Iterable[Path]) -> list[Path]:
        kept = []
        for path in paths:
            config = self._config(path.parent)
            if config.exclude and matches(config, path, config.exclude):
                self._excluded.append(path)
            else:
                kept.append(path)
        return kept

    def _included(self, config: Config, tell: Callable[[str], None]) -> list[Path]:
        include = config.include or files.DEFAULT_INCLUDE
        below = files.walk(config.root, config.root, include, tell)
        held = answers(config)
        found = self._unexcluded(
            path for path in below if path.parent != held or not is_cache(path)
        )
        if not found and not config.include and not self._excluded:
            fallback = files.walk(config.root, config.root, files.FALLBACK_INCLUDE, tell)
            found = self._unexcluded(fallback)
        return found

    def _around(self, config: Config, wanted: Sequence[Path]) -> list[Path]:
        """The collection's other files.

        Without a configuration, a repository or a content folder there is nothing that says where
        a collection ends: then the files named are all of it.
        """
        bounded = (
            config.path
            or seen.kind(config.root / ".git")
            or seen.kind(config.root / "content") == "folder"
        )
        if not bounded:
            return []
        before, self._excluded = self._excluded, []
        named = set(wanted)
        # A folder that was not asked for is reported where it is.
        found = [path for path in self._included(config, lambda _: None) if path not in named]
        self._excluded = before
        return found

    def _collection(self, config: Config, wanted: Sequence[Path]) -> Loaded:
        request = self.request
        base = SettingsOf(config, request.select, request.ignore, request.min_score)
        sources: dict[Path, Source] = {}
        for buffer in self.request.buffers:
            own = self._config(_place(buffer).parent)
            if (own.root, own.path) == (config.root, config.path):
                sources[_place(buffer)] = buffer
        asked = {*sources, *wanted}
        around = [path for path in self._around(config, wanted) if path not in sources]
        wanted = [path for path in wanted if path not in sources]
        for path in (*wanted, *around):
            try:
                sources[path] = files.read(path, files.display(path))
            except SourceError as error:
                # A file that was not asked for is reported where it is; here it teaches nothing.
                if path in asked:
                    self.workspace.errors.append(f"{error}")
        members = list(self._members(config, sources, base, asked))
        members.sort(key=lambda member: member.source.path)
        return Loaded(config, members, Collection(vocabulary=frozenset(base.vocabulary())), base)

    def _members(
        self, config: Config, sources: Mapping[Path, Source], base: SettingsOf, asked: Set[Path]
    ) -> Iterator[Member]:
        paths, texts = list(sources), list(sources.values())
        parsed: dict[int, Document | None] = {}

        def read(left: Sequence[int]) -> Iterator[Summary]:
            self.progress(0, len(left), "reading")
            done = self.reader([texts[index] for index in left], base.settings)
            for count, (index, (summary, document)) in enumerate(zip(left, done, strict=True), 1):
                parsed[index] = document
                yield summary
                self.progress(count, len(left), "reading")

        where = answers(config) if self.request.cached else None
        with closing(Cache(where)) as cache:
            found = store.summaries(texts, config.layout, cache, read)
        for index, (path, summary) in enumerate(zip(paths, found, strict=True)):
            try:
                settings = base.of(path, summary)
            except ConfigError as error:
                if path in asked:
                    self.workspace.errors.append(f"{texts[index].path}: {error}")
                continue
            reported = path in asked
            yield Member(path, texts[index], summary, settings, reported, parsed.get(index))


def _place(buffer: Source) -> Path:
    return Path(os.path.abspath(buffer.path))


def answers(config: Config) -> Path:
    """The folder of a configuration's cache."""
    return config.root / config.cache if config.cache else cache_folder()


def _missing(loaded: Loaded) -> dict[str, str]:
    return missing(
        ((member.path, member.summary.targets) for member in loaded.reported),
        [(member.path, member.source) for member in loaded.members],
        configuration.repository_root(loaded.config.root) or loaded.config.root,
    )
