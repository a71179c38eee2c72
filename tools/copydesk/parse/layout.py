"""What a layout is: one way of writing questions and answers, found in a file's blocks."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from copydesk.model import Node
from copydesk.source import Source, Span

# A question that is no heading: a heading of any level ends its answer.
BELOW_HEADINGS = 7


@dataclass(frozen=True, slots=True)
class Page:
    """A file's top-level blocks as layouts see them, with swallowed separators put right."""

    source: Source
    blocks: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Start:
    """Where a question starts.

    `span` is the whole question with its number and marks, `question` its words, `level` the
    heading level (`BELOW_HEADINGS` for a paragraph): a heading at or above it ends the answer.
    """

    span: Span
    question: Span
    level: int
    number: int | None = None
    number_span: Span | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """The questions that a layout found, how sure it is (0 to 1) and why."""

    starts: tuple[Start, ...]
    confidence: float
    evidence: tuple[str, ...]


class Layout(Protocol):
    """A module in `parse/layouts/`: its NAME, and how to find its questions."""

    NAME: str

    def find(self, page: Page) -> Finding | None:
        """The questions written in this layout, None where there are none."""


@cache
def layouts() -> dict[str, Layout]:
    """Every layout by name; a new file in `parse/layouts/` is found by itself."""
    package = importlib.import_module("copydesk.parse.layouts")
    found: dict[str, Layout] = {}
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda item: item.name):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        found[module.NAME] = module
    return found


def best(page: Page, wanted: str) -> tuple[str, Finding] | None:
    """The layout of a page and its finding: the wanted one, or where that is `auto` the surest.

    Of equally sure layouts the one that finds more questions wins. None where no layout finds any.
    Raises KeyError where no layout has the wanted name.
    """
    candidates = layouts() if wanted == "auto" else {wanted: layouts()[wanted]}
    findings = [
        (name, finding) for name, layout in candidates.items() if (finding := layout.find(page))
    ]
    sure = [item for item in findings if wanted != "auto" or item[1].confidence >= 0.5]
    return max(sure, key=lambda item: (item[1].confidence, len(item[1].starts)), default=None)


def headings(blocks: Sequence[Node]) -> list[Node]:
    """The top-level headings."""
    return [block for block in blocks if block.kind == "heading"]
