"""A link to a heading must lead to a heading that exists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from copydesk.model import WARNING, Diagnostic, Document, Edit, Fix
from copydesk.parse import anchors, targets
from copydesk.parse.targets import Target
from copydesk.rule import Bad, Context, Good, rule
from copydesk.source import Span

# Where every browser goes by itself, lines of a file's source, text fragments, an application's way.
_ELSEWHERE = re.compile(r"(?:|top|l\d+(?:-l?\d+)?|:~:.*|[!/].*)\Z", re.IGNORECASE)
_COUNT = re.compile(r"-\d+\Z")
# Percent of alike letters from which on a name is a slip of another.
_SLIP = 90.0


@rule("link/missing-anchor", severity=WARNING)
def check(document: Document, context: Context) -> Iterator[Diagnostic]:
    """A link whose heading was renamed opens at the top of the page, and nobody notices.

    Anchors are GitHub's, ids and names in HTML count. Files outside the collection are not read.
    """
    for target in targets.targets(document):
        if not target.relative or "#" not in target.written or _ELSEWHERE.match(target.anchor):
            continue
        known = _known(document, context, target)
        if known is None or anchors.key(target.anchor) in known:
            continue
        near = _near(target.anchor, known)
        place = Span(target.span.end - len(target.anchor), target.span.end)
        where = f" in `{target.path}`" if target.path else ""
        meant = f"; `#{near}` is near" if near else ""
        yield context.diagnostic(
            place,
            f"there is no `#{unquote(target.anchor)}`{where}{meant}",
            fix=Fix(f"link to `#{near}`", (Edit(place, near),)) if near else None,
        )


def _known(document: Document, context: Context, target: Target) -> Mapping[str, str] | None:
    """The anchors of the file that a link leads to, None where it was not read whole."""
    if not target.path:
        return None if document.unparsed else context.collection.anchors.get(document.source.path)
    for path in targets.stand_ins(targets.resolved(document, target)):
        if path in context.collection.anchors:
            return context.collection.anchors[path]
    return None


def _near(anchor: str, known: Mapping[str, str]) -> str:
    """The one anchor that was meant; none where it could be several."""
    wanted = _letters(anchor)
    for reading in (_letters, lambda name: _letters(_COUNT.sub("", anchors.key(name)))):
        alike = [name for found, name in known.items() if wanted and reading(found) == wanted]
        if alike:
            return alike[0] if len(alike) == 1 else ""
    from rapidfuzz.fuzz import ratio

    slips = [name for found, name in known.items() if ratio(_letters(found), wanted) >= _SLIP]
    return slips[0] if len(slips) == 1 and " " not in slips[0] else ""


def _letters(anchor: str) -> str:
    return "".join(filter(str.isalnum, anchors.key(anchor)))


EXAMPLES = [
    Good("- [PPO](#what-is-ppo)\n- [again](#What-is-PPO)\n\n### What is PPO?\n\nA loss.\n"),
    Good('<a name="ppo"></a>\n\n### What is PPO?\n\nSee [above](#ppo), [top](#top), `[x](#y)`.\n'),
    Good(
        "### What is PPO?\n\nSee [another file](other.md#that) and [a page](https://a.example/#b).\n"
    ),
    Good("> ## Notes\n\n- ### Notes\n\nSee [one](#notes) and [two](#notes-1).\n"),
    Bad("### What is PPO?\n\nSee [DPO](#⟦what-is-dpo-and-why⟧).\n"),
    Bad(
        "- [PPO](#⟦what-is-ppo?⟧)\n\n### What is PPO?\n\nA loss.\n",
        fixed="- [PPO](#what-is-ppo)\n\n### What is PPO?\n\nA loss.\n",
    ),
    Bad(
        "### What is a baseline?\n\nSee [it](#⟦what-is-a-basline⟧).\n",
        fixed="### What is a baseline?\n\nSee [it](#what-is-a-baseline).\n",
    ),
]
