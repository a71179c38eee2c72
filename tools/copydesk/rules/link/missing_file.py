"""A relative link or image must lead to a file that exists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from copydesk.model import WARNING, Diagnostic, Document, Edit, Fix
from copydesk.parse import targets
from copydesk.parse.targets import Target
from copydesk.rule import Bad, Context, Good, rule
from copydesk.source import Span

_OWN_MACHINE = re.compile(r"file:/|[A-Za-z]:[\\/](?!/)", re.IGNORECASE)
# What ends or breaks a link that is written without angle brackets.
_UNSAFE = re.compile(r"[\s()<>#?%]")


@rule("link/missing-file", severity=WARNING)
def check(document: Document, context: Context) -> Iterator[Diagnostic]:
    """A link to a file that was moved, or is on its author's machine only, leads a reader nowhere.

    A neighbour that differs in capitals only, or the one file of the collection with that name, is
    offered. A path from the site's root, out of the repository, or with a template in it is not looked up.
    """
    for target in targets.targets(document):
        if _OWN_MACHINE.match(target.written):
            yield context.diagnostic(target.span, "this link leads to a file on one machine only")
        elif target.relative and target.path:
            meant = context.collection.missing.get(targets.resolved(document, target))
            if meant is not None:
                yield _missing(document, context, target, meant)


def _missing(document: Document, context: Context, target: Target, meant: str) -> Diagnostic:
    message = f"there is no file `{target.path}`"
    if not meant:
        return context.diagnostic(target.span, message)
    link = targets.relative(document, meant)
    if target.written.startswith("./") and not link.startswith("../"):
        link = f"./{link}"
    if "%" in target.written or _UNSAFE.search(link):
        link = quote(link)
    size = len(re.split(r"[?#]", target.written, maxsplit=1)[0])
    edit = Edit(Span(target.span.start, target.span.start + size), link)
    fix = Fix(f"link to `{link}`", (edit,))
    return context.diagnostic(target.span, f"{message}; `{link}` is there", fix=fix)


EXAMPLES = [
    Good(
        "### What is PPO?\n\nSee [its page](https://example.org/ppo.md) and `[this](C:/ppo.md)`.\n"
    ),
    Good("### What is PPO?\n\nSee [the site](/ppo/) and [the next]({{ site.next }}).\n"),
    Bad(
        "### What is PPO?\n\nSee [it](⟦PPO.md#loss⟧).\n",
        fixed="### What is PPO?\n\nSee [it](ppo.md#loss).\n",
        missing={"PPO.md": "ppo.md"},
    ),
    Bad(
        "### What is PPO?\n\nSee [it](⟦./loss.md⟧).\n",
        fixed="### What is PPO?\n\nSee [it](./rl/loss.md).\n",
        missing={"loss.md": "rl/loss.md"},
    ),
    Bad("### What is PPO?\n\nSee [it](⟦loss.md⟧).\n", missing={"loss.md": ""}),
    Bad("### What is PPO?\n\nSee [my notes](⟦file:///C:/notes/ppo.md⟧).\n"),
    Bad('### What is PPO?\n\n<img src="⟦C:\\pictures\\ppo.png⟧">\n'),
]
