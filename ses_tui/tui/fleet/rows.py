"""One line per target, worst first, and the columns that it has at a width; each begins with a blank."""

from collections.abc import Callable, Sequence

from ses_tui.core.clock import DAY, short_duration
from ses_tui.core.condition import NO_LINES, Condition, Health, enforcement_condition
from ses_tui.core.model import Metric
from ses_tui.core.record import replace
from ses_tui.core.snapshot import Budget, Reading, Row, TargetSnapshot
from ses_tui.core.verdict import cause
from ses_tui.core.words import count, percent, shown_value
from ses_tui.tui.column import NAME, Cell, Column, Kind, Section, Value
from ses_tui.tui.draw.bandstyle import StyledLine, paint
from ses_tui.tui.draw.cells import cut
from ses_tui.tui.draw.gauge import gauge
from ses_tui.tui.draw.sparkline import held, scale_top
from ses_tui.tui.line import styled
from ses_tui.tui.overview.head import data_age
from ses_tui.tui.overview.panel import hours_words
from ses_tui.tui.rows.cells import WHO_CELLS, WORD_CELLS
from ses_tui.tui.table_layout import grown
from ses_tui.tui.viewstate import ViewState

LEAST_NAME = 12

RATES = {"bounce": Metric.BOUNCE_RATE, "complaint": Metric.COMPLAINT_RATE}


def sight(target: TargetSnapshot) -> Health:
    """Its health; blind as soon as it is known why nothing was ever read."""
    blind = target.health is Health.INIT and cause(target) is not None
    return Health.BLIND if blind else target.health


def who(target: TargetSnapshot, state: ViewState, room: int) -> StyledLine:
    """Sign and word, then the name."""
    look, condition = state.look, target.condition
    sign, sign_style = look.sign(condition)
    word, style = look.word(condition)
    if condition is Condition.OK:
        style = look.label
        health = sight(target)
        if health in (Health.INIT, Health.BLIND):
            # nobody knows whether it is still so
            sign, sign_style = look.health_sign(health), look.label
            word = "unread" if health is Health.INIT else "blind"
    name = cut(target.name, room - WHO_CELLS)
    blank = " " * (WORD_CELLS + 1 - len(word))
    return ((sign, sign_style), (" ", None), (word, style), (blank, None), (name, None))


def _text(value: Callable[[TargetSnapshot], str]) -> Cell[TargetSnapshot]:
    def cell(target: TargetSnapshot, state: ViewState, room: int) -> StyledLine:
        return styled(f" {cut(value(target), room - 1)}", state.look.label)

    return cell


def _alerts(target: TargetSnapshot, state: ViewState, room: int) -> StyledLine:
    many = len(target.alerts)
    worst = max((alert.condition for alert in target.alerts), default=None)
    return ((" ", None), *state.look.number(str(many or "-"), room - 1, worst))


def _left(target: TargetSnapshot, state: ViewState, room: int) -> StyledLine:
    return styled(f" {left_words(target, room - 1)}")


def _rate(metric: Metric, cells: int) -> Cell[TargetSnapshot]:
    """The number in so many cells, then the last day."""

    def cell(target: TargetSnapshot, state: ViewState, room: int) -> StyledLine:
        look, reading, bars = state.look, target.reading(metric), room - cells - 2
        text = percent(reading.value if reading else None, reading.metric if reading else metric)
        fresh = reading is not None and reading.health is Health.FRESH
        value: StyledLine = (
            (" ", None),
            *look.number(text, cells, reading.condition if reading and fresh else None),
        )
        if reading is None or bars < 1 or not len(reading.series):
            return value
        values = held(reading.series, state.now, DAY, bars)
        lines = NO_LINES if reading.condition is Condition.OK else reading.lines
        top = scale_top(reading.lines, values)
        return (*value, (" ", None), *look.bars(values, top=top, lines=lines)[0])

    return cell


