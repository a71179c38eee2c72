"""`copydesk grammar`: the engine on this machine."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from copydesk.ui import session
from copydesk.ui.session import Status


@click.group("grammar", short_help="Install the grammar engine, or see what is there.")
def command() -> None:
    """LanguageTool, and a Java runtime where there is none, in the user's cache folder."""


@command.command(
    "install",
    epilog="\b\nExamples:\n  copydesk grammar install\n  copydesk grammar install --languages en,de"
    "\n  copydesk grammar install --list > jars.txt && copydesk grammar install --from jars/",
)
@click.option(
    "--languages",
    metavar="CODE,…",
    default="",
    help="Besides English, such as de,fr; kept from then on.",
)
@click.option(
    "--from",
    "jars",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Take the jars from a folder instead of from the network.",
)
@click.option("--list", "listing", is_flag=True, help="Only name the jars that are needed.")
def install(languages: str, jars: Path | None, listing: bool) -> None:
    """Download LanguageTool from Maven Central, checked against pinned checksums.

    Only this command opens a connection to the outside. It goes on where an interrupted one stopped.
    """
    from copydesk.grammar import install as installer
    from copydesk.grammar.checker import GrammarError
    from copydesk.ui.progress import Progress

    wanted = _languages(languages)
    if listing:
        session.write([f"{jar.sha256} {jar.coordinate}\n" for jar in installer.pinned(wanted)], "")
        return
    found = installer.find()
    if found is not None and wanted <= found.languages:
        click.echo(f"LanguageTool {installer.VERSION} is installed already.", err=True)
        return
    try:
        with Progress("bytes") as progress:
            found = installer.install(progress.update, wanted, jars)
    except GrammarError as error:
        session.fail(str(error))
    click.echo(f"LanguageTool {found.version} is installed in {found.root}.", err=True)


def _languages(named: str) -> frozenset[str]:
    from copydesk.grammar.languages import VARIANTS

    codes = {code.strip().lower() for code in named.split(",") if code.strip()}
    unknown = sorted(codes - VARIANTS.keys())
    if unknown:
        session.fail(
            f"no such language: {', '.join(unknown)}; there are {', '.join(sorted(VARIANTS))}"
        )
    return frozenset(codes)


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


@command.command("start", epilog="\b\nExamples:\n  copydesk grammar start")
def start() -> None:
    """Start the server that checks find warm; does nothing where it runs.

    A check starts it too. It ends by itself when nobody has used it for a while
    (`grammar.idle-minutes`, 15 unless configured).
    """
    from copydesk.grammar import server
    from copydesk.grammar.checker import GrammarError

    try:
        address = server.connect(_idle_minutes())
    except GrammarError as error:
        session.fail(str(error))
    click.echo(f"LanguageTool answers at {address}.", err=True)


@command.command("stop", epilog="\b\nExamples:\n  copydesk grammar stop")
def stop() -> None:
    """End the server; a check that needs one starts another."""
    from copydesk.grammar import server
    from copydesk.grammar.checker import GrammarError

    try:
        ended = server.stop()
    except GrammarError as error:
        session.fail(str(error))
    click.echo("Stopped." if ended else "No server was running.", err=True)


@command.command("logs", epilog="\b\nExamples:\n  copydesk grammar logs | tail")
def logs() -> None:
    """Print what the server said of its starts and ends."""
    from copydesk.grammar import server

    try:
        text = server.log().read_text(encoding="utf-8", errors="replace")
    except OSError:
        session.fail("there is no log: no server was started yet")
    session.write([text], "")


@command.command("status", epilog="\b\nExamples:\n  copydesk grammar status")
def status() -> None:
    """Say what is installed and whether a server runs; status 2 if nothing is installed."""
    from copydesk.grammar import install as installer
    from copydesk.grammar import server

    found = installer.find()
    if found is None:
        click.echo("LanguageTool is not installed; run `copydesk grammar install`.")
        sys.exit(Status.FAILED)
    click.echo(f"languagetool {found.version}\nfolder: {found.root}\njava: {found.java}")
    click.echo(f"languages: {', '.join(sorted(found.languages))}")
    state = server.state()
    if state is not None and state.usable:
        idle = max(0, time.time() - server.used())
        processes = f"processes {state.keeper.pid} and {state.java.pid}"
        click.echo(f"server: {state.address} ({processes}, last used {idle:.0f} s ago)")
    else:
        click.echo("server: none")


def _idle_minutes() -> float:
    """What the configuration around the working directory says, the default where there is none."""
    from copydesk import config
    from copydesk.grammar import server

    path, _ = config.find(Path.cwd())
    try:
        return config.load(path).grammar_idle_minutes if path else server.IDLE_MINUTES
    except config.ConfigError as error:
        session.fail(str(error))
