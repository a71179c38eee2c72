"""Files: which ones a command means, read whole, and replaced whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from copydesk import seen
from copydesk.source import Source, SourceError

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

MARKDOWN = ("*.md", "*.markdown")
DEFAULT_INCLUDE = ("content/**/*.md",)
FALLBACK_INCLUDE = ("**/*.md",)


@dataclass(frozen=True, slots=True)
class Ignored:
    """The .gitignore files above a folder, each with the folder that its patterns are relative to."""

    specs: tuple[tuple[Path, GitIgnoreSpec], ...] = ()

    def entering(self, folder: Path) -> Ignored:
        """These with the folder's own .gitignore, where it has one."""
        try:
            text = seen.text(folder / ".gitignore", errors="replace")
        except OSError:
            return self
        # Git passes over a pattern that is none.
        patterns = filter(is_pattern, text.splitlines())
        return Ignored((*self.specs, (folder, spec(patterns))))

    def matches(self, path: Path, *, folder: bool) -> bool:
        """Whether git would ignore a path: the innermost file that decides, wins."""
        for base, spec in reversed(self.specs):
            name = path.relative_to(base).as_posix() + ("/" if folder else "")
            decided = spec.check_file(name).include
            if decided is not None:
                return decided
        return False


def is_pattern(pattern: str) -> bool:
    """Whether git could read a pattern."""
    try:
        spec([pattern])
    except ValueError:
        return False
    return True


def holds(check: Callable[[], bool]) -> bool:
    """Whether a check of a path holds; of a name that the system refuses, none does."""
    try:
        return check()
    except OSError:
        return False


def spec(patterns: Iterable[str]) -> GitIgnoreSpec:
    """Patterns as git reads them, compiled."""
    return _spec(tuple(patterns))


@lru_cache(maxsize=32)
def _spec(patterns: tuple[str, ...]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(patterns)


def walk(
    folder: Path, top: Path, patterns: Iterable[str], tell: Callable[[str], None]
) -> Iterator[Path]:
    """The files below a folder whose path relative to `top` matches a pattern, sorted.

    Ignored by git, inside a dot folder or behind a symbolic link to a folder: left out. `tell` is
    given a sentence for each folder that cannot be read.
    """
    wanted = spec(patterns)
    ignored = Ignored()
    for above in _above(folder, top):
        ignored = ignored.entering(above)
    yield from _walk(folder, top, wanted, ignored, tell)


def _above(folder: Path, top: Path) -> Iterator[Path]:
    """The folders above one whose .gitignore counts: from the repository's root, else from `top`."""
    line = [folder, *folder.parents]
    root = next((path for path in line if seen.kind(path / ".git")), top)
    if root in line:
        yield from reversed(line[1 : line.index(root) + 1])


def _walk(
    folder: Path, top: Path, wanted: GitIgnoreSpec, ignored: Ignored, tell: Callable[[str], None]
) -> Iterator[Path]:
    ignored = ignored.entering(folder)
    try:
        entries = seen.entries(folder)
    except OSError as error:
        tell(f"{display(folder)}: cannot be read: {error.strerror or error}")
        return
    for entry in entries:
        path = folder / entry.name
        if entry.is_dir(follow_symlinks=False):
            if not ignored.matches(path, folder=True):
                yield from _walk(path, top, wanted, ignored, tell)
        elif (
            wanted.match_file(path.relative_to(top).as_posix())
            and holds(entry.is_file)
            and not ignored.matches(path, folder=False)
        ):
            yield path


def display(path: Path) -> str:
    """A path as people see it: relative to the working directory, with `/`."""
    try:
        return Path(os.path.relpath(path)).as_posix()
    except ValueError:
        # On Windows there is no way from one drive to another.
        return path.as_posix()


def read(path: Path, name: str) -> Source:
    """Read a file.

    Raises SourceError, whose sentence starts with `name`, if it cannot be read or decoded.
    """
    try:
        if seen.kind(path) not in ("file", ""):
            raise SourceError(f"{name}: not a regular file; name Markdown files or folders")
        return Source.decode(name, seen.data(path))
    except FileNotFoundError as error:
        raise SourceError(f"{name}: no such file or folder; {_near(path, name)}") from error
    except (OSError, ValueError) as error:
        raise SourceError(
            f"{name}: cannot be read: {getattr(error, 'strerror', None) or error}"
        ) from error


def _near(path: Path, name: str) -> str:
    """What may have been meant by a path that leads nowhere."""
    import difflib

    try:
        names = [each.name for each in path.parent.iterdir()]
    except OSError:
        names = []
    near = difflib.get_close_matches(path.name, names, n=1, cutoff=0.75)
    return (
        f"did you mean `{Path(name).with_name(near[0]).as_posix()}`?" if near else "check the path"
    )


def replace(path: Path, data: bytes) -> None:
    """Replace a file's content whole, keeping its mode; a failure leaves the old content.

    A pipe or a device is written to. Raises OSError if the folder cannot be written to.
    """
    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    target = path.resolve()
    try:
        mode = stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        umask = os.umask(0)
        os.umask(umask)
        mode = 0o666 & ~umask
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".copydesk-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(mode)
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
