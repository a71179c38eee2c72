"""Why a unit is thought a note, in sentences that a reader understands."""

from __future__ import annotations

from collections.abc import Mapping

_SAYS = {
    "style:lower-prose": "starts lower-case, its neighbours do not",
    "style:lower-item": "starts lower-case, the other items do not",
    "style:open-prose": "has no closing punctuation, its neighbours have",
    "style:open-item": "has no closing punctuation, the other items have",
    "style:run-on": "runs on lower-case after a finished sentence",
    "style:upper-item": "starts upper-case, the other items do not",
    "style:stopped-item": "ends with a full stop, the other items do not",
    "style:plain-item": "has no label, the other items have one",
    "style:short-prose": "is much shorter than the sentences around it",
    "style:short-item": "is much shorter than the items around it",
    "place:line-after-stop": "stands on a line of its own after a finished sentence",
    "place:line-after-none": "stands on a line of its own, glued to the text above",
    "place:lazy": "is glued to a list without its indentation",
    "place:under-heading": "is glued to a heading",
    "place:over-rule": "is glued to the separator below it",
    "place:lead": "stands between the question and its answer mark",
    "place:aside": "is an aside in brackets",
    "place:whole-aside": "is all in brackets",
    "place:tail": "ends a paragraph",
    "place:ends-answer": "ends an answer",
    "speech:edit": "asks for a change to the text",
    "speech:edit-opened": "asks for a change to the text",
    "speech:work": "is an instruction",
    "speech:work-opened": "is an instruction",
    "speech:work-matter": "asks for something to be put into the text",
    "speech:work-deixis": "asks for work on what stands here",
    "speech:work-alone": "is a bare instruction",
    "speech:need": "says what is lacking",
    "speech:need-matter": "says that the text lacks something",
    "speech:need-start": "says what is lacking",
    "speech:doubt": "doubts what is said",
    "speech:doubt-start": "doubts what is said",
    "speech:verdict": "judges the text",
    "speech:verdict-matter": "judges the text",
    "speech:people": "speaks to a colleague",
    "speech:people-name": "names a person to ask",
    "speech:later": "puts work off",
    "speech:matter": "speaks of parts of a text",
    "speech:matter-only": "only names a part of a text",
    "speech:self": "speaks about the text itself",
    "speech:self-need": "says what this part of the text lacks",
    "speech:self-verdict": "judges this part of the text",
    "speech:self-people": "speaks to somebody about this part of the text",
    "speech:to-author": "speaks to the author",
    "speech:addressed": "speaks to somebody by name",
    "speech:topic-new": "speaks of what the rest of the text does not",
    "speech:topic-name": "names what the rest of the text does not",
    "speech:topic-none": "speaks of nothing that an answer is about",
    "speech:worded": "is worded as notes are",
    "speech:worded-surely": "has a word that notes have",
    "form:capitals": "is all in capitals",
    "speech:here": "points at its own place",
    "speech:question": "is a question that nobody answers",
    "speech:unanswered": "is a question that nobody answers",
    "speech:unanswered-asks": "is a question that nobody answers",
    "speech:asks": "is a question about the text",
    "speech:asks-open": "is a question without a question mark",
    "speech:first-person": "speaks in the first person, the text does not",
    "speech:fragment": "is a fragment without a verb",
    "speech:informal": "is written in shorthand",
    "speech:shorthand": "is written in shorthand",
    "speech:marks": "has doubled question or exclamation marks",
    "speech:slip": "has a slip of spelling or grammar",
    "speech:all": "is made of an editor's words",
    "speech:all-work": "is made of an editor's words",
    "speech:all-doubt": "is made of an editor's words",
    "speech:all-need": "says what is lacking",
    "speech:share": "is made of an editor's words",
    "both:odd-speech": "is in an editor's words and out of the document's style",
    "both:glue-speech": "is in an editor's words and glued to the text",
    "both:glue-odd": "is glued to the text and out of the document's style",
    "page:others": "stands in a file with other notes",
    "both:odd-twice": "breaks the document's style in two ways",
}
_CONTEXTS = ("opens:", "fills:", "aside:", "item:", "heading:", "dressed:", "bare:", "long:")


def sentences(features: Mapping[str, float], weights: Mapping[str, float]) -> tuple[str, ...]:
    """Up to four sentences for what weighs most, the weightiest first."""
    says: dict[str, float] = {}
    for name, value in features.items():
        base = name
        for context in _CONTEXTS:
            if name.startswith(context):
                base = f"speech:{name[len(context) :]}"
        weight = value * weights.get(name, 0.0)
        sentence = _SAYS.get(base)
        if sentence:
            says[sentence] = says.get(sentence, 0.0) + weight
    best = sorted(says.items(), key=lambda item: -item[1])
    return tuple(sentence for sentence, weight in best[:4] if weight > 0.25) or (
        "reads like a note to an editor",
    )
