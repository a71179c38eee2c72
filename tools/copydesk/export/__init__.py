"""Exporters: one format, one file, each with `render(objects) -> pieces of text`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from typing import Any, Protocol, cast


class Exporter(Protocol):
    """A module in `export/` named as its format."""

    def render(self, objects: Iterable[dict[str, Any]]) -> Iterator[str]:
        """The export in pieces of text that are written one after the other."""


def formats() -> list[str]:
    """The formats that there are: every module here."""
    return sorted(info.name for info in pkgutil.iter_modules(__path__))


def exporter(name: str) -> Exporter:
    """The exporter of one of `formats()`."""
    module: Any = importlib.import_module(f"{__name__}.{name}")
    return cast(Exporter, module)


def written(item: dict[str, Any], part: str) -> str:
    """The Markdown of an object's question or answer; its text where notes are left out of that."""
    chosen: str = item[part]["text" if "unresolved" in item else "markdown"]
    return chosen
