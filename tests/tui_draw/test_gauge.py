"""The gauge: every line readable, the mark on the right side of each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_tui.core.condition import BOUNCE_LINES, COMPLAINT_LINES, NO_LINES, Condition, Lines
from ses_tui.tui.draw.bandstyle import BAND_SIGN
from ses_tui.tui.draw.gauge import gauge
from ses_tui.tui.paint import to_ascii

VALUE = st.floats(min_value=0, max_value=1)


def text(runs: list[tuple[str, Condition | None]]) -> str:
    return "".join(part for part, _ in runs)


@pytest.mark.parametrize(
    ("value", "lines", "shown"),
    [
        (None, BOUNCE_LINES, "0┄┄┄┄┄┄┄┄┄2┄┄3┄┄┄┄5 review┄┄┄┄┄┄10┄┄"),
        (0.0, BOUNCE_LINES, "0●┄┄┄┄┄┄┄┄2┄┄3┄┄┄┄5 review┄┄┄┄┄┄10┄┄"),
        (0.0312, BOUNCE_LINES, "0━━━━━━━━━2━━3▲┄┄┄5 review┄┄┄┄┄┄10┄┄"),
        (0.2, BOUNCE_LINES, "0━━━━━━━━━2━━3━━━━5 review━━━━━━10✖▶"),
        (0.00041, COMPLAINT_LINES, "0━━━●┄┄0.08┄┄0.1 review┄┄┄┄┄┄┄┄0.5┄┄"),
    ],
)
def test_36_cells_hold_every_line(value: float | None, lines: Lines, shown: str) -> None:
    assert text(gauge(value, lines, 36)) == shown


@given(st.none() | VALUE, st.sampled_from([BOUNCE_LINES, COMPLAINT_LINES, NO_LINES]), st.integers(4, 90))
def test_it_is_as_wide_as_asked(value: float | None, lines: Lines, width: int) -> None:
    assert len(text(gauge(value, lines, width))) == width
    assert to_ascii(text(gauge(value, lines, width))).isascii()


@given(VALUE, st.integers(26, 90))
def test_the_mark_stands_between_the_lines_that_the_value_lies_between(value: float, width: int) -> None:
    drawn = text(gauge(value, BOUNCE_LINES, width))
    mark = drawn.index(BAND_SIGN[BOUNCE_LINES.band(value)])
    reached = [label for label, line in (("2", 0.02), ("3", 0.03), ("5", 0.05), ("10", 0.1)) if value >= line]
    assert [label for label in ("2", "3", "5", "10") if drawn.index(label) < mark] == reached


@given(st.lists(VALUE, min_size=2, max_size=2), st.integers(14, 60))
def test_a_higher_value_is_never_further_left(pair: list[float], width: int) -> None:
    low, high = sorted(pair)
    marks = [
        min(drawn.index(sign) for sign in BAND_SIGN.values() if sign in drawn)
        for drawn in (text(gauge(value, BOUNCE_LINES, width)) for value in (low, high))
    ]
    assert marks[0] <= marks[1]


def test_the_track_to_the_mark_has_the_bands_colour_and_the_rest_is_dim() -> None:
    bands = [band for _, band in gauge(0.0312, BOUNCE_LINES, 36)]
    assert bands == [Condition.WARN, Condition.WARN, None]


def test_a_held_level_colours_the_mark_and_recovering_points_back() -> None:
    drawn = gauge(0.045, BOUNCE_LINES, 36, condition=Condition.REVIEW, recovering=True)
    assert ("◀", Condition.REVIEW) in drawn


def test_where_it_is_narrow_the_review_line_stays() -> None:
    assert text(gauge(0.01, BOUNCE_LINES, 8)) == "0●┄┄┄5┄┄"
    assert text(gauge(0.01, BOUNCE_LINES, 4)) == "┄┄┄┄"
