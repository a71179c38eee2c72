"""What was found and what can be done, as the protocol writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from lsprotocol import types

from copydesk.editor.buffer import Change, Encoding, Point, offset, point
from copydesk.editor.outline import Fold, Symbol
from copydesk.editor.view import TWIN_RULES, Found, Place
from copydesk.model import Diagnostic, Edit, Severity
from copydesk.source import Source, Span

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}


class Converter:
    """Spans to ranges and back, in the units that were agreed on with the client.

    `address` is how the client calls a path.
    """

    def __init__(self, encoding: Encoding, address: Callable[[Path], str]) -> None:
        self.encoding: Encoding = encoding
        self._address = address

    def range(self, source: Source, span: Span) -> types.Range:
        """The range of a span."""
        low, high = (point(source, at, self.encoding) for at in span)
        return types.Range(types.Position(*low), types.Position(*high))

    def offset(self, source: Source, position: types.Position) -> int:
        """The 0-based code-point offset of a position."""
        return offset(source, Point(position.line, position.character), self.encoding)

    def span(self, source: Source, range_: types.Range) -> Span:
        """The span of a range."""
        return Span(self.offset(source, range_.start), self.offset(source, range_.end))

    def diagnostics(self, found: Found, *, related: bool) -> list[types.Diagnostic]:
        """The diagnostics of a file, where `related` with the places of the same question."""
        return [self.diagnostic(found, item, related=related) for item in found.diagnostics]

    def diagnostic(self, found: Found, item: Diagnostic, *, related: bool) -> types.Diagnostic:
        """One diagnostic."""
        twins = found.twins(item.span.start) if related and item.rule in TWIN_RULES else []
        return types.Diagnostic(
            range=self.range(found.source, item.span),
            message=item.message,
            severity=_SEVERITIES[item.severity],
            code=item.rule,
            source="copydesk",
            related_information=[
                types.DiagnosticRelatedInformation(
                    self.location(twin), " ".join(twin.source[twin.span].split())
                )
                for twin in twins
            ]
            or None,
        )

    def location(self, place: Place) -> types.Location:
        """A place in another file, or in this one."""
        return types.Location(self._address(place.path), self.range(place.source, place.span))

    def edits(self, source: Source, edits: Iterable[Edit]) -> list[types.TextEdit]:
        """Edits of one text."""
        return [types.TextEdit(self.range(source, edit.span), edit.text) for edit in edits]

    def symbol(self, source: Source, symbol: Symbol) -> types.DocumentSymbol:
        """A record as a symbol."""
        return types.DocumentSymbol(
            name=symbol.name,
            detail=symbol.detail,
            kind=types.SymbolKind.String,
            range=self.range(source, symbol.span),
            selection_range=self.range(source, symbol.selection),
        )


def fold(fold: Fold) -> types.FoldingRange:
    """Lines that fold."""
    return types.FoldingRange(fold.first - 1, fold.last - 1, kind=types.FoldingRangeKind(fold.kind))


def change(event: types.TextDocumentContentChangeEvent) -> Change:
    """A change of a text, whole or in part."""
    if isinstance(event, types.TextDocumentContentChangePartial):
        start, end = event.range.start, event.range.end
        between = (Point(start.line, start.character), Point(end.line, end.character))
        return Change(event.text, between)
    return Change(event.text)
