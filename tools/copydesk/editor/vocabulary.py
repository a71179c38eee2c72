"""A word learned: where it goes in a vocabulary file."""

from __future__ import annotations


def with_word(text: str, word: str) -> str:
    """A vocabulary file's text with one more word, in its place among the last words of the file.

    They are a list without comments and blank lines between; one that is not sorted gets it at its
    end. A word that is there already changes nothing.
    """
    lines = text.splitlines()
    if word in (line.partition("#")[0].strip() for line in lines):
        return text
    while lines and not lines[-1].strip():
        lines.pop()
    start = len(lines)
    while start and lines[start - 1].strip() and not lines[start - 1].lstrip().startswith("#"):
        start -= 1
    last = [line.casefold() for line in lines[start:]]
    at = len(lines)
    if last == sorted(last):
        at = start + sum(line <= word.casefold() for line in last)
    lines.insert(at, word)
    newline = "\r\n" if "\r\n" in text else "\n"
    return newline.join(lines) + newline
