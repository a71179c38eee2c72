"""The engine: sources in, diagnostics out. It reads no file, prints nothing, starts nothing.

The reader, the detector and the rules are imported where they are used: a run that finds all its
files in the cache needs none of them.
"""

from __future__ import annotations

import dataclasses
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from copydesk import rules, silence
from copydesk.model import (
    Collection,
    Diagnostic,
    Document,
    Note,
    RecordSummary,
    Severity,
    Summary,
)
from copydesk.notes.options import DEFAULT_MIN_SCORE, NoteOptions
from copydesk.resources import schema as shipped_schema
from copydesk.source import Source, Span

if TYPE_CHECKING:
    from copydesk.rule import Rule

# The families whose rules are the grammar engine's.
ENGINES = ("grammar", "spelling")
# Two diagnostics on nearly the same words are one finding.
_SAME = 0.5


@dataclass(frozen=True, slots=True)
class Settings:
    """What one file is checked with: its rules by name, their severities, its schema, the notes' gate.

    `rules` are those that `select` and `ignore` left; both still decide about grammar's.
    """

    rules: tuple[str, ...]
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severities: Mapping[str, Severity] = field(default_factory=dict)
    schema: Mapping[str, Any] = field(default_factory=lambda: shipped_schema("record"))
    min_score: float = DEFAULT_MIN_SCORE
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
    """What was found in a file, and the notes that no comment lets stand.

    `records` counts its records; `read` gives the document, which is read again where what was
    found is known from an earlier run.
    """

    source: Source
    records: int
    diagnostics: tuple[Diagnostic, ...]
    notes: tuple[Note, ...]
    read: Callable[[], Document]


def read(source: Source, settings: Settings) -> Document:
    """Read a source into blocks and records in its layout."""
    from copydesk.parse import records

    return records.read(source, settings.layout)


def learn(summaries: Iterable[Summary], vocabulary: Set[str] = frozenset()) -> Collection:
    """What files teach the checks of each of them."""
    from copydesk.parse import anchors, spellings
    from copydesk.parse.likest import Likest

    asked: dict[str, list[RecordSummary]] = defaultdict(list)
    linked: dict[str, set[str]] = defaultdict(set)
    places: dict[str, dict[str, str]] = {}
    shaped: list[tuple[str, int]] = []
    for summary in summaries:
        if summary.anchors is not None:
            places[summary.path] = {anchors.key(name): name for name in summary.anchors}
        for path, anchor in summary.outward:
            linked[path].add(anchor)
        for record in summary.records:
            asked[record.key].append(record)
        shaped.extend(summary.shaped)
    questions = {key: tuple(value) for key, value in asked.items()}
    return Collection(
        questions,
        vocabulary,
        {path: frozenset(names) for path, names in linked.items()},
        places,
        similar=Likest(questions),
        spellings=spellings.settled(shaped),
    )


def check(
    document: Document,
    settings: Settings,
    collection: Collection,
    grammar: Sequence[Diagnostic] | None = None,
    *,
    answered: bool = True,
) -> Checked:
    """Check one document with every rule of its settings.

    `grammar` are the grammar engine's diagnostics of it, which comments silence like any other;
    None where it was not asked. Until it has `answered` for all of the text, no comment that could
    be about it is called unused.
    """
    from copydesk.notes import detect

    found = detect.find(document, settings.notes)
    diagnostics: list[Diagnostic] = []
    chosen = [rules.load()[name] for name in settings.rules]
    for rule in chosen:
        if not rule.last:
            diagnostics.extend(_run(rule, document, settings, collection, found))
    diagnostics.extend(_beside(grammar or (), found, settings))
    kept, idle = silence.apply(document, _merge(diagnostics))
    asked = grammar is not None and answered
    unused = tuple(stet for stet in idle if _looked_for(stet, settings, asked))
    for rule in chosen:
        if rule.last:
            kept.extend(_run(rule, document, settings, collection, found, unused))
    kept.sort(key=lambda item: (item.span, item.rule, item.message))
    return Checked(
        document.source,
        len(document.records),
        tuple(kept),
        _standing(document, settings, found),
        lambda: document,
    )


def standing(document: Document, settings: Settings) -> tuple[Note, ...]:
    """The notes of a document that no comment silences and whose rule is on."""
    from copydesk.notes import detect

    return _standing(document, settings, detect.find(document, settings.notes))


def _standing(document: Document, settings: Settings, found: Iterable[Note]) -> tuple[Note, ...]:
    stets = silence.stets(document)
    result = []
    for note in found:
        name = f"note/{note.kind}"
        probe = Diagnostic(name, Severity.ERROR, "", document.source.path, note.span)
        if name in settings.rules and not any(stet.silences(probe) for stet in stets):
            result.append(note)
    return tuple(result)


def _looked_for(stet: silence.Stet, settings: Settings, grammar: bool) -> bool:
    """Whether everything that a comment could silence was looked for.

    A fast hook without grammar must not call a comment unused that grammar needs.
    """
    selectors = stet.rules or (*rules.names(), *ENGINES)
    missing = [rule for rule in rules.names() if rule not in settings.rules]
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
    from copydesk.rule import Context

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
