"""What can be said about a unit that tells a note from published prose: named numbers."""

from __future__ import annotations

from collections.abc import Container

from copydesk.notes.flat import OBJECT
from copydesk.notes.frames import frames
from copydesk.notes.habits import Habits, traits
from copydesk.notes.lexicon import Lexicon
from copydesk.notes.speech import Features, spoken
from copydesk.notes.units import Unit
from copydesk.notes.voice import voiced

_LENGTHS = ((1, "1"), (3, "2-3"), (6, "4-6"), (10, "7-10"), (16, "11-16"), (25, "17-25"))


def measure(
    unit: Unit, habits: Habits, lexicon: Lexicon, known: Container[str] | None = None
) -> Features:
    """The features of one unit; those that are zero are left out, and frames that are not `known`."""
    own = traits(unit, lexicon)
    hits = lexicon.hits(unit.words)
    found: Features = {"bias": 1.0}
    _form(unit, lexicon, found)
    _place(unit, habits, own, found)
    _style(unit, habits, own, found)
    odd = sum(
        value for name, value in found.items() if name.startswith("style:") and "short" not in name
    )
    speech = {**spoken(unit, hits, lexicon, habits, own), **voiced(unit, lexicon, habits, own)}
    found.update(speech)
    _together(unit, found, speech, odd, habits)
    for frame in frames(unit, hits, lexicon, habits):
        if known is None or frame in known:
            found[f"frame:{frame}"] = 1.0
    return {name: value for name, value in found.items() if value}


def _form(unit: Unit, lexicon: Lexicon, found: Features) -> None:
    count = len(unit.words)
    name = next((label for limit, label in _LENGTHS if count <= limit), "26+")
    found[f"length:{name}"] = 1.0
    found["form:object"] = float(OBJECT in unit.words)
    found["form:link"] = float(unit.linked)
    found["form:label"] = float(unit.label)
    found["form:bold"] = float(unit.strong and not unit.label)
    found["form:colon"] = float(unit.closing == ":")
    found["form:comma"] = float(unit.closing in (",", ";"))
    open_end = not unit.closing or unit.closing in ":,"
    found["form:leads-in"] = float(unit.place.leads_in and unit.last and open_end)
    found["form:dangling"] = float(
        open_end and bool(unit.words) and unit.words[-1] in lexicon.sets["dangling"]
    )
    found["form:capitals"] = float(count > 1 and unit.text.isupper())
    found["form:no-word"] = float(not any(word[:1].isalpha() for word in unit.words))


def _place(unit: Unit, habits: Habits, own: tuple[str, ...], found: Features) -> None:
    place = unit.place
    group = unit.group
    found[f"place:{group}"] = 1.0
    found["place:whole-aside"] = float(unit.whole)
    if unit.aside and not unit.whole:
        found["place:aside-ends-block"] = float(unit.ends_line and place.group != "cell")
        found["place:aside-in-heading"] = float(place.group == "heading")
        return
    dressed = unit.case == "upper" and "ended" in own
    # An answer may start on the line below its question.
    answers = dressed and unit.index > 0 and habits.opens(unit)
    glued = unit.own_line and not unit.first_line and not answers
    # Where items or paragraphs go on in a new line again and again, that is the file's style.
    found["place:line-after-stop"] = float(glued and unit.after_stop) * (
        1 - min(1.0, 2 * habits.share(unit, "resumed", own))
    )
    found["place:line-after-none"] = float(glued and not (unit.after_stop or dressed)) * (
        1 - habits.share(unit, "broken", own) if group == "prose" else 1.0
    )
    found["place:lazy"] = float(unit.lazy and unit.own_line) * (
        1 - min(1.0, 3 * habits.share(unit, "lazy", own)) if group == "item" else 1.0
    )
    if place.above == "heading" and unit.index == 0 and unit.first_line:
        found["place:under-heading"] = 1 - (
            habits.share(unit, "glued", own) if group == "prose" else 0
        )
    found["place:under-other"] = float(place.above not in ("", "heading") and unit.index == 0)
    found["place:over-rule"] = float(place.rule and unit.last and group == "prose")
    found["place:lead"] = float(unit.lead)
    if group == "prose":
        opens = habits.opens(unit)
        found["place:only"] = float(unit.count == 1)
        found["place:tail"] = float(unit.count > 1 and unit.last)
        found["place:inside"] = float(unit.count > 1 and not unit.last)
        found["place:after-heading"] = float(place.after_heading and unit.count == 1)
        found["place:ends-answer"] = float(place.ends_answer and unit.last)
        found["place:opens-answer"] = float(opens)
        found["place:fills-answer"] = float(habits.fills(unit))
        found["place:opens-dressed"] = float(opens and dressed)
    elif group == "item":
        found["place:item-tail"] = float(unit.count > 1 and unit.last)
        found["place:item-inside"] = float(unit.count > 1 and not unit.last)
        found["place:ordered"] = float(place.ordered)
        found["place:item-children"] = float(place.has_children)
    elif group == "heading":
        found["place:heading-tail"] = float(unit.count > 1 and unit.last)


