"""What finds: this package, its libraries, the rules of others. What is kept holds for these alone."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from unicodedata import unidata_version

import copydesk
from copydesk import resources
from copydesk.installed import METADATA, packages

# What reads texts, compares and words them: another version may find something else.
_LIBRARIES = ("mistune-", "pyyaml-", "jsonschema-", "referencing-", "rapidfuzz-")


@cache
def code() -> str:
    """A digest of all that makes what is found: rules, words, weights, schemas, rules of others, Python."""
    stamps()
    return _code()


def _code() -> str:
    hasher = hashlib.sha256()
    for entry, shown in _files():
        # An editor's lock is a link to nothing.
        with suppress(OSError):
            held = Path(entry).read_bytes()
            hasher.update(f"{shown}\n{len(held)}\n".encode())
            hasher.update(held)
    hasher.update(repr(_others()).encode())
    return hasher.hexdigest()


def _files() -> Iterator[tuple[os.PathLike[str], str]]:
    """The files of this package and the schemas, each with its name from their folder."""
    yield from _below(os.path.dirname(copydesk.__file__), "")  # noqa: PTH120
    for path in resources.schemas():
        yield path, path.name


def _below(folder: str, prefix: str) -> Iterator[tuple[os.DirEntry[str], str]]:
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if not entry.is_dir():
            yield entry, prefix + entry.name
        elif entry.name != "__pycache__":
            yield from _below(entry.path, f"{prefix}{entry.name}/")


def _others() -> tuple[object, ...]:
    """What else decides: others' rules, the Python, the libraries."""
    rules = [f"{package}\n{package.record}" for package in packages()]
    return (*rules, sys.version_info[:3], sys.flags.optimize, unidata_version, *_versions())


def _versions() -> Iterator[str]:
    """The names and versions of the libraries, as their folders on Python's path tell them."""
    for entry in _metadata():
        if entry.name.lower().startswith(_LIBRARIES):
            yield entry.name


def _metadata() -> Iterator[os.DirEntry[str]]:
    """The folders on Python's path that tell what is installed."""
    for folder in sys.path:
        try:
            with os.scandir(folder or ".") as found:
                entries = [entry for entry in found if entry.name.endswith(METADATA)]
        except OSError:
            continue
        yield from sorted(entries, key=lambda entry: entry.name)


@cache
def stamps() -> tuple[object, ...]:
    """Which files there are and when each was changed, which is seen sooner than what they hold."""
    return _look()


def _look() -> tuple[object, ...]:
    stamped: list[object] = [sys.version, sys.flags.optimize]
    for entry, shown in _files():
        with suppress(OSError):
            stamped.append((shown, *_stamp(entry)))
    for entry in _metadata():
        with suppress(OSError):
            stamped.append((entry.path, *_stamp(entry)))
            stamped.append(_stamp(f"{entry.path}/entry_points.txt"))
    return tuple(stamped)


def _stamp(path: str | os.PathLike[str]) -> tuple[int, ...]:
    found = os.stat(path)  # noqa: PTH116
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def same() -> bool:
    """Whether the code is still what it was when this process asked: one that stays may see an upgrade."""
    code()
    return _look() == stamps()
