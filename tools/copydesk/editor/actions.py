"""What can be done about a finding: edits of the text, and words to learn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from copydesk import fix
from copydesk.editor.view import View
from copydesk.model import Diagnostic, Edit, Note
from copydesk.notes import editing
from copydesk.source import Span
from copydesk.standing import let_stand


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do, as a menu shows it: `edits` of the text, or a `word` for the vocabulary.

    Spans are 0-based code-point offsets. A `preferred` one is what most would do.
    """

    title: str
    about: Diagnostic
    edits: tuple[Edit, ...] = ()
    word: str = ""
    preferred: bool = False


def at(view: View, span: Span) -> Iterator[Action]:
    """What can be done about the findings that a selection touches."""
    for found in view.at(span):
        if found.fix is not None:
            safe = found.fix.safety == "safe"
            yield Action(_title(found.fix.title), found, found.fix.edits, preferred=safe)
        note = view.note(found)
        if note is not None:
            yield from _settled(view, found, note)
            continue
        if found.rule.startswith("spelling/"):
            word = view.source[found.span]
            # Where none is configured, whoever asks for it is told how.
            name = next(iter(view.config.vocabulary), "the vocabulary")
            yield Action(f"Add “{word}” to {name}", found, word=word)
        standing = let_stand(view.document, found)
        if standing is not None:
            yield Action(f"Let {found.rule} stand here", found, (standing,))


def all_safe(view: View) -> Sequence[Edit]:
    """The edits of all safe fixes that can be applied at once."""
    edits, _ = fix.together(fix.wanted(view.diagnostics, unsafe=False))
    return edits


def _settled(view: View, found: Diagnostic, note: Note) -> Iterator[Action]:
    """A note is marked, removed or let stand; the fix of one that is sure marks it already."""
    if note.kind == "unmarked" and found.fix is None:
        marked = editing.mark(view.document, note)
        yield Action(_title(marked.title), found, marked.edits)
    resolved = editing.resolve(view.document, note)
    if not isinstance(resolved, str):
        yield Action(_title(resolved.title), found, resolved.edits)
    kept = editing.keep(view.document, note)
    yield Action(_title(kept.title), found, kept.edits)


def _title(text: str) -> str:
    return text[:1].upper() + text[1:]
