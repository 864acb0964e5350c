"""Tables whose rows are given cell by cell."""

from typing import Any

from ses_tui.core.clock import SystemClock
from ses_tui.tui.column import Align, Column, Drawing, TableRow
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.look import Look
from ses_tui.tui.viewstate import ViewState

Cells = tuple[StyledLine, ...]
MOST = 8


def column(
    number: int,
    title: str,
    width: int,
    *,
    flex: int = 0,
    align: Align = "left",
    minimum_table_width: int = 0,
) -> Column[Cells]:
    """The column of the cells with that number."""
    return Column(
        f"column{number}",
        title,
        width,
        lambda cells, state, room: cells[number] if number < len(cells) else (),
        flex=flex,
        align=align,
        minimum_table_width=minimum_table_width,
    )


DRAWING = Drawing(
    "plain", tuple(column(number, "", 0) for number in range(MOST)), ViewState(None, Look(), SystemClock())
)


def plain_row(id: str, *cells: StyledLine) -> TableRow[Any]:
    """A row of these cells."""
    return TableRow(id, cells, DRAWING)