def _gauge(metric: Metric) -> Cell[TargetSnapshot]:
    def cell(target: TargetSnapshot, state: ViewState, room: int) -> StyledLine:
        reading = target.reading(metric)
        if reading is None:
            return ()
        runs = gauge(
            reading.value,
            reading.lines,
            room - 1,
            condition=reading.condition,
            recovering=reading.recovering,
        )
        return ((" ", None), *paint(runs, state.look.palette))

    return cell


def _data(target: TargetSnapshot, state: ViewState, room: int) -> StyledLine:
    """``40 s``, ``? blind 1 h``: the sign where it is not fresh."""
    look = state.look
    age = data_age(target, state.clock)
    said = "none" if age is None else short_duration(age)
    if target.health in (Health.STALE, Health.BLIND):
        sign = look.health_sign(target.health)
        return styled(f" {f'{sign} {said}':>{room - 1}}", look.style(Condition.WARN))
    return styled(f" {said:>{room - 1}}", look.label)


def pressing(target: TargetSnapshot) -> Budget | None:
    """The budget that ends first: by its hours where they are known, else by what is left of its volume."""
    known = [budget for budget in target.budgets.values() if budget.left is not None]
    timed = [budget for budget in known if budget.hours is not None]
    if timed:
        return min(timed, key=lambda budget: budget.hours or (0.0, 0.0))
    return min(known, key=lambda budget: budget.left or 0, default=None)


def left_words(target: TargetSnapshot, room: int) -> str:
    """``188 bounces, 9-31 h``, ``6 complaints``; at most ``room`` cells; ``–`` where it is not known."""
    budget = pressing(target)
    if budget is None or budget.left is None:
        return "–"
    if budget.left <= 0:
        return f"{budget.towards.word} reached"
    what = "bounces" if budget.metric is Metric.BOUNCE_RATE else "complaints"
    text = f"{count(budget.left)} {what}"
    timed = text if budget.hours is None else f"{text}, {hours_words(*budget.hours)}"
    return timed if len(timed) <= room else text


def worst_row(target: TargetSnapshot) -> Row | None:
    """Of all ISPs and identities the worst, if any is over a line."""
    rows = [kind[0] for kind in target.rows.values() if kind]
    found = min(rows, key=Row.order, default=None)
    return found if found is not None and found.condition is not Condition.OK else None


def worst_reading(row: Row) -> Reading:
    """The reading that puts it where it is."""
    return max(row.readings, key=lambda reading: reading.condition)


def _worst_row(target: TargetSnapshot, state: ViewState, room: int) -> StyledLine:
    look = state.look
    row = worst_row(target)
    if row is None:
        return styled(" -", look.label) if any(target.rows.values()) else ()
    reading = worst_reading(row)
    sign, style = look.sign(row.condition)
    value = shown_value(reading.shown, reading.metric)
    name = cut(row.subject.label, room - 4 - len(value))
    return ((" ", None), (sign, style), (f" {name} ", None), (value, look.style(reading.condition)))


def _status(target: TargetSnapshot, state: ViewState, room: int) -> StyledLine:
    look = state.look
    account = target.account
    if account is None:
        return styled(" –", look.label)
    condition = enforcement_condition(account.enforcement_status)
    word = account.enforcement_status
    if not account.sending_enabled and condition < Condition.PAUSE:
        condition, word = Condition.PAUSE, "SENDING OFF"
    sign, sign_style = look.sign(condition)
    style = look.label if condition is Condition.OK else look.style(condition)
    if condition is Condition.OK and target.account_health is not Health.FRESH:
        sign, sign_style = look.health_sign(target.account_health), look.label
    return ((f" {sign} ", sign_style), (cut(word, room - 3), style))


def _column(
    key: str,
    cells: int,
    cell: Cell[TargetSnapshot],
    value: Callable[[TargetSnapshot], Value] | None = None,
    *,
    right: bool = False,
    kind: Kind = "text",
) -> Column[TargetSnapshot]:
    """Of so many cells behind its leading blank."""
    title = f"{key:>{1 + cells}}" if right else f" {key}"
    return Column(key, title, 1 + cells, cell, value, kind)


