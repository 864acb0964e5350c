"""CloudWatch's values of one subject, as the tables show them, and messages per UTC day by VDM's count."""

from collections.abc import Mapping
from functools import lru_cache

from ses_tui.core.clock import DAY
from ses_tui.core.condition import BOUNCE_LINES, COMPLAINT_LINES, NO_LINES, Condition, Lines
from ses_tui.core.inventory import Inventory, ListedValue
from ses_tui.core.model import EMPTY_SERIES, Metric, Series, Subject, SubjectKind
from ses_tui.core.snapshot import Row, TargetSnapshot
from ses_tui.core.words import count, percent
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.draw.sparkline import held, scale_top
from ses_tui.tui.line import styled
from ses_tui.tui.look import Look
from ses_tui.tui.viewstate import ViewState

BOUNCE, COMPLAINT = "Reputation.BounceRate", "Reputation.ComplaintRate"

TREND_STEP = 300.0
RATE_CELLS = {Metric.BOUNCE_RATE: 8, Metric.COMPLAINT_RATE: 9}
CHART_ROWS, CHART_CELLS = 3, 96
CHART_ROOM = 150
"""Cells from which a chart has more than one row."""

ByName = Mapping[str, Series]


class Values:
    """Subject and ISP -> name -> series; made once per read."""

    def __init__(self, values: tuple[ListedValue, ...]) -> None:
        self._by: dict[tuple[Subject, str | None], dict[str, Series]] = {}
        for one in values:
            self._by.setdefault((one.subject, one.isp), {})[one.name] = one.series

    def of(self, kind: SubjectKind, name: str | None, isp: str | None = None) -> ByName:
        """Its metrics; empty where none was read."""
        return self._by.get((Subject(kind, name), isp), {})

    def isps(self, kind: SubjectKind, name: str | None) -> list[str]:
        """The ISPs of which it has metrics, in the order found."""
        return [isp for subject, isp in self._by if subject == Subject(kind, name) and isp is not None]


_LAST: list[tuple[tuple[ListedValue, ...], Values]] = []


def values_of(inventory: Inventory) -> Values:
    """The values of an inventory, arranged; kept for the newest one."""
    if not _LAST or _LAST[0][0] is not inventory.values:
        _LAST[:] = [(inventory.values, Values(inventory.values))]
    return _LAST[0][1]


def last(found: ByName, name: str) -> float | None:
    """The newest value of a metric; None where it was not read or had nothing in 24 h."""
    return found.get(name, EMPTY_SERIES).last


def total(found: ByName, name: str) -> float | None:
    """The sum over 24 h of a metric that counts; None where it had nothing to say."""
    series = found.get(name, EMPTY_SERIES)
    return sum(series.values) if series.values else None


@lru_cache(maxsize=4)
def _fallback(metric: Metric) -> Lines:
    return {Metric.BOUNCE_RATE: BOUNCE_LINES, Metric.COMPLAINT_RATE: COMPLAINT_LINES}.get(metric, NO_LINES)


def lines_of(target: TargetSnapshot, metric: Metric) -> Lines:
    """The target's own lines, as its account is judged by."""
    reading = target.reading(metric)
    return reading.lines if reading is not None and reading.lines != NO_LINES else _fallback(metric)


def rate_cell(value: float | None, metric: Metric, target: TargetSnapshot, look: Look) -> StyledLine:
    """A rate in the colour of its band, with its sign where that is not ok; dim where there is none."""
    band = None if value is None else lines_of(target, metric).band(value)
    return look.number(percent(value, metric), RATE_CELLS[metric], band)


def count_cell(value: float | None, look: Look) -> StyledLine:
    """A count; dim where there is none."""
    return styled(count(value), look.label if value is None else None)


def trend_cell(series: Series, metric: Metric, state: ViewState, cells: int) -> StyledLine:
    """The last 24 h of a rate, a cell per span."""
    target, look = state.target, state.look
    if target is None or not series.values:
        return ()
    lines = lines_of(target, metric)
    now = state.now - state.now % TREND_STEP + TREND_STEP - 1
    shown = held(series, now, DAY, cells)
    return look.bars(shown, top=scale_top(lines, shown), lines=lines)[0]


def chart_lines(series: Series, name: str, metric: Metric, state: ViewState, room: int) -> list[StyledLine]:
    """The last 24 h as bars behind a title; none with fewer than two points, or no room for a bar."""
    target, look = state.target, state.look
    if target is None or len(series) < 2:
        return []
    lines = lines_of(target, metric)
    now = state.now - state.now % TREND_STEP + TREND_STEP - 1
    rows, cells = (CHART_ROWS, CHART_CELLS) if room >= CHART_ROOM else (1, min(CHART_CELLS, room - 40))
    if cells < 1:
        return []
    shown = held(series, now, DAY, cells)
    top = scale_top(lines, shown)
    title = f" {name:<10}24 h  "
    return [
        (
            (title if index == rows - 1 else " " * len(title), look.label),
            *runs,
            (f"  AWS's rate, 0-{100 * top:.3g} %" if index == rows - 1 else "", look.label),
        )
        for index, runs in enumerate(look.bars(shown, top=top, lines=lines, rows=rows))
    ]


def worst(found: ByName, target: TargetSnapshot) -> Condition:
    """The band of its own reputation rates; ok where they are not exported."""
    return max(
        lines_of(target, Metric.BOUNCE_RATE).band(last(found, BOUNCE)),
        lines_of(target, Metric.COMPLAINT_RATE).band(last(found, COMPLAINT)),
    )


def day_total(found: ByName) -> str:
    """``24 h: 51.2k sends, 512 bounces (1.00 %), 12 complaints``; empty where no mail was counted.

    The rate is CloudWatch's hard bounces over its sends of the same day, and is not AWS's own rate.
    """
    sends = total(found, "Send")
    if not sends:
        return ""
    said = [f"{sends:,.0f} sends"]
    for name, word in (("Bounce", "bounces"), ("Complaint", "complaints"), ("Reject", "rejects")):
        many = total(found, name)
        if many is not None:
            share = f" ({percent(many / sends)} of sends)" if name == "Bounce" else ""
            said.append(f"{many:,.0f} {word}{share}")
    return f"24 h: {', '.join(said)}"


def by_isp(target: TargetSnapshot) -> dict[str, Mapping[float, float]]:
    """ISP, with ``other``, -> start of the UTC day -> messages (VDM's count)."""
    return {row.subject.label: daily(row, Metric.SENDS) for row in target.rows.get(SubjectKind.ISP, ())}


def daily(row: Row, metric: Metric) -> Mapping[float, float]:
    """Start of the UTC day -> value; empty where it was not read."""
    reading = row.get(metric)
    return dict(zip(reading.daily.times, reading.daily.values, strict=True)) if reading else {}


def summed(days: Mapping[str, Mapping[float, float]]) -> dict[float, float]:
    """All of them together, day by day."""
    total: dict[float, float] = {}
    for one in days.values():
        for day, messages in one.items():
            total[day] = total.get(day, 0.0) + messages
    return total
