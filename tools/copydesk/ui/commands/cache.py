"""`copydesk cache`: the kept answers."""

from __future__ import annotations

from pathlib import Path

import click

from copydesk.ui import session


@click.group("cache", short_help="Remove kept answers.")
def command() -> None:
    """What was read, found and answered is kept by the content of the text; deleting it costs time only."""


@command.command("clean", epilog="\b\nExamples:\n  copydesk cache clean")
def clean() -> None:
    """Remove the kept answers."""
    from copydesk import cache, config

    found, _ = config.find(Path.cwd())
    try:
        own = config.load(found).cache if found else ""
        # What a whole run said is kept in the user's folder, whatever a configuration says.
        folders = [cache.folder(), *([found.parent / own] if found and own else [])]
        freed = sum(cache.clean(folder) for folder in folders)
    except config.ConfigError as error:
        session.fail(str(error))
    except OSError as error:
        session.fail(f"the cache cannot be removed: {error}")
    click.echo(f"Removed {freed / 1_000_000:.1f} MB of kept answers.", err=True)
