"""How many notes a collection had, commit by commit, as git keeps it; nothing is checked out."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from copydesk import engine
from copydesk.source import Source, SourceError
from copydesk.ui import gathering
from copydesk.ui.progress import Progress
from copydesk.workspace import Member


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit that touched the files, its author's day as YYYY-MM-DD, and the notes in them then."""

    commit: str
    date: str
    subject: str
    notes: int


def trend(members: Sequence[Member], count: int, kind: str = "all") -> list[Commit]:
    """The last `count` commits that touched the files of today, oldest first; none outside git.

    `kind` is that of the notes to count. A file is followed by its path of today, and read as it is configured today.
    """
    if not members:
        return []
    folder = members[0].path.parent
    top = _git(folder, "rev-parse", "--show-toplevel").decode("utf-8", "replace").strip()
    inside = [m for m in members if top and Path(top) in m.path.resolve().parents]
    if not inside:
        return []
    names = {m.path.resolve().relative_to(top).as_posix(): m for m in inside}
    log = _git(Path(top), "log", f"-{count}", "--format=%H%x1f%as%x1f%s", "--", *names)
    rows = [line.split("\x1f") for line in log.decode("utf-8", "replace").splitlines()]
    found: list[Commit] = []
    known: dict[tuple[str, str], int] = {}
    with Progress("commits") as progress:
        for done, (commit, date, subject) in enumerate(reversed(rows)):
            progress.update(done, len(rows), "counting")
            notes = 0
            for blob, name, text in _files(Path(top), commit, list(names), known):
                if (blob, name) not in known:
                    known[blob, name] = _count(names[name], name, text, kind)
                notes += known[blob, name]
            found.append(Commit(commit[:12], date, subject, notes))
    return found


def _files(
    top: Path, commit: str, names: Sequence[str], known: dict[tuple[str, str], int]
) -> Iterator[tuple[str, str, bytes]]:
    """The files that a commit has: blob, path, and the content where it was not counted yet."""
    listed = _git(top, "ls-tree", "-r", "-z", commit, "--", *names).decode("utf-8", "replace")
    blobs = []
    for row in filter(None, listed.split("\0")):
        facts, _, name = row.partition("\t")
        blobs.append((facts.split()[2], name))
    wanted = [blob for blob, name in blobs if (blob, name) not in known]
    contents = dict(zip(wanted, _contents(top, wanted), strict=False))
    for blob, name in blobs:
        yield blob, name, contents.get(blob, b"")


def _contents(top: Path, blobs: Sequence[str]) -> list[bytes]:
    """The contents of blobs, asked for at once."""
    answer = _git(top, "cat-file", "--batch", given="".join(f"{blob}\n" for blob in blobs).encode())
    found, at = [], 0
    for _ in blobs if answer else ():
        end = answer.index(b"\n", at)
        size = int(answer[at:end].split()[2])
        found.append(answer[end + 1 : end + 1 + size])
        at = end + 2 + size
    return found


def _count(member: Member, name: str, content: bytes, kind: str) -> int:
    try:
        document = engine.read(Source.decode(name, content), member.settings)
    except SourceError:
        return 0
    notes = gathering.reaching(engine.standing(document, member.settings), member)
    return sum(kind in ("all", note.kind) for note in notes)


def _git(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    try:
        answer = subprocess.run(
            ["git", "--literal-pathspecs", *arguments],
            cwd=folder,
            input=given,
            capture_output=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return b""
    return answer.stdout
