"""Where `copydesk` begins: what an earlier run said is said again where nothing has changed since.

Then not even the command line is imported.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence

from copydesk.ui import streams


def main() -> None:
    """Run the command line."""
    streams.prepare()
    # A grammar server of ours must end with us, and it does where an exception unwinds.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        again(sys.argv[1:])
        from copydesk.ui.cli import cli
    except KeyboardInterrupt:
        sys.stderr.write("copydesk: interrupted\n")
        sys.exit(128 + signal.SIGINT)
    cli.main(prog_name="copydesk")


def again(arguments: list[str]) -> None:
    """End as an earlier check with these arguments did, where it would end so now."""
    if arguments[:1] != ["check"]:
        return
    from copydesk.kept import runs

    ran = runs.find(asked(arguments))
    if ran is None:
        return
    for to, piece in ran.said:
        if to == streams.ERROR:
            sys.stderr.write(piece)
        elif problem := streams.out([piece]):
            from copydesk.ui import session

            session.fail(problem)
    sys.exit(ran.status)


def asked(arguments: Sequence[str]) -> tuple[str, ...]:
    """What decides what a check says, beside the files: its arguments, its colours and its width."""
    return (*arguments, repr(streams.color(sys.stdout)), repr(streams.width()))
