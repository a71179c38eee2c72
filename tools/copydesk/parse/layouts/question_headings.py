"""Headings that are questions themselves: `## How do I …?`, `### Explain …`."""

from __future__ import annotations

from copydesk.parse.grouping import questions
from copydesk.parse.layout import Finding, Page

NAME = "question-headings"
EXAMPLE = """\
# Clocks

## How does a pendulum keep time?

Each swing takes the same time, if it is small.

## Why do clocks turn clockwise?

The shadow of a sundial did.
"""


def find(page: Page) -> Finding | None:
    """The headings of the levels, or of the sections, in which most headings ask something."""
    return questions(page, "markdown")
