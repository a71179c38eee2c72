"""Whole runs: what a command said, kept for as long as all that it saw is the same.

Where nothing has changed, this and what it imports is all that a run needs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from copydesk import seen
from copydesk.cache import Cache, folder
from copydesk.installed import RuleError, packages
from copydesk.kept.code import same, stamps


class Ran(NamedTuple):
    """What a run said, piece by piece, each to standard output (1) or error (2), and its status."""

    said: tuple[tuple[int, str], ...]
    status: int


def find(command: Sequence[str]) -> Ran | None:
    """What an earlier run of a command said, where it would say the same now.

    `command` is all that decides beside the files and this package: arguments, terminal.
    """
    with suppress(RuleError, ValueError, TypeError, KeyError, OSError):
        key = _key(command)
        with closing(Cache(folder())) as cache:
            text = cache.get([key]).get(key)
        if text is None:
            return None
        questions, digest, said, status = json.loads(text)
        if seen.again((what, path) for what, path in questions) == digest:
            return Ran(tuple((int(to), str(piece)) for to, piece in said), int(status))
    return None


def keep(command: Sequence[str], saw: seen.Seen, ran: Ran) -> None:
    """Keep what a run said, unless files changed below it.

    Nor beside rules of others, which may ask what nobody writes down.
    """
    if saw.torn or packages() or not same():
        return
    text = json.dumps([list(saw), saw.digest, ran.said, ran.status])
    with closing(Cache(folder())) as cache:
        cache.put({_key(command): text})


def _key(command: Sequence[str]) -> str:
    held = repr(("run", stamps(), str(Path.cwd()), *command))
    return hashlib.sha256(held.encode("utf-8", "surrogatepass")).hexdigest()
