"""The page of the layouts, from each one's file, with an example and how it is read."""

from __future__ import annotations

import html
import inspect
from collections.abc import Iterator

from copydesk.format.writer import writers
from copydesk.model import Document
from copydesk.parse import records
from copydesk.parse.choice import layouts
from copydesk.source import Source

_HEAD = """\
# Layouts

A layout is one way of writing questions and answers in Markdown. Copydesk guesses it for each file from
what it sees, and where it is unsure it reads no records; `copydesk records --explain` says what was seen and
why. [`layout`](configuration.md#layout) names one for a whole collection, and
[`copydesk fmt --layout`](commands/fmt.md) writes another.

"""


def pages() -> dict[str, str]:
    """The one page."""
    return {"layouts.md": _HEAD + "".join(part for name in layouts() for part in _layout(name))}


def example(name: str) -> Document:
    """The example of a layout, read in the layout that is guessed for it."""
    return records.read(Source(f"{name}.md", layouts()[name].EXAMPLE))


def _layout(name: str) -> Iterator[str]:
    document = example(name)
    yield f"## {name} {{#{name}}}\n\n{_summary(name)}\n\n"
    yield f"````markdown\n{document.source.text.rstrip()}\n````\n\n"
    yield from _table(document)
    if name in writers():
        yield f"`copydesk fmt --layout {name}` writes it.\n\n"


def _table(document: Document) -> Iterator[str]:
    numbered = any(record.number is not None for record in document.records)
    yield "| number " * numbered + "| question | answer |\n"
    yield "| --- " * numbered + "| --- | --- |\n"
    for record in document.records:
        yield f"| {record.number} " * numbered
        yield f"| {_cell(record.question.text)} | {_cell(record.answer.text)} |\n"
    yield "\n"


def _summary(name: str) -> str:
    text = inspect.getdoc(inspect.getmodule(layouts()[name])) or ""
    return text.partition("\n")[0]


def _cell(text: str) -> str:
    return html.escape(" ".join(text.split()), quote=False).replace("|", "\\|")
