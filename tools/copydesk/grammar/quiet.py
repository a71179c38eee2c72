"""Which of an engine's findings are for an author of Markdown: the verdicts of `quiet.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from typing import Literal

from copydesk.grammar.checker import Match
from copydesk.grammar.languages import primary

Verdict = Literal["off", "style", "minor", "certain", "kept"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One verdict on a rule (`*` stands for any letters) or on a category, with its reason."""

    verdict: Verdict
    reason: str
    rule: str = ""
    category: str = ""
    exceptions: frozenset[str] = frozenset()

    def covers(self, match: Match, language: str) -> bool:
        """Whether the verdict is about a finding in a language, by its tag."""
        if primary(language) in self.exceptions:
            return False
        if self.rule:
            return fnmatchcase(match.rule_id, self.rule)
        return match.category == self.category


@cache
def entries(engine: str) -> Sequence[Entry]:
    """The verdicts on an engine's findings, those on rules first."""
    data = tomllib.loads(files(__package__).joinpath("quiet.toml").read_text(encoding="utf-8"))
    found = [
        Entry(
            row["verdict"],
            row["reason"],
            row.get("rule", ""),
            row.get("category", ""),
            frozenset(row.get("except", ())),
        )
        for row in data.get(engine, ())
    ]
    return sorted(found, key=lambda entry: not entry.rule)


def verdict(engine: str, match: Match, language: str) -> Verdict:
    """What is to be done with a finding: the first entry about it decides, else it is kept."""
    covering = (entry for entry in entries(engine) if entry.covers(match, language))
    entry = next(covering, None)
    return entry.verdict if entry else "kept"
