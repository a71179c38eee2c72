"""Comments: which are written for an editor, and which for a tool."""

from __future__ import annotations

import re

from copydesk.notes.lexicon import Lexicon

_MARK = re.compile(r"\b(?:TODO|FIXME|XXX|TBD|TKTK|TK|HACK)\b|\?\?\?")
_WORDS = re.compile(r"[^\W\d_][\w'’-]*")
# `tool-name: …`, `tool:disable`, `key: value`, `/toc`, `#region`, `name=…`, `$$…`
_DIRECTIVE = re.compile(
    r"[/#@$&!]?[\w.]+(?:[-_:][\w.-]*)+(?:\s|$)|[/#@$!]|[\w-]+\s*[:=]\s*[(\[{\"'#\d\w]|\[if\b|<|\{"
)
_FRAME = re.compile(
    r"(?:begin|end|start|stop|ignore|enable|disable|include|exclude|region|endregion|omit|markdownlint"
    r"|prettier|vale|textlint|cspell|spell-?check\w*|remark|eslint|toc|tocstop|more|stet|lint|proselint"
    r"|all-contributors|badges?|embed|generated|auto-?generated|snippet|slide|page-?break|fold|cut"
    r"|no-?wrap|spdx|copyright|license|licence|doctoc|excerpt|html|meta|rumdl|pandoc|markdown)\b",
    re.IGNORECASE,
)
_SWITCH = re.compile(
    r"[\w-]+\s+(?:on|off|en\w+|dis\w+|start|end|stop|begin|ignore)\b", re.IGNORECASE
)
# `vale Google.Headings = NO`, `vale Style.Rule["word"] = YES`
_ASSIGNED = re.compile(r"[\w-]+\s+[\w.-]+(?:\[[^\]]*\])?\s*=\s*[\w.-]+")
_METADATA = re.compile(r"^[\s>-]*[\w-]+:\s", re.MULTILINE)
_LEGAL = re.compile(
    r"copyright|spdx|licen[sc]ed? under|all rights reserved|do not (?:edit|remove|modify)"
    r"|auto-?\s?generated|generated (?:by|with|from)|managed by",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"</?\w+[\s>/]|!\[|\]\(|```|^\s*[-*+] .+\n|^#{1,6} ", re.MULTILINE)
_PROSE_KEYS = frozenset(
    (
        "note",
        "comment",
        "question",
        "edit",
        "editor",
        "reminder",
        "idea",
        "review",
        "nb",
        "fix",
        "maybe",
        "todo",
    )
)


def comment_score(body: str, lexicon: Lexicon) -> float:
    """How likely a comment is meant for an editor, 0 for a tool's directive or metadata."""
    text = body.strip()
    words = [word.lower().replace("’", "'") for word in _WORDS.findall(text)]
    if not words:
        return 0.0
    if _MARK.search(text) and not _LEGAL.search(text):
        return 1.0
    if _LEGAL.search(text) or _MARKUP.search(text):
        return 0.0
    key = re.match(r"(\w+):\s", text)
    if key and key[1].lower() in _PROSE_KEYS:
        return 0.95
    # A legend or a form: `Levels: 0: junior 1: senior`.
    if len(re.findall(r"\w:(?:\s|$)", text)) >= 2:
        return 0.0
    hits = lexicon.hits(words)
    share = len(hits.covered) / len(words)
    if _DIRECTIVE.match(text) or _ASSIGNED.fullmatch(text):
        return 0.0
    if _FRAME.match(text) and (len(words) <= 2 or text.split()[0].isupper() or _SWITCH.match(text)):
        return 0.0
    if _METADATA.search(text) and "\n" in text:
        return 0.0
    if words[0] in ("end", "start", "begin") and len(words) <= 4:
        return 0.0
    if len(words) == 1:
        return 0.8 if share else 0.0
    if len(words) == 2:
        return 0.85 if share >= 0.5 else 0.3
    if "template" in hits.counts:
        return 0.25
    if len(words) > 60:
        return 0.4
    return 0.95 if share >= 0.2 or words[0] in lexicon.sets["question_words"] else 0.8
