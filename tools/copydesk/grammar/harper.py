"""Harper as a checker: English only, no Java, milliseconds; the one file that imports harper.

It finds less than LanguageTool (an error of agreement here and there, few doubled phrases), and is
there for machines that refuse Java and for checks while somebody types.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from copydesk.grammar.checker import Annotated, GrammarError, Match
from copydesk.grammar.languages import ALWAYS, primary

_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
# Harper's dialects by the region of a tag; the first is for a tag without one that it knows.
_DIALECTS = {
    "us": "AMERICAN",
    "gb": "BRITISH",
    "au": "AUSTRALIAN",
    "ca": "CANADIAN",
    "in": "INDIAN",
}


def name() -> str:
    """The engine with its version, such as `harper 0.2.0`.

    Raises GrammarError if it is not installed.
    """
    try:
        return f"harper {version('harper-py')}"
    except PackageNotFoundError as error:
        raise GrammarError(
            'Harper is not installed; run `pip install "copydesk[harper]"`, set `grammar.engine` to '
            "languagetool, or check without grammar with --no-grammar"
        ) from error


class HarperChecker:
    """Harper, in this process.

    Raises GrammarError if it is not installed.
    """

    def __init__(self) -> None:
        self.name = name()
        self._linters: dict[str, Any] = {}

    def speaks(self, language: str) -> bool:
        """Whether texts in a language can be checked, by its tag: English of any region."""
        return primary(language) == ALWAYS

    def check(self, texts: Sequence[Annotated]) -> list[list[Match]]:
        """The matches of each text, in the order of their spans."""
        return [sorted(self._matches(text), key=lambda match: match.span) for text in texts]

    def close(self) -> None:
        """Nothing outlives a call."""

    def _matches(self, text: Annotated) -> Iterator[Match]:
        import harper

        plain = text.plain
        found = self._linter(text.language).organized_lints(
            plain, language=harper.Language.PLAINTEXT
        )
        for rule, lints in found.items():
            for lint in lints:
                kind = lint.lint_kind
                low, high = lint.span.start, lint.span.end
                yield Match(
                    span=text.source_span(low, high),
                    message=lint.message,
                    rule_id=_CAPITAL.sub("_", rule).upper(),
                    category="TYPOS" if kind == "Spelling" else kind.upper(),
                    issue_type="misspelling" if kind == "Spelling" else "grammar",
                    replacements=tuple(
                        _replacement(plain[low:high], item) for item in lint.suggestions
                    ),
                )

    def _linter(self, language: str) -> Any:
        import harper

        region = language.lower().rpartition("-")[2]
        dialect = _DIALECTS.get(region, _DIALECTS["us"])
        if dialect not in self._linters:
            self._linters[dialect] = harper.Linter(harper.Dialect[dialect])
        return self._linters[dialect]


def _replacement(words: str, suggestion: Any) -> str:
    import harper

    text: str = suggestion.replacement_text
    if suggestion.kind is harper.SuggestionKind.INSERT_AFTER:
        return words + text
    return text
