"""The names and terms of a collection, learned again only where a file has changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from copydesk.cache import Cache
from copydesk.kept import rows
from copydesk.kept.code import code
from copydesk.model import Document
from copydesk.parse.identity import digest
from copydesk.source import Source


def learn(
    sources: Sequence[tuple[Source, str]], cache: Cache, read: Callable[[int], Document]
) -> frozenset[str]:
    """The words of a collection that no spelling rule may report; `read` gives a file by its index.

    Each source comes with its language's tag.
    """
    keys = [digest("words", code(), language, source.text) for source, language in sources]
    whole = digest("jargon", code(), *keys)
    decided = rows.words(cache.get([whole]).get(whole, ""))
    if decided is not None:
        return decided
    from copydesk.grammar import jargon

    total = jargon.Summary()
    known = cache.get(keys)
    made = {}
    for index, key in enumerate(keys):
        own = jargon.Summary.loads(known[key]) if key in known else None
        if own is None:
            own = jargon.summary(read(index), sources[index][1])
            made[key] = own.dumps()
        total.add(own)
    learned = jargon.decide(total)
    cache.put({**made, whole: json.dumps(sorted(learned))})
    return learned
