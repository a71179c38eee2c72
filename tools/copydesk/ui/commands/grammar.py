"""`copydesk grammar`: the engine on this machine."""

from __future__ import annotations

import sys

import click

from copydesk.ui import session
from copydesk.ui.session import Status


@click.group("grammar", short_help="Install the grammar engine, or see what is there.")
def command() -> None:
    """LanguageTool, and a Java runtime where there is none, in the user's cache folder."""


@command.command("install", epilog="\b\nExamples:\n  copydesk grammar install")
def install() -> None:
    """Download LanguageTool from Maven Central, checked against pinned checksums.

    Only this command opens a connection to the outside. It goes on where an interrupted one stopped.
    """
    from copydesk.grammar import install as installer
    from copydesk.grammar.checker import GrammarError
    from copydesk.ui.progress import Progress

    if installer.find() is not None:
        click.echo(f"LanguageTool {installer.VERSION} is installed already.", err=True)
        return
    try:
        with Progress("bytes") as progress:
            found = installer.install(progress.update)
    except GrammarError as error:
        session.fail(str(error))
    click.echo(f"LanguageTool {found.version} is installed in {found.root}.", err=True)


@command.command("uninstall", epilog="\b\nExamples:\n  copydesk grammar uninstall")
def uninstall() -> None:
    """Remove what `copydesk grammar install` put there."""
    from copydesk.grammar import install as installer
    from copydesk.grammar.checker import GrammarError

    try:
        freed = installer.uninstall()
    except GrammarError as error:
        session.fail(str(error))
    click.echo(f"Removed {freed / 1_000_000:.0f} MB.", err=True)


@command.command("status", epilog="\b\nExamples:\n  copydesk grammar status")
def status() -> None:
    """Say what is installed; status 2 if nothing is."""
    from copydesk.grammar import install as installer

    found = installer.find()
    if found is None:
        click.echo("LanguageTool is not installed; run `copydesk grammar install`.")
        sys.exit(Status.FAILED)
    click.echo(f"languagetool {found.version}\nfolder: {found.root}\njava: {found.java}")
