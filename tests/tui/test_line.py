"""Lines of styled text: nothing is wider than it may be, nothing that must be whole is cut."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.line import clip, join, length, longest, pad, spread, strip_of, styled, wrap

TEXT = st.text(st.sampled_from("ab 1%·…日本e\u0301🚀"), max_size=12)


def plain(line: StyledLine) -> str:
    return "".join(text for text, _ in line)


CELL = st.lists(st.tuples(TEXT, st.none()), max_size=4).map(tuple)


@given(CELL, st.integers(0, 30))
def test_clip_and_pad(line: tuple[tuple[str, None], ...], room: int) -> None:
    assert cell_len(plain(clip(line, room))) <= room
    if length(line) <= room:
        assert plain(clip(line, room)).rstrip() == plain(line).rstrip()
        assert length(pad(line, room)) == room


@given(CELL, st.integers(1, 30))
def test_a_strip_is_exactly_as_wide_as_asked(line: tuple[tuple[str, None], ...], room: int) -> None:
    strip = strip_of(line, room)
    assert sum(cell_len(segment.text) for segment in strip) == room


def test_what_was_cut_says_so() -> None:
    assert plain(clip(styled("abcdef"), 4)) == "abc…"
    assert plain(clip((("abcd", None), ("ef", None)), 4)) == "abc…"
    assert plain(clip((("abcd", None), ("", None)), 4)) == "abcd"


def test_longest_takes_the_first_that_fits_and_else_clips_the_last() -> None:
    variants = (styled("three point one two"), styled("3.12 %"), styled("3 %"))
    assert plain(longest(variants, 19)) == "three point one two"
    assert plain(longest(variants, 6)) == "3.12 %"
    assert plain(longest(variants, 2)) == "3…"


def test_spread_drops_the_right_side_where_both_do_not_fit() -> None:
    assert plain(spread(styled("left"), styled("right"), 12)) == "left   right"
    assert plain(spread(styled("left"), styled("right"), 9)) == "left"


def test_wrap_keeps_parts_whole_and_drops_the_least_important_first() -> None:
    parts = [
        (0, styled("prod")),
        (2, styled("123456789012")),
        (0, styled("SENDING OFF")),
        (1, styled("sandbox")),
    ]
    assert [plain(line) for line in wrap(parts, 50, 1)] == ["prod  123456789012  SENDING OFF  sandbox"]
    assert [plain(line) for line in wrap(parts, 28, 1)] == ["prod  SENDING OFF  sandbox"]
    assert [plain(line) for line in wrap(parts, 20, 1)] == ["prod  SENDING OFF"]
    assert [plain(line) for line in wrap(parts, 20, 2)] == ["prod  123456789012", "SENDING OFF  sandbox"]


def test_join_leaves_empty_parts_out() -> None:
    assert plain(join((styled("a"), (), styled("b")))) == "a  b"
    assert join(((), styled("b", Style(bold=True)))) == (("b", Style(bold=True)),)
