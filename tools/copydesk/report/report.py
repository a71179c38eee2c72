"""What reporters are given: the checked files and how they are to be shown."""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, cast

from copydesk.model import Diagnostic, Severity
from copydesk.source import Source

if TYPE_CHECKING:
    # The list of formats is wanted where no engine is.
    from copydesk.engine import Checked


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a check; `grammar` names the engine, `off`, or why it did not run.

    `authors` gives who wrote a line, and on which day (YYYY-MM-DD), by path and 1-based line, where
    that is known and a format shows it. Excerpts keep to `width` columns.
    """

    checked: Sequence[Checked]
    grammar: str
    color: bool = False
    show_source: bool = False
    width: int = 120
    authors: Mapping[str, Mapping[int, tuple[str, str]]] = field(default_factory=dict)

    def diagnostics(self) -> Iterator[tuple[Source, Diagnostic]]:
        """Every diagnostic with its source, by path and place."""
        for item in self.checked:
            for diagnostic in item.diagnostics:
                yield item.source, diagnostic

    def counts(self) -> dict[Severity, int]:
        """How many diagnostics there are of each severity, the worst first."""
        found = Counter(diagnostic.severity for _, diagnostic in self.diagnostics())
        return {severity: found[severity] for severity in sorted(Severity, reverse=True)}

    @property
    def records(self) -> int:
        return sum(item.records for item in self.checked)


class Reporter(Protocol):
    """A module in `report/` named as its format."""

    def render(self, report: Report) -> Iterator[str]:
        """The report in pieces of text that are written one after the other."""


def formats() -> list[str]:
    """The formats that there are: every module here but this one."""
    package = importlib.import_module(__package__)
    return sorted(
        info.name
        for info in pkgutil.iter_modules(package.__path__)
        if not info.ispkg and info.name not in ("report", "position")
    )


def reporter(name: str) -> Reporter:
    """The reporter of one of `formats()`."""
    module: Any = importlib.import_module(f"{__package__}.{name}")
    return cast(Reporter, module)
