"""How many records are read from public files, and whether the choice of layout holds without each.

What is fitted in the choice are two numbers: from which confidence on a layout is sure, and how much
many questions count for. For each repository both are chosen anew on all the others, and tried on it.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from copydesk.model import Document
from copydesk.parse import choice, records
from copydesk.parse.layout import Finding, Page
from copydesk.parse.settling import settle, settled
from copydesk.parse.summary import summarize
from copydesk.source import Source

ROOT = Path(__file__).parents[2]
CORPORA = Path(os.environ.get("COPYDESK_CORPORA", ROOT.parent / "shared" / "corpora"))
SURE = (0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8)
PLENTY = (0.0, 0.05, 0.1, 0.2, 0.4)
Setting = tuple[float, float]


@dataclass
class Entry:
    """One entry of the table: a repository's files, and how many records a reader counts."""

    name: str
    expected: int
    sources: list[Source]
    counts: dict[Setting, int] = field(default_factory=dict)
    layouts: Counter[str] = field(default_factory=Counter)
    unsure: int = 0


class Remembered:
    """A layout that looks at each page once, since only the choice between findings is tried anew."""

    def __init__(self, layout: choice.Layout) -> None:
        self.NAME = layout.NAME
        self._find = layout.find
        self._found: dict[tuple[str, int], Finding | None] = {}

    def find(self, page: Page) -> Finding | None:
        key = (page.source.path, len(page.source.text))
        if key not in self._found:
            self._found[key] = self._find(page)
        return self._found[key]


def entries() -> Iterator[Entry]:
    for item in json.loads((CORPORA / "corpora.json").read_text("utf-8")):
        patterns = item["files"] if isinstance(item["files"], list) else [item["files"]]
        paths = sorted(path for pattern in patterns for path in CORPORA.glob(pattern))
        sources = [
            Source.decode(path.relative_to(CORPORA).as_posix(), path.read_bytes()) for path in paths
        ]
        yield Entry(f"{item['repo']} {item['path']}", item["expected_records"], sources)


def read(entry: Entry, setting: Setting) -> list[Document]:
    choice.SURE, choice.PLENTY = setting
    documents = [records.read(source) for source in entry.sources]
    summaries = settle([summarize(document) for document in documents])
    return [settled(*pair) for pair in zip(documents, summaries, strict=True)]


def fitted(training: Sequence[Entry], usual: Setting) -> Setting:
    """The setting that reads most entries exactly; of several the one nearest to their middle."""
    grid = list(product(SURE, PLENTY))
    right = {
        setting: sum(entry.counts[setting] == entry.expected for entry in training)
        for setting in grid
    }
    best = [setting for setting in grid if right[setting] == max(right.values())]
    middle = [sum(setting[axis] for setting in best) / len(best) for axis in (0, 1)]
    return min(
        best,
        key=lambda setting: (
            sum(abs(setting[axis] - middle[axis]) for axis in (0, 1)),
            setting != usual,
        ),
    )


def main() -> None:
    if not (CORPORA / "corpora.json").is_file():
        raise SystemExit(f"no corpora.json in {CORPORA}; set COPYDESK_CORPORA to where it is")
    usual = (choice.SURE, choice.PLENTY)
    known = {name: Remembered(layout) for name, layout in choice.layouts().items()}
    choice.layouts = lambda: known  # type: ignore[assignment]
    table = list(entries())
    for entry in table:
        for setting in product(SURE, PLENTY):
            documents = read(entry, setting)
            entry.counts[setting] = sum(len(document.records) for document in documents)
            if setting == usual:
                entry.layouts.update(r.layout for d in documents for r in d.records)
                entry.unsure = sum(not d.records and bool(d.evidence) for d in documents)
    print(f"{'entry':68} expected  read  without it  (sure, plenty)  unsure files  layouts")
    for entry in table:
        others = [other for other in table if other.name.split()[0] != entry.name.split()[0]]
        setting = fitted(others, usual)
        names = ", ".join(
            name + ("" if any(name in other.layouts for other in others) else " (only here)")
            for name, _ in entry.layouts.most_common(3)
        )
        print(
            f"{entry.name[:68]:68} {entry.expected:8} {entry.counts[usual]:5}"
            f" {entry.counts[setting]:11}  {setting!s:>14}  {entry.unsure:12}  {names}"
        )


if __name__ == "__main__":
    main()
