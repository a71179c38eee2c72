"""`copydesk vocabulary`: the words that a collection has taught."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from copydesk.ui import options, session
from copydesk.ui.options import Where
from copydesk.ui.session import Status

if TYPE_CHECKING:
    from copydesk.grammar.vocabulary import Term
    from copydesk.workspace import Loaded


@click.command(
    "vocabulary",
    short_help="List the jargon that a collection has taught.",
    epilog="""\b
Examples:
  copydesk vocabulary                     every word that is known, and why
  copydesk vocabulary --learn             write them into the vocabulary file
  copydesk vocabulary --add sourdough     let a word stand from now on""",
)
@options.workspace_options
@options.output_option
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="For people or programs.",
)
@click.option("--learn", is_flag=True, help="Write the words into the first vocabulary file.")
@click.option(
    "--add", "added", metavar="WORD", multiple=True, help="Only write this word there; repeatable."
)
def command(where: Where, output: str, format_: str, learn: bool, added: tuple[str, ...]) -> None:
    """List the words that no dictionary has and no check reports, each with what speaks for it.

    They are names and terms: written with capitals inside, in code, set as a term, named as an
    author, or used again and again; or they stand in a `vocabulary` file. Asks the grammar engine.
    """
    from copydesk.grammar.checker import GrammarError
    from copydesk.grammar.vocabulary import grouped
    from copydesk.ui import table

    workspace = session.open_workspace(session.request(where), output)
    if added:
        for loaded in workspace.collections:
            _write(loaded, {"": added}.items())
        sys.exit(Status.CLEAN)
    found: list[Term] = []
    try:
        for loaded in workspace.collections:
            terms = _terms(loaded)
            found.extend(terms)
            if learn:
                _write(loaded, grouped(terms))
    except GrammarError as error:
        session.fail(str(error))
    if format_ == "json":
        rows = [{"word": term.word, "count": term.count, "evidence": term.why} for term in found]
        text = json.dumps({"version": 1, "words": rows}, ensure_ascii=False, indent=2)
        session.write([text, "\n"], output)
    elif not learn:
        shown = [(term.word, str(term.count), term.why) for term in found]
        session.write(table.render(("word", "uses", "evidence"), shown), output)
    sys.exit(Status.FAILED if workspace.errors else Status.CLEAN)


def _terms(loaded: Loaded) -> list[Term]:
    from copydesk.cache import Cache
    from copydesk.grammar import jargon
    from copydesk.grammar.annotate import annotate
    from copydesk.grammar.diagnostics import Asked
    from copydesk.grammar.opening import open_checker
    from copydesk.grammar.vocabulary import terms
    from copydesk.workspace import answers

    total = jargon.Summary()
    asked = []
    with closing(Cache(answers(loaded.config))) as cache:
        checker = open_checker(loaded.config, cache, ask=True, daemon=True)
        for member in loaded.members:
            language = loaded.language(member)
            total.add(jargon.summary(member.document, language))
            if member.reported:
                texts = annotate(member.document, language)
                spoken = [text for text in texts if checker.speaks(text.language)]
                asked.append(Asked(member.document, frozenset(), spoken))
        with closing(checker):
            return terms(asked, checker, jargon.teach(total), loaded.collection.vocabulary)


def _write(loaded: Loaded, groups: Iterable[tuple[str, Iterable[str]]]) -> None:
    """Add words to the first vocabulary file of a configuration."""
    from copydesk.files import replace
    from copydesk.grammar.vocabulary import UNCONFIGURED, add

    config = loaded.config
    if not config.vocabulary:
        session.fail(f"{config.path or 'copydesk.toml'}: {UNCONFIGURED}")
    path: Path = config.root / config.vocabulary[0]
    before = path.read_text(encoding="utf-8")
    after = add(before, dict(groups))
    if after != before:
        replace(path, after.encode())
    count = len(after.splitlines()) - len(before.splitlines())
    session.say(f"{config.vocabulary[0]}: {session.plural(count, 'line')} added")
