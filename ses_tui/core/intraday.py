"""How mail moved within the day: what VDM itself does not show.

VDM gives running sums per UTC day. Between two reads of the same day the sums grow by the mail
of that span, and the growth has a rate of its own.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from ses_tui.core.clock import DAY, utc_day
from ses_tui.core.model import Point, Series
from ses_tui.core.record import Record


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


class Span(Record, frozen=True):
    """Events among messages from ``start`` to ``end``, UTC epoch seconds."""

    start: float
    end: float
    events: int
    messages: int


class Running(Record, frozen=True):
    """Running totals at each read, from the first day that is known: they go on over midnight."""

    times: tuple[float, ...]
    events: tuple[int, ...]
    messages: tuple[int, ...]

    def span(self, end: float, seconds: float, slack: float) -> Span | None:
        """What came in the ``seconds`` before the last read at or before ``end``.

        From the latest read that is at least so long before it, and at most ``slack`` longer. None
        where there is no such read, and where a total fell on the way: AWS corrected its sums, and
        by how much within the span nobody knows.
        """
        last = bisect_right(self.times, end) - 1
        if last < 0:
            return None
        first = bisect_right(self.times, self.times[last] - seconds) - 1
        if first < 0 or self.times[last] - self.times[first] > seconds + slack:
            return None
        for totals in (self.events, self.messages):
            if any(after < before for before, after in pairwise(totals[first : last + 1])):
                return None
        events, messages = (totals[last] - totals[first] for totals in (self.events, self.messages))
        return Span(self.times[first], self.times[last], events, messages) if events <= messages else None


def running(points: Sequence[Point], events: Mapping[float, int], messages: Mapping[float, int]) -> Running:
    """Totals that go on over midnight, from reads of "today and yesterday" and the sums per day.

    A read at ``t`` of day d holds the days d and d-1; all days before are final, and the sums per day
    (start of the UTC day -> count, as VDM gives them for 14 days) hold them. A read before the second
    day of those sums is left out: what came before it is not known.
    """
    known = min(messages, default=None)
    used = [
        point
        for point in points
        if known is not None
        and utc_day(point.at) - DAY >= known
        and point.numerator is not None
        and point.denominator is not None
    ]
    earlier = {utc_day(point.at): utc_day(point.at) - DAY for point in used}
    events_before = {day: _before(events, yesterday) for day, yesterday in earlier.items()}
    messages_before = {day: _before(messages, yesterday) for day, yesterday in earlier.items()}
    return Running(
        tuple(point.at for point in used),
        tuple(events_before[utc_day(point.at)] + (point.numerator or 0) for point in used),
        tuple(messages_before[utc_day(point.at)] + (point.denominator or 0) for point in used),
    )


def _before(days: Mapping[float, int], end: float) -> int:
    return sum(count for day, count in days.items() if day < end)
