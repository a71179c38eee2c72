"""From a configuration to the engine's settings: rules by name, schemas and vocabularies from files."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from copydesk import config as configuration
from copydesk import engine, files, rules, seen
from copydesk.config import Config, ConfigError
from copydesk.model import Severity, Summary
from copydesk.notes.options import DEFAULT_MIN_SCORE, NoteOptions, models
from copydesk.resources import schema as shipped_schema
from copydesk.silence import names
from copydesk.validation import SchemaError, check_schema


def configured(path: Path) -> Config:
    """Read a configuration file whose patterns can be used.

    Raises ConfigError.
    """
    config = configuration.load(path)
    for key, patterns in (
        ("include", config.include),
        ("exclude", config.exclude),
        ("per-file-ignores", config.per_file_ignores),
    ):
        for pattern in patterns:
            if not files.is_pattern(pattern):
                raise ConfigError(
                    f"{path}: `{key}` has {pattern!r}, which is no pattern as in .gitignore"
                )
    return config


class SettingsOf:
    """The engine's settings of one configuration, and of each of its files.

    `select`, `ignore` and `min_score` come from the command line and win over the configuration.
    Raises ConfigError where a name, a schema or a vocabulary in it cannot be used.
    """

    def __init__(
        self,
        config: Config,
        select: tuple[str, ...] = (),
        ignore: tuple[str, ...] = (),
        min_score: float | None = None,
    ) -> None:
        self.config = config
        self._all = rules.names()
        self._made: dict[tuple[tuple[str, ...], Path | None, str], engine.Settings] = {}
        selected = select or config.select
        ignored = ignore if select else (*config.ignore, *ignore)
        for selector in (
            *selected,
            *ignored,
            *config.severity,
            *_flat(config.per_file_ignores.values()),
        ):
            self._known(selector)
        self._layout(config.layout)
        chosen = [
            rule
            for rule in self._all
            if (not selected or _any(selected, rule)) and not _any(ignored, rule)
        ]
        score = config.notes_min_score if min_score is None else min_score
        self.settings = engine.Settings(
            rules=tuple(chosen),
            select=selected,
            ignore=ignored,
            severities={rule: Severity.parse(level) for rule, level in config.severity.items()},
            schema=self._schema(config.root / config.schema)
            if config.schema
            else shipped_schema("record"),
            notes=self._notes(),
            min_score=DEFAULT_MIN_SCORE if score is None else score,
            layout=config.layout,
        )

    def of(self, path: Path, summary: Summary) -> engine.Settings:
        """The settings of one file: without the rules ignored there, with its own schema.

        Files that are checked alike share them.
        """
        off = tuple(
            selector
            for pattern, selectors in self.config.per_file_ignores.items()
            if matches(self.config, path, (pattern,))
            for selector in selectors
        )
        own = path.parent / summary.schema if summary.schema else None
        asked = (off, own, _primary(summary.language))
        if asked not in self._made:
            self._made[asked] = self._with(*asked)
        return self._made[asked]

    def _with(self, off: tuple[str, ...], schema: Path | None, language: str) -> engine.Settings:
        settings = self.settings
        if off:
            settings = replace(
                settings,
                rules=tuple(rule for rule in settings.rules if not _any(off, rule)),
                ignore=(*settings.ignore, *off),
            )
        if schema:
            settings = replace(settings, schema=self._schema(schema))
        if language:
            settings = replace(settings, notes=replace(settings.notes, language=language))
        return settings

    def _notes(self) -> NoteOptions:
        options = NoteOptions(language=_primary(self.config.language))
        model = self.config.notes_model or options.model
        if model != options.model and model not in models():
            raise ConfigError(
                f"{self.config.path}: unknown `notes.model` {model!r}; there is {', '.join(models())}"
            )
        return replace(
            options,
            model=model,
            issue_references=self.config.notes_issue_references,
            ignored_marks=frozenset(mark.upper() for mark in self.config.notes_ignored_marks),
        )

    def vocabulary(self) -> Iterable[str]:
        """The words of the configured vocabulary files."""
        for name in self.config.vocabulary:
            from copydesk.grammar.jargon import load_vocabulary

            path = self.config.root / name
            try:
                yield from load_vocabulary(seen.text(path))
            except (OSError, UnicodeDecodeError) as error:
                raise ConfigError(
                    f"{self.config.path}: vocabulary {name!r} cannot be read: {error}"
                ) from error

    def _schema(self, path: Path) -> dict[str, Any]:
        shown = files.display(path)
        try:
            loaded = json.loads(seen.text(path))
            check_schema(loaded)
        except FileNotFoundError:
            raise ConfigError(f"{shown}: no such schema file") from None
        except (OSError, ValueError, RecursionError) as error:
            raise ConfigError(f"{shown}: cannot be read as JSON: {error}") from error
        except SchemaError as error:
            raise ConfigError(f"{shown}: {error}") from error
        return loaded if isinstance(loaded, dict) else {"not": {}} if loaded is False else {}

    def _layout(self, name: str) -> None:
        if name == "auto":
            return
        from copydesk.parse.choice import layouts

        if name not in layouts():
            raise ConfigError(
                f"{self.config.path}: unknown layout {name!r}; the layouts are auto, {', '.join(layouts())}"
            )

    def _known(self, selector: str) -> None:
        families = {rule.partition("/")[0] for rule in self._all} | {"grammar", "spelling"}
        if (
            selector in self._all
            or selector.partition("/")[0] in ("grammar", "spelling")
            or selector in families
        ):
            return
        import difflib

        near = difflib.get_close_matches(selector, [*self._all, *families], n=1, cutoff=0.5)
        hint = f"did you mean `{near[0]}`?" if near else "`copydesk rules` lists them"
        raise ConfigError(f"unknown rule `{selector}`; {hint}")


def _primary(language: str) -> str:
    """The language of a tag, without region and script: `en` of `en-GB`."""
    return language.partition("-")[0].lower()


def _any(selectors: Iterable[str], rule: str) -> bool:
    return any(names(selector, rule) for selector in selectors)


def _flat(groups: Iterable[Iterable[str]]) -> list[str]:
    return [item for group in groups for item in group]


def matches(config: Config, path: Path, patterns: Iterable[str]) -> bool:
    """Whether a path matches a pattern that is relative to the configuration."""
    try:
        relative = path.relative_to(config.root).as_posix()
    except ValueError:
        return False
    return bool(files.spec(patterns).match_file(relative))
