"""A relative link or image must lead to a file that exists."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.model import WARNING, Diagnostic, Document
from copydesk.parse import targets
from copydesk.rule import Bad, Context, Good, rule

_OWN_MACHINE = re.compile(r"file:/|[A-Za-z]:[\\/](?!/)", re.IGNORECASE)


@rule("link/missing-file", severity=WARNING)
def check(document: Document, context: Context) -> Iterator[Diagnostic]:
    """A link to a file that was moved, or is on its author's machine only, leads a reader nowhere.

    A path from the site's root, out of the repository, or with a template in it is not looked up.
    """
    for target in targets.targets(document):
        if _OWN_MACHINE.match(target.written):
            yield context.diagnostic(target.span, "this link leads to a file on one machine only")
        elif (
            target.relative
            and target.path
            and targets.resolved(document, target) in context.collection.missing
        ):
            yield context.diagnostic(target.span, f"there is no file `{target.path}`")


EXAMPLES = [
    Good(
        "### What is PPO?\n\nSee [its page](https://example.org/ppo.md) and `[this](C:/ppo.md)`.\n"
    ),
    Good("### What is PPO?\n\nSee [the site](/ppo/) and [the next]({{ site.next }}).\n"),
    Bad("### What is PPO?\n\nSee [my notes](⟦file:///C:/notes/ppo.md⟧).\n"),
    Bad('### What is PPO?\n\n<img src="⟦C:\\pictures\\ppo.png⟧">\n'),
]
