"""Options that several commands share, said once."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def complete_files(
    ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Files, as the shell itself completes them, and the words by which a command goes on."""
    from click.shell_completion import CompletionItem

    found = [CompletionItem(incomplete, type="file")]
    group = ctx.parent.command if ctx.parent else None
    if isinstance(group, click.Group) and ctx.parent:
        own = f"{ctx.info_name} {incomplete}"
        names = [name for name in group.list_commands(ctx.parent) if name.startswith(own)]
        # Bash forgets what stood before files.
        found += [CompletionItem(name.partition(" ")[2]) for name in names]
    return found


def complete_rules(
    _ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Rules and families, the last one of those between commas."""
    from click.shell_completion import CompletionItem

    from copydesk.rules import load

    before, comma, begun = incomplete.rpartition(",")
    names = sorted({*load(), *(name.partition("/")[0] for name in load()), "grammar"})
    return [CompletionItem(f"{before}{comma}{name}") for name in names if name.startswith(begun)]


class Names(click.ParamType[tuple[str, ...]]):
    """A list of names separated by commas."""

    name = "RULE,…"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        if isinstance(value, tuple):
            return value
        return tuple(part.strip() for part in str(value).split(",") if part.strip())


@dataclass(frozen=True, slots=True)
class Where:
    """Which files a command line names, and where their configuration comes from."""

    paths: tuple[str, ...]
    config: str
    isolated: bool
    force_exclude: bool
    stdin_filename: str


def workspace_options(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command PATHs and the options about configuration, as its parameter `where`."""

    @functools.wraps(function)
    def command(
        *,
        paths: tuple[str, ...],
        config: str,
        isolated: bool,
        force_exclude: bool,
        stdin_filename: str,
        **others: Any,
    ) -> None:
        where = Where(paths, config, isolated, force_exclude, stdin_filename)
        function(where=where, **others)

    for decorate in (
        click.argument("paths", nargs=-1, metavar="[PATH]...", shell_complete=complete_files),
        click.option(
            "--config",
            default="",
            metavar="FILE",
            help="Use this configuration file.",
            shell_complete=complete_files,
        ),
        click.option("--isolated", is_flag=True, help="Ignore all configuration files."),
        click.option(
            "--force-exclude",
            is_flag=True,
            help="Leave excluded files out even when they are named.",
        ),
        click.option(
            "--stdin-filename",
            default="stdin.md",
            metavar="NAME",
            help="The name of what `-` reads.",
        ),
    ):
        command = decorate(command)
    return command


def output_option(function: Callable[..., None]) -> Callable[..., None]:
    """Where the machine output goes."""
    return click.option(
        "--output",
        default="",
        metavar="FILE",
        help="Write to a file, replaced whole, instead.",
        shell_complete=complete_files,
    )(function)


def place_options(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command PLACEs of notes, and whether it only shows what it would change."""
    for decorate in (
        click.option("--diff", is_flag=True, help="Show what would change, and change nothing."),
        click.option(
            "--all", "every", is_flag=True, help="Every note of the files that are named."
        ),
        click.argument(
            "places",
            nargs=-1,
            required=True,
            metavar="PLACE...",
            shell_complete=complete_files,
        ),
    ):
        function = decorate(function)
    return function
