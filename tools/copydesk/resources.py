"""What Copydesk ships: the files beside its code, and the modules that are found by themselves."""

from __future__ import annotations

import importlib
import json
from functools import cache
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).parent
# A wheel carries the schemas in the package; a checkout has them in its top-level folder.
_SCHEMAS = (_PACKAGE / "schema", _PACKAGE.parents[1] / "schema")


def schemas() -> list[Path]:
    """The files of our JSON Schemas that are used."""
    folder = next((folder for folder in _SCHEMAS if folder.is_dir()), None)
    return sorted(folder.glob("*.schema.json")) if folder else []


@cache
def schema(name: str) -> dict[str, Any]:
    """One of our JSON Schemas: `record`, `front-matter`, `check`, `notes`, `records`, `config`.

    Raises FileNotFoundError if the installation lacks it.
    """
    for folder in _SCHEMAS:
        path = folder / f"{name}.schema.json"
        if path.is_file():
            loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            return loaded
    raise FileNotFoundError(
        f"{name}.schema.json is missing from the installation; install Copydesk again"
    )


def named(package: str) -> dict[str, Any]:
    """The modules of a package by their NAME, in the order of their files: a new file is a new one."""
    import pkgutil

    folder = importlib.import_module(package)
    names = sorted(info.name for info in pkgutil.iter_modules(folder.__path__))
    modules = [importlib.import_module(f"{package}.{name}") for name in names]
    return {module.NAME: module for module in modules}
