"""The records as a table for spreadsheets and data frames (RFC 4180, UTF-8, a line end is LF)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from copydesk.export import written

HEAD = (
    "id",
    "number",
    "question",
    "answer",
    "question_markdown",
    "answer_markdown",
    "section",
    "tags",
    "path",
    "start_line",
    "hash",
)


def render(objects: Iterable[dict[str, Any]]) -> Iterator[str]:
    """One record a row; sections are joined by ` / `, tags by commas."""
    yield _row(HEAD)
    for item in objects:
        question, answer, source = item["question"], item["answer"], item["source"]
        yield _row(
            (
                item["id"],
                item["number"],
                question["text"],
                answer["text"],
                written(item, "question"),
                written(item, "answer"),
                " / ".join(item["section"]),
                ",".join(item["tags"]),
                source["path"],
                source["start_line"],
                item["hash"],
            )
        )


def _row(cells: Iterable[object]) -> str:
    line = io.StringIO(newline="")
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()
