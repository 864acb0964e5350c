"""How much mail is usual at an hour of the week: what was sent in the same hours of the weeks before.

Hours are those of the clock on the wall, in the time zone of the settings: a campaign that goes out
at nine goes out at nine in summer too.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, tzinfo
from math import inf
from statistics import mean, median, variance

from ses_tui.core.clock import DAY, HOUR
from ses_tui.core.record import Record

WEEK = 7 * DAY
WEEKS = 8
"""Weeks that are looked back."""

LEAST_WEEKS = 4
"""Same hours that make a usual number; with fewer there is none."""

KEPT = (WEEKS + 1) * WEEK
"""Hours that are remembered."""

POOLED = 24
"""So many spans, each an hour before the other, say by how much mail scatters: one alone says little."""

LEAST_VARIATION = 0.2
"""Standard deviation as a share of the mean, beyond chance, that all mail is taken to have at least."""


class Usual(Record, frozen=True):
    """Messages in the same span of each of the weeks before."""

    messages: float
    """Their median."""
    weekly: tuple[float, ...]
    """Without the week farthest from the median, a holiday or a campaign, where there are more than four."""

    @property
    def variance_beyond_chance(self) -> float:
        """How much more than Poisson counts they scatter, in messages squared; below 0 if less."""
        average = mean(self.weekly)
        return variance(self.weekly, average) - average


class HoursOfMail:
    """Messages sent per whole hour (UTC), as far as they are known. An hour without mail is known as 0."""

    def __init__(self, zone: tzinfo | None = UTC) -> None:
        self._zone = zone
        """None is the machine's."""
        self._sent: dict[float, float] = {}

    def take(self, hours: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
        """Hours by their start, UTC epoch seconds; gives back those that were news.

        Before its first mail an account was not silent, it was not there yet.
        """
        fresh = {at: sent for at, sent in hours if self._sent.get(at) != sent}
        if not fresh:
            return []
        known = self._sent | fresh
        begins = min((at for at, sent in known.items() if sent), default=inf)
        oldest = max(begins, max(known) - KEPT)
        self._sent = {at: sent for at, sent in known.items() if at >= oldest}
        return [(at, sent) for at, sent in fresh.items() if at in self._sent]

    def fill(self, hours: Mapping[float, float]) -> list[tuple[float, float]]:
        """Take up counts of another source where none are known; gives back those that were news.

        Another source may count otherwise: they are scaled by the hours that both know.
        """
        both = [at for at in hours if at in self._sent]
        own, other = sum(self._sent[at] for at in both), sum(hours[at] for at in both)
        scale = own / other if own and other else 1.0
        return self.take((at, sent * scale) for at, sent in hours.items() if at not in self._sent)

    def knows(self, at: float) -> bool:
        """Whether the hour that starts at ``at`` is known."""
        return at in self._sent

    @property
    def lacks_weeks(self) -> bool:
        """Whether there are hours, but too few for a usual number."""
        return bool(self._sent) and min(self._sent) > max(self._sent) - LEAST_WEEKS * WEEK - DAY

    def sent(self, end: float, hours: int) -> float | None:
        """Messages of the ``hours`` before ``end``, which is a whole hour; None where one is not known."""
        counts = [self._sent.get(end - HOUR * (number + 1)) for number in range(hours)]
        return None if None in counts else sum(filter(None, counts))

    def usual(self, end: float, hours: int) -> Usual | None:
        """What is usual for the ``hours`` before ``end``; None with fewer than four same spans."""
        spans = (self.sent(self._weeks_before(end, number), hours) for number in range(1, WEEKS + 1))
        known = [sent for sent in spans if sent is not None]
        if len(known) < LEAST_WEEKS:
            return None
        middle = median(known)
        nearest = sorted(known, key=lambda sent: abs(sent - middle))
        return Usual(middle, tuple(nearest[: max(LEAST_WEEKS, len(known) - 1)]))

    def scatter(self, end: float, hours: int) -> float:
        """Variance over mean of the counts of such a span, at least 1.

        It grows with the mean: what varies is how much mail there is, and not only chance.
        """
        spans = [one for number in range(POOLED) if (one := self.usual(end - number * HOUR, hours))]
        squares = sum(mean(one.weekly) ** 2 for one in spans)
        beyond = sum(one.variance_beyond_chance for one in spans)
        own = spans[0]
        average = mean(own.weekly)
        share = max(LEAST_VARIATION**2, beyond / squares if squares else 0.0)
        return max(1.0 + share * average, 1.0 + own.variance_beyond_chance / average if average else 1.0)

    def wall(self, at: float) -> datetime:
        """``at`` on the clock on the wall."""
        return datetime.fromtimestamp(at, self._zone).astimezone(self._zone)

    def _weeks_before(self, at: float, weeks: int) -> float:
        before = at - weeks * WEEK
        summer = (self.wall(at).utcoffset(), self.wall(before).utcoffset())
        shift = summer[0] - summer[1] if summer[0] is not None and summer[1] is not None else None
        return before + (shift.total_seconds() // HOUR * HOUR if shift is not None else 0.0)
