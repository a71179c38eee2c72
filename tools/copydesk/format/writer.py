"""What it takes to write a layout: one file in `format/layouts/` each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Protocol

from copydesk.resources import named


@dataclass(frozen=True, slots=True)
class Item:
    """One record's parts as Markdown without the prefixes of containers, ready to be framed.

    `number` is the author's, or the record's place in the file where `counted`. `told` are comments
    that belong to the record, `inline` says that the answer starts with a paragraph, `level` is that
    of question headings.
    """

    number: int | None
    counted: bool
    question: str
    told: tuple[str, ...]
    lead: str
    mark: str
    answer: str
    inline: bool
    level: int

    @property
    def written_number(self) -> str:
        """The author's number with its full stop, empty where the author gave none."""
        return "" if self.number is None or self.counted else f"{self.number}. "

    def below(self, *, marked: bool = False) -> list[str]:
        """The blocks under the question; a lead needs an answer mark to end it."""
        blocks = [*self.told]
        if self.lead:
            blocks.append(self.lead)
        if not (marked or self.lead):
            return [*blocks, self.answer] if self.answer else blocks
        if self.inline:
            return [*blocks, f"{self.mark} {self.answer}"]
        return [*blocks, self.mark, self.answer] if self.answer else [*blocks, self.mark]


class Writer(Protocol):
    """A module in `format/layouts/`: the NAME of its layout, and how to write a record in it."""

    NAME: str

    def write(self, item: Item) -> str:
        """One record, without a line ending behind it."""


@cache
def writers() -> dict[str, Writer]:
    """Every layout that can be written, by name; a new file is found by itself."""
    return named("copydesk.format.layouts")
