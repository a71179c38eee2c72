"""`## Question 3`, and the question as a paragraph below it."""

from __future__ import annotations

from copydesk.format.writer import Item
from copydesk.parse.layouts import titled_questions

NAME = titled_questions.NAME


def write(item: Item) -> str:
    """A title that counts, then the question, then the marked answer."""
    title = f"{'#' * item.level} Question {item.number}"
    return "\n\n".join([title, item.question, *item.below(marked=True)])
