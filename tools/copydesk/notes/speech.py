"""What a unit says as an editor would: its verbs, its objects, its doubts, how it is worded."""

from __future__ import annotations

import re
from collections.abc import Callable

from copydesk.notes.habits import Habits
from copydesk.notes.lexicon import Hits, Lexicon
from copydesk.notes.slips import slip
from copydesk.notes.topics import topics
from copydesk.notes.units import Unit
from copydesk.notes.wording import strength

Features = dict[str, float]
# `wp @site list --all` is a command, not a colleague.
_HANDLE = re.compile(r"(?:^|[\s(,])@[A-Za-z][\w-]+(?!.*\s--?\w)")
_ADDRESS = re.compile(r"\(?@?([A-Z][a-zà-ÿ]+)(?: (?:and|&|/) [A-Z][a-zà-ÿ]+)?[,:] (?!but|and|or)")
_SHORTHAND = re.compile(r"\w/\w|\bw/|\s&\s|->|=>|\betc\b|\w\s?/\s\w")
# One of these is in all that the pattern above finds.
_SIGNS = ("/", "&", ">", "etc")
_TRAILING = frozenset(
    ("too", "as", "well", "also", "instead", "please", "again", "maybe", "somehow")
)
_MARKS = re.compile(r"\?\?+|!!+|\(\?\)|\?!|!\?")


def spoken(
    unit: Unit, hits: Hits, lexicon: Lexicon, habits: Habits, own: tuple[str, ...]
) -> Features:
    """The features of a unit's words, of which many are zero."""
    words, count, text = unit.words, hits.counts, unit.text
    size = max(1, len(words))
    found: Features = {}
    start = _start(hits)
    first = hits.at[start] if start < len(words) else {}
    if lexicon.verb_last and not {"edit", "work"} & set(first) and words:
        first = {**first, **{key: 1 for key in ("edit", "work") if key in hits.at[-1]}}
    opened = "-opened" if start else ""
    has: Callable[[str], bool] = count.__contains__
    edit, work = "edit" in first, "work" in first and "edit" not in first
    found[f"speech:edit{opened}"] = float(edit)
    found[f"speech:work{opened}"] = float(work)
    found["speech:work-matter"] = float((work or edit) and has("matter"))
    found["speech:work-deixis"] = float((work or edit) and has("deixis"))
    found["speech:work-alone"] = float((work or edit) and len(words) - start <= 2)
    found["speech:need"] = float(has("need"))
    found["speech:need-matter"] = float(has("need") and has("matter"))
    found["speech:need-start"] = float(bool(hits.at) and "need" in hits.at[0])
    found["speech:lack"] = float(has("lack"))
    found["speech:lack-matter"] = float(has("lack") and (has("matter") or has("deixis")))
    found["speech:lack-end"] = float(has("lack") and _ends(hits, "lack") and not has("finite"))
    found["speech:doubt"] = min(2.0, count.get("doubt", 0)) / 2
    found["speech:doubt-start"] = float(bool(hits.at) and "doubt" in hits.at[0])
    found["speech:unsure"] = float(has("unsure"))
    found["speech:verdict"] = min(2.0, count.get("verdict", 0)) / 2
    found["speech:verdict-matter"] = float(has("verdict") and (has("matter") or has("deixis")))
    found["speech:people"] = float(has("people"))
    found["speech:people-name"] = float(
        ("@" in text and bool(_HANDLE.search(text))) or (has("people") and _named(unit))
    )
    found["speech:later"] = float(has("later"))
    found["speech:matter"] = min(2.0, count.get("matter", 0)) / 2
    found["speech:matter-only"] = float(has("matter") and _bare(words, hits, lexicon))
    worded, against, surest = strength(unit.text, lexicon.wording)
    found["speech:worded"] = worded
    found["speech:worded-against"] = against
    found["speech:worded-surely"] = surest
    about = has("deixis") and _self(hits, len(words))
    found["speech:self"] = float(about)
    found["speech:self-need"] = float(about and has("need"))
    found["speech:self-verdict"] = float(about and (has("verdict") or has("doubt")))
    found["speech:self-people"] = float(about and (has("people") or has("later")))
    here = has("deixis") and bool(words) and "deixis" in hits.at[_last(words)]
    found["speech:here"] = float(here)
    asked_for = has("modal") and _modal_work(hits)
    found["speech:modal-work"] = float(asked_for)
    found["speech:modal-self"] = float(has("modal") and (about or here))
    found["speech:modal-matter"] = float(asked_for and (has("matter") or about or here))
    found["speech:assigned"] = float(has("modal") and _assigned(unit, hits))
    asked = unit.closing in ("?", "？")
    rare = 1 - min(1.0, 5 * habits.share(unit, "question", own))
    found["speech:question"] = asked * rare
    asks = bool(hits.at) and "asking" in hits.at[0]
    # What the text itself asks it goes on to answer.
    left = asked * rare * (unit.last and unit.group != "aside" and not unit.place.leads_in)
    found["speech:unanswered"] = left
    found["speech:unanswered-asks"] = left * asks
    found["speech:asks"] = float(asks and asked)
    found["speech:asks-open"] = float(
        bool(hits.at) and "question_words" in hits.at[0] and not asked
    )
    found["speech:first-person"] = float(has("first_person")) * (
        1 - min(1.0, 4 * habits.share(unit, "first", own))
    )
    found["speech:second-person"] = float(has("second_person"))
    # "What did you mean?" asks the author, "you can" tells the reader.
    to_author = has("second_person") and (has("people") or about or asked * rare > 0)
    found["speech:to-author"] = float(to_author)
    found["speech:published"] = min(2.0, count.get("published", 0)) / 2
    found["speech:published-start"] = float(bool(hits.at) and "published" in hits.at[0])
    found["speech:fragment"] = float(not has("finite") and not (work or edit))
    found["speech:informal"] = float(has("informal"))
    found["speech:shorthand"] = float(_shortened(text))
    found["speech:marks"] = float(("?" in text or "!" in text) and bool(_MARKS.search(text)))
    if unit.case == "lower" and words:
        plain_word = bool(hits.at[0]) or words[0] in lexicon.sets["function"]
        found["speech:lower-known"] = float(plain_word)
    found["speech:slip"] = float(slip(words, habits.words, habits.shapes, lexicon) is not None)
    plain = [index for index, word in enumerate(words) if word not in lexicon.sets["function"]]
    inside = sum(1 for index in plain if index in hits.covered)
    if has("people") or work or edit:
        # "check with Igor": the name is no foreign word.
        inside = min(len(plain), inside + _names(unit))
    found["speech:share"] = (inside / len(plain) if plain else 0.0) * min(1.0, size / 3 + 0.34)
    whole = bool(plain) and inside >= len(plain) and size <= 9
    found["speech:all"] = float(whole)
    found["speech:all-work"] = float(whole and (work or edit))
    found["speech:all-doubt"] = float(whole and (has("doubt") or has("verdict")))
    found["speech:all-need"] = float(whole and has("need"))
    subject = topics(unit, hits, lexicon, habits)
    trust = habits.trust(unit)
    found["speech:topic-known"] = min(4, subject.known) / 4 * trust
    found["speech:topic-near"] = subject.near / max(1, subject.known) * trust
    found["speech:topic-new"] = min(4, subject.new) / 4 * trust
    found["speech:topic-none"] = float(not subject.known and not subject.new) * trust
    found["speech:topic-name"] = min(2, subject.names) / 2
    to_somebody = has("second_person") or has("people") or asked or has("first_person")
    found["speech:addressed"] = float(
        bool(_ADDRESS.match(unit.text)) and not hits.at[0] and bool(to_somebody or edit or work)
    )
    found["speech:imperative-usual"] = (edit or work) * min(
        1.0, 2 * habits.share(unit, "imperative", own)
    )
    return found


