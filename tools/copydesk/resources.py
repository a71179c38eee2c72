"""Where the files are that Copydesk ships beside its code."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).parent
# A wheel carries the schemas in the package; a checkout has them in its top-level folder.
_SCHEMAS = (_PACKAGE / "schema", _PACKAGE.parents[1] / "schema")


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
