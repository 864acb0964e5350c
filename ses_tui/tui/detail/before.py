"""The same time a week before, moved forward by that week, so that it lies under what is now."""

from ses_tui.core.clock import DAY, HOUR
from ses_tui.core.model import EMPTY_SERIES, Series

WEEK = 7 * DAY

LEAST_POINTS = 2


def week_before(series: Series, end: float, span: float) -> Series:
    """The points of [end - span, end] a week earlier, at this week's times; none for spans over a week.

    A longer span would need more history than the 14 days that are kept, and lie under itself.
    """
    if span > WEEK:
        return EMPTY_SERIES
    earlier = series.since(end - span - WEEK)
    moved = [
        (at + WEEK, value)
        for at, value in zip(earlier.times, earlier.values, strict=True)
        if at <= end - WEEK
    ]
    return Series.of(moved) if len(moved) >= LEAST_POINTS else EMPTY_SERIES


def value_before(before: Series, now: float, span: float) -> float | None:
    """What it was a week before ``now``; None where there was no point within the hour (by day: the day)."""
    hold = HOUR if span <= DAY else DAY
    known = [(at, value) for at, value in zip(before.times, before.values, strict=True) if at <= now]
    return known[-1][1] if known and now - known[-1][0] <= hold else None
