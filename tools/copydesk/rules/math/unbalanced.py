"""A formula's dollars, braces and environments must pair up."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.model import WARNING, Diagnostic, Document
from copydesk.rule import Bad, Context, Good, rule
from copydesk.source import Span

_TOKEN = re.compile(
    r"\\begin\s*\{(?P<begin>[^{}]*)\}|\\end\s*\{(?P<end>[^{}]*)\}"
    r"|\\(?P<side>left|right)(?![A-Za-z])\s*(?:\\?[^\s\\A-Za-z]|\\[A-Za-z]+)?|\\.|(?P<brace>[{}])",
    re.DOTALL,
)
# A dollar that opens a formula and never closes: TeX follows it, and no digit as in a price.
_OPEN = re.compile(r"(?<![\\$\w])\$(?=[A-Za-z\\{(|][^$\n]*[\\^_{}=])")


@rule("math/unbalanced", severity=WARNING)
def check(document: Document, context: Context) -> Iterator[Diagnostic]:
    """KaTeX and MathJax print an unbalanced formula as red source, or swallow the prose after it."""
    source = context.source
    for node in document.walk():
        if node.kind == "math":
            yield from _formula(context, node.span)
        for run in node.runs:
            if run.kind == "math":
                yield from _formula(context, run.span)
            elif run.kind == "text":
                text = source[run.span]
                for match in re.finditer(r"(?<!\\)\$\$", text):
                    yield _unclosed(
                        context, Span(run.span.start + match.start(), run.span.start + match.end())
                    )
                for match in _OPEN.finditer(text):
                    yield _unclosed(
                        context, Span(run.span.start + match.start(), run.span.start + match.end())
                    )


def _unclosed(context: Context, span: Span) -> Diagnostic:
    return context.diagnostic(
        span, f"`{context.source[span]}` opens a formula that is never closed"
    )


def _formula(context: Context, span: Span) -> Iterator[Diagnostic]:
    """The first thing in a formula that does not pair up; what follows it would be guessing."""
    stack: list[tuple[str, Span]] = []
    for match in _TOKEN.finditer(context.source.text, span.start, span.end):
        place = Span(*match.span())
        opens, closes = _pair(match)
        if opens:
            stack.append((opens, place))
        elif closes:
            if not stack or stack[-1][0] != closes:
                yield context.diagnostic(place, f"`{match.group()}` closes nothing")
                return
            stack.pop()
    if stack:
        place = stack[-1][1]
        yield context.diagnostic(place, f"`{context.source[place]}` is never closed")


def _pair(match: re.Match[str]) -> tuple[str, str]:
    """What a token opens and what it closes, each as a key that both ends share."""
    if match["begin"] is not None:
        return f"begin {match['begin']}", ""
    if match["end"] is not None:
        return "", f"begin {match['end']}"
    if match["side"]:
        return ("left", "") if match["side"] == "left" else ("", "left")
    if match["brace"]:
        return ("{", "") if match["brace"] == "{" else ("", "{")
    return "", ""


EXAMPLES = [
    Good(
        "### What is a norm?\n\nWith $\\|g\\| = \\sqrt{g^T g}$ and $\\left\\{ x \\right.$ it costs $5.\n"
    ),
    Good("### What is a norm?\n\n$$\n\\begin{cases} a \\\\ b \\end{cases}\n$$\n"),
    Bad("### What is a norm?\n\nIt is $\\sqrt⟦{⟧g^T g$.\n"),
    Bad("### What is a norm?\n\n$$\n\\frac{a}{b⟦\\right)⟧\n$$\n"),
    Bad("### What is a norm?\n\nHere ⟦$⟧\\alpha_t is a rate.\n"),
]