def _shortened(text: str) -> bool:
    """Whether a text has a shorthand; most have not even a sign of one."""
    return any(sign in text for sign in _SIGNS) and bool(_SHORTHAND.search(text))


def _start(hits: Hits) -> int:
    """The index of the first word after an opener such as "maybe" or "please"."""
    index = 0
    for _ in range(2):
        if index < len(hits.at) and "opener" in hits.at[index]:
            after = index + hits.at[index]["opener"]
            if after < len(hits.at) and {"edit", "work", "need", "opener"} & set(hits.at[after]):
                index = after
    return index


def _ends(hits: Hits, category: str) -> bool:
    """Whether a text ends with a phrase of a category: "exit codes missing"."""
    size = len(hits.at)
    return any(
        hits.at[index].get(category) == size - index for index in range(max(0, size - 3), size)
    )


def _last(words: tuple[str, ...]) -> int:
    """The index of the last word before a "too" or "as well"."""
    index = len(words) - 1
    while index > 0 and words[index] in _TRAILING:
        index -= 1
    return index


def _modal_work(hits: Hits) -> bool:
    """Whether a verb of work follows a modal one: "should mention", "can you add"."""
    return any(
        index + length < len(hits.at) and bool({"work", "edit"} & set(hits.at[index + length]))
        for index, here in enumerate(hits.at)
        if (length := here.get("modal", 0))
    )


def _assigned(unit: Unit, hits: Hits) -> bool:
    """Whether somebody is named who is to do something: "Ana to confirm", "Ben can you add"."""
    words = unit.words
    if len(words) < 3 or unit.case != "upper" or hits.at[0]:
        return False
    length = hits.at[1].get("modal", 0)
    return bool(length) and _modal_work(hits) and (words[1] != "to" or len(words[0]) < 9)


def _named(unit: Unit) -> bool:
    return any(word[:1].isupper() and word[1:].islower() for word in unit.text.split()[1:])


def _names(unit: Unit) -> int:
    return sum(word[:1].isupper() and word[1:].islower() for word in unit.text.split()[1:])


def _bare(words: tuple[str, ...], hits: Hits, lexicon: Lexicon) -> bool:
    plain = lexicon.sets["function"]
    return all(index in hits.covered or word in plain for index, word in enumerate(words))


def _self(hits: Hits, size: int) -> bool:
    """Whether the text is about itself: "this section", "the title", "the last sentence"."""
    return any(
        "deixis" in hits.at[index]
        and (hits.at[index]["deixis"] > 1 or (index + 1 < size and "matter" in hits.at[index + 1]))
        for index in range(size)
    )
