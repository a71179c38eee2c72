"""Records of our own text in any number, each with words of its own: `corpus.py FOLDER RECORDS`.

Questions and answers are ours, with three terms in each that stand nowhere else and the other longer
words exchanged for others of our collection, so that no two ask the same and no one's cache, whatever
it is kept by, sees a text twice. Equal arguments give equal bytes, and time grows with their number.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from copydesk.parse import records
from copydesk.source import Source

CONTENT = Path(__file__).parents[2] / "content"
FILES = 100

# Words between what no author would exchange: formulas, code, link targets and addresses.
_PIECE = re.compile(
    r"\$\$.*?\$\$|\$[^$\n]*\$|`[^`]*`|\]\([^)]*\)|https?:\S+|\b[a-z]{5,}\b", re.DOTALL
)
_SYLLABLES = [a + b for a in "bdfgklmnprstv" for b in "aeiou"]
_ENDS = ("n", "r", "l", "s", "th", "x")


def write(folder: Path, count: int) -> list[Path]:
    """Write so many records into a hundred files, fewer where there are fewer records; their paths."""
    pairs, words = _material()
    files = min(FILES, count)
    made = []
    for index in range(files):
        numbers = range(count * index // files, count * (index + 1) // files)
        path = folder / f"part-{index:03}.md"
        body = "".join(_record(number, pairs, words) for number in numbers)
        path.write_text(f"# Part {index + 1}\n\n{body}", encoding="utf-8")
        made.append(path)
    return made


def changed(text: str, round_: int) -> str:
    """The text with a sentence more at its end, which is that of its last answer."""
    return f"{text.rstrip()} The {_coined(10**9 + round_)} is measured again.\n"


def _material() -> tuple[list[tuple[str, str]], list[str]]:
    pairs = []
    words: dict[str, None] = {}
    for path in sorted(CONTENT.glob("*.md")):
        for record in records.read(Source(path.name, path.read_text(encoding="utf-8"))).records:
            pair = record.question.markdown, record.answer.markdown
            pairs.append(pair)
            for text in pair:
                words.update(dict.fromkeys(_words(text)))
    return pairs, list(words)


def _words(text: str) -> Iterator[str]:
    return (match.group() for match in _PIECE.finditer(text) if match.group().isalpha())


def _record(number: int, pairs: Sequence[tuple[str, str]], words: Sequence[str]) -> str:
    question, answer = pairs[number % len(pairs)]
    choice = random.Random(number)
    own: list[str] = []
    exchanged: dict[str, str] = {}

    def other(match: re.Match[str]) -> str:
        word = match.group()
        if not word.isalpha():
            return word
        if word not in exchanged:
            exchanged[word] = own.pop() if own else choice.choice(words)
        return exchanged[word]

    parts = []
    for at, text in enumerate((question, answer)):
        own[:] = [_coined(6 * number + 3 * at + term) for term in range(3)]
        parts.append(_PIECE.sub(other, text))
    return "## {}\n\n{}\n\n".format(*parts)


def _coined(number: int) -> str:
    """A word for each number."""
    rest, word = number + len(_SYLLABLES), ""
    while rest:
        rest, syllable = divmod(rest, len(_SYLLABLES))
        word += _SYLLABLES[syllable]
    return word + _ENDS[number % len(_ENDS)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("records", type=int)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    write(options.folder, options.records)


if __name__ == "__main__":
    main()
