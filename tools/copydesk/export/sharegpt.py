"""The records for fine-tuning in ShareGPT's form: JSON Lines of conversations."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from copydesk.export import written


def render(objects: Iterable[dict[str, Any]]) -> Iterator[str]:
    """One conversation a line, its Markdown as written: `{"conversations": [{"from": …, "value": …}]}`."""
    for item in objects:
        turns = [
            {"from": "human", "value": written(item, "question")},
            {"from": "gpt", "value": written(item, "answer")},
        ]
        yield json.dumps({"id": item["id"], "conversations": turns}, ensure_ascii=False) + "\n"
