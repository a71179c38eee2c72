"""A footnote that is referred to must be in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.model import WARNING, Diagnostic, Document, Edit, Fix
from copydesk.parse import targets
from copydesk.rule import Bad, Context, Good, rule
from copydesk.source import Span

_REFERENCE = re.compile(r"(?<!\\)\[\^(?P<label>[^\s\[\]^\0\1]+)\](?![:(*+?{])")
_DEFINED = re.compile(r"\[\^(?P<label>[^\s\[\]]+)\]:")


@rule("link/undefined-footnote", severity=WARNING)
def check(document: Document, context: Context) -> Iterator[Diagnostic]:
    """Without its footnote the reference is printed with its brackets, and the source is lost.

    In a file without footnotes only a number is taken for one: `[^abc]` is a regular expression's.
    """
    if "[^" not in context.source.text:
        return
    defined = {match["label"].casefold() for match in _DEFINED.finditer(context.source.text)}
    for node in document.walk():
        start, text = targets.plain(document, node)
        for match in _REFERENCE.finditer(text):
            label = match["label"].casefold()
            if label not in defined and (defined or label.isdecimal()):
                span = Span(start + match.start(), start + match.end())
                message = f"the footnote `{match['label']}` is not in this file"
                meant = targets.near(label, defined)
                if not meant:
                    yield context.diagnostic(span, message)
                    continue
                fix = Fix(f"refer to `{meant}`", (Edit(span, f"[^{meant}]"),))
                yield context.diagnostic(span, f"{message}; `{meant}` is near", fix=fix)


EXAMPLES = [
    Good("### What is PPO?\n\nA loss.[^1]\n\n[^1]: Of 2017.\n"),
    Good("### What is a class?\n\nIn [^abc] and `[^1]` the caret negates.\n"),
    Bad("### What is PPO?\n\nA loss.⟦[^1]⟧\n"),
    Bad(
        "### What is PPO?\n\nA loss.⟦[^shulman]⟧\n\n[^schulman]: Of 2017.\n",
        fixed="### What is PPO?\n\nA loss.[^schulman]\n\n[^schulman]: Of 2017.\n",
    ),
    Bad("### What is PPO?\n\nA loss.[^a] It clips.⟦[^b]⟧\n\n[^a]: Of 2017.\n"),
]
