"""Columns come and go with the width; a cell has exactly its column's cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from ses_tui.core.text import safe
from ses_tui.tui.column import Align
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.fleet.rows import COLUMNS as FLEET
from ses_tui.tui.table_layout import Step, fit_cell, grown, place, titles
from tests.tui_draw.plain_rows import column

RED = Style(color="red")
COLUMNS = (
    column(0, "Identity", 10, flex=2),
    column(1, "sends", 6, align="right"),
    column(2, "14 d", 8, flex=1, align="newest", minimum_table_width=40),
)


def text(cell: StyledLine) -> str:
    return "".join(part for part, _ in cell)


def widths(table_width: int) -> list[tuple[int, int]]:
    return [(spot.column, spot.width) for spot in place(COLUMNS, table_width)]


def test_a_column_is_left_out_below_its_table_width() -> None:
    assert [column for column, _ in widths(39)] == [0, 1]
    assert [column for column, _ in widths(40)] == [0, 1, 2]


@given(st.integers(min_value=17, max_value=300))
def test_flexible_columns_use_the_whole_width(width: int) -> None:
    placed = widths(width)
    assert sum(cells for _, cells in placed) + len(placed) - 1 == width
    assert all(cells >= COLUMNS[number].width for number, cells in placed)


def test_titles_stand_as_the_cells_under_them() -> None:
    placed = place(COLUMNS, 40)
    assert titles(COLUMNS, placed) == "Identity".ljust(placed[0].width) + "  sends" + " 14 d".ljust(
        placed[2].width + 1
    )


RUNS = st.lists(st.tuples(st.text(max_size=12).map(safe), st.sampled_from([None, RED])), max_size=4)


@given(RUNS, st.integers(0, 30), st.sampled_from(["left", "right"]))
def test_any_cell_fits_exactly(runs: list[tuple[str, Style | None]], width: int, align: Align) -> None:
    assert cell_len(text(fit_cell(tuple(runs), width, align))) == width


@pytest.mark.parametrize(
    ("cell", "width", "align", "shown"),
    [
        ((("● ", RED), ("news.example.org", None)), 8, "left", "● news.…"),
        ((("ab", RED), ("cd", None)), 4, "left", "abcd"),
        ((("abcd", RED), ("e", None)), 4, "left", "abc…"),
        ((("41.2k", None),), 8, "right", "   41.2k"),
        ((("1234567", RED),), 6, "right", "######"),
        ((("▁▂▃", None), ("▅▆", RED)), 4, "newest", "▂▃▅▆"),
        ((("▁▂", None),), 4, "newest", "  ▁▂"),
        ((), 3, "left", "   "),
    ],
)
def test_examples(cell: StyledLine, width: int, align: Align, shown: str) -> None:
    assert text(fit_cell(cell, width, align)) == shown


def test_a_cut_cell_keeps_the_style_of_what_is_left() -> None:
    assert fit_cell((("ab", None), ("cdef", RED)), 4, "left") == (("ab", None), ("c…", RED))


STEPS = st.lists(st.tuples(st.sampled_from([one.key for one in FLEET]), st.integers(0, 30)), max_size=12)
FIRST = ("name", "bounce", "complaint", "alerts")


@given(st.integers(30, 300), STEPS)
def test_a_table_that_grows_is_as_wide_as_it_may_be_and_keeps_what_matters(
    width: int, steps: list[Step]
) -> None:
    columns = grown(FLEET, width, FIRST, steps)
    assert sum(column.width for column in columns) == width
    own = {column.key: column.width for column in FLEET}
    assert all(column.width >= own[column.key] for column in columns)
    needed = [key for key in FIRST if sum(own[one] for one in FIRST[: FIRST.index(key) + 1]) <= width]
    assert set(needed) <= {column.key for column in columns}


def test_a_step_that_does_not_fit_is_passed_over_and_the_title_says_what_it_grew_by() -> None:
    columns = grown(FLEET, 60, FIRST, (("bounce", 9), ("worst row", 0), ("region", 0)))
    widths = {column.key: column.width for column in columns}
    assert widths["bounce"] == 18 and "region" not in widths
    assert next(column.title for column in columns if column.key == "bounce").endswith("bounce 24 h")
