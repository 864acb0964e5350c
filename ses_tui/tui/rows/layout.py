"""Which columns a list of rows has at a width, and how long their sparklines are. Pure functions.

Each column begins with a blank, so that a mark has room before its widest number; the table itself
puts nothing between them.
"""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from ses_tui.core.model import Metric, SubjectKind
from ses_tui.tui.table_layout import Column

NAME = "name"

METRICS: Mapping[str, Metric] = {
    "sends": Metric.SENDS,
    "delivery": Metric.DELIVERY_RATE,
    "bounce": Metric.BOUNCE_RATE,
    "transient": Metric.TRANSIENT_BOUNCE_RATE,
    "complaint": Metric.COMPLAINT_RATE,
    "open": Metric.OPEN_RATE,
    "click": Metric.CLICK_RATE,
}
"""The columns of numbers, left to right, by the name in their header."""

WORD_CELLS = 6
WHO_CELLS = 2 + WORD_CELLS + 1
"""Sign, blank, word, blank; the name follows."""

VALUE_CELLS: Mapping[str, int] = {
    "sends": 5,
    "delivery": 8,
    "bounce": 8,
    "transient": 9,
    "complaint": 9,
    "open": 7,
    "click": 7,
}
"""Cells of the number under each header."""

WHO, INTERVAL, USUAL, TODAY, NOTE = "who", "interval", "usual", "today", "note"
LIVE = "live"
EXTRA_CELLS: Mapping[str, int] = {
    INTERVAL: 13,
    "complaint " + INTERVAL: 13,
    USUAL: 8,  # vs usual
    TODAY: 48,
    NOTE: 23,
    LIVE: 6,  # +18.0k
}
COMPLAINT_INTERVAL = "complaint " + INTERVAL

FEW_DAYS, SOME_DAYS, DAYS = 8, 10, 14
FALL = 4
"""Cells of how far delivery has fallen, in the place of a sparkline: it is a slab on any day that is well."""

LEAST_NAME = 8
_DROP = ("click", "open", "transient", "delivery", "complaint", "sends")
"""What goes first where not even the numbers fit."""

_Step = tuple[str, int]
"""A column and the cells it is to have: of its sparkline, of the name, or 0 for an extra column."""


class Plan(NamedTuple):
    """``first``: the columns of numbers that stand before anything is added; ``steps``: what is added while
    there is room, in this order; a step that does not fit is passed over."""

    first: tuple[str, ...]
    steps: tuple[_Step, ...]
    order: tuple[str, ...]
    other: str = "other ISPs"
    """What the row of all mail to no named ISP is called."""


_OVERVIEW_STEPS = (
    ("bounce", FEW_DAYS),
    (USUAL, 0),
    ("bounce", SOME_DAYS),
    (NAME, 18),
    ("bounce", DAYS),
    (NAME, 24),
    (INTERVAL, 0),
    ("delivery", FALL),
    (NAME, 34),
    ("complaint", DAYS),
    (NOTE, 0),
)

_LIST_STEPS: Mapping[SubjectKind, tuple[_Step, ...]] = {
    SubjectKind.ISP: (
        ("bounce", FEW_DAYS),
        ("complaint", FEW_DAYS),
        ("bounce", DAYS),
        ("complaint", DAYS),
        ("delivery", FALL),
        ("transient", FEW_DAYS),
        (NAME, 14),
        ("open", FEW_DAYS),
        ("click", FEW_DAYS),
        (INTERVAL, 0),
        (USUAL, 0),
        (NAME, 22),
        ("sends", FEW_DAYS),
        ("transient", DAYS),
        ("sends", DAYS),
        (NOTE, 0),
        (COMPLAINT_INTERVAL, 0),
        (TODAY, 0),
    ),
    SubjectKind.IDENTITY: (
        ("bounce", FEW_DAYS),
        (NAME, 24),
        ("complaint", FEW_DAYS),
        ("bounce", DAYS),
        ("complaint", DAYS),
        ("delivery", FALL),
        ("transient", FEW_DAYS),
        ("open", FEW_DAYS),
        ("click", FEW_DAYS),
        (INTERVAL, 0),
        (USUAL, 0),
        (NAME, 32),
        ("sends", FEW_DAYS),
        ("sends", DAYS),
        (TODAY, 0),
        (NOTE, 0),
        (COMPLAINT_INTERVAL, 0),
    ),
}

