"""Questions as HTML headings: `<h3 name="…">How do I …?</h3>`, on one line or on several."""

from __future__ import annotations

from copydesk.parse.grouping import questions
from copydesk.parse.layout import Finding, Page

NAME = "html-headings"
EXAMPLE = """\
<h1>Tea</h1>

<h3 id="green">How hot is the water for green tea?</h3>

About 75 °C.

<h3 id="black">How long does black tea draw?</h3>

Three to five minutes.
"""


def find(page: Page) -> Finding | None:
    """The HTML headings of the levels, or of the sections, in which most of them ask something."""
    return questions(page, "html")
