"""The command `copydesk`: finds its commands in `ui/commands/`, one file each."""

from __future__ import annotations

import importlib
import signal
import sys
from typing import TYPE_CHECKING, Any

import click

from copydesk import __version__
from copydesk.ui.streams import ARGUMENTS

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_PACKAGE = "copydesk.ui.commands"


class Commands(click.Group):
    """Commands that are imported when they are asked for, so that each starts fast.

    A file `notes_mark.py` is the command `notes mark`; a path of that name is `./mark`.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.meta[ARGUMENTS] = tuple(args)
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        import pkgutil

        package = importlib.import_module(_PACKAGE)
        return sorted(
            info.name.replace("_", " ") for info in pkgutil.iter_modules(package.__path__)
        )

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        module: Any = importlib.import_module(f"{_PACKAGE}.{cmd_name.replace(' ', '_')}")
        command: click.Command = module.command
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        # A shell would take `notes mark` for one word.
        return [item for item in super().shell_complete(ctx, incomplete) if " " not in item.value]

    def invoke(self, ctx: click.Context) -> Any:
        from copydesk.installed import RuleError
        from copydesk.ui import session
        from copydesk.validation import SchemaError

        try:
            return super().invoke(ctx)
        except (RuleError, SchemaError) as error:
            session.fail(str(error))
        except KeyboardInterrupt:
            # click ends with 1 here, which says that something was found.
            click.echo("copydesk: interrupted", err=True)
            sys.exit(128 + signal.SIGINT)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        both = " ".join(args[:2])
        if " " in both and (command := self.get_command(ctx, both)):
            return both, command, args[2:]
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            import difflib

            near = difflib.get_close_matches(args[0], self.list_commands(ctx), n=1)
            if near and "No such command" in error.message:
                raise click.UsageError(
                    f"No such command {args[0]!r}. Did you mean `copydesk {near[0]}`?", ctx
                ) from error
            raise


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with `copydesk init`, then `copydesk check`. Status: 0 clean, 1 found, 2 could not work.",
)
@click.version_option(__version__, prog_name="copydesk")
def cli() -> None:
    """Lint, list and publish Markdown questions and answers."""
