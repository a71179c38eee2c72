"""Questions as HTML headings: `<h3 name="…">How do I …?</h3>`, on one line or on several."""

from __future__ import annotations

from copydesk.parse.grouping import questions
from copydesk.parse.layout import Finding, Page

NAME = "html-headings"


def find(page: Page) -> Finding | None:
    """The HTML headings of the levels, or of the sections, in which most of them ask something."""
    return questions(page, "html")
