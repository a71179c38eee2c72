"""The files that links lead to and that are not there, and which file was meant."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from copydesk import seen
from copydesk.source import Source

# Any folder may have one, so a name that is there says nothing of where the link leads.
_EVERYWHERE = frozenset({"readme", "index", "license", "contributing", "changelog"})


def missing(
    links: Iterable[tuple[Path, Sequence[tuple[str, str]]]],
    collection: Sequence[tuple[Path, Source]],
    top: Path,
) -> dict[str, str]:
    """The targets of links that are not there, each looked up once, with the one that was meant.

    `links` are files with their targets, as written and as a source's path; what was meant is a
    source's path as well: a neighbour whose name differs in capitals, or else the one file of the
    collection with that name; empty where there is none, or several. A way out of `top` is the web
    site's, as `../../issues` is on GitHub.
    """
    found: dict[str, str | None] = {}
    named: dict[str, list[str]] = defaultdict(list)
    for path, source in collection:
        named[path.name.casefold()].append(source.path)
    for path, targets in links:
        # What is piped in under the name of no file has no folder to link from.
        if seen.kind(path) != "file":
            continue
        for written, shown in targets:
            if shown in found:
                continue
            place = Path(os.path.normpath(path.parent / written))
            found[shown] = None if _is_there(place, top) else _meant(place, shown, named)
    return {shown: meant for shown, meant in found.items() if meant is not None}


def _is_there(path: Path, top: Path) -> bool:
    if top != path and top not in path.parents:
        return True
    from copydesk.parse import targets

    return any(seen.kind(name) for name in targets.stand_ins(str(path)))


def _meant(place: Path, shown: str, named: dict[str, list[str]]) -> str:
    beside = seen.alike(place)
    if beside:
        return str(PurePosixPath(shown).with_name(beside[0])) if len(beside) == 1 else ""
    if place.stem.casefold() in _EVERYWHERE:
        return ""
    moved = named.get(place.name.casefold(), [])
    return moved[0] if len(moved) == 1 else ""
