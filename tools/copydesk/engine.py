"""The engine: sources in, diagnostics out. It reads no file, prints nothing, starts nothing."""

from __future__ import annotations

import dataclasses
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from copydesk import notes, rules, silence
from copydesk.model import (
    Collection,
    Diagnostic,
    Document,
    Note,
    RecordSummary,
    Severity,
)
from copydesk.notes import NoteOptions
from copydesk.parse import anchors, contents, records
from copydesk.parse.identity import question_key
from copydesk.resources import schema as shipped_schema
from copydesk.rule import Context, Rule
from copydesk.source import Source, Span

# The families whose rules are the grammar engine's.
ENGINES = ("grammar", "spelling")
# Two diagnostics on nearly the same words are one finding.
_SAME = 0.5


@dataclass(frozen=True, slots=True)
class Settings:
    """What one file is checked with: its rules with their severities, its schema, the notes' gate.

    `rules` are those that `select` and `ignore` left; both still decide about grammar's.
    """

    rules: tuple[Rule, ...]
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severities: Mapping[str, Severity] = field(default_factory=dict)
    schema: Mapping[str, Any] = field(default_factory=lambda: shipped_schema("record"))
    min_score: float = notes.DEFAULT_MIN_SCORE
    notes: NoteOptions = field(default_factory=NoteOptions)
    layout: str = "auto"

    def active(self, name: str) -> bool:
        """Whether a rule that has no file of its own, such as the grammar engine's, is on."""
        if any(silence.names(selector, name) for selector in self.ignore):
            return False
        return not self.select or any(silence.names(selector, name) for selector in self.select)

    def severity(self, rule: str, default: Severity) -> Severity:
        """The configured severity of a rule or its family."""
        return self.severities.get(rule, self.severities.get(rule.partition("/")[0], default))


@dataclass(frozen=True, slots=True)
class Checked:
    """A document, what was found in it, and the notes that no comment lets stand."""

    document: Document
    diagnostics: tuple[Diagnostic, ...]
    notes: tuple[Note, ...]


def read(source: Source, settings: Settings) -> Document:
    """Read a source into blocks and records in its layout."""
    return records.read(source, settings.layout)


def learn(documents: Iterable[Document], vocabulary: frozenset[str] = frozenset()) -> Collection:
    """What documents teach the checks of each of them."""
    questions: dict[str, list[RecordSummary]] = defaultdict(list)
    linked: dict[str, set[str]] = defaultdict(set)
    places: dict[str, dict[str, str]] = {}
    for document in documents:
        if not document.unparsed:
            named = anchors.anchors(document)
            places[document.source.path] = {anchors.key(name): name for name in named}
        for path, anchor in contents.outward(document):
            linked[path].add(anchor)
        for record in document.records:
            summary = RecordSummary(
                path=record.path,
                id=record.id,
                question=record.question.text,
                question_span=record.question.span,
                line=document.source.line_of(record.question.span.start),
            )
            questions[question_key(record)].append(summary)
    return Collection(
        {key: tuple(value) for key, value in questions.items()},
        vocabulary,
        {path: frozenset(names) for path, names in linked.items()},
        places,
    )


def check(
    document: Document,
    settings: Settings,
    collection: Collection,
    grammar: Sequence[Diagnostic] | None = None,
) -> Checked:
    """Check one document with every rule of its settings.

    `grammar` are the grammar engine's diagnostics of it, which comments silence like any other;
    None where it was not asked.
    """
    found = notes.find(document, settings.notes)
    diagnostics: list[Diagnostic] = []
    for rule in settings.rules:
        if not rule.last:
            diagnostics.extend(_run(rule, document, settings, collection, found))
    diagnostics.extend(_beside(grammar or (), found, settings))
    kept, idle = silence.apply(document, _merge(diagnostics))
    unused = tuple(stet for stet in idle if _looked_for(stet, settings, grammar is not None))
    for rule in settings.rules:
        if rule.last:
            kept.extend(_run(rule, document, settings, collection, found, unused))
    kept.sort(key=lambda item: (item.span, item.rule, item.message))
    return Checked(document, tuple(kept), _standing(document, settings, found))


def standing(document: Document, settings: Settings) -> tuple[Note, ...]:
    """The notes of a document that no comment silences and whose rule is on."""
    return _standing(document, settings, notes.find(document, settings.notes))


def _standing(document: Document, settings: Settings, found: Iterable[Note]) -> tuple[Note, ...]:
    active = {rule.name for rule in settings.rules}
    stets = silence.stets(document)
    result = []
    for note in found:
        name = f"note/{note.kind}"
        probe = Diagnostic(name, Severity.ERROR, "", document.source.path, note.span)
        if name in active and not any(stet.silences(probe) for stet in stets):
            result.append(note)
    return tuple(result)


def _looked_for(stet: silence.Stet, settings: Settings, grammar: bool) -> bool:
    """Whether everything that a comment could silence was looked for.

    A fast hook without grammar must not call a comment unused that grammar needs.
    """
    on = {rule.name for rule in settings.rules}
    selectors = stet.rules or (*rules.load(), *ENGINES)
    missing = [rule for rule in rules.load() if rule not in on]
    if not grammar or not all(settings.active(engine) for engine in ENGINES):
        missing.extend(ENGINES)
    return not any(
        silence.names(selector, rule) or silence.names(rule, selector)
        for selector in selectors
        for rule in missing
    )


def _run(
    rule: Rule,
    document: Document,
    settings: Settings,
    collection: Collection,
    found: tuple[Note, ...],
    unused: tuple[silence.Stet, ...] = (),
) -> Iterable[Diagnostic]:
    severity = settings.severity(rule.name, rule.severity)
    for item in document.records if rule.scope == "record" else (None,):
        context = Context(
            rule=rule,
            document=document,
            collection=collection,
            notes=found,
            severity=severity,
            min_score=settings.min_score,
            schema=settings.schema,
            record=item,
            unused_comments=unused,
        )
        yield from rule.check(item if item is not None else document, context)


def _beside(
    grammar: Sequence[Diagnostic], found: Sequence[Note], settings: Settings
) -> Iterable[Diagnostic]:
    """Grammar's diagnostics; inside a note only wrong words matter, not its style or case."""
    shaky = [note.span for note in found if note.score >= settings.min_score]
    for found_one in grammar:
        if not settings.active(found_one.rule):
            continue
        severity = settings.severity(found_one.rule, found_one.severity)
        diagnostic = dataclasses.replace(found_one, severity=severity)
        wrong_word = diagnostic.severity > Severity.INFO
        if wrong_word or not any(span.overlaps(diagnostic.span) for span in shaky):
            yield diagnostic


def _merge(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Drop a grammar diagnostic beside one of our own on nearly the same words."""
    ordered = sorted(diagnostics, key=lambda item: (item.span, -item.severity, item.rule))
    own = [item.span for item in ordered if item.rule.startswith("prose/")]
    starts = [span.start for span in own]
    kept: list[Diagnostic] = []
    for item in ordered:
        if item.rule.partition("/")[0] in ENGINES:
            near = bisect_right(starts, item.span.end)
            if any(_alike(item.span, span) for span in own[max(0, near - 2) : near]):
                continue
        if kept and kept[-1].span == item.span and kept[-1].rule == item.rule:
            continue
        kept.append(item)
    return kept


def _alike(one: Span, other: Span) -> bool:
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared > 0 and shared >= _SAME * (max(one.end, other.end) - min(one.start, other.start))
