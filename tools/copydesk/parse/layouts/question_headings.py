"""Headings that are questions themselves: `## How do I …?`, `### Explain …`."""

from __future__ import annotations

from collections import defaultdict

from copydesk.model import Node
from copydesk.parse.layout import Finding, Page, Start, headings
from copydesk.parse.vocabulary import asks, is_frame

NAME = "question-headings"


def find(page: Page) -> Finding | None:
    """The headings of the level at which most of all headings ask something."""
    levels: dict[int, list[Node]] = defaultdict(list)
    for node in headings(page.blocks):
        if not node.content.empty:
            levels[node.level].append(node)
    asking = {level: sum(asks(node.text) for node in nodes) for level, nodes in levels.items()}
    level = max(asking, key=lambda key: (asking[key], -key), default=0)
    if not level or not asking[level]:
        return None
    share = asking[level] / len(levels[level])
    nodes = [
        node
        for node in levels[level]
        # Among questions a title such as "LoRA against QLoRA" is one more; its frame is not.
        if asks(node.text) or (share >= 0.75 and not is_frame(node.text))
    ]
    starts = tuple(Start(node.span, node.content, level) for node in nodes)
    evidence = (f"{asking[level]} of {len(levels[level])} headings of level {level} ask something",)
    return Finding(starts, 0.4 + 0.5 * share, evidence)
