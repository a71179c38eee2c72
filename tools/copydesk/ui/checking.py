"""A check as the command line runs it: rules, and the grammar engine where it is wanted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from operator import attrgetter

from copydesk.cache import Cache
from copydesk.engine import Checked
from copydesk.kept.store import Kept
from copydesk.model import Diagnostic, Severity
from copydesk.ui import grammar as grammars
from copydesk.ui.baseline import Baseline
from copydesk.ui.jobs import Task, Workers
from copydesk.ui.progress import Progress
from copydesk.ui.since import Since
from copydesk.ui.warming import Warming
from copydesk.workspace import Loaded, Workspace, answers


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check found; `problem` is why grammar did not run where it was wanted."""

    workspace: Workspace
    checked: tuple[Checked, ...]
    grammar: str
    problem: str = ""
    fixed: int = 0

    def fails(self, fail_on: str | None) -> bool:
        """Whether something is at or above the severity that fails, the given or each file's own."""
        configured = {
            member.source.path: loaded.config.fail_on
            for loaded in self.workspace.collections
            for member in loaded.reported
        }
        for item in self.checked:
            level = fail_on or configured[item.source.path]
            if level == "never":
                continue
            if any(found.severity >= Severity.parse(level) for found in item.diagnostics):
                return True
        return False


class Run:
    """One command's checks over one workspace; fixes make it check again.

    What a baseline `known` holds is left out of every outcome.
    """

    def __init__(
        self,
        workspace: Workspace,
        *,
        grammar: bool,
        cached: bool,
        since: str = "",
        workers: Workers | None = None,
        daemon: bool = False,
        warming: Warming | None = None,
    ) -> None:
        self.workspace = workspace
        self.known: Baseline | None = None
        self._since = since
        self._grammar = grammar
        self._cached = cached
        self._daemon = daemon
        self._warming = warming or Warming(wanted=False)
        self._workers = workers or Workers(1)

    def check(self, known: Mapping[str, Sequence[Diagnostic]] | None = None) -> Outcome:
        """Check every file that is reported.

        `known` are grammar's diagnostics by path where somebody else has asked for them.
        Raises RevisionError where git does not know the revision that is asked for.
        """
        answer = grammars.off()
        if self._grammar:
            self._warming.wait()
            answer = grammars.check(self.workspace, cached=self._cached, daemon=self._daemon)
        found: dict[str, list[Diagnostic]] = defaultdict(list)
        for diagnostic in answer.diagnostics:
            found[diagnostic.path].append(diagnostic)
        said = {path: found.get(path, []) for path in answer.asked} if known is None else known
        with Progress("files") as progress:
            checked = [
                item
                for loaded in self.workspace.collections
                for item in self._collection(loaded, said, progress)
            ]
        if self._since:
            paths = {member.source.path: member.path for member in self.workspace.reported}
            since = Since(self._since, paths)
            checked = [since.only(item) for item in checked]
        if self.known is not None:
            checked = [self.known.only_new(item) for item in checked]
        checked.sort(key=lambda item: item.source.path)
        return Outcome(self.workspace, tuple(checked), answer.name, answer.problem)

    def _collection(
        self, loaded: Loaded, said: Mapping[str, Sequence[Diagnostic]], progress: Progress
    ) -> Iterator[Checked]:
        """Check the reported files of a collection that no earlier run has checked as they are."""
        members = loaded.reported
        with closing(Cache(answers(loaded.config) if self._cached else None)) as cache:
            kept = Kept(cache, loaded.collection)
            keys = [
                kept.key(m.source, m.summary, m.settings, "check", repr(said.get(m.source.path)))
                for m in members
            ]
            found = kept.get(keys)
            left = [(k, member) for k, member in zip(keys, members, strict=True) if k not in found]
            tasks = [Task.of(member, said.get(member.source.path)) for _, member in left]
            new = [member for _, member in left]
            made = {}
            progress.update(0, len(left), "checking")
            checked = self._workers.check(new, tasks, kept.collection)
            for (key, _), findings in zip(left, checked, strict=True):
                made[key] = findings
                progress.update(len(made), len(left), "checking")
            kept.put(made)
        for key, member in zip(keys, members, strict=True):
            item = found.get(key) or made[key]
            read = partial(attrgetter("document"), member)
            records = len(member.summary.records)
            yield Checked(member.source, records, item.diagnostics, item.notes, read)
