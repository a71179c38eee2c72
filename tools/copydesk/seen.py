"""What a run saw of the file system, so that what it found holds for as long as the same is seen.

All that a check asks of files and folders is asked here, and written down while somebody records.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Literal

Kind = Literal["file", "folder", "other", ""]
# What was asked, and of which path.
Question = tuple[str, str]


class Seen(dict[Question, str]):
    """What was asked, each once, and what the answer was then.

    It is torn where the same question was answered otherwise later: what was found rests on both.
    """

    torn = False

    def __setitem__(self, question: Question, answer: str) -> None:
        self.torn = self.torn or self.get(question, answer) != answer
        super().__setitem__(question, answer)

    @property
    def digest(self) -> str:
        """A digest of all answers, in the order of their questions."""
        return _digest(self.values())


_seen: Seen | None = None


@contextmanager
def recording() -> Iterator[Seen]:
    """Write down what is asked from here on."""
    global _seen  # noqa: PLW0603
    before, _seen = _seen, Seen()
    try:
        yield _seen
    finally:
        _seen = before


def again(questions: Iterable[Question]) -> str:
    """What `Seen.digest` would be if the questions were asked now."""
    return _digest(_ANSWERS[what](path) for what, path in questions)


def kind(path: str | os.PathLike[str]) -> Kind:
    """What is at a path, links followed; nothing where the system refuses the name, or to look."""
    name = os.fspath(path)
    found = _kind(name)
    if _seen is not None:
        _seen["kind", name] = found
    return found


def entries(folder: str | os.PathLike[str]) -> list[os.DirEntry[str]]:
    """What is in a folder, by name, but no folder whose name starts with a dot: tools keep things there.

    Raises OSError where it cannot be read.
    """
    name = os.fspath(folder)
    if _seen is not None:
        _seen["entries", name] = _entries(name)
    return _listed(name)


def alike(path: str | os.PathLike[str]) -> list[str]:
    """The names in a path's folder that are its own but for capitals."""
    name = os.fspath(path)
    found = _alike(name)
    if _seen is not None:
        _seen["alike", name] = _digest(found)
    return found


def data(path: str | os.PathLike[str]) -> bytes:
    """The content of a file.

    Raises OSError where it cannot be read, ValueError where its name can be none.
    """
    name = os.fspath(path)
    try:
        with open(name, "rb") as file:  # noqa: PTH123
            held = file.read()
    except (OSError, ValueError):
        if _seen is not None:
            _seen["data", name] = ""
        raise
    if _seen is not None:
        _seen["data", name] = _hashed(held)
    return held


def text(path: str | os.PathLike[str], errors: str = "strict") -> str:
    """The text of a file in UTF-8, each line ending a newline, as `open` reads it.

    Raises what `data` does, and UnicodeDecodeError.
    """
    held = data(path).decode("utf-8", errors)
    return held.replace("\r\n", "\n").replace("\r", "\n")


def _kind(name: str) -> Kind:
    try:
        mode = os.stat(name).st_mode  # noqa: PTH116
    except (OSError, ValueError):
        return ""
    return "file" if stat.S_ISREG(mode) else "folder" if stat.S_ISDIR(mode) else "other"


def _listed(name: str) -> list[os.DirEntry[str]]:
    with os.scandir(name) as found:
        listed = [
            entry
            for entry in found
            if not (entry.name.startswith(".") and entry.is_dir(follow_symlinks=False))
        ]
    return sorted(listed, key=lambda entry: entry.name)


def _entries(name: str) -> str:
    try:
        return _digest(f"{entry.name}\n{_entry(entry)}" for entry in _listed(name))
    except OSError:
        return ""


def _alike(name: str) -> list[str]:
    folder, own = os.path.split(name)
    try:
        names = os.listdir(folder)  # noqa: PTH208
    except (OSError, ValueError):
        return []
    return sorted(other for other in names if other.casefold() == own.casefold())


def _entry(entry: os.DirEntry[str]) -> Kind:
    # A link to a folder is not entered, so it is none.
    try:
        if entry.is_dir(follow_symlinks=False):
            return "folder"
        return "file" if entry.is_file() else "other"
    except OSError:
        return ""


def _data(name: str) -> str:
    # A pipe is read once, and by whoever wants it; a named one may never end.
    if _kind(name) != "file":
        return ""
    try:
        with open(name, "rb") as file:  # noqa: PTH123
            return _hashed(file.read())
    except (OSError, ValueError):
        return ""


def _hashed(held: bytes) -> str:
    return hashlib.blake2b(held, digest_size=16).hexdigest()


def _digest(parts: Iterable[str]) -> str:
    hasher = hashlib.blake2b(digest_size=16)
    for part in parts:
        encoded = part.encode("utf-8", "surrogateescape")
        hasher.update(b"%d\n" % len(encoded))
        hasher.update(encoded)
    return hasher.hexdigest()


_ANSWERS: dict[str, Callable[[str], str]] = {
    "kind": _kind,
    "entries": _entries,
    "alike": lambda name: _digest(_alike(name)),
    "data": _data,
}
