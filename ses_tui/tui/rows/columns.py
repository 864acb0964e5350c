"""The columns of ISPs and identities, on the overview and in modes 2 and 3, and which there is room for.

Each begins with a blank, so that a mark has room before its widest number; the table itself puts nothing
between them.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from ses_tui.core.model import Metric, SubjectKind
from ses_tui.core.record import replace
from ses_tui.tui.column import NAME, NEVER, Cell, Column
from ses_tui.tui.rows.cells import (
    LEAST_NAME,
    METRICS,
    STATES,
    TODAY_CELLS,
    WHO_CELLS,
    Listed,
    interval_cell,
    live_cell,
    metric_cell,
    note_cell,
    state_word,
    today_cell,
    usual_cell,
    value_of,
    values_of,
    who_cell,
)
from ses_tui.tui.table_layout import Step, grown

INTERVAL, COMPLAINT_INTERVAL, USUAL, TODAY, NOTE, LIVE = (
    "interval",
    "complaint interval",
    "usual",
    "today",
    "note",
    "live",
)

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

FEW, SOME, DAYS, FALL = 1 + 8, 1 + 10, 1 + 14, 1 + 4
"""A blank and a cell for each day; and for how far delivery has fallen, in the place of days: it is a slab on
any day that is well."""


def _named(cells: int) -> Step:
    return (NAME, cells - LEAST_NAME)


def _number(key: str, metric: Metric) -> Column[Listed]:
    cells = VALUE_CELLS[key]
    return Column(
        key,
        f"{key:>{1 + cells}}",
        1 + cells,
        metric_cell(metric, cells, few=True),
        lambda item: value_of(item.row, metric),
        "number" if metric is Metric.SENDS else "percent",
        chart="" if metric is Metric.DELIVERY_RATE else " {} d",
        low_first=metric in (Metric.DELIVERY_RATE, Metric.OPEN_RATE, Metric.CLICK_RATE),
        values=lambda items: values_of([item.row for item in items], metric),
    )


def _extra(key: str, title: str, cells: int, cell: Cell[Listed], about: str) -> Column[Listed]:
    """More about the column ``about``, and only beside it."""
    return Column(key, f"{title:>{1 + cells}}", 1 + cells, cell, needs=about, order=about)


COLUMNS: Mapping[str, Column[Listed]] = {
    column.key: column
    for column in (
        Column(
            NAME,
            "",
            WHO_CELLS + LEAST_NAME,
            who_cell("", loud=False, marks=True, live=True),
            lambda item: item.row.subject.name or "",
        ),
        Column(
            "band",
            "",
            0,
            lambda item, state, room: (),
            lambda item: state_word(item.row),
            "band",
            minimum_table_width=NEVER,
            words=STATES,
        ),
        *(_number(key, metric) for key, metric in METRICS.items()),
        Column(LIVE, f"{'live':>7}", 7, live_cell),  # +18.0k
        _extra(USUAL, "vs usual", 8, usual_cell, "bounce"),
        _extra(INTERVAL, "95 % interval", 13, interval_cell(Metric.BOUNCE_RATE), "bounce"),
        _extra(COMPLAINT_INTERVAL, "95 % interval", 13, interval_cell(Metric.COMPLAINT_RATE), "complaint"),
        replace(_extra(TODAY, "", TODAY_CELLS, today_cell, "bounce"), title=" bounce, 24 h"),
        Column(NOTE, "", 24, note_cell, flex=1, needs="sends"),
    )
}


class Plan(NamedTuple):
    """Which columns a table has, by its width."""

    order: tuple[str, ...]
    """Left to right."""
    first: tuple[str, ...]
    """Those that stand before anything is added, what matters most first."""
    steps: tuple[Step, ...]
    """What is added while there is room."""
    other: str
    """What the row of all mail to no named ISP is called."""
    loud: bool = False
    """Whether that row is to be seen at once."""


OVERVIEW = Plan(
    (NAME, "sends", "bounce", USUAL, INTERVAL, "complaint", "delivery", NOTE),
    (NAME, "bounce", "sends", "complaint"),
    (
        *(("bounce", FEW), (USUAL, 0), ("bounce", SOME), _named(18), ("bounce", DAYS), _named(24)),
        *((INTERVAL, 0), ("delivery", FALL), _named(34), ("complaint", DAYS), (NOTE, 0)),
    ),
    "other ISPs",
)
"""The same for both kinds, so that they stand in line; delivery, which only ISPs have, is the last."""

_STEPS: Mapping[SubjectKind, tuple[Step, ...]] = {
    SubjectKind.ISP: (
        *(("bounce", FEW), ("complaint", FEW), ("bounce", DAYS), ("complaint", DAYS), ("delivery", FALL)),
        *(("transient", FEW), _named(14), ("open", FEW), ("click", FEW), (INTERVAL, 0), (USUAL, 0)),
        *(_named(22), ("sends", FEW), ("transient", DAYS), ("sends", DAYS), (NOTE, 0)),
        *((COMPLAINT_INTERVAL, 0), (TODAY, 0)),
    ),
    SubjectKind.IDENTITY: (
        *(("bounce", FEW), _named(24), ("complaint", FEW), ("bounce", DAYS), ("complaint", DAYS)),
        *(("delivery", FALL), ("transient", FEW), ("open", FEW), ("click", FEW), (INTERVAL, 0), (USUAL, 0)),
        *(_named(32), ("sends", FEW), ("sends", DAYS), (TODAY, 0), (NOTE, 0), (COMPLAINT_INTERVAL, 0)),
    ),
}
_ORDER = (
    *(NAME, LIVE, "sends", "delivery", "bounce", USUAL, INTERVAL, TODAY, "transient", "complaint"),
    *(COMPLAINT_INTERVAL, "open", "click", NOTE),
)
_FIRST = (NAME, "bounce", "sends", "complaint", "delivery", "transient", "open", "click")

LISTS = {
    kind: Plan(_ORDER, _FIRST, ((LIVE, 0), *steps), "other, in no named ISP", loud=True)
    for kind, steps in _STEPS.items()
}


@lru_cache(maxsize=32)
def laid(
    width: int, plan: Plan, metrics: frozenset[Metric], *, live: bool = False
) -> tuple[Column[Listed], ...]:
    """The columns of a table of ``width`` cells; ``metrics``: those that are read.

    ``live``: there is a queue of events. What has no column of its own stands in another one.
    """
    known = [
        COLUMNS[key] for key in plan.order if METRICS.get(key, Metric.SENDS) in metrics or key not in METRICS
    ]
    columns = grown([one for one in known if live or one.key != LIVE], width, plan.first, plan.steps)
    shown = {column.key for column in columns}

    def cell(key: str) -> Cell[Listed]:
        own = INTERVAL if key == "bounce" else COMPLAINT_INTERVAL
        if key == NAME:
            return who_cell(plan.other, loud=plan.loud, marks=NOTE not in shown, live=LIVE not in shown)
        if key in METRICS and own in shown:
            return metric_cell(METRICS[key], VALUE_CELLS[key], few=False)
        return COLUMNS[key].cell

    return tuple(replace(column, cell=cell(column.key)) for column in columns)
