"""Every rule, found by discovery: a new file in a family's folder is a new rule."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from copydesk.rule import Rule, from_module


@cache
def load() -> dict[str, Rule]:
    """All rules by name, sorted.

    Raises ValueError where a file's name is not its rule's.
    """
    found: dict[str, Rule] = {}
    for info in pkgutil.walk_packages(__path__, f"{__name__}."):
        if info.ispkg:
            continue
        rule = from_module(importlib.import_module(info.name))
        expected = "/".join(info.name.split(".")[-2:]).replace("_", "-")
        if rule.name != expected:
            raise ValueError(f"{info.name} declares {rule.name}; its file's name says {expected}")
        found[rule.name] = rule
    return dict(sorted(found.items()))
