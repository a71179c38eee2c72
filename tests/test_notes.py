"""Notes are found where an author leaves them, and published prose is left alone."""

from __future__ import annotations

from itertools import pairwise

import pytest

from copydesk.model import Note
from copydesk.notes import units as pieces
from copydesk.notes.detect import find
from copydesk.notes.features import measure
from copydesk.notes.habits import learn
from copydesk.notes.lexicon import load
from copydesk.notes.options import DEFAULT_MIN_SCORE, NoteOptions
from copydesk.notes.topics import Topics, topics
from copydesk.notes.wording import said, strength, tokens
from copydesk.parse import records
from copydesk.source import Source

PAGE = """# Caches

### What is a cache?

A cache keeps results that were costly to compute. It answers the second request faster than the
first one. Most programs have several of them.{tail}
{own}
- **Hit:** the value is there.
- **Miss:** the value has to be computed first.{item}

### When is a cache a bad idea?
{lead}
Where the data changes more often than it is read, a cache only adds work. It also hides the true
cost of a request from whoever measures it.

### How is a cache invalidated?

Every entry has a time to live. After that, the entry is fetched again.{end}
"""


def read(text: str, **options: object) -> tuple[Note, ...]:
    document = records.read(Source("page.md", text))
    return find(document, NoteOptions(**options))  # type: ignore[arg-type]


def sure(text: str, **options: object) -> list[str]:
    return [note.text for note in read(text, **options) if note.score >= DEFAULT_MIN_SCORE]


def page(**parts: str) -> str:
    return PAGE.format(
        **{name: parts.get(name, "") for name in ("tail", "own", "item", "lead", "end")}
    )


def test_clean_page_has_no_notes() -> None:
    assert sure(page()) == []


@pytest.mark.parametrize(
    ("place", "before", "note", "after"),
    [
        ("tail", " ", "give the numbers for our own cluster", ""),
        ("tail", " ", "I doubt that these numbers are still right.", ""),
        ("tail", " (", "needs a source", ")"),
        ("own", "", "mention write-through caches too", "\n"),
        ("own", "", "Needs a better example.", "\n"),
        ("item", "\n", "explain the difference in one more line", ""),
        ("item", "\n- ", "check these definitions again", ""),
        ("lead", "", "reword, sounds like an exam", ""),
        ("lead", "\n", "Split this into two questions.", "\n"),
        ("end", "\n\n", "The second half is still missing.", ""),
        ("end", "\n", "add a diagram here", ""),
    ],
)
def test_unmarked_note(place: str, before: str, note: str, after: str) -> None:
    text = page(**{place: before + note + after})
    assert [found.strip("()") for found in sure(text)] == [note]


MARKED = [
    "⟦TODO: say what happens on a miss⟧",
    "The entry is dropped. ⟦TODO add a picture⟧",
    "⟦FIXME(kim): the numbers are old⟧",
    "The value is computed once. ⟦???⟧",
    "The cache is flushed ⟦[citation needed]⟧.",
    "The cache was invented in ⟦(TK year)⟧.",
    "⟦<!-- this answer repeats the one above -->⟧",
    "Entries expire ⟦{>>do they always?<<}⟧ after an hour.",
    "Entries {++usually++} expire.".replace("{++usually++}", "⟦{++usually++}⟧"),
    "Entries expire ⟦{--obviously--}⟧.",
    "Entries ⟦{~~die~>expire~~}⟧.",
    "⟦%% weak ending, rewrite %%⟧",
    "- [ ] ⟦add the second figure⟧",
    "⟦<<<<<<< HEAD⟧\nOne.\n⟦=======⟧\nTwo.\n⟦>>>>>>> other⟧",
    "The entry is dropped. ⟦TODO: say more about *that*⟧",
    "The entry is dropped. ⟦TODO: compare with [the other page](https://example.org)⟧",
    "| Case | Result |\n| --- | --- |\n| hit | ⟦TODO: say what⟧ |\n| miss | ⟦TODO⟧ |",
    "<!-- toc -->⟦TODO: check the order⟧",
    "<div>⟦TODO: check the order⟧</div>",
    "A cache ⟦~~is never wrong~~⟧ may be stale.",
]


@pytest.mark.parametrize("marked", MARKED)
def test_marked_note(marked: str) -> None:
    text = page(own=marked.replace("⟦", "").replace("⟧", "") + "\n")
    wanted = [part.split("⟧")[0] for part in marked.split("⟦")[1:]]
    found = [note for note in read(text) if note.kind == "marked"]
    assert [note.text for note in found] == wanted
    assert all(note.marker and note.evidence for note in found)


