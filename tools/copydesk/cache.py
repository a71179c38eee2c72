"""The cache: answers kept by the content of what was asked. Deleting it only costs time."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

_FILE = "answers-2.sqlite3"
# Hexadecimal digits of the seal before each value: a row that was harmed or exchanged is none.
_SEAL = 16
_MOST_BYTES = 200 * 1024 * 1024
_CHUNK = 500
_WAIT_MS = 5_000


def folder() -> Path:
    """The user's cache folder for Copydesk; `COPYDESK_CACHE_DIR` moves it."""
    own = os.environ.get("COPYDESK_CACHE_DIR")
    if own:
        return Path(own)
    from platformdirs import user_cache_dir

    return Path(user_cache_dir("copydesk", appauthor=False))


class Cache:
    """Texts by key in a SQLite file that several processes may use at once.

    A cache that cannot be read or written is as good as empty: no method raises. Without a folder
    nothing is kept.
    """

    def __init__(self, where: Path | None) -> None:
        self._connection: sqlite3.Connection | None = None
        if where is None:
            return
        # A name with a NUL in it is no name of a folder.
        with contextlib.suppress(OSError, ValueError, sqlite3.Error):
            where.mkdir(parents=True, exist_ok=True)
            self._connection = _open(where / _FILE)

    def get(self, keys: Sequence[str]) -> dict[str, str]:
        """The values of those keys that are here."""
        found: dict[str, str] = {}
        if self._connection is None:
            return found
        with contextlib.suppress(sqlite3.Error):
            for start in range(0, len(keys), _CHUNK):
                some = keys[start : start + _CHUNK]
                marks = ",".join("?" * len(some))
                old = False
                for key, value, stale in self._connection.execute(
                    "SELECT key, value, used < unixepoch() - 86400 FROM answers"
                    f" WHERE key IN ({marks})",
                    some,
                ):
                    old = old or stale
                    if value[:_SEAL] == _seal(key, value[_SEAL:]):
                        found[key] = value[_SEAL:]
                if old:
                    self._used(some, marks)
        return found

    def _used(self, keys: Sequence[str], marks: str) -> None:
        """Note the day of use, unless somebody else is writing: it is not worth waiting for."""
        assert self._connection is not None
        self._connection.execute("PRAGMA busy_timeout=0")
        with contextlib.suppress(sqlite3.Error):
            self._connection.execute(
                f"UPDATE answers SET used = unixepoch() WHERE key IN ({marks})", keys
            )
        self._connection.execute(f"PRAGMA busy_timeout={_WAIT_MS}")

    def put(self, values: Mapping[str, str]) -> None:
        """Keep values, and let the least used go where the file has grown too large."""
        if self._connection is None or not values:
            return
        with contextlib.suppress(sqlite3.Error), _transaction(self._connection) as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO answers (key, value) VALUES (?, ?)",
                ((key, _seal(key, value) + value) for key, value in values.items()),
            )
            (size,) = connection.execute("SELECT total(length(value)) FROM answers").fetchone()
            if size > _MOST_BYTES:
                connection.execute(
                    "DELETE FROM answers WHERE key IN (SELECT key FROM answers ORDER BY used"
                    " LIMIT (SELECT count(*) / 4 FROM answers))"
                )

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None


def is_cache(path: Path) -> bool:
    """Whether a path is named as the files of a cache are, of this version or another."""
    return path.name.startswith("answers-") and ".sqlite3" in path.name


def _seal(key: str, value: str) -> str:
    held = f"{key}\n{value}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(held, digest_size=_SEAL // 2).hexdigest()


def _open(path: Path) -> sqlite3.Connection:
    try:
        return _prepared(path)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        # Not a database any more: what was in it can be asked again.
        clean(path.parent)
        return _prepared(path)


def _prepared(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_WAIT_MS / 1000, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute(
        "CREATE TABLE IF NOT EXISTS answers"
        " (key TEXT PRIMARY KEY, value TEXT NOT NULL, used INTEGER NOT NULL DEFAULT (unixepoch()))"
    )
    return connection


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def clean(where: Path) -> int:
    """Remove the kept answers; how many bytes that freed.

    Raises OSError if a file cannot be removed.
    """
    freed = 0
    for path in where.glob(f"{_FILE}*"):
        freed += path.stat().st_size
        path.unlink(missing_ok=True)
    return freed
