"""What identifies a diagnostic once lines have moved: its file, its rule and the words it is about."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable

from copydesk.model import Diagnostic
from copydesk.source import Source

_NUMBER = re.compile(r"\d+")


def key(source: Source, item: Diagnostic) -> str:
    """A hash of what a diagnostic says of which words, the same wherever in the file they stand.

    Numbers in the message are left out: lines, counts and scores change with the text around.
    """
    words = " ".join(source[item.span].split())
    said = _NUMBER.sub("", item.message)
    parts = "\x00".join((item.rule, words, said))
    return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def fingerprints(found: Iterable[tuple[Source, Diagnostic]]) -> list[str]:
    """One fingerprint for each diagnostic, all different: equal ones of a file are counted."""
    seen: Counter[tuple[str, str]] = Counter()
    result = []
    for source, item in found:
        content = key(source, item)
        count = seen[item.path, content]
        seen[item.path, content] += 1
        whole = f"{item.path}\x00{content}\x00{count}"
        result.append(hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:32])
    return result
