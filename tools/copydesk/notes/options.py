"""What a user may set about notes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

# Chosen for calm on the trade-off curve of `make eval-notes`.
DEFAULT_MIN_SCORE = 0.5


@dataclass(frozen=True, slots=True)
class NoteOptions:
    """How notes are found.

    `floor` is the lowest score kept, `language` that of the text, `model` the data file of weights,
    `issue_references` lets a marker stand that names an issue (`TODO(#12)`), `ignored_marks` are
    markers that are none here.
    """

    floor: float = 0.2
    language: str = "en"
    model: str = "weights"
    issue_references: bool = False
    ignored_marks: frozenset[str] = frozenset()


@cache
def models() -> tuple[str, ...]:
    """The names of the models that `NoteOptions.model` may have: the data files of weights here."""
    from importlib.resources import files

    names = (entry.name for entry in files(__package__).iterdir())
    return tuple(sorted(name.removesuffix(".json") for name in names if name.endswith(".json")))
