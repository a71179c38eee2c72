"""`copydesk completion`: what a shell needs to complete commands and options."""

from __future__ import annotations

import click

SHELLS = ("bash", "fish", "zsh")


@click.command(
    "completion",
    short_help="Print a script that completes commands and options in a shell.",
    epilog="""\b
Examples:
  copydesk completion bash >> ~/.bashrc
  copydesk completion zsh >> ~/.zshrc
  copydesk completion fish > ~/.config/fish/completions/copydesk.fish""",
)
@click.argument("shell", type=click.Choice(SHELLS))
def command(shell: str) -> None:
    """Print a script that completes commands and options in a shell."""
    from click.shell_completion import get_completion_class

    from copydesk.ui.cli import cli

    made = get_completion_class(shell)
    assert made is not None
    click.echo(made(cli, {}, "copydesk", "_COPYDESK_COMPLETE").source())
