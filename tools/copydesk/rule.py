"""What a rule is: a check with a name, a severity, a reason and examples that are its tests."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_type_hints

from copydesk.model import (
    Collection,
    Diagnostic,
    Document,
    Fix,
    Note,
    Record,
    Severity,
)
from copydesk.silence import Stet
from copydesk.source import Source, Span

Scope = Literal["record", "document"]
Check = Callable[..., Iterator[Diagnostic]]
_SCOPES: dict[type, Scope] = {Record: "record", Document: "document"}
# What is less likely a note than this is not worth a line.
_SHOWN = 0.45
_OPEN, _CLOSE = "⟦", "⟧"


@dataclass(frozen=True, slots=True)
class Example:
    """A Markdown text with the spans that a rule must report in it, and what its fix makes of it.

    `missing` are paths that it links to and that are not there, with the one that was meant.
    """

    text: str
    spans: tuple[Span, ...] = ()
    fixed: str | None = None
    missing: Mapping[str, str] = field(default_factory=dict)

    @property
    def marked(self) -> str:
        """The text with its spans between ⟦ and ⟧."""
        return marked(self.text, self.spans)


def marked(text: str, spans: Iterable[Span]) -> str:
    """A text with spans that do not overlap between ⟦ and ⟧."""
    for span in sorted(spans, reverse=True):
        text = f"{text[: span.start]}{_OPEN}{text[span.slice]}{_CLOSE}{text[span.end :]}"
    return text


def Good(text: str) -> Example:
    """A text in which the rule finds nothing."""
    return Example(text)


def Bad(
    marked: str, *, fixed: str | None = None, missing: Mapping[str, str] | None = None
) -> Example:
    """A text in which the rule reports exactly the spans between ⟦ and ⟧.

    Raises ValueError where the brackets do not pair up.
    """
    text: list[str] = []
    spans: list[Span] = []
    start: int | None = None
    for character in marked:
        if character == _OPEN:
            start = len(text)
        elif character == _CLOSE:
            if start is None:
                raise ValueError(f"{_CLOSE} without {_OPEN} in an example: {marked!r}")
            spans.append(Span(start, len(text)))
            start = None
        else:
            text.append(character)
    if start is not None or not spans:
        raise ValueError(f"an example of what is bad needs {_OPEN}…{_CLOSE}: {marked!r}")
    return Example("".join(text), tuple(spans), fixed, missing or {})


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as its file declares it.

    `summary` is the file's one-line docstring, `reason` the check's; a record rule is called for
    each record and may depend on nothing else of the file, a document rule for each file. A rule
    that is `last` sees what the others' diagnostics left of the stet comments.
    """

    name: str
    severity: Severity
    scope: Scope
    last: bool
    check: Check
    summary: str
    reason: str
    examples: tuple[Example, ...] = ()

    @property
    def family(self) -> str:
        return self.name.partition("/")[0]

    @property
    def fixable(self) -> bool:
        return any(example.fixed is not None for example in self.examples)


@dataclass(frozen=True, slots=True)
class Context:
    """What a check may look at besides the record or document that it is given."""

    rule: Rule
    document: Document
    collection: Collection
    notes: tuple[Note, ...]
    severity: Severity
    min_score: float
    schema: Mapping[str, Any] = field(default_factory=dict)
    record: Record | None = None
    unused_comments: tuple[Stet, ...] = ()

    @property
    def source(self) -> Source:
        return self.document.source

    def diagnostic(
        self,
        span: Span,
        message: str,
        *,
        severity: Severity | None = None,
        confidence: float | None = None,
        evidence: Iterable[str] = (),
        fix: Fix | None = None,
        record: str | None = None,
    ) -> Diagnostic:
        """A diagnostic of this rule at a span of this file's source."""
        owner = record or (self.record.id if self.record else self.record_at(span))
        return Diagnostic(
            rule=self.rule.name,
            severity=self.severity if severity is None else severity,
            message=message,
            path=self.source.path,
            span=span,
            record=owner,
            confidence=confidence,
            evidence=tuple(evidence),
            fix=fix,
        )

    def note(self, note: Note, message: str, fix: Fix | None = None) -> Iterator[Diagnostic]:
        """The diagnostic of a note: below the gate's score an info, and none where it is unlikely.

        Only a note that reaches the gate's score has its fix.
        """
        if note.score >= min(self.min_score, _SHOWN):
            yield self.diagnostic(
                note.span,
                message,
                severity=self.severity if note.score >= self.min_score else Severity.INFO,
                confidence=note.score,
                evidence=note.evidence,
                record=note.record,
                fix=fix if note.score >= self.min_score else None,
            )

    def record_at(self, span: Span) -> str | None:
        """The id of the record that holds a span, None between records."""
        return self.document.record_at(span.start)


@dataclass(frozen=True, slots=True)
class _Declaration:
    name: str
    severity: Severity
    last: bool


def rule(name: str, *, severity: Severity, last: bool = False) -> Callable[[Check], Check]:
    """Declare a function to be the check of the rule `name` (`family/kebab-name`)."""

    def declare(check: Check) -> Check:
        check.__dict__["declaration"] = _Declaration(name, severity, last)
        return check

    return declare


def from_module(module: object) -> Rule:
    """Read the rule that a module declares.

    Raises TypeError if the module declares none, or one without a reason.
    """
    name = getattr(module, "__name__", repr(module))
    check = getattr(module, "check", None)
    declaration = getattr(check, "__dict__", {}).get("declaration")
    if check is None or not isinstance(declaration, _Declaration):
        raise TypeError(f"{name} has no function `check` declared with @rule")
    first = next(iter(inspect.signature(check).parameters), "")
    scope = _SCOPES.get(get_type_hints(check).get(first, object))
    if scope is None:
        raise TypeError(f"{name}: the first parameter of `check` must be a Record or a Document")
    summary, reason = inspect.getdoc(module), inspect.getdoc(check)
    if not summary or not reason:
        raise TypeError(f"{name} lacks its docstring or its check's (the reason)")
    return Rule(
        name=declaration.name,
        severity=declaration.severity,
        scope=scope,
        last=declaration.last,
        check=check,
        summary=summary.splitlines()[0],
        reason=reason,
        examples=tuple(getattr(module, "EXAMPLES", ())),
    )
