"""`copydesk rules`: what there is to check."""

from __future__ import annotations

import click

from copydesk.ui import options, session


@click.command(
    "rules",
    short_help="List all rules.",
    epilog="""\b
Examples:
  copydesk rules
  copydesk rules --format json""",
)
@options.output_option
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="For people or programs.",
)
def command(format_: str, output: str) -> None:
    """List the rules with their default severities.

    The grammar engine's own rules appear in diagnostics as `grammar/…` and `spelling/…`.
    """
    import json

    from copydesk.rules import load
    from copydesk.ui import table

    rules = load().values()
    if format_ == "json":
        listed = [
            {
                "rule": rule.name,
                "severity": rule.severity.label,
                "summary": rule.summary,
                "fixable": rule.fixable,
            }
            for rule in rules
        ]
        pieces = iter(
            [json.dumps({"version": 1, "rules": listed}, ensure_ascii=False, indent=1) + "\n"]
        )
    else:
        rows = [
            (rule.name, rule.severity.label, "fix" if rule.fixable else "", rule.summary)
            for rule in rules
        ]
        pieces = table.render(("rule", "severity", "", "what"), rows)
    session.write(pieces, output)
