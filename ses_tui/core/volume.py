"""SES's representative volume N: the mail over which it computes its rates. No API returns it.

It is a setting, or estimated from the account's own counts in two ways that must agree, or not known
(ALERTING, reputation budget).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from enum import StrEnum
from itertools import accumulate, pairwise
from math import isclose, sqrt
from typing import NamedTuple

from ses_tui.core.clock import DAY, HOUR, MINUTE
from ses_tui.core.counts import SendBucket
from ses_tui.core.model import Metric, Series
from ses_tui.core.record import Record

BUCKET_SECONDS = 900.0
HISTORY = 14 * DAY
"""What GetSendStatistics goes back."""

LATE = 30 * MINUTE
"""By then a bucket has come; one that is still not listed had no mail."""

ESTIMATE_SECONDS = 3 * HOUR
"""N is estimated so often: it takes longer than all else that is worked out from a read."""

SMALLEST_VOLUME = 500
GRID = 1.12
"""Ratio between one candidate volume and the next."""

PROBES = 48
LEAST_PROBES = 6
GOOD_FIT = 0.06
"""Root mean square error, as a share of the mean rate, above which no volume explains the rate."""

AMBIGUOUS = 2.0
"""Volumes that fit about as well, and the two estimates, may differ by this factor at most."""

LEAST_STEPS = 8
WHOLE = 0.15
"""A change of the rate counts as a whole number of steps if it is off by this share of one at most."""

WHOLE_SHARE = 0.9
LARGEST_MULTIPLE = 12
"""Larger multiples say nothing: the error of the step grows with them."""


class VolumeSource(StrEnum):
    """Where N is from. ``bound``: not known, taken as large as the account's history."""

    SET = "set"
    ESTIMATED = "estimated"
    BOUND = "bound"


class Volume(Record, frozen=True):
    """N in messages."""

    messages: int
    source: VolumeSource

    @property
    def words(self) -> str:
        """How its origin is said: ``estimated``."""
        return {"set": "as set", "estimated": "estimated", "bound": "all mail of 14 days at most"}[
            self.source
        ]


class Mail(Record, frozen=True):
    """Messages and events, accumulated over time. ``ends``: ends of the buckets, epoch seconds."""

    ends: tuple[float, ...]
    messages: tuple[float, ...]
    events: tuple[float, ...]

    @classmethod
    def of(cls, buckets: Sequence[SendBucket], metric: Metric) -> "Mail":
        """From 15-minute buckets in time order; events are bounces or complaints."""
        complaints = metric is Metric.COMPLAINT_RATE
        return cls(
            tuple(bucket.at + BUCKET_SECONDS for bucket in buckets),
            tuple(accumulate(float(bucket.attempts) for bucket in buckets)),
            tuple(
                accumulate(float(bucket.complaints if complaints else bucket.bounces) for bucket in buckets)
            ),
        )

    def known_until(self, now: float) -> float:
        """The end of the newest bucket that is over, or 30 minutes ago where that is later.

        AWS lists no bucket without mail and the newest one late, so silence says nothing at first.
        """
        over = bisect_right(self.ends, now)
        newest = self.ends[over - 1] if over else now - LATE
        if newest >= now - LATE:
            return newest
        return newest + (now - LATE - newest) // BUCKET_SECONDS * BUCKET_SECONDS

    def messages_until(self, at: float) -> float:
        """Messages accumulated at ``at``, even within a bucket."""
        return _interpolated(self.ends, self.messages, at)

    def events_until(self, at: float) -> float:
        """Events accumulated at ``at``."""
        return _interpolated(self.ends, self.events, at)

    def between(self, start: float, end: float) -> tuple[float, float]:
        """(events, messages) of the span from ``start`` to ``end``."""
        return (
            self.events_until(end) - self.events_until(start),
            self.messages_until(end) - self.messages_until(start),
        )

    def when(self, messages: float) -> float:
        """The time at which ``messages`` had accumulated."""
        index = bisect_left(self.messages, messages)
        if index >= len(self.ends):
            return self.ends[-1]
        before = self.messages[index - 1] if index else 0.0
        grown = self.messages[index] - before
        start = self.ends[index] - BUCKET_SECONDS
        return start + BUCKET_SECONDS * ((messages - before) / grown if grown else 1.0)

    def trailing_rate(self, at: float, volume: float) -> float | None:
        """Events among the last ``volume`` messages before ``at``, a fraction; None if fewer."""
        return self.rate_of_last(volume, self.messages_until(at), self.events_until(at))

    def rate_of_last(self, volume: float, messages: float, events: float) -> float | None:
        """As ``trailing_rate``, at the time when ``messages`` and ``events`` had accumulated."""
        if messages < volume:
            return None
        return (events - self.events_until(self.when(messages - volume))) / volume


def _interpolated(times: tuple[float, ...], totals: tuple[float, ...], at: float) -> float:
    index = bisect_right(times, at)
    before = totals[index - 1] if index else 0.0
    if index >= len(times):
        return totals[-1] if totals else 0.0
    share = (at - (times[index] - BUCKET_SECONDS)) / BUCKET_SECONDS
    return before + (totals[index] - before) * min(1.0, max(0.0, share))


def estimated_volume(series: Series, mail: Mail, now: float) -> int | None:
    """N from both estimates; None where they differ by more than 2x or nothing speaks for one.

    The steps alone are believed where the account's own rate over that volume follows AWS's, as
    it does over many volumes while the rate does not move.
    """
    fitted, stepped = fitted_volume(series, mail, now), stepped_volume(series)
    if fitted is not None and stepped is not None:
        apart = max(fitted, stepped) / min(fitted, stepped)
        return stepped if apart <= AMBIGUOUS else None
    if stepped is not None:
        error = _misfit(_probes(series, mail, now), mail, stepped)
        return stepped if error is not None and error <= GOOD_FIT else None
    return fitted


