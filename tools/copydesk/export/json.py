"""The records in one JSON object, described by `schema/records.schema.json`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any


def render(objects: Iterable[dict[str, Any]]) -> Iterator[str]:
    """One record a line inside the envelope, so that a change in one shows as a change in one line."""
    yield '{"version": 1, "records": ['
    separator = "\n"
    for item in objects:
        yield separator + json.dumps(item, ensure_ascii=False)
        separator = ",\n"
    yield "\n]}\n"
