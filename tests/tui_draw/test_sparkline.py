"""Sparklines: a scale that keeps still, gaps as gaps, colour by runs."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_tui.core.condition import BOUNCE_LINES, COMPLAINT_LINES, NO_LINES, Condition, Lines
from ses_tui.core.themes import GraphName
from ses_tui.tui.detail.chart import curve_sign
from ses_tui.tui.draw.bandstyle import Run
from ses_tui.tui.draw.sparkline import scale_top, spark_rows
from ses_tui.tui.look import Look

VALUES = st.lists(st.none() | st.floats(min_value=0, max_value=1), max_size=30)


def text(runs: list[tuple[str, Condition | None]]) -> str:
    return "".join(part for part, _ in runs)


def spark(values: Sequence[float | None], *, top: float, lines: Lines) -> list[Run]:
    (row,) = spark_rows(values, top=top, lines=lines)
    return row


def test_zero_is_visible_and_a_gap_is_not_zero() -> None:
    assert spark([0.0, None, 0.0], top=0.0625, lines=BOUNCE_LINES) == [
        ("▁", Condition.OK),
        ("·", None),
        ("▁", Condition.OK),
    ]


def test_a_value_at_or_over_the_top_fills_its_cell() -> None:
    assert text(spark([0.1, 0.5], top=0.1, lines=NO_LINES)) == "██"


def test_colour_goes_by_runs_of_one_band() -> None:
    values = [0.01, 0.012, 0.031, 0.032, 0.06]
    assert [(len(part), band) for part, band in spark(values, top=0.0625, lines=BOUNCE_LINES)] == [
        (2, Condition.OK),
        (2, Condition.WARN),
        (1, Condition.REVIEW),
    ]


def test_the_scale_holds_still_until_a_value_exceeds_it() -> None:
    assert scale_top(BOUNCE_LINES, []) == 0.0625
    assert scale_top(BOUNCE_LINES, [0.001, None]) == scale_top(BOUNCE_LINES, [0.0624]) == 0.0625
    assert scale_top(BOUNCE_LINES, [0.07]) == scale_top(BOUNCE_LINES, [0.12]) == 0.125
    assert scale_top(BOUNCE_LINES, [0.2]) == 0.25
    assert scale_top(COMPLAINT_LINES, [0.0004]) == 0.00125


def test_without_lines_the_scale_takes_the_next_round_number() -> None:
    assert scale_top(NO_LINES, []) == 1.0
    assert scale_top(NO_LINES, [0.0]) == 1.0
    assert scale_top(NO_LINES, [3_400.0]) == 5_000.0
    assert scale_top(NO_LINES, [5_000.0]) == 5_000.0


@given(VALUES)
def test_no_value_is_over_its_scale(values: list[float | None]) -> None:
    for lines in (BOUNCE_LINES, COMPLAINT_LINES, NO_LINES):
        assert all(value is None or value <= scale_top(lines, values) * (1 + 1e-9) for value in values)


@given(VALUES, st.integers(min_value=1, max_value=3), st.booleans())
def test_every_row_has_one_cell_per_value(values: list[float | None], rows: int, ascii: bool) -> None:
    drawn = spark_rows(values, top=0.1, lines=BOUNCE_LINES, rows=rows, ascii=ascii)
    assert [len(text(row)) for row in drawn] == [len(values)] * rows
    assert not ascii or all(text(row).isascii() for row in drawn)


@given(st.lists(st.floats(min_value=0, max_value=1), min_size=2, max_size=2), st.integers(1, 3))
def test_a_higher_value_is_never_drawn_lower(pair: list[float], rows: int) -> None:
    low, high = sorted(pair)
    drawn = spark_rows([low, high], top=0.5, lines=NO_LINES, rows=rows)
    heights = [sum(" ▁▂▃▄▅▆▇█".index(text(row)[i]) for row in drawn) for i in (0, 1)]
    assert heights[0] <= heights[1]


def test_rows_stack_with_the_top_one_first() -> None:
    drawn = spark_rows([0.0, None, 0.03, 0.099], top=0.1, lines=BOUNCE_LINES, rows=2)
    assert [text(row) for row in drawn] == ["   █", "▁·▅█"]


@pytest.mark.parametrize(
    ("graph", "curve", "bars"),
    [("auto", "braille", False), ("braille", "braille", False), ("block", "•", False), ("ascii", "*", True)],
)
def test_what_charts_and_bars_are_drawn_with(graph: GraphName, curve: str, bars: bool) -> None:
    look = Look(graph=graph)
    assert (curve_sign(look), look.ascii_graph) == (curve, bars)
    assert curve_sign(look._replace(braille=False)) == ("•" if graph == "auto" else curve)
    assert curve_sign(look._replace(ascii=True)) == "*"
