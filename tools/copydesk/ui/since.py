"""Only what stands on lines that changed since a git revision."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from copydesk.engine import Checked

_DIFF = ("diff", "--find-renames", "--no-color", "--no-ext-diff")
_HUNK = re.compile(rb"^@@ -\S+ \+(\d+)(?:,(\d+))? @@", re.MULTILINE)


class RevisionError(Exception):
    """Git cannot tell what changed; `str()` is one sentence with the way out."""


class Since:
    """The lines of files that changed since a revision, as git sees the working tree."""

    def __init__(self, revision: str, paths: Mapping[str, Path]) -> None:
        self._revision = revision
        self._paths = paths
        # By repository: what each renamed file was called.
        self._renamed: dict[str, dict[str, str]] = {}

    def only(self, checked: Checked) -> Checked:
        """A file's diagnostics that touch a changed line; all of a file that is new since then.

        Raises RevisionError outside a repository, or where there is no such revision.
        """
        if not checked.diagnostics:
            return checked
        source = checked.source
        lines = self._changed(self._paths[source.path])
        if lines is None:
            return checked
        kept = tuple(
            found
            for found in checked.diagnostics
            if not lines.isdisjoint(
                range(
                    source.line_of(found.span.start),
                    source.line_of(max(found.span.start, found.span.end - 1)) + 1,
                )
            )
        )
        return replace(checked, diagnostics=kept)

    def _changed(self, path: Path) -> set[int] | None:
        """The 1-based lines that changed, None where the whole file is new."""
        commit = self._git(
            path,
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            f"{self._revision}^{{commit}}",
        )
        if commit is None:
            raise RevisionError(
                f"--since: git knows no revision {self._revision!r} for {path.name}; "
                "name a commit, branch or tag of its repository"
            )
        name = commit.decode().strip()
        names = [f":(literal){path.name}"]
        if self._git(path, "cat-file", "-e", f"{name}:./{path.name}") is None:
            before = self._before(path, name)
            if before is None:
                return None
            names.append(f":(top,literal){before}")
        diff = self._git(path, *_DIFF, "--unified=0", name, "--", *names)
        lines: set[int] = set()
        for match in _HUNK.finditer(diff or b""):
            first, count = int(match[1]), int(match[2] or 1)
            # Where lines were only taken out, git names the line before the gap.
            lines.update(range(first, first + max(count, 1)))
        return lines

    def _before(self, path: Path, commit: str) -> str | None:
        """What a file was called in a commit, from the repository's root; None where it is new."""
        where = self._git(path, "rev-parse", "--show-toplevel", "--show-prefix") or b"\n"
        root, prefix = os.fsdecode(where).split("\n")[:2]
        if root not in self._renamed:
            listed = self._git(path, *_DIFF, "--name-status", "-z", "--diff-filter=R", commit, "--")
            fields = os.fsdecode(listed or b"").split("\0")
            self._renamed[root] = dict(zip(fields[2::3], fields[1::3], strict=True))
        return self._renamed[root].get(prefix + path.name)

    @staticmethod
    def _git(path: Path, *arguments: str) -> bytes | None:
        """What git answers, None where it fails."""
        try:
            answer = subprocess.run(
                ["git", *arguments], cwd=path.parent, capture_output=True, check=False
            )
        except OSError as error:
            raise RevisionError("--since needs git, which is not installed") from error
        return answer.stdout if answer.returncode == 0 else None
