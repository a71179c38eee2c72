"""`copydesk check`: every rule over the files asked for."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from copydesk.report.report import formats
from copydesk.ui import options, repeating, session, streams
from copydesk.ui.options import Where
from copydesk.ui.session import Status


@click.command(
    "check",
    short_help="Check questions and answers with every rule.",
    epilog="""\b
Examples:
  copydesk check                          the configured collection
  copydesk check content/faq.md --show-source
  copydesk check --no-grammar --select note,record content/
  copydesk check --fix --unsafe-fixes --ask
  copydesk check --format json --output report.json
  copydesk check --since origin/main      only what this branch changed
  copydesk check --format sarif --output copydesk.sarif
  copydesk check --baseline known.json --write-baseline   accept what is there
  copydesk check --baseline known.json    only what is new
  copydesk check --select note --add-stet let every note stand that is there
  copydesk check --watch                  again at every change
  git show HEAD:faq.md | copydesk check - --stdin-filename faq.md""",
)
@options.workspace_options
@options.output_option
@click.option(
    "--format",
    "format_",
    type=click.Choice(formats()),
    default="text",
    show_default=True,
    help="Who reads it: a person, a program, a service that shows findings.",
)
@click.option(
    "--select",
    type=options.Names(),
    default=(),
    help="Only these rules or families.",
    shell_complete=options.complete_rules,
)
@click.option(
    "--ignore",
    type=options.Names(),
    default=(),
    help="Not these rules or families.",
    shell_complete=options.complete_rules,
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "never"]),
    help="The severity from which the status is 1. [default: warning]",
)
@click.option("--no-grammar", is_flag=True, help="Leave the grammar engine out.")
@click.option(
    "--no-daemon",
    is_flag=True,
    help="Start a grammar engine for this run alone, as is done where CI is set.",
)
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="Colours: for a terminal, unless NO_COLOR is set, or as said. [default: auto]",
)
@click.option("--show-source", is_flag=True, help="Show each line with carets under the words.")
@click.option("--fix", is_flag=True, help="Apply safe fixes.")
@click.option("--ask", is_flag=True, help="With --fix: show each fix and ask before it is applied.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: apply unsafe fixes too.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option(
    "--add-stet",
    is_flag=True,
    help="Let all that is found stand, by `stet` comments. With --diff: show them.",
)
@click.option("--since", default="", metavar="REV", help="Only lines changed since this revision.")
@click.option(
    "--baseline",
    default="",
    metavar="FILE",
    help="Report only what this file does not know.",
    shell_complete=options.complete_files,
)
@click.option(
    "--write-baseline",
    is_flag=True,
    help="Write --baseline: all that is found where it is new, else only without what is gone.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Check with N processes. [default: as many as pay off]",
)
@click.option(
    "--no-cache", is_flag=True, help="Neither use nor keep what is known of unchanged files."
)
@click.option(
    "--statistics", is_flag=True, help="Count the diagnostics by rule, on standard error."
)
@click.option("--quiet", "-q", is_flag=True, help="No summary on standard error.")
@click.option("--watch", is_flag=True, help="Check again whenever a file changes, until Ctrl-C.")
@repeating.kept
def command(
    where: Where,
    output: str,
    format_: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str | None,
    no_grammar: bool,
    no_daemon: bool,
    color: str,
    show_source: bool,
    fix: bool,
    ask: bool,
    unsafe_fixes: bool,
    diff: bool,
    add_stet: bool,
    since: str,
    baseline: str,
    write_baseline: bool,
    jobs: int | None,
    no_cache: bool,
    statistics: bool,
    quiet: bool,
    watch: bool,
) -> None:
    """Check the questions and answers in files or folders.

    Without a PATH: the configured `include`. Status 0: nothing at or above --fail-on. 1: something.
    2: a file could not be read, or grammar was wanted and could not run.
    """
    from copydesk.report.report import Report, reporter
    from copydesk.ui import checking, fixing, letting
    from copydesk.ui.asking import Asking
    from copydesk.ui.baseline import BaselineError, load
    from copydesk.ui.jobs import Workers
    from copydesk.ui.since import RevisionError
    from copydesk.ui.warming import Warming

    if unsafe_fixes and not (fix or diff):
        session.fail("--unsafe-fixes goes with --fix or --diff")
    if ask and not fix:
        session.fail("--ask goes with --fix")
    if add_stet and (fix or write_baseline):
        session.fail("--add-stet lets stand what --fix and --write-baseline settle; choose one")
    if add_stet and not diff and "-" in where.paths:
        session.fail(
            "--add-stet changes files; for what is read from standard input use --diff too"
        )
    if fix and "-" in where.paths:
        session.fail("--fix changes files; for what is read from standard input use --diff")
    if since and "-" in where.paths:
        session.fail("--since asks git what changed in files; leave it out for standard input")
    if write_baseline and (not baseline or since or select or ignore or fix):
        session.fail(
            "--write-baseline needs --baseline FILE and a whole check: "
            "leave out --since, --select, --ignore and --fix"
        )
    if watch:
        if (
            fix
            or diff
            or add_stet
            or write_baseline
            or output
            or format_ != "text"
            or "-" in where.paths
        ):
            session.fail(
                "--watch shows the text report of files; leave out --fix, --diff, "
                "--add-stet, --write-baseline, --format, --output and `-`"
            )
        _watch(where)
    wanted = session.request(where, select=select, ignore=ignore, cached=not no_cache)
    daemon = not (no_daemon or os.environ.get("CI"))
    warming = Warming(wanted=daemon and not (no_grammar or select or ignore))
    workers = click.get_current_context().with_resource(Workers(jobs or 0))
    workspace = session.open_workspace(wanted, output, warming.begin, workers.read)
    run = checking.Run(
        workspace,
        grammar=not no_grammar,
        cached=not no_cache,
        since=since,
        workers=workers,
        daemon=daemon,
        warming=warming,
    )
    try:
        if baseline and not write_baseline:
            run.known = load(Path(baseline))
        outcome = run.check()
        if write_baseline and not outcome.problem:
            outcome = _accept(Path(baseline), outcome)
    except (RevisionError, BaselineError) as error:
        session.fail(str(error))
    if diff:
        fixed = fixing.diffs(outcome, workspace, unsafe=unsafe_fixes)
        session.write(letting.diffs(outcome) if add_stet else fixed, output)
        sys.exit(_status(outcome, fail_on))
    if fix:
        asking = Asking() if ask else None
        outcome = fixing.apply(run, outcome, unsafe=unsafe_fixes, asking=asking)
    if add_stet:
        outcome, stand = letting.apply(run, outcome)
        session.say(f"{session.plural(stand, 'finding')} let stand")
    report = Report(
        outcome.checked,
        outcome.grammar,
        color=not output and streams.color(sys.stdout, color),
        show_source=show_source,
        width=streams.width(),
        authors=_authors(outcome) if format_ == "html" else {},
    )
    session.write(reporter(format_).render(report), output)
    if statistics:
        _statistics(report)
    if outcome.problem:
        session.say(outcome.problem)
    if not quiet:
        _summary(report, outcome.fixed)
        if "-" not in where.paths:
            _fixable(report, fix, unsafe_fixes)
    sys.exit(_status(outcome, fail_on))


def _authors(outcome: Any) -> dict[str, dict[int, tuple[str, str]]]:
    """Who wrote the lines of files with notes, as git tells it."""
    from copydesk.ui.blame import blame

    noted = {
        item.source.path
        for item in outcome.checked
        if any(found.rule.startswith("note/") for found in item.diagnostics)
    }
    members = {member.source.path: member.path for member in outcome.workspace.reported}
    return {
        path: {line: (known.author, known.date) for line, known in blame(members[path]).items()}
        for path in sorted(noted & members.keys())
    }


def _watch(where: Where) -> None:
    """Check once, and again at every change."""
    from copydesk.ui import watching

    context = click.get_current_context()
    context.meta.pop(streams.ARGUMENTS)
    once = {**context.params, "watch": False}
    watching.watch(lambda: context.invoke(command, **once), where)


def _accept(path: Path, outcome: Any) -> Any:
    """Write a baseline, and leave out of an outcome what it knows."""
    from copydesk.engine import ENGINES
    from copydesk.ui import baseline

    try:
        if path.exists():
            unasked = ENGINES if outcome.grammar == "off" else ()
            known = baseline.load(path).shrunk(outcome.checked, unasked=unasked)
        else:
            known = baseline.first(path, outcome.checked)
        known.write()
    except OSError as error:
        session.fail(f"{path}: cannot be written: {error.strerror or error}")
    session.say(f"{path}: knows {session.plural(known.known.total(), 'finding')}")
    return replace(outcome, checked=tuple(known.only_new(item) for item in outcome.checked))


def _status(outcome: Any, fail_on: str | None) -> Status:
    if outcome.problem or outcome.workspace.errors:
        return Status.FAILED
    return Status.FOUND if outcome.fails(fail_on) else Status.CLEAN


def _statistics(report: Any) -> None:
    from collections import Counter

    counts = Counter(diagnostic.rule for _, diagnostic in report.diagnostics())
    for rule, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        session.tell(f"{count:6} {rule}")


def _summary(report: Any, fixed: int) -> None:
    counts = report.counts()
    found = [session.plural(count, severity.label) for severity, count in counts.items() if count]
    plural_of_info = ", ".join(found).replace("infos", "info")
    files = session.plural(len(report.checked), "file")
    records = session.plural(report.records, "record")
    fixes = f" {session.plural(fixed, 'fix').replace('fixs', 'fixes')} applied." if fixed else ""
    grammar = "" if report.grammar != "off" else " Grammar was off."
    session.tell(f"{plural_of_info or 'Nothing found'} in {records} of {files}.{fixes}{grammar}")


def _fixable(report: Any, fix: bool, unsafe: bool) -> None:
    """Say how much of what is found could be fixed by options that were not given."""
    fixes = [item.fix for _, item in report.diagnostics() if item.fix]
    safe = 0 if fix else sum(item.safety == "safe" for item in fixes)
    more = 0 if unsafe else sum(item.safety == "unsafe" for item in fixes)
    said = [f"{safe} fixable with --fix"] if safe else []
    if more:
        said.append(f"{more}{' more' if safe else ' fixable'} with --fix --unsafe-fixes")
    if said:
        session.tell(f"{', '.join(said)}.")
