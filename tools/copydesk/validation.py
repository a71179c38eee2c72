"""JSON Schema validation without a network: our schemas, and a user's own that extend them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from copydesk.plainly import valid
from copydesk.resources import schema as shipped

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

_SHIPPED = ("record", "front-matter")


class SchemaError(Exception):
    """A schema that cannot be used; `str()` is one sentence with the way out."""


class Violation(NamedTuple):
    """What is wrong with an instance, and the keys and indexes that lead there."""

    message: str
    path: tuple[str | int, ...]


@lru_cache(maxsize=16)
def _validator(text: str) -> Draft202012Validator:
    # jsonschema costs more to import than all the rest of a check's start.
    from jsonschema import Draft202012Validator
    from referencing import Registry
    from referencing.jsonschema import DRAFT202012

    registry: Registry[Any] = Registry().with_resources(
        (str(schema["$id"]), DRAFT202012.create_resource(schema))
        for schema in map(shipped, _SHIPPED)
    )
    return Draft202012Validator(json.loads(text), registry=registry)


def violations(schema: Mapping[str, Any], instance: object) -> Sequence[Violation]:
    """Every violation of a schema by an instance, in the order of their places.

    Raises SchemaError if the schema refers to one that is not here; remote ones are never fetched.
    """
    return against(schema)(instance)


def against(schema: Mapping[str, Any]) -> Callable[[object], Sequence[Violation]]:
    """`violations` of one schema, for many instances."""
    surely = valid(schema)
    text = json.dumps(schema, sort_keys=True)

    def found(instance: object) -> Sequence[Violation]:
        if surely is not None and surely(instance):
            return ()
        return _violations(_validator(text), instance)

    return found


def _violations(validator: Draft202012Validator, instance: object) -> Sequence[Violation]:
    from jsonschema.exceptions import best_match
    from referencing.exceptions import Unresolvable

    try:
        found = sorted(
            validator.iter_errors(instance),
            key=lambda error: ([str(step) for step in error.absolute_path], error.message),
        )
    except RecursionError as error:
        raise SchemaError(
            "the schema refers to itself without end; give its `$ref` a way out"
        ) from error
    except Unresolvable as error:
        raise SchemaError(
            f"the schema refers to {error.ref!r}, which is not in it; schemas are never fetched, "
            'so put it in the file under "$defs" (ours is "urn:copydesk:record")'
        ) from error
    result = []
    for item in found:
        # Of anyOf and its like, the branch that came nearest tells most.
        deepest = (best_match([item]) if item.context else None) or item
        result.append(Violation(_short(deepest.message), tuple(deepest.absolute_path)))
    return result


def check_schema(schema: object) -> None:
    """Raises SchemaError if an object is not a JSON Schema of draft 2020-12."""
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import SchemaError as Invalid

    try:
        Draft202012Validator.check_schema(schema)  # type: ignore[arg-type]
    except Invalid as error:
        place = "/".join(str(step) for step in error.absolute_path) or "its top"
        raise SchemaError(
            f"not a JSON Schema (draft 2020-12): at {place}: {_short(error.message)}"
        ) from error


def _short(message: str) -> str:
    """Jsonschema repeats the instance; a long one tells nobody anything."""
    line = " ".join(message.split())
    return line if len(line) <= 160 else f"{line[:70]} … {line[-80:]}"
