"""Places as `copydesk notes` prints them, and the notes that stand there."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from copydesk import engine, fix
from copydesk.model import Document, Fix, Note
from copydesk.source import Source
from copydesk.ui import gathering, session, writing
from copydesk.ui.session import Status

if TYPE_CHECKING:
    from copydesk.workspace import Member

_PLACE = re.compile(r"(?P<path>.+?):(?P<line>\d+)(?::(?P<column>\d+))?")


def edit(
    places: Sequence[str],
    change: Callable[[Document, Note], Fix | str],
    done: str,
    *,
    every: bool,
    diff: bool,
) -> None:
    """Change the notes at places, each file once, and end with the status of the contract.

    `change` gives a fix, or a sentence that says why a note is left. With `every` a place may be a
    file, which means all its notes.
    """
    from copydesk.workspace import Request

    wanted: dict[str, list[tuple[int, int | None] | None]] = {}
    names: dict[str, None] = {}
    for place in places:
        match = _PLACE.fullmatch(place)
        if match is None and not every:
            session.fail(f"{place}: no place; name path:line, or --all for every note of a file")
        path = match["path"] if match else place
        column = int(match["column"]) if match and match["column"] else None
        names[path] = None
        asked_for = wanted.setdefault(os.path.abspath(path), [])
        asked_for.append((int(match["line"]), column) if match else None)
    workspace = session.open_workspace(Request(paths=tuple(names)))
    failed, changed = bool(workspace.errors), 0
    for member in workspace.reported:
        source = member.source
        asked = _of(wanted, member)
        document, count = member.document, 0
        # From the end, so that the places of those before stay true; each sees what is left.
        for note in sorted(_asked(member, asked), key=lambda note: note.span, reverse=True):
            made = change(document, note)
            if isinstance(made, str):
                session.say(f"{source.path}:{source.line_of(note.span.start)}: {made}")
                continue
            text, _ = fix.apply(document.source.text, [made])
            document = engine.read(Source(source.path, text), member.settings)
            count += 1
        text = document.source.text
        failed = failed or any(not _found(member, place) for place in asked)
        if diff:
            session.write(writing.diff(source, text), "")
        elif count and not writing.rewrite(member.path, source, text, done):
            failed = True
            continue
        changed += count
    session.say(f"{session.plural(changed, 'note')} {'would be ' if diff else ''}{done}")
    sys.exit(Status.FAILED if failed else Status.CLEAN)


def _of(
    wanted: Mapping[str, list[tuple[int, int | None] | None]], member: Member
) -> list[tuple[int, int | None] | None]:
    """The places asked for in a file, or None for all of it where its folder was named."""
    return [
        place
        for path, places in wanted.items()
        if Path(path) == member.path or Path(path) in member.path.parents
        for place in places
    ]


def _asked(member: Member, places: Sequence[tuple[int, int | None] | None]) -> list[Note]:
    notes = gathering.unresolved(member)
    if None in places:
        return notes
    found: dict[Note, None] = {}
    for place in places:
        found.update(dict.fromkeys(note for note in notes if _stands(member, note, place)))
    return list(found)


def _stands(member: Member, note: Note, place: tuple[int, int | None] | None) -> bool:
    if place is None:
        return True
    source = member.source
    position = source.position(note.span.start)
    if place[1] is not None:
        return (position.line, position.column) == place
    return position.line <= place[0] <= source.line_of(max(note.span.start, note.span.end - 1))


def _found(member: Member, place: tuple[int, int | None] | None) -> bool:
    """Whether a note stands at a place; where none does, says where the nearest is."""
    notes = gathering.unresolved(member)
    if place is None or any(_stands(member, note, place) for note in notes):
        return True
    source = member.source
    where = ":".join(str(part) for part in (source.path, *place) if part is not None)
    nearest = min(
        (source.position(note.span.start) for note in notes),
        key=lambda position: abs(position.line - place[0]),
        default=None,
    )
    hint = f"the nearest is at line {nearest.line}" if nearest else "the file has none"
    session.say(f"{where}: no unresolved note stands here; {hint}")
    return False