_ORDER = (
    LIVE,
    "sends",
    "delivery",
    "bounce",
    USUAL,
    INTERVAL,
    TODAY,
    "transient",
    "complaint",
    COMPLAINT_INTERVAL,
    "open",
    "click",
    NOTE,
)

OVERVIEW = Plan(
    ("sends", "bounce", "complaint"),
    _OVERVIEW_STEPS,
    ("sends", "bounce", USUAL, INTERVAL, "complaint", "delivery", NOTE),
)
"""The same for both kinds, so that they stand in line; delivery, which only ISPs have, is the last."""

LISTS = {
    kind: Plan(tuple(METRICS), steps, _ORDER, "other, in no named ISP") for kind, steps in _LIST_STEPS.items()
}


class Layout(NamedTuple):
    """``columns``: keys from left to right after the name, each with the cells of its sparkline."""

    name: int
    columns: tuple[tuple[str, int], ...]
    other: str

    def has(self, key: str) -> bool:
        """Whether that column is shown."""
        return any(column == key for column, _ in self.columns)


def lay_out(width: int, plan: Plan, metrics: Collection[Metric], *, live: bool = False) -> Layout:
    """The columns of a table of ``width`` cells without its gutter; ``metrics``: those that are read.

    ``live``: there is a queue of events.
    """
    sizes = {key: 0 for key in plan.first if METRICS[key] in metrics}
    name = LEAST_NAME

    def used() -> int:
        return WHO_CELLS + name + sum(cells_of(key, spark) for key, spark in sizes.items())

    for key in _DROP:
        if used() > width:
            sizes.pop(key, None)
    if live and used() + cells_of(LIVE, 0) <= width:
        sizes[LIVE] = 0
    spare = width - used()
    for key, cells in plan.steps:
        if key == NAME:
            cost = max(0, cells - name)
        elif key in EXTRA_CELLS:
            cost = 1 + EXTRA_CELLS[key] if _about(key) in sizes else width + 1
        elif METRICS[key] not in metrics or (key not in sizes and key in plan.first):
            continue
        else:
            cost = cells_of(key, cells) - (cells_of(key, sizes[key]) if key in sizes else 0)
        if cost <= spare and key == NAME:
            name = max(name, cells)
        elif cost <= spare:
            sizes[key] = cells
        spare -= cost if cost <= spare else 0
    if NOTE not in sizes:
        name += max(0, spare)
    return Layout(name, tuple((key, sizes[key]) for key in plan.order if key in sizes), plan.other)


def cells_of(key: str, spark: int) -> int:
    """Cells of a column with its leading blank."""
    if key in EXTRA_CELLS:
        return 1 + EXTRA_CELLS[key]
    return 1 + VALUE_CELLS[key] + (1 + spark if spark else 0)


def _about(key: str) -> str:
    """The column that an extra one says more about."""
    return "complaint" if key == COMPLAINT_INTERVAL else "sends" if key == NOTE else "bounce"


def sorted_by(key: str) -> str:
    """What a click on the header of a column asks to be sorted by; empty: nothing."""
    if key == WHO:
        return NAME
    if key in METRICS:
        return key
    return "" if key in (NOTE, LIVE) else _about(key)


_EXTRA_TITLES = {
    INTERVAL: "95 % interval",
    COMPLAINT_INTERVAL: "95 % interval",
    USUAL: "vs usual",
    NOTE: "",
    LIVE: "live",
}


def columns(layout: Layout, title: str, order: str = "", arrow: str = "") -> tuple[Column, ...]:
    """The table's columns; ``order``: the one that it is sorted by has the ``arrow`` before its title."""
    who = f"  {arrow if order == NAME else ''}{title}"
    made = [Column(WHO, who, WHO_CELLS + layout.name)]
    for key, spark in layout.columns:
        cells = cells_of(key, spark)
        if key in _EXTRA_TITLES:
            heading = f"{_EXTRA_TITLES[key]:>{cells}}"
        elif key == TODAY:
            heading = " bounce, 24 h"
        else:
            mark = arrow if order == key else ""
            days = f" {spark} d" if spark and key != "delivery" else ""
            heading = f"{mark + key:>{1 + VALUE_CELLS[key]}}{days}"
        made.append(Column(key, heading, cells, flex=int(key == NOTE)))
    return tuple(made)
