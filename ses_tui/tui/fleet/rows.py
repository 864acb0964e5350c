"""One line per target, worst first, and the columns that it has at a width; each begins with a blank."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from ses_tui.core.clock import DAY, short_duration
from ses_tui.core.condition import NO_LINES, Condition, Health, enforcement_condition
from ses_tui.core.model import Metric
from ses_tui.core.snapshot import Budget, Reading, Row, TargetSnapshot
from ses_tui.core.words import count, percent, shown_value
from ses_tui.tui.draw.bandstyle import StyledLine, paint, paint_bars
from ses_tui.tui.draw.cells import cut
from ses_tui.tui.draw.gauge import gauge
from ses_tui.tui.draw.sparkline import scale_top, spark
from ses_tui.tui.line import styled
from ses_tui.tui.look import Look
from ses_tui.tui.overview.headfoot import data_age
from ses_tui.tui.overview.panel import hours_words
from ses_tui.tui.overview.trend import held
from ses_tui.tui.table_layout import Column, TableRow
from ses_tui.tui.viewstate import ViewState

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
    for key, trend in layout.columns:
        cells = cells_of(key, trend)
        if key in RATES:
            title = f"{key:>{1 + CELLS[key]}}{' 24 h' if trend else ''}"
        elif key in _RIGHT:
            title = f"{key:>{cells}}"
        else:
            title = "" if key.endswith("gauge") else f" {key}"
        made.append(Column(key, title, cells))
    return tuple(made)


RATES = {"bounce": Metric.BOUNCE_RATE, "complaint": Metric.COMPLAINT_RATE}


def worst_first(targets: Sequence[TargetSnapshot]) -> list[TargetSnapshot]:
    """By condition, then by how little can be seen, then by how far over its line, then by name."""
    return sorted(targets, key=lambda one: (-one.condition, -one.health.rank, -_over(one), one.name))


def _over(target: TargetSnapshot) -> float:
    """The account's worse rate, as a multiple of AWS's review line."""
    readings = (target.reading(metric) for metric in RATES.values())
    found = (
        reading.value / line
        for reading in readings
        if reading and reading.value is not None and (line := reading.lines.enter(Condition.REVIEW))
    )
    return max(found, default=0.0)


def target_row(target: TargetSnapshot, state: ViewState, layout: Layout) -> TableRow:
    """The cells of one target; its name is its id."""
    cells = (_cell(target, key, spark_cells, state) for key, spark_cells in layout.columns)
    return TableRow(target.name, (_who(target, layout.name, state.look), *cells))


def _who(target: TargetSnapshot, room: int, look: Look) -> StyledLine:
    condition = target.condition
    sign, sign_style = look.sign(condition)
    word, style = look.word(condition)
    if condition is Condition.OK:
        style = look.label
        if target.health in (Health.INIT, Health.BLIND):
            # nobody knows whether it is still so
            sign, sign_style = look.health_sign(target.health), look.label
            word = "unread" if target.health is Health.INIT else "blind"
    name = look.to_ascii(cut(target.name, room))
    blank = " " * (WORD_CELLS + 1 - len(word))
    return ((sign, sign_style), (" ", None), (word, style), (blank, None), (name, None))


def _cell(target: TargetSnapshot, key: str, spark_cells: int, state: ViewState) -> StyledLine:
    look, room = state.look, CELLS[key]
    if key in RATES:
        return _rate(target.reading(RATES[key]), room, spark_cells, state)
    if key in _DRAW:
        return _DRAW[key](target, room, state)
    text = target.region if key == "region" else target.account_id or ""
    return styled(look.to_ascii(f" {cut(text, room)}"), look.label)


def _alerts(target: TargetSnapshot, room: int, state: ViewState) -> StyledLine:
    many = len(target.alerts)
    worst = max((alert.condition for alert in target.alerts), default=None)
    return ((" ", None), *state.look.number(str(many or "-"), room, worst))


def _left(target: TargetSnapshot, room: int, state: ViewState) -> StyledLine:
    return styled(state.look.to_ascii(f" {left_words(target)}"))


def _bounce_gauge(target: TargetSnapshot, room: int, state: ViewState) -> StyledLine:
    return _gauge(target.reading(Metric.BOUNCE_RATE), room, state.look)


def _complaint_gauge(target: TargetSnapshot, room: int, state: ViewState) -> StyledLine:
    return _gauge(target.reading(Metric.COMPLAINT_RATE), room, state.look)


def _rate(reading: Reading | None, room: int, spark_cells: int, state: ViewState) -> StyledLine:
    look = state.look
    text = look.to_ascii(
        percent(reading.value if reading else None, reading.metric if reading else Metric.SENDS)
    )
    fresh = reading is not None and reading.health is Health.FRESH
    value: StyledLine = (
        (" ", None),
        *look.number(text, room, reading.condition if reading and fresh else None),
    )
    if reading is None or not spark_cells or not len(reading.series):
        return value
    values = held(reading.series, state.now, DAY, spark_cells)
    lines = NO_LINES if reading.condition is Condition.OK else reading.lines
    top = scale_top(reading.lines, values)
    runs = spark(values, top=top, lines=lines, ascii=look.ascii_graph)
    return (*value, (" ", None), *paint_bars(runs, look.palette))


def _gauge(reading: Reading | None, room: int, look: Look) -> StyledLine:
    if reading is None:
        return ()
    runs = gauge(
        reading.value,
        reading.lines,
        room,
        condition=reading.condition,
        recovering=reading.recovering,
        ascii=look.ascii,
    )
    return ((" ", None), *paint(runs, look.palette))


def _data(target: TargetSnapshot, room: int, state: ViewState) -> StyledLine:
    """``40 s``, ``? blind 1 h``: the sign where it is not fresh."""
    look = state.look
    age = data_age(target, state.clock)
    said = "none" if age is None else short_duration(age)
    if target.health in (Health.STALE, Health.BLIND):
        sign = look.health_sign(target.health)
        return styled(f" {f'{sign} {said}':>{room}}", look.style(Condition.WARN))
    return styled(f" {said:>{room}}", look.label)


def pressing(target: TargetSnapshot) -> Budget | None:
    """The budget that ends first: by its hours where they are known, else by what is left of its volume."""
    known = [budget for budget in target.budgets.values() if budget.left is not None]
    timed = [budget for budget in known if budget.hours is not None]
    if timed:
        return min(timed, key=lambda budget: budget.hours or (0.0, 0.0))
    return min(known, key=lambda budget: budget.left or 0, default=None)


def left_words(target: TargetSnapshot) -> str:
    """``188 bounces, 9-31 h``, ``6 complaints``; at most 20 cells; ``–`` where it is not known."""
    budget = pressing(target)
    if budget is None or budget.left is None:
        return "–"
    if budget.left <= 0:
        return f"{budget.towards.word} reached"
    what = "bounces" if budget.metric is Metric.BOUNCE_RATE else "complaints"
    text = f"{count(budget.left)} {what}"
    timed = text if budget.hours is None else f"{text}, {hours_words(*budget.hours)}"
    return timed if len(timed) <= CELLS["left"] else text


def worst_row(target: TargetSnapshot) -> Row | None:
    """Of all ISPs and identities the worst, if any is over a line."""
    rows = [kind[0] for kind in target.rows.values() if kind]
    found = min(rows, key=Row.order, default=None)
    return found if found is not None and found.condition is not Condition.OK else None


def worst_reading(row: Row) -> Reading:
    """The reading that puts it where it is."""
    return max(row.readings, key=lambda reading: reading.condition)


def _worst_row(target: TargetSnapshot, room: int, state: ViewState) -> StyledLine:
    look = state.look
    row = worst_row(target)
    if row is None:
        return styled(" -", look.label) if any(target.rows.values()) else ()
    reading = worst_reading(row)
    sign, style = look.sign(row.condition)
    value = shown_value(reading.shown, reading.metric)
    name = look.to_ascii(cut(row.subject.label, room - 3 - len(value)))
    return ((" ", None), (sign, style), (f" {name} ", None), (value, look.style(reading.condition)))


def _status(target: TargetSnapshot, room: int, state: ViewState) -> StyledLine:
    look = state.look
    account = target.account
    if account is None:
        return styled(look.to_ascii(" –"), look.label)
    condition = enforcement_condition(account.enforcement_status)
    word = account.enforcement_status
    if not account.sending_enabled and condition < Condition.PAUSE:
        condition, word = Condition.PAUSE, "SENDING OFF"
    sign, sign_style = look.sign(condition)
    style = look.label if condition is Condition.OK else look.style(condition)
    if condition is Condition.OK and target.account_health is not Health.FRESH:
        sign, sign_style = look.health_sign(target.account_health), look.label
    return ((f" {sign} ", sign_style), (look.to_ascii(cut(word, room - 2)), style))


_DRAW: Mapping[str, Callable[[TargetSnapshot, int, ViewState], StyledLine]] = {
    "alerts": _alerts,
    "bounce gauge": _bounce_gauge,
    "complaint gauge": _complaint_gauge,
    "data": _data,
    "left": _left,
    "status": _status,
    "worst row": _worst_row,
}
"""Column -> what draws its cell in so many cells."""