def _text_column(key: str, cells: int, value: Callable[[TargetSnapshot], str]) -> Column[TargetSnapshot]:
    return _column(key, cells, _text(value), value)


def _rate_column(key: str, cells: int) -> Column[TargetSnapshot]:
    def value(target: TargetSnapshot) -> Value:
        reading = target.reading(RATES[key])
        return reading.value if reading else None

    made = _column(key, cells, _rate(RATES[key], cells), value, right=True, kind="percent")
    return replace(made, chart=" 24 h")


def _gauge_column(key: str) -> Column[TargetSnapshot]:
    return Column(f"{key} gauge", "", 21, _gauge(RATES[key]))


COLUMNS: tuple[Column[TargetSnapshot], ...] = (
    Column(NAME, "", WHO_CELLS + LEAST_NAME, who, lambda target: target.name),
    _text_column("group", 12, lambda target: target.group),
    _text_column("region", 14, lambda target: target.region),
    _text_column("account", 12, lambda target: target.account_id or ""),
    _rate_column("bounce", 8),
    _gauge_column("bounce"),
    _rate_column("complaint", 9),
    _gauge_column("complaint"),
    _column("left", 20, _left),
    _column("alerts", 6, _alerts, lambda target: float(len(target.alerts)), right=True, kind="number"),
    _column("worst row", 22, _worst_row),
    _column("data", 10, _data, right=True),
    _column("status", 11, _status),
)
_FIRST = (NAME, "bounce", "complaint", "data", "alerts")
_STEPS = (
    *(("bounce", 9), ("complaint", 9), (NAME, 16 - LEAST_NAME), ("status", 0), ("region", 0), ("left", 0)),
    *(("worst row", 0), ("bounce gauge", 0), ("complaint gauge", 0), ("bounce", 17), ("complaint", 17)),
    *(("account", 0), (NAME, 24 - LEAST_NAME), ("bounce", 25), ("complaint", 25)),
)


def _laid(width: int, state: ViewState) -> tuple[Column[TargetSnapshot], ...]:
    """Groups stand before anything that is only convenient, where there are any."""
    grouped = state.snapshot is not None and any(target.group for target in state.snapshot.targets)
    return grown(COLUMNS, width, _FIRST, (("group", 0), *_STEPS) if grouped else _STEPS)


def members(row: TargetSnapshot, state: ViewState) -> list[TargetSnapshot]:
    """What a row stands for, worst first: its target, or those of a folded group."""
    if row.group not in state.folded:
        return [target for target in state.worst_first if target.name == row.name]
    return [target for target in state.worst_first if target.group == row.group]


def _items(state: ViewState) -> list[tuple[str, TargetSnapshot]]:
    """A folded group stands where its worst target would."""
    rows: dict[str, TargetSnapshot] = {}
    ordered = state.worst_first
    for target in ordered:
        if target.group not in state.folded:
            rows[target.name] = target
        elif (id := f"group {target.group}") not in rows:
            rows[id] = _folded([one for one in ordered if one.group == target.group])
    return list(rows.items())


def _folded(group: Sequence[TargetSnapshot]) -> TargetSnapshot:
    """One row: the numbers of the worst, the alerts of all."""
    worst = group[0]
    many = f"{len(group)} target{'' if len(group) == 1 else 's'}"
    return replace(
        worst,
        name=f"{worst.group}: {many}",
        region=worst.region if len({one.region for one in group}) == 1 else "",
        account_id=worst.account_id if len({one.account_id for one in group}) == 1 else None,
        alerts=tuple(alert for one in group for alert in one.alerts),
    )


FLEET = Section(
    "fleet",
    "target",
    "",
    COLUMNS,
    _items,
    lambda state: "nothing was read yet",
    counted=False,
    laid=_laid,
    no_match="no target matches",
)
