"""Front matter must be YAML, and its fields of the kinds that Copydesk reads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.model import ERROR, Diagnostic, Document, FrontMatter
from copydesk.resources import schema
from copydesk.rule import Bad, Context, Good, rule
from copydesk.source import Span
from copydesk.validation import violations


@rule("schema/front-matter", severity=ERROR)
def check(document: Document, context: Context) -> Iterator[Diagnostic]:
    """A title, tag list or draft flag that is written wrongly is silently not there.

    The fields are `title`, `language`, `tags`, `id`, `schema` and `draft`; others are left alone.
    """
    front_matter = document.front_matter
    if front_matter is None:
        return
    if front_matter.error:
        yield context.diagnostic(_first_line(context, front_matter), front_matter.error)
    for violation in violations(schema("front-matter"), dict(front_matter.data)):
        key = str(violation.path[0]) if violation.path else ""
        yield context.diagnostic(
            _line(context, front_matter, key),
            f"{'/'.join(map(str, violation.path)) or 'front matter'}: {violation.message}",
        )


def _first_line(context: Context, front_matter: FrontMatter) -> Span:
    return context.source.line_span(context.source.line_of(front_matter.span.start))


def _line(context: Context, front_matter: FrontMatter, key: str) -> Span:
    """The line that holds a top-level key."""
    text = context.source[front_matter.content]
    match = re.search(rf"(?m)^[\"']?{re.escape(key)}[\"']?[ \t]*:[^\r\n]*", text)
    if not key or match is None:
        return _first_line(context, front_matter)
    start = front_matter.content.start
    return Span(start + match.start(), start + match.end())


EXAMPLES = [
    Good("---\ntitle: Training\ntags: [optimizers]\n---\n\n### What is PPO?\n\nAn algorithm.\n"),
    Bad("---\n⟦title: 7⟧\n---\n\n### What is PPO?\n\nAn algorithm.\n"),
    Bad("⟦---⟧\ntitle: [open\n---\n\n### What is PPO?\n\nAn algorithm.\n"),
]
