"""Which columns the fleet has at a width. Pure functions; each column begins with a blank."""

from collections.abc import Mapping
from typing import NamedTuple

from ses_tui.tui.table_layout import Column

WORD_CELLS = 6
WHO_CELLS = 2 + WORD_CELLS + 1
LEAST_NAME = 12

CELLS: Mapping[str, int] = {
    "region": 14,
    "account": 12,
    "bounce": 8,
    "bounce gauge": 20,
    "complaint": 9,
    "complaint gauge": 20,
    "left": 20,
    "alerts": 6,
    "worst row": 22,
    "data": 10,
    "status": 11,
}
"""Cells of each column without its leading blank, from left to right."""

RATES = ("bounce", "complaint")
_RIGHT = ("alerts", "data")
_FIRST = ("bounce", "complaint", "data", "alerts")

_GROW = (
    ("bounce", 8),
    ("complaint", 8),
    ("name", 16),
    ("status", 0),
    ("region", 0),
    ("left", 0),
    ("worst row", 0),
    ("bounce gauge", 0),
    ("complaint gauge", 0),
    ("bounce", 16),
    ("complaint", 16),
    ("account", 0),
    ("name", 24),
    ("bounce", 24),
    ("complaint", 24),
)


class Layout(NamedTuple):
    """``columns``: keys after the name, each with the cells of its sparkline."""

    name: int
    columns: tuple[tuple[str, int], ...]


def lay_out(width: int) -> Layout:
    """For a table of ``width`` cells without its gutter; at 60 the rates, the alerts and the age stay."""
    sizes = dict.fromkeys(_FIRST, 0)
    name = LEAST_NAME
    spare = width - WHO_CELLS - name - sum(cells_of(key, 0) for key in sizes)
    for key, cells in _GROW:
        if key == "name":
            cost = max(0, cells - name)
        elif key in RATES:
            cost = cells_of(key, cells) - cells_of(key, sizes[key])
        else:
            cost = cells_of(key, 0)
        if cost > spare:
            continue
        spare -= cost
        if key == "name":
            name = max(name, cells)
        else:
            sizes[key] = cells
    return Layout(name + max(0, spare), tuple((key, sizes[key]) for key in CELLS if key in sizes))


def cells_of(key: str, spark: int) -> int:
    """Cells of a column with its leading blank."""
    return 1 + CELLS[key] + (1 + spark if spark else 0)


def columns(layout: Layout) -> tuple[Column, ...]:
    """The table's columns."""
    made = [Column("who", "  target", WHO_CELLS + layout.name)]
    for key, spark in layout.columns:
        cells = cells_of(key, spark)
        if key in RATES:
            title = f"{key:>{1 + CELLS[key]}}{' 24 h' if spark else ''}"
        elif key in _RIGHT:
            title = f"{key:>{cells}}"
        else:
            title = "" if key.endswith("gauge") else f" {key}"
        made.append(Column(key, title, cells))
    return tuple(made)
