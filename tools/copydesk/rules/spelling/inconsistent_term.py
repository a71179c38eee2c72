"""A name must be written as the collection mostly writes it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.model import WARNING, Diagnostic, Document, Edit, Fix
from copydesk.parse import spellings
from copydesk.rule import Bad, Context, Good, rule
from copydesk.source import Span

# `palm` and `rope` are words besides PaLM and RoPE; longer names are names alone.
_SHORT = 4
_MIDWAY = re.compile(r"[^\W\d_][,;]?[ \t]\Z")


@rule("spelling/inconsistent-term", severity=WARNING)
def check(document: Document, context: Context) -> Iterator[Diagnostic]:
    """Readers take `Javascript` beside `JavaScript` for carelessness, and a search finds one of them.

    A name with capitals inside that the collection writes in one way three times, and three times as
    often as in any other, is expected to be written so everywhere. What stands in code, in addresses
    and in compounds is left alone.
    """
    usually = context.collection.spellings
    odd = {
        word: usual
        for word in dict.fromkeys(spellings.words(document))
        if (usual := usually.get(word.casefold(), word)) != word
    }
    for word, span in spellings.placed(document) if odd else ():
        usual = odd.get(word, word)
        if usual != word and not _another(context, word, usual, span):
            yield context.diagnostic(
                span,
                f"the collection mostly writes “{usual}”, not “{word}”",
                fix=Fix(f"write “{usual}”", (Edit(span, usual),)),
            )


def _another(context: Context, word: str, usual: str, span: Span) -> bool:
    """Whether this may be another word: `rope` beside RoPE, or `propTypes` beside PropTypes."""
    if word[1:] == usual[1:]:
        return True
    before = context.source.text[max(0, span.start - 3) : span.start]
    return len(word) <= _SHORT and (word.islower() or not _MIDWAY.search(before))


_USUAL = "### What is LoRA?\n\nLoRA is a way to adapt. LoRA is cheap, and LoRA is fast.\n\n"
EXAMPLES = [
    Bad(
        _USUAL + "### Why?\n\nBecause ⟦Lora⟧ is small.\n",
        fixed=_USUAL + "### Why?\n\nBecause LoRA is small.\n",
    ),
    Bad(
        "## Is it JavaScript?\n\nJavaScript, and JavaScript only; ⟦Javascript⟧ is `javascript` in code.\n",
        fixed="## Is it JavaScript?\n\nJavaScript, and JavaScript only; JavaScript is `javascript` in code.\n",
    ),
    Good("## Is it GitHub?\n\nGitHub, and GitHub only: see github.com, git-github and @github.\n"),
    Good("## What is RoPE?\n\nRoPE turns. RoPE is no rope, RoPE is an angle. Rope is not.\n"),
    Good("## Is it GitHub?\n\nIt is GitHub, or Github.\n"),
    Good("## What are PropTypes?\n\nPropTypes check; PropTypes stand in propTypes.\n"),
]