def fitted_volume(series: Series, mail: Mail, now: float) -> int | None:
    """The trailing volume whose own rate follows AWS's rate of the last 24 hours, or None.

    None also where several volumes that differ by more than 2x explain it equally well, as they
    do while the rate does not move.
    """
    probes = _probes(series, mail, now)
    if not probes or not mail.messages:
        return None
    fits: list[tuple[float, float]] = []
    volume = float(SMALLEST_VOLUME)
    while volume < mail.messages[-1]:
        error = _misfit(probes, mail, volume)
        if error is None:
            break
        fits.append((error, volume))
        volume *= GRID
    if not fits:
        return None
    best, chosen = min(fits)
    alike = [volume for error, volume in fits if error <= max(1.5 * best, 0.01)]
    if best > GOOD_FIT or max(alike) / min(alike) > AMBIGUOUS:
        return None
    return round(chosen)


class _Probe(NamedTuple):
    """A point of AWS's rate, and what of our own had accumulated then."""

    rate: float
    messages: float
    events: float


def _probes(series: Series, mail: Mail, now: float) -> list[_Probe]:
    """Up to 48 points of the last 24 hours; none where there are too few or all are 0."""
    recent = series.since(now - DAY)
    stride = max(1, len(recent) // PROBES)
    times, rates = recent.times[::stride], recent.values[::stride]
    if len(rates) < LEAST_PROBES or not any(rate > 0 for rate in rates):
        return []
    return [
        _Probe(rate, mail.messages_until(at), mail.events_until(at))
        for at, rate in zip(times, rates, strict=True)
    ]


def _misfit(probes: list[_Probe], mail: Mail, volume: float) -> float | None:
    """Root mean square error of the trailing rate, as a share of the mean; None with too little mail."""
    owns = ((mail.rate_of_last(volume, probe.messages, probe.events), probe.rate) for probe in probes)
    pairs = [(own, rate) for own, rate in owns if own is not None]
    if not pairs or len(pairs) < max(LEAST_PROBES, len(probes) // 2):
        return None
    mean = sum(probe.rate for probe in probes) / len(probes)
    return sqrt(sum((own - rate) ** 2 for own, rate in pairs) / len(pairs)) / mean


def stepped_volume(series: Series) -> int | None:
    """N from the smallest steps of the rate, which are about 1 / N: one event more or less.

    None unless nearly all changes are whole multiples of one step, and where the step is that of a
    rate rounded to some decimals.
    """
    changes = [abs(new - old) for old, new in pairwise(series.values) if not isclose(new, old, abs_tol=1e-12)]
    if len(changes) < LEAST_STEPS:
        return None
    step = min(changes)
    small = [change for change in changes if change <= (LARGEST_MULTIPLE + 0.5) * step]
    whole = [change for change in small if abs(change / step - round(change / step)) <= WHOLE]
    if len(small) < LEAST_STEPS or len(whole) < WHOLE_SHARE * len(small):
        return None
    step = sum(whole) / sum(round(change / step) for change in whole)
    if any(isclose(step, 10.0**-digits, rel_tol=0.02) for digits in range(3, 9)):
        return None
    return round(1 / step)


def last_estimate_at(now: float) -> float:
    """As of when N is estimated: the last full three hours (UTC) of which all counts have come."""
    return (now - LATE) // ESTIMATE_SECONDS * ESTIMATE_SECONDS


class Volumes:
    """N of an account's rates: ``setting``, else as estimated at one of the last day's full three hours.

    Bound to the hour, and not to the read, it is the same after a restart and in a replay.
    """

    def __init__(self, setting: int | None) -> None:
        self._setting = setting
        self._estimates: dict[tuple[Metric, float], tuple[int, int | None]] = {}
        """By the rate and until when: the datapoints of that day by number, and what they say."""

    def of(self, metric: Metric, series: Series, mail: Mail, now: float) -> Volume | None:
        """The newest estimate that could be made; None where N is not set and none could for a day."""
        if self._setting is not None:
            return Volume(self._setting, VolumeSource.SET)
        last = last_estimate_at(now)
        for key in [key for key in self._estimates if not last - DAY < key[1] <= last]:
            del self._estimates[key]
        times = (last - back * ESTIMATE_SECONDS for back in range(round(DAY / ESTIMATE_SECONDS)))
        found = (self._estimate(metric, series.until(at), mail, at) for at in times)
        return next((Volume(one, VolumeSource.ESTIMATED) for one in found if one is not None), None)

    def _estimate(self, metric: Metric, known: Series, mail: Mail, at: float) -> int | None:
        """By what was known at ``at``; worked out again only where datapoints of its day have come."""
        many = len(known.since(at - DAY))
        before = self._estimates.get((metric, at))
        if before is None or before[0] != many:
            before = self._estimates[metric, at] = many, estimated_volume(known, mail, at)
        return before[1]


def volume_for_tiers(known: Volume | None, mail: Mail, now: float) -> Volume | None:
    """N for the early tiers, which must not be silent while the rate does not move.

    What is ``known``, else all the mail of the known history, at most 14 days. Where N is smaller
    than that the tiers take longer; docs/alerting.md has the measured cost. None with no mail.
    """
    if known is not None:
        return known
    sent = round(mail.messages_until(now) - mail.messages_until(now - HISTORY))
    return Volume(sent, VolumeSource.BOUND) if sent > 0 else None
