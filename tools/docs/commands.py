"""The pages of the commands, from click's own tree."""

from __future__ import annotations

import html
import inspect
import textwrap
from collections.abc import Iterator

import click

from copydesk.ui.cli import cli

_NAME = "copydesk"


def pages() -> dict[str, str]:
    """A page for each command, and one that lists them."""
    context = click.Context(cli, info_name=_NAME, **cli.context_settings)
    found = {name: command(context, name) for name in cli.list_commands(context)}
    made = {"commands/index.md": _index(context, found)}
    for name, one in found.items():
        made[_path(name)] = "".join(_page(context, name, one))
    return made


def command(context: click.Context, name: str) -> click.Command:
    found = cli.get_command(context, name)
    assert found is not None
    return found


def _path(name: str) -> str:
    return f"commands/{name.replace(' ', '-')}.md"


def _index(context: click.Context, found: dict[str, click.Command]) -> str:
    rows = [
        f"| [`{_NAME} {name}`]({_path(name).partition('/')[2]}) | {one.get_short_help_str(200)} |\n"
        for name, one in found.items()
    ]
    return (
        "# Commands\n\n"
        f"{cli.help}\n\n"
        "| command | what it does |\n| --- | --- |\n" + "".join(rows) + "\n## Options of all\n\n"
        "`--help` goes with every command, `--version` with `copydesk` alone.\n\n"
        + _options(cli, context)
        + "\n## Exit status\n\n"
        "| status | meaning |\n| --- | --- |\n"
        "| 0 | nothing at or above `--fail-on` |\n"
        "| 1 | something was found |\n"
        "| 2 | it could not do its work: a file could not be read, or grammar was wanted and could not run |\n\n"
        "Machine output goes to standard output, everything else to standard error.\n"
    )


def _page(parent: click.Context, name: str, one: click.Command) -> Iterator[str]:
    context = click.Context(one, info_name=name, parent=parent)
    yield f"# {_NAME} {name}\n\n"
    yield from _body(context, one)
    if isinstance(one, click.Group):
        for inner in one.list_commands(context):
            below = one.get_command(context, inner)
            assert below is not None
            yield f"\n## {_NAME} {name} {inner} {{#{inner}}}\n\n"
            yield from _body(click.Context(below, info_name=inner, parent=context), below)


def _body(context: click.Context, one: click.Command) -> Iterator[str]:
    usage = context.get_usage().removeprefix("Usage: ")
    yield f"```text\n{' '.join(usage.split())}\n```\n\n"
    yield f"{_text(one.help or '')}\n\n"
    if options := _options(one, context):
        yield f"{options}\n"
    if examples := (one.epilog or "").replace("\b\nExamples:\n", ""):
        yield f'```sh title="Examples"\n{textwrap.dedent(examples).strip()}\n```\n'


def _text(text: str) -> str:
    """A help text as Markdown: what is written in capitals is a place to fill in, not a tag."""
    return html.escape(inspect.cleandoc(text).replace("\b\n", ""), quote=False)


def _options(one: click.Command, context: click.Context) -> str:
    records = [
        record
        for option in one.get_params(context)
        if isinstance(option, click.Option)
        and (record := option.get_help_record(context))
        # Every command has it: the list of commands says so once.
        and (one is cli or "--help" not in option.opts)
    ]
    if not records:
        return ""
    rows = (f"| <code>{_cell(name)}</code> | {_cell(says)} |\n" for name, says in records)
    return "| option | what it does |\n| --- | --- |\n" + "".join(rows)


def _cell(text: str) -> str:
    return html.escape(text, quote=False).replace("|", "&#124;").replace("[", "&#91;")
