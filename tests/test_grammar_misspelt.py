"""What an unknown word is taken for: a slip of the pen, capitals, a variant, a term."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.grammar.slips import distance, kind


@pytest.mark.parametrize(
    ("word", "replacements", "written", "expected"),
    [
        ("kichen", ("kitchen",), (), "slip"),
        ("flourr", ("flour",), (), "slip"),
        ("difficutly", ("difficulty",), (), "slip"),
        ("wifermentation", ("fermentation",), ("fermentation",), "slip"),
        ("refermentation", ("fermentation",), ("fermentation",), "term"),
        ("recieve", ("receive",), (), "slip"),
        ("htis", ("this",), (), "slip"),
        ("evrey", ("every",), (), "slip"),
        ("adn", ("and",), ("and",), "slip"),
        ("Nevertheles", ("Nevertheless",), (), "term"),
        ("Sourdogh", ("Sourdough",), (), "slip"),
        ("Dafo", ("Dado",), (), "term"),
        ("alot", ("a lot",), (), "slip"),
        ("breadcraft", ("bread craft",), (), "term"),
        ("bakestone", (), (), "term"),
        ("gstrain", ("strain",), ("strain",), "term"),
        ("debian", ("Debian",), (), "capitals"),
        ("std", ("STD",), (), "term"),
        ("flavour", ("flavor",), (), "variant"),
        ("kneadable", ("readable",), (), "term"),
    ],
)
def test_an_unknown_word_is_taken_for(
    word: str, replacements: tuple[str, ...], written: tuple[str, ...], expected: str
) -> None:
    assert kind(word, replacements, frozenset(written)) == expected


@given(st.text("abc", max_size=6), st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_the_distance_of_words_is_one(one: str, two: str, three: str) -> None:
    assert (distance(one, two) == 0) == (one == two)
    assert distance(one, two) == distance(two, one)
    assert abs(len(one) - len(two)) <= distance(one, two) <= max(len(one), len(two))
    swapped = f"{three}ab"
    assert distance(swapped, f"{three}ba") == 1


@pytest.mark.parametrize(("word", "meant"), [("idéee", "idée"), ("hatt", "hatte")])
def test_endings_are_slips_where_the_language_is_not_english(word: str, meant: str) -> None:
    assert kind(word, (meant,), frozenset(), english=False) == "slip"
