"""How many notes there are, by kind, file, owner and age, and how their number went."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from copydesk.ui import session, table
from copydesk.ui.trend import Commit

if TYPE_CHECKING:
    from copydesk.ui.listing import Found

_BAR = 30
_AGES = ((7, "up to a week"), (31, "up to a month"), (365, "up to a year"))
_OLDER, _UNCOMMITTED = "older", "not committed"
_FILES = 10


def summary(found: Sequence[Found], commits: Sequence[Commit]) -> dict[str, Any]:
    """The counts as an object, greatest first; ages are counted back from the last commit's day."""
    today = commits[-1].date if commits else max((f.date for f in found), default="")
    return {
        "version": 1,
        "notes": len(found),
        "kinds": _counted(item.note.kind for item in found),
        "files": _counted(item.source.path for item in found),
        "owners": _counted(item.owner for item in found),
        "ages": _counted(_age(item.date, today) for item in found),
        "trend": [
            {"commit": c.commit, "date": c.date, "subject": c.subject, "notes": c.notes}
            for c in commits
        ],
    }


def _counted(values: Iterator[str]) -> dict[str, int]:
    counts = Counter(value for value in values if value)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _age(date: str, today: str) -> str:
    if not date:
        return _UNCOMMITTED
    days = (datetime.date.fromisoformat(today) - datetime.date.fromisoformat(date)).days
    return next((name for limit, name in _AGES if days <= limit), _OLDER)


def as_json(facts: dict[str, Any]) -> Iterator[str]:
    yield json.dumps(facts, ensure_ascii=False, indent=1) + "\n"


def as_table(facts: dict[str, Any]) -> Iterator[str]:
    yield f"{session.plural(facts['notes'], 'unresolved note')}\n"
    for title in ("kinds", "files", "owners", "ages"):
        rows = [(name, str(count)) for name, count in list(facts[title].items())[:_FILES]]
        if rows:
            yield "\n"
            yield from table.render((title, "notes"), rows)
    most = max((commit["notes"] for commit in facts["trend"]), default=0)
    history = [
        (
            commit["date"],
            commit["commit"][:8],
            str(commit["notes"]),
            "█" * round(_BAR * commit["notes"] / max(1, most)),
            commit["subject"],
        )
        for commit in facts["trend"]
    ]
    if history:
        yield "\n"
        yield from table.render(("date", "commit", "notes", "", "subject"), history)
