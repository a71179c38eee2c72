"""Figures are said once, in CONTRIBUTING.md; a page takes them from there."""

from __future__ import annotations

import re
import textwrap
from functools import cache
from pathlib import Path

_SOURCE = Path(__file__).parents[2] / "CONTRIBUTING.md"
_ASKED = re.compile(r"^<!-- figures: (?P<name>.+) -->$", re.MULTILINE)
_ITEM = re.compile(r"^- \*\*(?P<name>[^*]+)\*\*.*?(?=^- |\Z)", re.MULTILINE | re.DOTALL)


def filled(text: str) -> str:
    """A page with the figures that its comments ask for, as quotations.

    Raises KeyError where CONTRIBUTING.md has none of that name.
    """
    return _ASKED.sub(lambda asked: textwrap.indent(figures()[asked["name"]], "> "), text)


@cache
def figures() -> dict[str, str]:
    """The figures of CONTRIBUTING.md by the words in bold that open them, and `how` they were taken."""
    section = _SOURCE.read_text("utf-8").partition("\n## Figures\n")[2].partition("\n## ")[0]
    how, _, _ = section.strip().partition("\n\n")
    found = {"how": how}
    for item in _ITEM.finditer(section):
        text = textwrap.dedent(f"  {item[0].removeprefix('- ')}").strip()
        found[item["name"].rstrip(".")] = text
    return found
