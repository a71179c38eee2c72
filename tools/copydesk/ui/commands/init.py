"""`copydesk init`: a commented configuration to start from."""

from __future__ import annotations

from pathlib import Path

import click

from copydesk import __version__
from copydesk.ui import session

_CONFIG = """\
# Copydesk's configuration; every key is optional. `copydesk rules` lists the rules.

# Which files are the collection (patterns as in .gitignore, relative to this file).
include = [{include}]
# exclude = ["content/drafts/**"]

# Rules or families: only these, or not these.
# select = ["note", "record", "schema"]
# ignore = ["prose/repeated-statement"]
# severity = {{ "record/number-gap" = "error" }}
# per-file-ignores = {{ "content/archive/**" = ["grammar", "spelling"] }}

# The severity from which the exit status is 1: error, warning, info, never.
# fail-on = "warning"

# A JSON Schema for the records; extend ours: {{"allOf": [{{"$ref": "urn:copydesk:record"}}, ...]}}.
# schema = "schema/my-record.schema.json"

# Names and jargon that no spelling rule may report, one word a line.
# vocabulary = ["content/vocabulary.txt"]

# [notes]
# min-score = 0.8        # from this probability on an unmarked note blocks

# [export]
# block = ["prose"]      # what holds a record back besides errors and notes

# [grammar]
# picky = true
# disabled = ["OXFORD_SPELLING_Z_NOT_S"]
"""

_PRE_COMMIT = """\
repos:
  - repo: local
    hooks:
      - id: copydesk
        name: copydesk
        entry: copydesk check --no-grammar --force-exclude
        language: python
        additional_dependencies: ["copydesk=={version}"]
        types: [markdown]
"""


@click.command(
    "init",
    short_help="Write a commented copydesk.toml, offer the pre-commit lines.",
    epilog="\b\nExamples:\n  copydesk init\n  copydesk init --pre-commit",
)
@click.option(
    "--pre-commit", is_flag=True, help="Also write .pre-commit-config.yaml where there is none."
)
def command(pre_commit: bool) -> None:
    """Write copydesk.toml into this folder; nothing that is there is changed."""
    target = Path("copydesk.toml")
    include = '"content/**/*.md"' if Path("content").is_dir() else '"**/*.md"'
    _write(target, _CONFIG.format(include=include))
    hooks = _PRE_COMMIT.format(version=__version__)
    if pre_commit:
        _write(Path(".pre-commit-config.yaml"), hooks)
    else:
        click.echo(
            "\nTo check before every commit, put this into .pre-commit-config.yaml", err=True
        )
        click.echo(
            "(or run `copydesk init --pre-commit`), then run `pre-commit install`:\n", err=True
        )
        click.echo(hooks, err=True)


def _write(path: Path, text: str) -> None:
    if path.exists():
        if path.is_file() and path.read_bytes() == text.encode():
            click.echo(f"{path} is there already.", err=True)
            return
        session.fail(f"{path} is there already and is not changed; edit it, or move it away")
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        session.fail(f"{path}: cannot be written: {error.strerror}")
    click.echo(f"Wrote {path}.", err=True)
