"""The page of the configuration, from the JSON Schema that editors read too."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from copydesk.resources import schema

_LIST = {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
_HEAD = """\
# Configuration

Copydesk reads `.copydesk.toml`, `copydesk.toml` or the table `[tool.copydesk]` of `pyproject.toml`. It
looks upwards from each file, as far as the root of the repository, and the first folder that has one of
them wins. Every key is optional. [`copydesk init`](commands/init.md) writes a commented file to start from.

```toml
{example}```

A key that is unknown, or a value of the wrong kind, ends with status 2 and a line that names it.

## In an editor

The keys are described by a JSON Schema, [`config.schema.json`](schema/config.schema.json). Save it beside
your configuration, and name it in the first line of `copydesk.toml`:

```toml
#:schema ./config.schema.json
```

Editors that use Taplo, such as Visual Studio Code with Even Better TOML, then complete the keys, show what
each does, and mark what does not fit.

## Keys

"""
EXAMPLE = """\
include = ["content/**/*.md"]
exclude = ["content/drafts/**"]
vocabulary = ["content/vocabulary.txt"]
fail-on = "warning"
severity = { "record/number-gap" = "error" }
per-file-ignores = { "content/archive/**" = ["grammar", "spelling"] }

[notes]
min-score = 0.6

[export]
block = ["prose"]
"""


def pages() -> dict[str, str]:
    """The one page."""
    keys = "".join(_keys(schema("config")["properties"]))
    return {"configuration.md": _HEAD.replace("{example}", EXAMPLE) + keys}


def _keys(properties: Mapping[str, Any], table: str = "") -> Iterator[str]:
    for name, value in properties.items():
        if "properties" in value:
            yield f"### [{name}] {{#{name}}}\n\n{value['description']}\n\n"
            yield from _keys(value["properties"], f"{name}.")
            continue
        key = f"{table}{name}"
        yield f"{'####' if table else '###'} {key} {{#{key.replace('.', '-')}}}\n\n"
        yield f"{value['description']}\n\n"
        default = f" Default: `{json.dumps(value['default'])}`." if "default" in value else ""
        yield f"Value: {_kind(value)}.{default}\n\n"


def _kind(value: Mapping[str, Any]) -> str:
    if "enum" in value:
        return _one_of(value["enum"])
    if value.get("oneOf") == _LIST["oneOf"]:
        return "a string or a list of strings"
    if value["type"] == "object":
        return f"a table; each value is {_kind(value['additionalProperties'])}"
    if value["type"] == "number":
        least, most = value.get("minimum", value.get("exclusiveMinimum")), value.get("maximum")
        return f"a number from {least} to {most}" if most is not None else f"a number above {least}"
    return {"string": "a string", "boolean": "true or false"}[value["type"]]


def _one_of(values: list[str]) -> str:
    shown = [f"`{json.dumps(value)}`" for value in values]
    return f"{', '.join(shown[:-1])} or {shown[-1]}" if len(shown) > 1 else shown[0]
