"""The `<details>` of a page: what each sums up, and where its tags stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from copydesk.model import Node
from copydesk.parse.letters import Letters, html_runs, of_runs
from copydesk.source import Source, Span

_TAG = re.compile(r"<(?P<close>/?)(?P<name>details|summary)\b[^<>]*>", re.IGNORECASE)


@dataclass(slots=True)
class Details:
    """A `<details>`: `span` to the end of `</summary>`, `body_end` where `</details>` starts.

    `end` is the end of `</details>`; both are None where it is never closed.
    """

    span: Span
    summary: Span
    letters: Letters
    body_end: int | None = None
    end: int | None = None
    inner: list[Details] = field(default_factory=list)


def details(source: Source, blocks: Sequence[Node]) -> list[Details]:
    """The outermost `<details>` with a summary, each with those inside it, in source order."""
    top: list[Details] = []
    stack: list[Details] = []
    opened: int | None = None
    summary: int | None = None
    for match in _tags(source, blocks):
        name = match["name"].lower()
        if name == "details" and not match["close"]:
            opened, summary = match.start(), None
        elif name == "summary" and not match["close"]:
            summary = match.end()
        elif name == "summary":
            if opened is not None and summary is not None:
                inside = Span(summary, match.start())
                letters = of_runs(html_runs(source, inside))
                entry = Details(Span(opened, match.end()), inside, letters)
                (stack[-1].inner if stack else top).append(entry)
                stack.append(entry)
            opened = summary = None
        elif opened is not None:
            # Closed without a summary: nothing that anyone would ask.
            opened = None
        elif stack:
            entry = stack.pop()
            entry.body_end, entry.end = match.start(), match.end()
    return _flat(top)


def _flat(entries: list[Details]) -> list[Details]:
    """Take what stands behind an unclosed `<details>` out of it again."""
    result: list[Details] = []
    waiting = list(reversed(entries))
    while waiting:
        entry = waiting.pop()
        result.append(entry)
        if entry.end is None:
            waiting.extend(reversed(entry.inner))
            entry.inner = []
    return result


def _tags(source: Source, blocks: Sequence[Node]) -> Iterator[re.Match[str]]:
    for block in blocks:
        for node in block.walk():
            if node.kind == "html":
                yield from _TAG.finditer(source.text, node.span.start, node.span.end)
            else:
                for run in node.runs:
                    if run.kind == "html":
                        yield from _TAG.finditer(source.text, run.span.start, run.span.end)
