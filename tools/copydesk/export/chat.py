"""The records for fine-tuning a chat model: JSON Lines of user and assistant messages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from copydesk.export import written


def render(objects: Iterable[dict[str, Any]]) -> Iterator[str]:
    """One conversation a line, its Markdown as written: `{"messages": [{"role": …, "content": …}]}`."""
    for item in objects:
        messages = [
            {"role": "user", "content": written(item, "question")},
            {"role": "assistant", "content": written(item, "answer")},
        ]
        yield json.dumps({"messages": messages}, ensure_ascii=False) + "\n"
