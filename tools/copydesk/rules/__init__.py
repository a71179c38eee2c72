"""Every rule, found by discovery: a new file in a family's folder is a new rule.

So is an entry point `copydesk.rules` of an installed package.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING

from copydesk.installed import RuleError, packages

if TYPE_CHECKING:
    from copydesk.rule import Rule


@cache
def load() -> dict[str, Rule]:
    """All rules by name, sorted.

    Raises ValueError where a file's name is not its rule's, RuleError where a rule of another
    package cannot be used.
    """
    return {name: _load(name, module) for name, module in _modules().items()}


def _load(name: str, module: str) -> Rule:
    # Most runs find all that they need in the cache, and no rule.
    from copydesk.rule import from_module

    try:
        rule = from_module(importlib.import_module(module))
        if rule.name != name:
            raise ValueError(f"{module} declares {rule.name}; its place says {name}")
    except Exception as error:
        if module.startswith(f"{__name__}."):
            raise
        # Whatever a stranger's module does wrong, the user must learn whose it is.
        raise RuleError(f"the rule `{name}` of {_owner(name)} cannot be used: {error}") from error
    return rule


def names() -> tuple[str, ...]:
    """The names of all rules, sorted; places and entry points name them, so none is imported.

    Raises RuleError where another package's names cannot be used.
    """
    return tuple(_modules())


@cache
def _modules() -> dict[str, str]:
    modules = [
        info.name for info in pkgutil.walk_packages(__path__, f"{__name__}.") if not info.ispkg
    ]
    named = {"/".join(name.split(".")[-2:]).replace("_", "-"): name for name in modules}
    for package in packages():
        for name, module in package.rules:
            if name in named:
                raise RuleError(
                    f"{package}: there is a rule `{name}` already; it needs another name"
                )
            named[name] = module
    return dict(sorted(named.items()))


def _owner(name: str) -> str:
    return next(str(package) for package in packages() if name in dict(package.rules))
