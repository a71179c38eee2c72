"""The YAML between `---` lines at the very top of a file."""

from __future__ import annotations

import re
from typing import Any

from copydesk.model import FrontMatter
from copydesk.source import BOM, Source, Span

_OPEN = re.compile(r"---[ \t]*")
_CLOSE = re.compile(r"(?:---|\.\.\.)[ \t]*")
# How JSON escapes a character beyond the first 65 536.
_PAIR = re.compile(r"(?<!\\)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
_KEY = re.compile(r"[A-Za-z_][\w.-]*[ \t]*:(?:[ \t]|$)")
# `---` then `Q: …` is a collection's first separator, not metadata.
_QUESTION_KEYS = {"q", "a"}


def read_front_matter(source: Source) -> FrontMatter | None:
    """Read the front matter of a source, None where it has none.

    Spans are 0-based code-point offsets; a byte-order mark before the first `---` is allowed and
    left out of the span. YAML that cannot be read gives a FrontMatter with `error` set; nothing
    is raised. A closed `---` block that holds no mapping is a thematic break and what follows it.
    """
    first = len(BOM) if source.text.startswith(BOM) else 0
    if not source.text.startswith("---", first):
        return None
    opening = source.line_span(1)
    if not _OPEN.fullmatch(source.text, first, opening.end):
        return None
    lines: list[str] = []
    for number in range(2, len(source.line_starts) + 1):
        span = source.line_span(number)
        line = source[span]
        if _CLOSE.fullmatch(line):
            content = Span(source.line_starts[1], max(source.line_starts[1], span.start))
            return _read(Span(first, span.end), content, lines)
        # Metadata starts on the very next line; after a blank one, `---` is a thematic break.
        if not lines and not line.strip():
            return None
        lines.append(line)
    return None


def _read(span: Span, content: Span, lines: list[str]) -> FrontMatter | None:
    if not any(":" in line for line in lines):
        return None
    # PyYAML costs more to import than a small file costs to parse.
    import yaml

    try:
        text = "\n".join(lines)
        data: Any = yaml.safe_load(_PAIR.sub(_joined, text))
    except yaml.MarkedYAMLError as error:
        where = error.problem_mark
        place = f" at line {where.line + 2}" if where is not None else ""
        return _broken(span, content, lines, f"{error.problem or 'not YAML'}{place}")
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        return _broken(span, content, lines, str(error).partition("\n")[0])
    if not isinstance(data, dict):
        return None
    if {str(key).casefold() for key in data} <= _QUESTION_KEYS:
        return None
    return FrontMatter(span, content, {str(key): value for key, value in data.items()})


def _joined(pair: re.Match[str]) -> str:
    """The one escape for what JSON writes as two, which YAML would read as two halves."""
    high, low = (int(half, 16) for half in pair.groups())
    return f"\\U{0x10000 + ((high - 0xD800) << 10) + low - 0xDC00:08x}"


def _broken(span: Span, content: Span, lines: list[str], why: str) -> FrontMatter | None:
    """Broken YAML is front matter only if most of its lines could be nothing else."""
    outer = [line for line in lines if line.strip() and line[0] not in " \t#-"]
    keys = sum(1 for line in outer if _KEY.match(line))
    if not keys or 2 * keys <= len(outer):
        return None
    return FrontMatter(span, content, {}, error=f"the front matter is not valid YAML: {why}")
