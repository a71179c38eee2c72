"""`## What is X?`"""

from __future__ import annotations

from copydesk.format.writer import Item
from copydesk.parse.layouts import question_headings

NAME = question_headings.NAME


def write(item: Item) -> str:
    """A heading without a number."""
    return "\n\n".join([f"{'#' * item.level} {item.question}", *item.below()])
