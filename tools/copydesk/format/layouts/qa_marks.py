"""`**Q:** What is X?`, `**A:** …`"""

from __future__ import annotations

from copydesk.format.writer import Item
from copydesk.parse.layouts import qa_marks

NAME = qa_marks.NAME


def write(item: Item) -> str:
    """Question and answer as paragraphs with marks."""
    number = "" if item.number is None or item.counted else item.number
    return "\n\n".join([f"**Q{number}:** {item.question}", *item.below(marked=True)])
