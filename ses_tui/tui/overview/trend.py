"""A series as equal spans of time, held where AWS merely had nothing new to say."""

from bisect import bisect_right
from statistics import median

from ses_tui.core.clock import DAY, utc_day
from ses_tui.core.health import STALE_POLLS, STALE_SECONDS, usual_interval
from ses_tui.core.model import Series

USUAL_DAYS = 3
"""Days with mail before yesterday that a usual rate needs."""


def held(series: Series, end: float, span: float, count: int) -> tuple[float | None, ...]:
    """``count`` values over the ``span`` seconds before ``end``, oldest first; None is a gap.

    SES's metrics are sparse: the last value holds for three usual intervals, at least 15 minutes.
    The grid is fixed in time, so a line moves by whole cells and does not flicker.
    """
    width = span / count
    last = (end // width + 1) * width
    start = last - span
    binned = series.binned(start, last, count)
    hold = max(STALE_SECONDS, STALE_POLLS * usual_interval(series.times))
    values: list[float | None] = []
    for index, value in enumerate(binned):
        at = start + index * width
        before = bisect_right(series.times, at) - 1
        known = value is not None or (before >= 0 and at - series.times[before] <= hold)
        values.append((series.values[before] if value is None else value) if known else None)
    return tuple(values)


def by_day(series: Series, now: float, days: int) -> tuple[float | None, ...]:
    """One value per UTC day, today's last; None is a day without mail or not read."""
    known = dict(zip(series.times, series.values, strict=True))
    today = utc_day(now)
    return tuple(known.get(today - DAY * back) for back in reversed(range(days)))


def usual(daily: Series, now: float) -> float | None:
    """The usual rate: median of the days before yesterday, a fraction; None with fewer than three."""
    yesterday = utc_day(now) - DAY
    before = [value for at, value in zip(daily.times, daily.values, strict=True) if at < yesterday]
    return median(before) if len(before) >= USUAL_DAYS else None
