"""A workspace: the files that a command reports on, and the collections that they belong to."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from copydesk import config as configuration
from copydesk import engine, files
from copydesk.config import Config, ConfigError
from copydesk.model import Collection, Document
from copydesk.parse import identity, records, targets
from copydesk.settings import SettingsOf, configured, matches
from copydesk.source import Source, SourceError

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Request:
    """What a command line asks for: paths, and what it sets over the configuration."""

    paths: tuple[str, ...] = ()
    config: str = ""
    isolated: bool = False
    force_exclude: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    min_score: float | None = None
    stdin: Source | None = None


@dataclass(slots=True)
class Member:
    """One file of a collection: how it is checked, and whether it is reported."""

    path: Path
    document: Document
    settings: engine.Settings
    reported: bool


@dataclass(slots=True)
class Loaded:
    """One configuration's collection, read."""

    config: Config
    members: list[Member]
    collection: Collection

    @property
    def reported(self) -> list[Member]:
        return [member for member in self.members if member.reported]


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
        return sorted(found, key=lambda member: member.document.source.path)


def load(request: Request, progress: Progress = lambda done, total, what: None) -> Workspace:
    """Read the files of a request and the collections around them.

    `progress` is told how many files are read, of how many, and what this is.
    Raises ConfigError if a configuration or a schema cannot be used.
    """
    return _Loader(request, progress).load()


class _Loader:
    def __init__(self, request: Request, progress: Progress) -> None:
        self.request = request
        self.progress = progress
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
        if self.request.stdin is not None:
            name = Path(os.path.abspath(self.request.stdin.path))
            config = self._config(name.parent)
            groups.setdefault((config.root, config.path), (config, []))
        for config, paths in groups.values():
            self.workspace.collections.append(self._collection(config, paths))
        self._identify()
        self.workspace.excluded = bool(self._excluded) and not wanted
        return self.workspace

    def _config(self, folder: Path) -> Config:
        if folder not in self._configs:
            self._configs[folder] = self._find_config(folder)
        return self._configs[folder]

    def _find_config(self, folder: Path) -> Config:
        if self.request.config:
            path = Path(self.request.config)
            if not files.holds(path.is_file):
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
        if not request.paths and request.stdin is None:
            config = self._config(self.cwd)
            candidates = self._included(config, self._tell)
            # From a folder inside the collection, no path means what is in that folder.
            if self.cwd == config.root:
                return candidates
            self._excluded = [path for path in self._excluded if self.cwd in path.parents]
            return [path for path in candidates if self.cwd in path.parents]
        for name in request.paths:
            path = Path(os.path.abspath(name))
            if files.holds(path.is_dir):
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
        found = self._unexcluded(files.walk(config.root, config.root, include, tell))
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
            config.path or (config.root / ".git").exists() or (config.root / "content").is_dir()
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
        members: list[Member] = []
        if self.request.stdin is not None:
            piped = Path(os.path.abspath(self.request.stdin.path))
            own = self._config(piped.parent)
            if (own.root, own.path) == (config.root, config.path):
                members.append(self._member(piped, self.request.stdin, base, reported=True))
        # What standard input holds stands in for the file of its name.
        given = {member.path for member in members}
        wanted = [path for path in wanted if path not in given]
        around = [path for path in self._around(config, wanted) if path not in given]
        for done, path in enumerate([*wanted, *around]):
            reported = done < len(wanted)
            self.progress(done, len(wanted) + len(around), "reading")
            name = files.display(path)
            try:
                member = self._member(path, files.read(path, name), base, reported=reported)
            except (SourceError, ConfigError) as error:
                # A file that was not asked for is reported where it is; here it teaches nothing.
                if reported:
                    own_schema = f"{name}: " if isinstance(error, ConfigError) else ""
                    self.workspace.errors.append(f"{own_schema}{error}")
                continue
            members.append(member)
        members.sort(key=lambda member: member.document.source.path)
        return Loaded(config, members, Collection(vocabulary=frozenset(base.vocabulary())))

    def _identify(self) -> None:
        """Give each question to one file and one id of its own, and let each collection learn."""
        members = [member for loaded in self.workspace.collections for member in loaded.members]
        settled = records.settle([member.document for member in members])
        for member, document in zip(members, settled, strict=True):
            member.document = document
        named = iter(identity.unique(r for member in members for r in member.document.records))
        for member in members:
            own = tuple(islice(named, len(member.document.records)))
            member.document = replace(member.document, records=own)
        for loaded in self.workspace.collections:
            documents = (member.document for member in loaded.members)
            learnt = engine.learn(documents, loaded.collection.vocabulary)
            loaded.collection = replace(learnt, missing=_missing(loaded))

    def _member(self, path: Path, source: Source, base: SettingsOf, *, reported: bool) -> Member:
        document = engine.read(source, base.settings)
        return Member(path, document, base.of(path, document), reported)


def _missing(loaded: Loaded) -> frozenset[str]:
    """The paths that files to report on link to and that are not there, each looked up once.

    A way out of the repository is the web site's, as `../../issues` is on GitHub.
    """
    top = configuration.repository_root(loaded.config.root) or loaded.config.root
    seen: dict[str, bool] = {}
    for member in loaded.reported:
        # What is piped in under the name of no file has no folder to link from.
        if not files.holds(member.path.is_file):
            continue
        for target in targets.targets(member.document):
            if not target.relative or not target.path:
                continue
            shown = targets.resolved(member.document, target)
            if shown not in seen:
                seen[shown] = _is_there(os.path.normpath(member.path.parent / target.path), top)
    return frozenset(path for path, there in seen.items() if not there)


def _is_there(path: str, top: Path) -> bool:
    if top != Path(path) and top not in Path(path).parents:
        return True
    return any(files.holds(Path(name).exists) for name in targets.stand_ins(path))
