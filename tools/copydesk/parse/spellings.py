"""Names with capitals inside, as a collection mostly writes them: `LoRA`, `JavaScript`, `iOS`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from copydesk.model import Document, Run
from copydesk.source import Span

_LETTERS = r"[^\W\d_]"
# A part of an address, a path, a compound or a name in code is spelled as that demands.
_WORD = re.compile(rf"(?<![\w./@:#~=&$\\-]){_LETTERS}{{2,}}(?![\w/@:=\\(-]|\.\w)")
_FEWEST = 3
_DOMINANT = 3


def words(document: Document) -> Iterator[str]:
    """The words of a document's prose."""
    for run in _prose(document):
        yield from _WORD.findall(run.text)


def placed(document: Document) -> Iterator[tuple[str, Span]]:
    """The words of a document's prose, each with its span, 0-based code points of the source."""
    for run in _prose(document):
        for match in _WORD.finditer(run.text):
            start = run.span.start + match.start()
            yield match.group(), Span(start, start + len(match.group()))


def _prose(document: Document) -> Iterator[Run]:
    for node in document.walk():
        for run in node.runs:
            if run.kind == "text" and run.literal and not run.text.isupper():
                yield run


def shaped(word: str) -> bool:
    """Whether a word has a capital inside and is no acronym."""
    inside = word[1:]
    return not (word.isupper() or inside.islower() or word.islower())


def counted(document: Document) -> tuple[tuple[str, int], ...]:
    """How often a document writes each name with capitals inside."""
    return tuple(sorted(Counter(word for word in words(document) if shaped(word)).items()))


def settled(counts: Iterable[tuple[str, int]]) -> Mapping[str, str]:
    """For each name, folded, the one spelling that is used often, and far oftener than any other."""
    total: Counter[str] = Counter()
    for word, count in counts:
        total[word] += count
    by_name: dict[str, list[str]] = {}
    for word in total:
        by_name.setdefault(word.casefold(), []).append(word)
    found = {}
    for name, spelled in by_name.items():
        first, *others = sorted(spelled, key=lambda word: (-total[word], word))
        if total[first] >= _FEWEST and all(
            total[first] >= _DOMINANT * total[other] for other in others
        ):
            found[name] = first
    return found
