"""An editor's reminder that nobody marked must not be published."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.model import ERROR, Diagnostic, Document
from copydesk.notes import editing
from copydesk.rule import Bad, Context, Good, rule


@rule("note/unmarked", severity=ERROR)
def check(document: Document, context: Context) -> Iterator[Diagnostic]:
    """A line typed to oneself looks like prose to every other tool, and so it gets published.

    It is found by evidence: where it stands, how it differs from this file's own style, and
    whether it talks about the text instead of its subject. The confidence is the probability that
    it is a note; one below `notes.min-score` is shown as info only. The fix puts it into a comment,
    where no reader sees it and note/marked goes on asking for it.
    """
    for note in context.notes:
        if note.kind == "unmarked":
            why = f" ({note.evidence[0]})" if note.evidence else ""
            message = f"this reads as a note to the author: {note.text}{why}"
            yield from context.note(note, message, editing.mark(document, note))


EXAMPLES = [
    Good(
        "### Q1. What does dropout do?\n\n**A:** It switches units off at random.\n\n---\n\n"
        "### Q2. Why does it help?\n\n**A:** Units cannot rely on each other.\n"
    ),
    Bad(
        "### Q1. What does dropout do?\n⟦give this one a better title⟧\n\n"
        "**A:** It switches units off at random while training.\n\n---\n\n"
        "### Q2. Why does it help?\n\n**A:** Units cannot rely on each other any more.\n",
        fixed="### Q1. What does dropout do?\n<!-- TODO: give this one a better title -->\n\n"
        "**A:** It switches units off at random while training.\n\n---\n\n"
        "### Q2. Why does it help?\n\n**A:** Units cannot rely on each other any more.\n",
    ),
]
