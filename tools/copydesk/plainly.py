"""Which instances surely satisfy a schema that says no more than ours do, without jsonschema.

Nearly every record is valid, and jsonschema takes longer to import than a file takes to check. What is
not surely valid here is for jsonschema to judge; so is every schema with a keyword that is not below.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

Test = Callable[[Any], bool]

_SILENT = frozenset(("title", "description", "$comment", "examples", "default", "$defs"))
_AT_THE_TOP = frozenset(("$schema", "$id"))
_TYPES: Mapping[str, Test] = {
    "object": lambda held: isinstance(held, dict),
    "array": lambda held: isinstance(held, list),
    "string": lambda held: isinstance(held, str),
    "integer": lambda held: isinstance(held, int) and not isinstance(held, bool),
    "boolean": lambda held: isinstance(held, bool),
    "null": lambda held: held is None,
}


class _UnsureError(Exception):
    """A schema that says more than is known here."""


def valid(schema: Mapping[str, Any]) -> Test | None:
    """What holds of an instance only if it is valid; None for a schema that says more."""
    try:
        return _Schema(schema).test(schema)
    except (_UnsureError, re.error):
        return None


class _Schema:
    def __init__(self, top: Mapping[str, Any]) -> None:
        self._top = top
        self._within: list[str] = []

    def test(self, schema: Any) -> Test:
        if not isinstance(schema, dict):
            raise _UnsureError
        silent = _SILENT | _AT_THE_TOP if schema is self._top else _SILENT
        tests = [self._keyword(name, value) for name, value in schema.items() if name not in silent]
        return lambda held: all(test(held) for test in tests)

    def _keyword(self, name: str, value: Any) -> Test:
        match name, value:
            case "$ref", str():
                return self._reference(value)
            case "allOf", list():
                tests = [self.test(schema) for schema in value]
                return lambda held: all(test(held) for test in tests)
            case "oneOf", list() if _apart(value):
                kinds = [self.test(schema) for schema in value]
                return lambda held: any(test(held) for test in kinds)
            case "type", (str() | list()):
                return _type(value if isinstance(value, list) else [value])
            case "required", list():
                return lambda held: not isinstance(held, dict) or all(key in held for key in value)
            case "properties", dict():
                return self._properties(value)
            case "items", dict():
                each = self.test(value)
                return lambda held: not isinstance(held, list) or all(each(one) for one in held)
            case "uniqueItems", True:
                return _unique
            case "minLength", int():
                return lambda held: not isinstance(held, str) or len(held) >= value
            case "minimum", int():
                return lambda held: not isinstance(held, int | float) or held >= value
            case "pattern", str():
                search = re.compile(value).search
                return lambda held: not isinstance(held, str) or bool(search(held))
        raise _UnsureError

    def _reference(self, name: str) -> Test:
        prefix, _, key = name.rpartition("/")
        held = self._top.get("$defs", {})
        # A schema that leads to itself is for jsonschema.
        if prefix != "#/$defs" or key not in held or key in self._within:
            raise _UnsureError
        self._within.append(key)
        test = self.test(held[key])
        self._within.pop()
        return test

    def _properties(self, schemas: Mapping[str, Any]) -> Test:
        tests = [(key, self.test(schema)) for key, schema in schemas.items()]
        return lambda held: (
            not isinstance(held, dict) or all(test(held[key]) for key, test in tests if key in held)
        )


def _apart(schemas: list[Any]) -> bool:
    """Whether nothing can satisfy two of some schemas, since each asks for another type."""
    types = [schema.get("type") for schema in schemas if isinstance(schema, dict)]
    named = {name for name in types if isinstance(name, str) and name in _TYPES}
    return len(named) == len(schemas)


def _type(names: list[Any]) -> Test:
    if not all(isinstance(name, str) and name in _TYPES for name in names):
        raise _UnsureError
    tests = [_TYPES[name] for name in names]
    return lambda held: any(test(held) for test in tests)


def _unique(held: Any) -> bool:
    if not isinstance(held, list):
        return True
    return all(isinstance(one, str) for one in held) and len(set(held)) == len(held)
