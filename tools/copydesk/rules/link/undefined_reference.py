"""A link by reference must have its definition."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.model import WARNING, Diagnostic, Document, Edit, Fix
from copydesk.parse import targets
from copydesk.rule import Bad, Context, Good, rule
from copydesk.source import Span

# After a word, a bracket or code it is an index: `rows[first][last]`.
_REFERENCE = re.compile(
    r"(?<![\w\])\[\\\0])\[(?P<text>[^\[\]\1]+)\]\[(?P<label>[^\[\]\0\1]*)\](?![\[(:])"
)
_DEFINED = re.compile(r"\[(?P<label>[^\[\]\n]+)\]:")


@rule("link/undefined-reference", severity=WARNING)
def check(document: Document, context: Context) -> Iterator[Diagnostic]:
    """Without its definition a link by reference is printed with all its brackets.

    A label alone in brackets is ordinary text and not reported.
    """
    if "][" not in context.source.text:
        return
    defined = {_label(match["label"]) for match in _DEFINED.finditer(context.source.text)}
    for node in document.walk():
        start, text = targets.plain(document, node)
        for match in _REFERENCE.finditer(text):
            label = match["label"] or match["text"]
            if _is_link(match["text"], label) and _label(label) not in defined:
                span = Span(start + match.start(), start + match.end())
                message = f"`[{label}]` is defined nowhere in this file"
                meant = targets.near(_label(label), defined)
                if not meant:
                    yield context.diagnostic(span, message)
                    continue
                at = Span(start + match.start("label"), start + match.end("label"))
                fix = Fix(f"link to `[{meant}]`", (Edit(at, meant),))
                yield context.diagnostic(span, f"{message}; `[{meant}]` is near", fix=fix)


def _is_link(text: str, label: str) -> bool:
    """Whether brackets are more than indexes, task boxes and footnotes."""
    words = sum(map(str.isalpha, text)) > 1 or "\0" in text
    named = "\0" not in label and any(map(str.isalnum, label))
    return words and named and not text.startswith("^") and not label.startswith("^")


def _label(label: str) -> str:
    return " ".join(label.split()).casefold()


EXAMPLES = [
    Good("### What is PPO?\n\nSee [the paper][1] and [Notes][].\n\n[1]: a.md\n[notes]: b.md\n"),
    Good("### What is a grid?\n\nRead grid[row][column], [0][1], [x] and `[the paper][2]`.\n"),
    Bad("### What is PPO?\n\nSee ⟦[the paper][schulman]⟧.\n"),
    Bad("### What is PPO?\n\nSee ⟦[the paper][]⟧.\n"),
    Bad(
        "### What is PPO?\n\nSee ⟦[the paper][shulman]⟧.\n\n[schulman]: a.md\n",
        fixed="### What is PPO?\n\nSee [the paper][schulman].\n\n[schulman]: a.md\n",
    ),
]
