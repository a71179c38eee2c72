"""Every rule, found by discovery: a new file in a family's folder is a new rule."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from copydesk.rule import Rule


@cache
def load() -> dict[str, Rule]:
    """All rules by name, sorted.

    Raises ValueError where a file's name is not its rule's.
    """
    # Most runs find all that they need in the cache, and no rule.
    from copydesk.rule import from_module

    found: dict[str, Rule] = {}
    for name, module in _modules().items():
        rule = from_module(importlib.import_module(module))
        if rule.name != name:
            raise ValueError(f"{module} declares {rule.name}; its file's name says {name}")
        found[name] = rule
    return found


def names() -> tuple[str, ...]:
    """The names of all rules, sorted; a file's name is its rule's, so none is imported."""
    return tuple(_modules())


@cache
def _modules() -> dict[str, str]:
    modules = [
        info.name for info in pkgutil.walk_packages(__path__, f"{__name__}.") if not info.ispkg
    ]
    named = {"/".join(name.split(".")[-2:]).replace("_", "-"): name for name in modules}
    return dict(sorted(named.items()))
