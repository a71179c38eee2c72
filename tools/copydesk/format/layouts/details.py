"""`<details><summary>What is X?</summary> … </details>`"""

from __future__ import annotations

from copydesk.format.writer import Item
from copydesk.parse.layouts import details

NAME = details.NAME


def write(item: Item) -> str:
    """An answer that folds below its question."""
    summary = f"<details>\n<summary>{item.written_number}{item.question}</summary>"
    return "\n\n".join([summary, *item.below(), "</details>"])
