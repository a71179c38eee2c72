"""A baseline: what a collection was already found to have, so that only what is new is reported."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from copydesk import seen
from copydesk.engine import Checked
from copydesk.files import replace as replace_file
from copydesk.fingerprint import key

Entry = tuple[str, str, str]


class BaselineError(Exception):
    """A baseline that cannot be used; `str()` names the file and the way out."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """How often each finding is known, by path (relative to the baseline's folder), rule and key."""

    path: Path
    known: Counter[Entry]

    def only_new(self, checked: Checked) -> Checked:
        """A file's diagnostics without those that are known."""
        seen: Counter[Entry] = Counter()
        kept = []
        for entry, found in zip(self.entries(checked), checked.diagnostics, strict=True):
            seen[entry] += 1
            if seen[entry] > self.known[entry]:
                kept.append(found)
        return replace(checked, diagnostics=tuple(kept))

    def entries(self, checked: Checked) -> Iterator[Entry]:
        """What each diagnostic of a file is called in the baseline."""
        source = checked.source
        where = Path(os.path.relpath(source.path, self.path.parent)).as_posix()
        for found in checked.diagnostics:
            yield where, found.rule, key(source, found)

    def shrunk(self, present: Iterable[Checked], *, unasked: Iterable[str]) -> Baseline:
        """The baseline without what the checked files no longer have, and without files that are gone.

        What the families `unasked` would find was not looked for, and stays.
        """
        found: Counter[Entry] = Counter()
        looked = set()
        for checked in present:
            path = checked.source.path
            looked.add(Path(os.path.relpath(path, self.path.parent)).as_posix())
            found.update(self.entries(checked))
        kept: Counter[Entry] = Counter()
        for entry, count in self.known.items():
            path, rule, _ = entry
            if rule.partition("/")[0] in unasked:
                kept[entry] = count
            elif path in looked:
                kept[entry] = min(count, found[entry])
            elif (self.path.parent / path).exists():
                kept[entry] = count
        return Baseline(self.path, +kept)

    def write(self) -> None:
        """Replace the baseline's file whole; equal baselines give equal bytes.

        Raises OSError where it cannot be written.
        """
        rows = [
            {"path": path, "rule": rule, "key": content, "count": count}
            for (path, rule, content), count in sorted(self.known.items())
        ]
        text = json.dumps({"version": 1, "known": rows}, ensure_ascii=False, indent=1) + "\n"
        replace_file(self.path, text.encode("utf-8", "backslashreplace"))


def load(path: Path) -> Baseline:
    """Read a baseline.

    Raises BaselineError where there is none, or where the file is something else.
    """
    try:
        data = json.loads(seen.text(path))
        if data["version"] != 1:
            raise BaselineError(
                f"{path}: is a baseline of version {data['version']}; this copydesk reads version 1"
            )
        known = Counter(
            {(row["path"], row["rule"], row["key"]): int(row["count"]) for row in data["known"]}
        )
    except FileNotFoundError as error:
        raise BaselineError(
            f"{path}: there is no such baseline; --write-baseline makes it from what is found now"
        ) from error
    except OSError as error:
        raise BaselineError(f"{path}: cannot be read: {error.strerror or error}") from error
    except (ValueError, TypeError, KeyError) as error:
        raise BaselineError(
            f"{path}: is no baseline; remove it and write it anew with --write-baseline"
        ) from error
    return Baseline(path, known)


def first(path: Path, present: Iterable[Checked]) -> Baseline:
    """A baseline of everything that is found now."""
    empty = Baseline(path, Counter())
    return Baseline(path, Counter(entry for checked in present for entry in empty.entries(checked)))