@pytest.mark.parametrize(
    "published",
    [
        "Run `TODO: nothing` first.",
        "```\n# TODO: explain\n```",
        "A TODO comment is a promise.",
        "We build a TODO app with a list of items.",
        "TK is a toolkit for windows.",
        "Every `FIXME` in the code is counted.",
        "The [TODO](https://example.org) page is public.",
        "<!-- markdownlint-disable MD013 -->",
        "<!-- prettier-ignore-start -->",
        "<!-- vale off -->",
        "<!-- vale Google.Headings = NO -->",
        '<!-- vale Vale.Terms["cache"] = YES -->',
        "<pre>TODO: nothing</pre>",
        "<!-- toc -->",
        "<!-- stet: note/unmarked -->",
        "<!-- id: 12 -->",
        "<!-- tags: (css, html) -->",
        "<!-- Copyright 2024 the authors. -->",
        "<!-- ALL-CONTRIBUTORS-LIST:START - Do not remove or modify this section -->",
        "$x ???$",
        "- [ ] water\n- [ ] flour\n- [ ] salt\n- [x] yeast\n- [ ] oil\n- [ ] sugar\n- [ ] eggs\n- [ ] milk",
    ],
)
def test_published_text_is_no_marked_note(published: str) -> None:
    assert [note for note in read(page(own=published + "\n")) if note.kind == "marked"] == []


@pytest.mark.parametrize(
    "published",
    [
        "1. open the file\n2. check the first line\n3. close the file",
        "See also the chapter on memory.",
        "npm keeps its cache in the home directory.",
        "The steps are these:",
        "- small\n- fast\n- easy to replace",
        pytest.param(
            "I am not sure that a cache would help much here, since every request differs.",
            marks=pytest.mark.xfail(
                strict=True, reason="a doubt that gives its reason scores as one that gives none"
            ),
        ),
        "It is stored twice (see the figure above).",
        "What happens on a miss? The value is computed.",
        "Add them up:\nz = 1*0.5 + 2*0.5 = 5",
    ],
)
def test_published_text_is_no_unmarked_note(published: str) -> None:
    assert sure(page(own=published + "\n")) == []


def test_wrapped_prose_is_no_note() -> None:
    text = (
        "# Notes on caching\n\nThe first thing to know is that a cache has to be filled before\n"
        "it is of any use, and that filling it\nis work that has to be done by\n"
        "somebody.\n\nThe second thing is that it can be wrong, and that\n"
        "being wrong is worse than being slow.\n"
    )
    assert sure(text) == []


@pytest.mark.parametrize("text", ["To be completed.", "Answer here", "Coming soon", "WIP", "…"])
def test_placeholder(text: str) -> None:
    found = read(
        f"# Caches\n\n### What is a cache?\n\n{text}\n\n### Why is one used?\n\nFor speed.\n"
    )
    assert [(note.kind, note.text) for note in found if note.score >= 0.5] == [
        ("placeholder", text)
    ]


@pytest.mark.parametrize(
    "text", ["Answer to follow.", "Insert a diagram here.", "Table of all steps goes here."]
)
def test_a_sentence_that_holds_a_place_among_others_is_a_placeholder(text: str) -> None:
    found = [note for note in read(page(tail=f" {text}")) if note.kind == "placeholder"]
    assert [note.text for note in found] == [text]


@pytest.mark.parametrize(
    "text", ["Insert the key here.", "Put the value of the entry into the store here."]
)
def test_an_instruction_to_readers_holds_no_place(text: str) -> None:
    assert not [note for note in read(page(tail=f" {text}")) if note.kind == "placeholder"]


def test_issue_reference_may_stand() -> None:
    text = page(tail=" TODO(#12): add the second figure.")
    assert [note.kind for note in read(text) if note.kind == "marked"] == ["marked"]
    assert not [n for n in read(text, issue_references=True) if n.kind == "marked"]


def test_mark_can_be_ignored() -> None:
    text = page(own="FIXME the second sentence\n")
    assert [note.marker for note in read(text) if note.kind == "marked"] == ["FIXME"]
    assert not [n for n in read(text, ignored_marks=frozenset({"FIXME"})) if n.kind == "marked"]


def test_german_note() -> None:
    text = (
        "# Speicher\n\n### Was ist ein Cache?\n\nEin Cache hält Ergebnisse bereit, die teuer zu "
        "berechnen waren. Die zweite Anfrage wird dadurch schneller beantwortet. "
        "hier fehlt noch ein Beispiel\n"
    )
    assert "hier fehlt noch ein Beispiel" in sure(text, language="de")


def test_notes_are_sorted_apart_and_placed() -> None:
    text = page(tail=" TODO add a picture (source?)", lead="\nreword the title\n", end=" ???")
    notes = read(text)
    assert list(notes) == sorted(notes, key=lambda note: note.span)
    for before, after in pairwise(notes):
        assert before.span.end <= after.span.start
    for note in notes:
        assert text[note.span.slice] == note.text
        assert 0.2 <= note.score <= 1
        assert note.record is not None


