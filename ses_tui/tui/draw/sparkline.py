"""A series as equal spans of time, and these as a line of blocks on a fixed scale, coloured by band.

The scale is fixed so that a calm line looks calm, and so that a new point moves the line and does
not redraw it. Colour goes by runs of cells in one band, not by bars.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from math import floor, log10
from statistics import median

from ses_tui.core.clock import DAY, utc_day
from ses_tui.core.condition import Lines
from ses_tui.core.health import STALE_POLLS, STALE_SECONDS, usual_interval
from ses_tui.core.model import Series
from ses_tui.tui.draw.bandstyle import Run

BLOCKS = "▁▂▃▄▅▆▇█"
BLOCKS_ASCII = "_.-~=+*#"
GAP = "·"
GAP_ASCII = " "

HEADROOM = 1.25
"""How far the scale goes past the line that it was made for."""


def scale_top(lines: Lines, values: Iterable[float | None]) -> float:
    """The value at the top of the scale, in the unit of ``values``; above 0.

    A quarter past the review line; past the pause line once a value needs it; then doubling. It
    steps only when a value exceeds it. Without lines: the next of 1, 2, 5, 10, ...
    """
    peak = max((value for value in values if value is not None), default=0.0)
    steps = [HEADROOM * line for line in (lines.review, lines.pause) if line]
    if not steps:
        return _round_up(peak)
    for step in steps:
        if peak <= step:
            return step
    top = steps[-1]
    while top < peak:
        top *= 2
    return top


def _round_up(peak: float) -> float:
    if peak < 1e-9:
        return 1.0
    power = 10.0 ** floor(log10(peak))
    return next((step * power for step in (1, 2, 5) if step * power >= peak), 10 * power)


def spark_rows(
    values: Sequence[float | None], *, top: float, lines: Lines, rows: int = 1, ascii: bool = False
) -> list[list[Run]]:
    """``rows`` rows, the top one first, with eight levels each; one cell per value, oldest first.

    Zero is the lowest block, None a gap.
    """
    blocks, gap = (BLOCKS_ASCII, GAP_ASCII) if ascii else (BLOCKS, GAP)
    levels = [None if value is None else _level(value, top, rows) for value in values]
    bands = [None if value is None else lines.band(value) for value in values]
    drawn: list[list[Run]] = []
    for row in reversed(range(rows)):
        empty = gap if row == 0 else " "
        cells: list[Run] = []
        for level, band in zip(levels, bands, strict=True):
            if level is None:
                cells.append((empty, None))
            elif level <= 8 * row:
                cells.append((" ", None))
            else:
                cells.append((blocks[min(8, level - 8 * row) - 1], band))
        drawn.append(_joined(cells))
    return drawn


def _level(value: float, top: float, rows: int) -> int:
    """1 to 8 x ``rows``: how many eighths of a cell are filled; what is over the top is full."""
    return max(1, min(8 * rows, 1 + int(value / top * 8 * rows)))


def _joined(cells: Iterable[Run]) -> list[Run]:
    """Neighbours in one band as one run."""
    runs: list[Run] = []
    for text, band in cells:
        if runs and runs[-1][1] == band:
            runs[-1] = (runs[-1][0] + text, band)
        else:
            runs.append((text, band))
    return runs


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
