"""Rules of other packages: what is installed beside Copydesk with entry points `copydesk.rules`."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

GROUP = "copydesk.rules"
METADATA = (".dist-info", ".egg-info")
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*/[a-z0-9]+(?:-[a-z0-9]+)*")


class RuleError(Exception):
    """A rule of another package that cannot be used; `str()` is one sentence that names both."""


class Package(NamedTuple):
    """An installed package: its rules as pairs of name and module, `record` its files' checksums.

    What is installed as editable changes without its record.
    """

    name: str
    version: str
    record: str
    rules: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


@cache
def packages() -> tuple[Package, ...]:
    """The packages that bring rules, the first on the path where one is there twice.

    Raises RuleError where a rule's name is none.
    """
    found: dict[str, Package] = {}
    for folder in _folders():
        package = _read(folder)
        found.setdefault(package.name, package)
    return tuple(found.values())


def _folders() -> Iterator[Path]:
    """The metadata folders on the path that speak of our entry points."""
    # importlib.metadata takes longer to import than a whole check of an unchanged file.
    for place in sys.path:
        try:
            with os.scandir(place or ".") as inside:
                names = sorted(entry.name for entry in inside if entry.name.endswith(METADATA))
        except OSError:
            continue
        for folder in (Path(place, name) for name in names):
            try:
                declared = (folder / "entry_points.txt").read_bytes()
            except OSError:
                continue
            if GROUP.encode() in declared:
                yield folder


def _read(folder: Path) -> Package:
    from importlib.metadata import Distribution

    distribution = Distribution.at(folder)
    points = distribution.entry_points.select(group=GROUP)
    package = Package(
        distribution.metadata["Name"],
        distribution.version,
        distribution.read_text("RECORD") or "",
        tuple((point.name, point.value) for point in points),
    )
    for name, _ in package.rules:
        if not _NAME.fullmatch(name):
            raise RuleError(f"{package}: a rule's name is `family/kebab-name`, not {name!r}")
    return package
