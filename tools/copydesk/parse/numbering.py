"""The author's number before a question: `1.`, `Q7:`, `(3)`, `Question 4 –`, `2.1`, `5️⃣`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from copydesk.parse.vocabulary import alternation

_NUMBER = re.compile(
    # Emoji and other ornaments may stand before it.
    r"[^\w(\[#№]{0,12}(?P<whole>"
    rf"(?P<mark>{alternation('question_mark')})(?![^\W\d_])\.?[ \t]*[#№]?[ \t]*"
    r"(?:(?P<marked>\d{1,6})(?:[ \t]*[.):：、–—\]-]+|[ \t]+(?=\S))|[ \t]*[.):：、–—-]+)"
    r"|[(\[]?(?:[#№]|no\.?[ \t]?(?=\d))?[ \t]*(?P<bare>\d{1,6})"
    r"(?:(?P<dotted>(?:\.\d{1,3})+)[.):]?(?=[ \t])"
    r"|[ \t]*[.):：、）\]]+(?!\d)|\ufe0f?\u20e3\.?|[ \t]*[–—-](?=[ \t]))"
    r")[ \t]*",
    re.IGNORECASE,
)
_TITLE = re.compile(
    rf"[^\w]*(?:(?P<mark>{alternation('question_mark')})|(?P<task>{alternation('exercise')}))"
    r"[ \t]*\.?[ \t]*[#№]?[ \t]*(?P<number>\d{1,6})?(?P<dotted>(?:\.\d{1,3})+)?[ \t]*[.):：]?[^\w]*",
    re.IGNORECASE,
)
_TASK = re.compile(
    rf"[^\w]*(?:{alternation('exercise')})[ \t]*[#№]?[ \t]*\d{{1,6}}(?:\.\d{{1,3}})*[ \t]*[.):：–—-]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number found in a text: its value, where it stands, where the question's words start."""

    number: int | None
    start: int
    end: int
    words: int
    marked: bool


def leading(text: str) -> Numbered | None:
    """The number or question mark such as `Q:` at the start of a text that goes on behind it."""
    match = _NUMBER.match(text)
    if match is None or not text[match.end() :].strip():
        return None
    mark, digits = match["mark"], match["marked"] or match["bare"]
    # "P. Smith" and section "F." are no question marks.
    if mark and len(mark) == 1 and not digits and mark.lower() != "q" and ":" not in match["whole"]:
        return None
    return Numbered(
        int(digits) if digits and not match["dotted"] else None,
        match.start("whole"),
        match.start("whole") + len(match["whole"].rstrip()),
        match.end(),
        mark is not None,
    )


@dataclass(frozen=True, slots=True)
class Title:
    """A heading that says no more than "Question 5", or "Exercise 2.1" (`task`), whose number is none."""

    number: int | None
    task: bool


def title(text: str) -> Title | None:
    """What a heading that only announces a question says, None for any other."""
    match = _TITLE.fullmatch(text.strip())
    if match is None or (len(match["mark"] or match["task"]) == 1 and not match["number"]):
        return None
    number = int(match["number"]) if match["number"] and not match["dotted"] else None
    return Title(number, match["task"] is not None)


def is_task(text: str) -> bool:
    """Whether a heading counts a task and goes on with its name, such as "Problem 3: Anagrams"."""
    return _TASK.match(text) is not None
