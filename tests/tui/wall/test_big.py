"""Big letters: their size is known before they are drawn, and nothing is drawn that was not asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_tui.tui.paint import to_ascii
from ses_tui.tui.wall.big import (
    GLYPHS,
    HEIGHT,
    UNKNOWN,
    big,
    fitting,
    glyph,
    height_of,
    scales,
    shortened,
    width_of,
    wrapped,
)
from tests.tui.snapshots_data import HOSTILE_NAMES

TEXT = st.text(max_size=30)


def test_glyphs_are_all_of_one_height_and_straight() -> None:
    for sign, rows in GLYPHS.items():
        assert len(rows) == HEIGHT, sign
        assert len({len(row) for row in rows}) == 1, sign
        assert set("".join(rows)) <= {"#", "."}, sign


def test_what_has_to_be_told_apart_is() -> None:
    needed = "0123456789.%-ABCDEFGHIJKLMNPQRSTUVWXYZ●◆▲■✖◌?"
    drawn = [glyph(char) for char in needed]
    assert len({*drawn}) == len(needed)
    assert glyph(UNKNOWN) not in drawn


def test_small_letters_are_capitals_and_the_unknown_is_a_box() -> None:
    assert glyph("a") == glyph("A")
    assert glyph("語") == glyph(UNKNOWN)


@given(TEXT, st.integers(1, 6))
def test_it_is_as_wide_and_high_as_was_said(text: str, scale: int) -> None:
    rows = big(text, scale)
    assert len(rows) == height_of(scale)
    assert {len(row) for row in rows} == {width_of(text, scale)}
    assert set("".join(rows)) <= set(" ▀▄█")


@given(TEXT, st.sampled_from([2, 4, 6]))
def test_ascii_is_as_wide_and_high(text: str, scale: int) -> None:
    rows = [to_ascii(row) for row in big(text, scale)]
    assert {len(row) for row in rows} == {width_of(text, scale)}
    assert len(rows) == height_of(scale)
    assert set("".join(rows)) <= set(" #")


@pytest.mark.parametrize("step", [1, 2])
def test_the_largest_that_fits(step: int) -> None:
    for width in range(0, 200, 7):
        scale = fitting("3.12%", width, 24, step)
        assert width_of("3.12%", scale) <= width
        bigger = [each for each in scales(step) if each > scale]
        assert all(width_of("3.12%", each) > width or height_of(each) > 24 for each in bigger)


@given(TEXT, st.integers(0, 90), st.integers(1, 3))
def test_a_name_is_shortened_to_its_room(text: str, room: int, scale: int) -> None:
    short = shortened(text, room, scale)
    assert width_of(short, scale) <= room
    assert short in (text, "") or short.endswith("…")


def test_wrapping_keeps_every_word_or_says_no() -> None:
    text = "14:50 WARN account bounce 3.12% ≥ 3%"
    rows = wrapped(text, 60, 1, 3)
    assert rows is not None and " ".join(rows) == text
    assert all(width_of(row, 1) <= 60 for row in rows)
    assert wrapped(text, 60, 1, 2) is None
    assert wrapped("x" * 40, 60, 1, 9) is None


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_nobodys_name_reaches_the_terminal(name: str) -> None:
    assert set("".join(big(name, 1))) <= set(" ▀▄█")
