"""`## 3. What is X?`"""

from __future__ import annotations

from copydesk.format.writer import Item
from copydesk.parse.layouts import numbered_headings

NAME = numbered_headings.NAME


def write(item: Item) -> str:
    """A heading with the author's number, or the record's place where the file has no numbers."""
    number = "" if item.number is None else f"{item.number}. "
    return "\n\n".join([f"{'#' * item.level} {number}{item.question}", *item.below()])
