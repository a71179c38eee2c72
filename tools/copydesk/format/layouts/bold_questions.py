"""`**What is X?**`"""

from __future__ import annotations

from copydesk.format.writer import Item
from copydesk.parse.layouts import bold_questions

NAME = bold_questions.NAME


def write(item: Item) -> str:
    """A line in bold."""
    return "\n\n".join([f"**{item.written_number}{item.question}**", *item.below()])
