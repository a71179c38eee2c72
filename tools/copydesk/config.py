"""The configuration: its keys, where it is found, and what is wrong with it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, get_type_hints

from copydesk import seen
from copydesk.model import Severity

NAMES = (".copydesk.toml", "copydesk.toml", "pyproject.toml")
GRAMMAR_ENGINES = ("languagetool", "harper")
FAIL_ON = ("error", "warning", "info", "never")
# Names of layouts are checked where layouts are known; here is only the automatic one.
AUTOMATIC = "auto"


class ConfigError(Exception):
    """A configuration that cannot be used; `str()` names the file, the key and the way out."""


@dataclass(frozen=True, slots=True)
class Config:
    """The configuration of one collection; `root` is the folder that its patterns are relative to.

    `path` is the file that it was read from, None for the defaults.
    """

    root: Path
    path: Path | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, str] = field(default_factory=dict)
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fail_on: str = "warning"
    layout: str = AUTOMATIC
    schema: str = ""
    language: str = "en"
    vocabulary: tuple[str, ...] = ()
    notes_min_score: float | None = None
    notes_model: str = ""
    notes_issue_references: bool = False
    notes_ignored_marks: tuple[str, ...] = ()
    export_block: tuple[str, ...] = ()
    grammar_engine: str = "languagetool"
    grammar_server: tuple[str, ...] = ()
    grammar_picky: bool = False
    grammar_disabled: tuple[str, ...] = ()
    grammar_idle_minutes: float = 15.0
    cache: str = ""


def _key(name: str) -> str:
    """The name of a field as it is written in TOML."""
    for table in ("notes", "export", "grammar"):
        if name.startswith(f"{table}_"):
            return f"{table}.{name.removeprefix(f'{table}_').replace('_', '-')}"
    return name.replace("_", "-")


_FIELDS = {
    _key(item.name): item.name for item in fields(Config) if item.name not in ("root", "path")
}
_TYPES = get_type_hints(Config)
KEYS = tuple(_FIELDS)


def find(start: Path) -> tuple[Path | None, tuple[str, ...]]:
    """Find the configuration file that rules a folder, and the warnings that belong to the search.

    The search goes upwards to the repository's root (the folder that holds `.git`) or the file
    system's, and the first folder with a configuration wins.
    """
    for folder in (start, *start.parents):
        present = [folder / name for name in NAMES if _holds_configuration(folder / name)]
        if present:
            warnings = tuple(
                f"{other}: ignored, because {present[0].name} is beside it; keep one of them"
                for other in present[1:]
            )
            return present[0], warnings
        if seen.kind(folder / ".git"):
            break
    return None, ()


def repository_root(start: Path) -> Path | None:
    """The nearest folder at or above `start` that holds `.git`."""
    return next((folder for folder in (start, *start.parents) if seen.kind(folder / ".git")), None)


def load(path: Path) -> Config:
    """Read a configuration file.

    Raises ConfigError if it is not TOML, has an unknown key or a value of the wrong kind.
    """
    table = _read(path)
    if path.name == "pyproject.toml":
        table = _section(table)
        if not isinstance(table, dict):
            raise ConfigError(f"{path}: has no table `[tool.copydesk]`")
    values: dict[str, Any] = {}
    for key, value in _flatten(table):
        name = _FIELDS.get(key)
        if name is None:
            import difflib

            near = difflib.get_close_matches(key, KEYS, n=1, cutoff=0.5)
            hint = f"; did you mean `{near[0]}`?" if near else f"; the keys are {', '.join(KEYS)}"
            raise ConfigError(f"{path}: unknown key `{key}`{hint}")
        values[name] = _convert(path, key, value, _TYPES[name])
    return _checked(Config(root=path.parent, path=path, **values))


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(seen.text(path))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from error


def _section(pyproject: Mapping[str, Any]) -> Any:
    tool = pyproject.get("tool")
    return tool.get("copydesk") if isinstance(tool, dict) else None


def _holds_configuration(path: Path) -> bool:
    if seen.kind(path) != "file":
        return False
    if path.name != "pyproject.toml":
        return True
    try:
        return _section(_read(path)) is not None
    except ConfigError:
        # Somebody else's broken pyproject.toml is theirs to report.
        return False


def _flatten(table: Mapping[str, Any]) -> list[tuple[str, Any]]:
    pairs: list[tuple[str, Any]] = []
    for key, value in table.items():
        if key in ("notes", "export", "grammar") and isinstance(value, dict):
            pairs.extend((f"{key}.{inner}", item) for inner, item in value.items())
        else:
            # A quoted key with a dot is one name in TOML, and none of ours.
            pairs.append((f'"{key}"' if "." in key else key, value))
    return pairs


def _strings(value: Any) -> tuple[str, ...] | None:
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    return None


def _convert(path: Path, key: str, value: Any, kind: Any) -> Any:
    wanted, read = _READERS[kind]
    result = read(value)
    if result is None:
        raise ConfigError(f"{path}: `{key}` must be {wanted}, not {value!r}")
    return result


def _number(value: Any) -> float | None:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return float(value) if number and 0 <= value <= 1 else None


def _minutes(value: Any) -> float | None:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return float(value) if number and value > 0 else None


def _levels(value: Any) -> dict[str, str] | None:
    good = isinstance(value, dict) and all(isinstance(item, str) for item in value.values())
    return value if good else None


def _ignores(value: Any) -> dict[str, tuple[str, ...]] | None:
    if not isinstance(value, dict):
        return None
    pairs = {pattern: _strings(rules) for pattern, rules in value.items()}
    read = {pattern: rules for pattern, rules in pairs.items() if rules is not None}
    return read if len(read) == len(pairs) else None


# For each kind of field: what it must be, and how its value is read (None: it is not that).
_READERS: dict[Any, tuple[str, Callable[[Any], Any]]] = {
    tuple[str, ...]: ("a list of strings", _strings),
    bool: ("true or false", lambda value: value if isinstance(value, bool) else None),
    str: ("a string", lambda value: value if isinstance(value, str) else None),
    float | None: ("a number between 0 and 1", _number),
    float: ("a number above 0", _minutes),
    Mapping[str, str]: ("a table of rule = level", _levels),
    Mapping[str, tuple[str, ...]]: ("a table of pattern = list of rules", _ignores),
}


def _checked(config: Config) -> Config:
    where = config.path
    if config.fail_on not in FAIL_ON:
        raise ConfigError(
            f"{where}: `fail-on` must be one of {', '.join(FAIL_ON)}, not {config.fail_on!r}"
        )
    for rule, level in config.severity.items():
        if level not in {severity.label for severity in Severity}:
            raise ConfigError(
                f"{where}: `severity.{rule}` must be error, warning or info, not {level!r}"
            )
    if config.grammar_engine not in GRAMMAR_ENGINES:
        raise ConfigError(
            f"{where}: `grammar.engine` must be {' or '.join(GRAMMAR_ENGINES)}, not {config.grammar_engine!r}"
        )
    return config