def _style(unit: Unit, habits: Habits, own: tuple[str, ...], found: Features) -> None:
    kind = "item" if unit.group == "item" else "prose" if unit.group == "prose" else ""
    if not kind:
        return
    trust = habits.trust(unit)
    upper, ended = habits.share(unit, "upper", own), habits.share(unit, "ended", own)
    starts = unit.first_line or unit.starts_line or unit.after_stop
    if unit.case == "lower" and starts:
        found[f"style:lower-{kind}"] = _sure(upper) * trust
    if "ended" not in own and unit.ends_line:
        found[f"style:open-{kind}"] = _sure(ended) * trust
    if not unit.label and kind == "item":
        found["style:plain-item"] = _sure(habits.share(unit, "label", own)) * trust
    if unit.case == "upper":
        found[f"style:upper-{kind}"] = _sure(1 - upper) * trust
    if "ended" in own and unit.closing != ":":
        stopped = _sure(1 - ended) * trust
        if kind == "item":
            # "a map, a list, or a set.": the stop ends what the commas began.
            stopped *= 1 - min(1.0, 2 * habits.share(unit, "listed", own))
        found[f"style:stopped-{kind}"] = stopped
    if kind == "prose" and unit.case == "lower" and unit.after_stop and not unit.starts_line:
        found["style:run-on"] = _sure(upper) * trust
    middle = habits.lengths.get(unit.group, 12)
    found[f"style:short-{kind}"] = trust * max(0.0, 1 - len(unit.words) / max(1, 0.6 * middle))


def _sure(share: float) -> float:
    """A share as strength of a habit: nothing at a half or less, one at always."""
    return max(0.0, 2 * share - 1) ** 2


_FILLING = ("share", "all", "edit", "work", "need-matter", "doubt", "question", "later", "fragment")
_LEADING = (
    "speech:edit", "speech:edit-opened", "speech:work", "speech:work-matter", "speech:work-alone",
    "speech:need", "speech:doubt", "speech:verdict", "speech:people", "speech:later",
    "speech:question", "speech:asks", "speech:self", "speech:share", "speech:matter-only",
    "speech:fragment", "speech:first-person", "speech:matter", "speech:here", "speech:informal",
    "speech:shorthand", "speech:lower-known", "speech:asks-open", "speech:published",
    "speech:second-person", "speech:worded", "speech:worded-against", "speech:worded-surely", "speech:self-need",
    "speech:to-author", "speech:we", "speech:past", "speech:given", "speech:given-start",
    "speech:quotes", "speech:quotes-known",
    "speech:topic-known", "speech:topic-new", "speech:topic-none", "speech:topic-near",
    "speech:topic-name", "speech:addressed",
    "speech:all", "speech:all-work", "speech:all-doubt", "speech:all-need",
    "speech:lack", "speech:lack-end", "speech:lack-matter", "speech:unsure", "speech:modal-work",
    "speech:modal-self", "speech:modal-matter", "speech:assigned",
)  # fmt: skip


def _together(unit: Unit, found: Features, speech: Features, odd: float, habits: Habits) -> None:
    glue = max(
        (found.get(f"place:{name}", 0.0) for name in
         ("line-after-stop", "line-after-none", "lazy", "under-heading", "over-rule", "lead")),
        default=0.0,
    )  # fmt: skip
    share = speech["speech:share"]
    found["both:odd-speech"] = min(1.0, odd) * share
    found["both:glue-speech"] = glue * share
    found["both:glue-odd"] = glue * min(1.0, odd)
    found["both:odd-twice"] = float(odd > 1.2)
    dressed = unit.case == "upper" and unit.closing in (".", "!", "?")
    context = (
        "aside" if unit.group == "aside"
        else "item" if unit.group == "item"
        else "heading" if unit.group in ("heading", "cell")
        else "dressed" if dressed
        else "bare"
    )  # fmt: skip
    for name in _LEADING:
        if speech.get(name):
            found[f"{context}:{name[7:]}"] = speech[name]
    asked = max(speech.get("speech:edit", 0.0), speech.get("speech:work", 0.0)) * dressed
    advice = asked * (not (speech["speech:matter"] or speech["speech:people"]))
    found["dressed:advice"] = advice
    few = 1 - habits.trust(unit)
    found["few:advice"] = few * advice
    line = found.get("place:line-after-stop", 0.0) * dressed
    found["dressed:line"] = line
    found["few:line"] = few * line
    found["few:work"] = few * asked
    found[f"few:{unit.group}"] = few
    found["few:glue"] = few * glue
    found["few:share"] = few * share
    found["few:dressed"] = few * dressed
    found["few:lower"] = few * (unit.case == "lower" and unit.after_stop)
    if unit.group == "prose" and habits.opens(unit):
        found["opens:share"] = share
        found["opens:glue"] = glue
    if unit.group == "prose" and habits.fills(unit):
        for name in _FILLING:
            found[f"fills:{name}"] = speech.get(f"speech:{name}", 0.0)
    if len(unit.words) > 12:
        found["long:share"] = share
        found["long:edit"] = speech.get("speech:edit", 0.0)
        found["long:work"] = speech.get("speech:work", 0.0)
