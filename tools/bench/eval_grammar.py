"""How calm grammar is on public files: `python tools/bench/eval_grammar.py [--engine E] [--sample N]`.

Counts what an engine finds in each public collection as annotated, what of it an author is told, and
each per 1 000 words; and proves that every reported span holds the words that the engine meant. With
`--sample` it prints diagnostics drawn at random, with the words around them, for a person to label.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from contextlib import closing
from pathlib import Path

from notes_injection import corpora, load

from copydesk.cache import Cache, folder
from copydesk.config import Config
from copydesk.grammar import jargon
from copydesk.grammar.annotate import annotate
from copydesk.grammar.diagnostics import Asked, check_documents
from copydesk.grammar.opening import open_checker
from copydesk.model import Diagnostic
from copydesk.parse import records
from copydesk.source import Source

_WORD = re.compile(r"\w+")
_AROUND = 90


def main() -> None:
    """Print the table, or a sample."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=("languagetool", "harper"), default="languagetool")
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    config = Config(root=Path(), grammar_engine=arguments.engine)
    told: list[tuple[Source, Diagnostic]] = []
    total: Counter[str] = Counter()
    print("collection                        words  found  /1000   told  /1000  warnings")
    with closing(open_checker(config, Cache(folder()), ask=True)) as checker:
        where = corpora()
        for collection in sorted(where.iterdir()) if where else ():
            if not collection.is_dir():
                continue
            count: Counter[str] = Counter()
            files = [
                records.read(load(path, str(path))) for path in sorted(collection.rglob("*.md"))
            ]
            learned = jargon.learn(files)
            asked = [Asked(document, learned, annotate(document)) for document in files]
            texts = [(each.document.source, text) for each in asked for text in each.texts]
            for (source, text), found in zip(
                texts, checker.check([text for _, text in texts]), strict=True
            ):
                count["words"] += len(_WORD.findall(text.plain))
                count["found"] += len(found)
                for match in found:
                    assert source[match.span] and text.start <= match.span.start
                    assert match.span.end <= text.end
            sources = {document.source.path: document.source for document in files}
            for item in check_documents(asked, checker):
                count["told"] += 1
                count["warnings"] += item.severity.label == "warning"
                told.append((sources[item.path], item))
            total += count
            _row(collection.name, count)
    _row("all", total)
    for source, item in random.Random(arguments.seed).sample(
        told, min(arguments.sample, len(told))
    ):
        start, end = item.span
        print(
            json.dumps(
                {
                    "rule": item.rule,
                    "severity": item.severity.label,
                    "message": item.message,
                    "before": source.text[max(0, start - _AROUND) : start],
                    "words": source.text[start:end],
                    "after": source.text[end : end + _AROUND],
                },
                ensure_ascii=False,
            )
        )


def _row(name: str, count: Counter[str]) -> None:
    share = 1000 / max(1, count["words"])
    print(
        f"{name[:32]:32} {count['words']:6} {count['found']:6} {count['found'] * share:6.1f}"
        f" {count['told']:6} {count['told'] * share:6.1f} {count['warnings']:9}"
    )


if __name__ == "__main__":
    main()
