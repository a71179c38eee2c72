"""Fixes one by one: each is shown as a diff, and a person says whether to apply it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import click

from copydesk import fix
from copydesk.engine import Checked
from copydesk.fingerprint import key
from copydesk.model import Diagnostic
from copydesk.report.text import printable
from copydesk.source import Source
from copydesk.ui import writing

_ANSWERS = click.Choice(["y", "n", "a", "q"])


@dataclass(slots=True)
class Asking:
    """What was answered so far; a fix that was declined is not offered again."""

    declined: set[tuple[str, str]] = field(default_factory=set)
    always: set[str] = field(default_factory=set)
    ended: bool = False

    def only_wanted(self, checked: Checked, *, unsafe: bool) -> Checked:
        """A file's diagnostics, those whose fix is not wanted without it."""
        left = [
            item if not fix.wanted([item], unsafe=unsafe) or self._wanted(checked.source, item)
            else replace(item, fix=None)
            for item in checked.diagnostics
        ]  # fmt: skip
        return replace(checked, diagnostics=tuple(left))

    def _wanted(self, source: Source, item: Diagnostic) -> bool:
        name = (source.path, key(source, item))
        if self.ended or name in self.declined:
            return False
        if item.rule in self.always:
            return True
        answer = _ask(source, item)
        if answer == "a":
            self.always.add(item.rule)
        self.ended = answer == "q"
        if answer == "n":
            self.declined.add(name)
        return answer in ("y", "a")


def _ask(source: Source, item: Diagnostic) -> str:
    assert item.fix is not None
    place = source.position(item.span.start)
    said = printable(f"{source.path}:{place.line}:{place.column}: {item.rule} {item.message}")
    click.echo(f"\n{said}", err=True)
    after, _ = fix.apply(source.text, [item.fix])
    # The two lines that name the files say nothing here.
    for line in list(writing.diff(source, after))[2:]:
        click.echo(printable(line.rstrip("\r\n")), err=True)
    question = f"{item.fix.title}? [y]es, [n]o, [a]lways for this rule, [q]uit"
    try:
        answer: str = click.prompt(
            printable(question), type=_ANSWERS, show_choices=False, default="n", err=True
        )
    except click.Abort:
        # Nobody answers any more: what was agreed to so far is applied.
        return "q"
    return answer
