"""Vocabulary files: a word per line, sorted below the comment that names its group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from copydesk.grammar import jargon
from copydesk.grammar.checker import Checker
from copydesk.grammar.diagnostics import Asked, misspellings

# What to say where no file is named to learn a word into.
UNCONFIGURED = (
    "no `vocabulary` is configured to write to; "
    'add vocabulary = ["vocabulary.txt"], and make that file'
)


@dataclass(frozen=True, slots=True)
class Term:
    """A word that no dictionary has and the collection knows: how often it is used, and why it is known."""

    word: str
    count: int
    why: str


def terms(
    asked: Sequence[Asked], checker: Checker, taught: Iterable[jargon.Taught], written: Set[str]
) -> list[Term]:
    """The words that an engine would report and the collection explains, by their letters.

    `written` are the words of the vocabulary files. Raises GrammarError if the engine fails.
    """
    why = {form: word.why for word in taught for form in word.forms}
    known = why.keys() | written
    counts: dict[str, int] = {}
    for word in misspellings(asked, checker):
        if jargon.known(word, known):
            counts[word] = counts.get(word, 0) + 1
    return [
        Term(word, count, _reason(word, why, written))
        for word, count in sorted(counts.items(), key=lambda item: (item[0].casefold(), item[0]))
    ]


def _reason(word: str, why: Mapping[str, str], written: Set[str]) -> str:
    if jargon.known(word, written):
        return "in a vocabulary file"
    return why.get(word) or "a form of known words"


def add(text: str, groups: Mapping[str, Iterable[str]]) -> str:
    """A vocabulary file's text with words added, each once, sorted below its group's comment.

    What stands there already stays as it is; a group that is new comes last, and words of the group ""
    go into the last list of the file, whatever it is called.
    """
    lines = text.splitlines()
    there = {line.partition("#")[0].strip() for line in lines}
    for group, words in groups.items():
        new = sorted({word for word in words if word not in there}, key=_order)
        if not new:
            continue
        there.update(new)
        while lines and not lines[-1].strip():
            lines.pop()
        at = next((n for n, line in enumerate(lines) if line.strip() == f"# {group}"), None)
        if at is None and group:
            lines.extend([*([""] if lines else []), f"# {group}", *new])
            continue
        start = at + 1 if at is not None else _last_list(lines)
        end = next((n for n in range(start, len(lines)) if not _holds(lines[n])), len(lines))
        held = lines[start:end]
        together = [*held, *new]
        # A list that its author did not sort is not ours to sort.
        ordered = held == sorted(held, key=_order)
        lines[start:end] = sorted(together, key=_order) if ordered else together
    newline = "\r\n" if "\r\n" in text else "\n"
    return "".join(f"{line}{newline}" for line in lines)


def _last_list(lines: Sequence[str]) -> int:
    start = len(lines)
    while start and _holds(lines[start - 1]):
        start -= 1
    return start


def _holds(line: str) -> bool:
    return bool(line.partition("#")[0].strip())


def _order(line: str) -> tuple[str, str]:
    return line.casefold(), line


def grouped(found: Iterable[Term]) -> Iterator[tuple[str, list[str]]]:
    """The words of each reason that is not a file's, ready for `add`."""
    groups: dict[str, list[str]] = {}
    for term in found:
        if term.why not in ("in a vocabulary file", "a form of known words"):
            groups.setdefault(term.why[:1].upper() + term.why[1:], []).append(term.word)
    yield from sorted(groups.items())
