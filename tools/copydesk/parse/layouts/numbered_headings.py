"""Headings that carry the question's number: `### Q1. …`, `## 1. …`, `#### 12) …`, `## Q. …`."""

from __future__ import annotations

from copydesk.parse.counting import numbered
from copydesk.parse.layout import Finding, Page

NAME = "numbered-headings"
EXAMPLE = """\
# Rivers

### Q1. What is a delta?

**A:** Land that a river builds where it reaches the sea.

### Q2. Why do rivers meander?

**A:** The outer bank wears away faster than the inner one.
"""


def find(page: Page) -> Finding | None:
    """The numbered headings of the level that most of them share, and those that go on counting."""
    return numbered(page, ("markdown", "html"))
