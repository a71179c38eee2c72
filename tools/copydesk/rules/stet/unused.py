"""A stet comment must silence something."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.model import WARNING, Diagnostic, Document, Edit, Fix
from copydesk.rule import Bad, Context, Good, rule
from copydesk.source import Source, Span


@rule("stet/unused", severity=WARNING, last=True)
def check(document: Document, context: Context) -> Iterator[Diagnostic]:
    """A comment that silences nothing hides the next real finding at its place.

    It is not reported where a rule that it could silence did not run, such as grammar's.
    """
    for stet in context.unused_comments:
        what = f" of {', '.join(stet.rules)}" if stet.rules else ""
        yield context.diagnostic(
            stet.comment,
            f"this comment silences nothing{what}; remove it",
            fix=Fix(
                "remove the comment", (Edit(_removal(context.source, stet.comment), ""),), "safe"
            ),
        )


def _removal(source: Source, comment: Span) -> Span:
    """The comment, and its whole line where it stands alone on it."""
    number = source.line_of(comment.start)
    line = source.line_span(number)
    if source[line].strip() == source[comment]:
        starts = source.line_starts
        return Span(line.start, starts[number] if number < len(starts) else line.end)
    before = source[Span(line.start, comment.start)]
    return Span(line.start + len(before.rstrip()), comment.end)


EXAMPLES = [
    Good("### What is PPO?\n\n<!-- stet: note/marked -->\nTODO: this one is meant to stand.\n"),
    Bad(
        "### What is PPO?\n\n⟦<!-- stet: math -->⟧\nAn algorithm.\n",
        fixed="### What is PPO?\n\nAn algorithm.\n",
    ),
]
