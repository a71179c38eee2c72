"""The records as JSON Lines: one object a line, for tools that stream."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any


def render(objects: Iterable[dict[str, Any]]) -> Iterator[str]:
    """One record a line."""
    for item in objects:
        yield json.dumps(item, ensure_ascii=False) + "\n"
