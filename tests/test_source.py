"""Positions and bytes of a source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.source import Position, Source, SourceError, Span

TEXT = st.text(st.sampled_from("ab\n\r\t\u2028\x0c\x85🙂é\ufeff"), max_size=40)


@given(TEXT)
def test_bytes_survive(text: str) -> None:
    assert Source.decode("x", text.encode()).encode() == text.encode()


@given(TEXT)
def test_every_offset_has_a_place(text: str) -> None:
    source = Source("x", text)
    for offset in range(len(text) + 1):
        place = source.position(offset)
        line = source.line_span(place.line)
        assert line.start <= offset
        assert place.line == source.line_of(offset)
        assert not set(source[line]) & set("\r\n")


@pytest.mark.parametrize(
    ("text", "offset", "expected"),
    [
        ("a\nb", 2, (2, 1)),
        ("a\r\nb", 3, (2, 1)),
        ("a\rb", 2, (2, 1)),
        ("a\u2028b\x0cc\x85d", 6, (1, 7)),
        ("🙂a", 1, (1, 2)),
        ("\ufeffa", 1, (1, 1)),
        ("\ufeffa\nb", 3, (2, 1)),
        ("", 0, (1, 1)),
    ],
)
def test_position(text: str, offset: int, expected: tuple[int, int]) -> None:
    assert Source("x", text).position(offset) == Position(*expected, offset)


def test_not_utf8() -> None:
    with pytest.raises(
        SourceError, match=r"faq\.md: not UTF-8 .* offset 1.*save the file as UTF-8"
    ):
        Source.decode("faq.md", b"a\xff")


def test_span() -> None:
    assert Source("x", "abc")[Span(1, 2)] == "b"
    assert Span(0, 3).contains(Span(1, 2))
    assert not Span(0, 1).overlaps(Span(1, 2))