def test_a_sentence_that_ends_in_marks_of_doubt_is_a_note() -> None:
    text = "### Is it fast???\n\nIt is. Nobody measured it???\n\n- It is small\n- It is free???\n"
    found = find(records.read(Source("a.md", text)), NoteOptions(floor=DEFAULT_MIN_SCORE))
    assert [(note.kind, note.marker, note.text) for note in found] == [
        ("marked", "???", "Nobody measured it???"),
        ("marked", "???", "It is free???"),
    ]


def test_a_line_indented_below_a_bold_lead_is_not_glued() -> None:
    text = "### Why?\n\n- **One.** It is small.\n  It is also free and easy.\n"
    lexicon = load("en")
    units = [
        u for block in pieces.read(records.read(Source("a.md", text)), lexicon) for u in block.units
    ]
    assert not any(unit.lazy for unit in units)
    glued = text.replace("  It is also", "It is also")
    units = [
        u
        for block in pieces.read(records.read(Source("a.md", glued)), lexicon)
        for u in block.units
    ]
    assert units[-1].lazy


def test_wording_counts_words_for_and_against() -> None:
    odds = {"please": 2.0, "^ please": 1.0, "you": -1.0}
    # Two words are nine tokens: themselves, three pairs, two triples, each of which has an open middle.
    assert strength("Please check", odds) == pytest.approx((1.0, 0.0, 2.0))
    assert strength("you can", odds) == pytest.approx((0.0, 1 / 3, 0.0))
    assert strength("nothing", odds) == (0.0, 0.0, 0.0)


def test_wording_reads_marks_and_takes_numbers_for_one() -> None:
    assert said("(Since 3.2, isn’t it?)") == ("since", "0", ".", "0", ",", "isn't", "it", "?")
    assert {"^ a", "a b", "a b $", "a * $"} <= set(tokens(("a", "b")))


@pytest.mark.parametrize(
    ("sentence", "feature"),
    [
        ("We never said so.", "speech:we"),
        ("Nobody was there.", "speech:past"),
        ("Priya has the rest.", "speech:given"),
        ('The word "discs" is odd.', "speech:quotes-known"),
    ],
)
def test_a_voice_counts_where_the_rest_speaks_otherwise(sentence: str, feature: str) -> None:
    text = f"### What does a cache keep?\n\nResults of discs. Discs are slow.\n\n{sentence}\n"
    lexicon = load("en")
    blocks = pieces.read(records.read(Source("a.md", text)), lexicon)
    habits = learn(blocks, lexicon)
    found = {unit.text: measure(unit, habits, lexicon) for b in blocks for unit in b.units}
    assert found[sentence][feature] > 0
    assert not found["Discs are slow."].get(feature)


def test_lines_of_their_own_are_a_habit_where_every_item_has_one() -> None:
    item = "- **Fast:** It keeps results.\n  Useful where they are costly.\n"
    lexicon = load("en")

    def glued(text: str) -> float:
        blocks = pieces.read(
            records.read(Source("a.md", f"### What is a cache?\n\n{text}")), lexicon
        )
        habits = learn(blocks, lexicon)
        last = measure(blocks[-1].units[-1], habits, lexicon)
        return last.get("place:line-after-stop", 0.0)

    assert glued(3 * item) < 0.3 < glued("- **Small:** It is.\n- **New:** It was.\n" + item)


def test_topics_are_counted_by_where_else_they_stand() -> None:
    text = (
        "### What does a cache keep?\n\nResults that are costly. Costly results wait for Priya.\n\n"
        "### Why a second one?\n\nDiscs are slow.\n"
    )
    lexicon = load("en")
    blocks = pieces.read(records.read(Source("a.md", text)), lexicon)
    habits = learn(blocks, lexicon)
    last = blocks[1].units[-1]
    assert last.text == "Costly results wait for Priya."
    assert topics(last, lexicon.hits(last.words), lexicon, habits) == Topics(2, 2, 1, 1)


@pytest.mark.parametrize("mark", ["**A:**", "A:", "**Answer:**"])
def test_a_line_above_an_answer_mark_is_a_block_of_its_own(mark: str) -> None:
    text = f"### Why is it fast?\nhere is a line\n{mark} It is small. It is also free.\n"
    units = pieces.read(records.read(Source("a.md", text)), load("en"))[1].units
    assert [(unit.lead, unit.index, unit.count) for unit in units] == [
        (True, 0, 1),
        (False, 0, 2),
        (False, 1, 2),
    ]


def test_the_bold_title_of_an_item_is_no_note() -> None:
    item = "\n- **Date cut.** Entries of last year are dropped first."
    assert sure(page(item=item)) == []
