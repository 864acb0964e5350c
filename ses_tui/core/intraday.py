"""How a rate moved within the day: a series that VDM itself does not show.

VDM gives running sums per UTC day. Between two polls of the same day the sums grow by the mail
of that span, and the growth has a rate of its own.
"""

from collections.abc import Iterable
from itertools import pairwise

from ses_tui.core.clock import utc_day
from ses_tui.core.model import Point, Series


def intraday(points: Iterable[Point]) -> Series:
    """The rate of the mail between each poll and the one before, at the time of the later poll.

    ``points`` are reads of sums over today and yesterday (UTC) in time order. Spans without mail,
    spans over a change of day (the window moved) and sums that AWS corrected downwards are gaps.
    """
    moved: list[tuple[float, float]] = []
    for before, after in pairwise(points):
        if utc_day(before.at) != utc_day(after.at):
            continue
        if None in (before.numerator, before.denominator, after.numerator, after.denominator):
            continue
        events = (after.numerator or 0) - (before.numerator or 0)
        messages = (after.denominator or 0) - (before.denominator or 0)
        if messages > 0 and 0 <= events <= messages:
            moved.append((after.at, events / messages))
    return Series.of(moved)
