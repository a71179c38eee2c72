"""A check as the command line runs it: rules, and the grammar engine where it is wanted."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from copydesk import engine
from copydesk.engine import Checked
from copydesk.model import Diagnostic, Severity
from copydesk.source import Source
from copydesk.ui import grammar as grammars
from copydesk.ui import jobs
from copydesk.ui.baseline import Baseline
from copydesk.ui.progress import Progress
from copydesk.ui.since import Since
from copydesk.workspace import Member, Workspace


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
            member.document.source.path: loaded.config.fail_on
            for loaded in self.workspace.collections
            for member in loaded.reported
        }
        for item in self.checked:
            level = fail_on or configured[item.document.source.path]
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
        processes: int = 0,
        daemon: bool = False,
    ) -> None:
        self.workspace = workspace
        self.known: Baseline | None = None
        self._since = since
        self._grammar = grammar
        self._cached = cached
        self._daemon = daemon
        self._processes = processes

    def check(self) -> Outcome:
        """Check every file that is reported.

        Raises RevisionError where git does not know the revision that is asked for.
        """
        answer = grammars.off()
        if self._grammar:
            answer = grammars.check(self.workspace, cached=self._cached, daemon=self._daemon)
        found: dict[str, list[Diagnostic]] = defaultdict(list)
        for diagnostic in answer.diagnostics:
            found[diagnostic.path].append(diagnostic)
        pairs = [
            (loaded, member) for loaded in self.workspace.collections for member in loaded.reported
        ]
        tasks: list[jobs.Task] = []
        for loaded, member in pairs:
            path = member.document.source.path
            grammar = found.get(path, []) if path in answer.asked else None
            tasks.append((member.document, member.settings, loaded.collection, grammar))
        checked = []
        with Progress("files") as progress:
            progress.update(0, len(tasks), "checking")
            for item in jobs.check(tasks, self._processes):
                checked.append(item)
                progress.update(len(checked), len(tasks), "checking")
        if self._since:
            paths = {member.document.source.path: member.path for _, member in pairs}
            since = Since(self._since, paths)
            checked = [since.only(item) for item in checked]
        if self.known is not None:
            checked = [self.known.only_new(item) for item in checked]
        checked.sort(key=lambda item: item.document.source.path)
        return Outcome(self.workspace, tuple(checked), answer.name, answer.problem)

    def reread(self, member: Member, source: Source) -> None:
        """Take a file's new text, and what the collection learns from it."""
        member.document = engine.read(source, member.settings)
        for loaded in self.workspace.collections:
            if any(item is member for item in loaded.members):
                documents = (item.document for item in loaded.members)
                loaded.collection = engine.learn(documents, loaded.collection.vocabulary)
