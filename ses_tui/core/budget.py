"""How many more events fit under a line, and how long that lasts at the present pace.

SES computes its rates over a representative volume N that no API returns (SES developer guide,
reputation dashboard). Here N is estimated from the account's own counts, or nothing is said.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil, sqrt

from ses_tui.core.clock import DAY, HOUR
from ses_tui.core.condition import Condition, Lines
from ses_tui.core.counts import SendBucket
from ses_tui.core.interval import wilson
from ses_tui.core.model import Metric, Series
from ses_tui.core.snapshot import Budget

AWS_LINES = (Condition.REVIEW, Condition.PAUSE)

BUCKET_SECONDS = 900.0
SMALLEST_VOLUME = 500
GRID = 1.12
"""Ratio between one candidate volume and the next."""

PROBES = 48
LEAST_PROBES = 6
GOOD_FIT = 0.06
"""Root mean square error, as a share of the mean rate, above which no volume explains the rate."""

AMBIGUOUS = 2.0
"""Volumes that fit about as well may differ by this factor at most; else nothing is said."""

RECENT = 2 * HOUR
LEAST_EVENTS, LEAST_MESSAGES = 5, 200
"""What the recent mail needs before it may speak of a trend, as any window of our own (ALERTING)."""

LONGEST_HOURS = 7 * 24.0
TURNOVER_HOURS = 48.0


@dataclass(frozen=True, slots=True)
class Mail:
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

    def messages_until(self, at: float) -> float:
        """Messages accumulated at ``at``, even within a bucket."""
        return _interpolated(self.ends, self.messages, at)

    def events_until(self, at: float) -> float:
        """Events accumulated at ``at``."""
        return _interpolated(self.ends, self.events, at)

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
        until = self.messages_until(at)
        if until < volume:
            return None
        start = self.when(until - volume)
        return (self.events_until(at) - self.events_until(start)) / volume


def _interpolated(times: tuple[float, ...], totals: tuple[float, ...], at: float) -> float:
    index = bisect_right(times, at)
    before = totals[index - 1] if index else 0.0
    if index >= len(times):
        return totals[-1] if totals else 0.0
    share = (at - (times[index] - BUCKET_SECONDS)) / BUCKET_SECONDS
    return before + (totals[index] - before) * min(1.0, max(0.0, share))


def fitted_volume(series: Series, mail: Mail, now: float) -> int | None:
    """The trailing volume whose own rate follows AWS's rate of the last 24 hours, or None.

    None also where several volumes that differ by more than 2x explain it equally well, as they
    do while the rate does not move.
    """
    recent = series.since(now - DAY)
    stride = max(1, len(recent) // PROBES)
    probes = list(zip(recent.times[::stride], recent.values[::stride], strict=True))
    if len(probes) < LEAST_PROBES or not mail.messages:
        return None
    mean = sum(rate for _, rate in probes) / len(probes)
    if mean <= 0:
        return None
    fits: list[tuple[float, float]] = []
    volume = float(SMALLEST_VOLUME)
    while volume < mail.messages[-1]:
        pairs = [(own, rate) for at, rate in probes if (own := mail.trailing_rate(at, volume)) is not None]
        if len(pairs) < max(LEAST_PROBES, len(probes) // 2):
            break
        error = sqrt(sum((own - rate) ** 2 for own, rate in pairs) / len(pairs))
        fits.append((error / mean, volume))
        volume *= GRID
    if not fits:
        return None
    best, chosen = min(fits)
    alike = [volume for error, volume in fits if error <= max(1.5 * best, 0.01)]
    if best > GOOD_FIT or max(alike) / min(alike) > AMBIGUOUS:
        return None
    return round(chosen)


def budget(
    metric: Metric,
    series: Series,
    buckets: Sequence[SendBucket],
    lines: Lines,
    volume: int | None,
    now: float,
) -> Budget:
    """Events until the next of AWS's lines, and hours until then.

    B = ceil(line x N), headroom = B - events now (ALERTING, reputation budget). ``volume``: N where
    the user knows it, else it is estimated. ``series`` must not be empty.
    """
    mail = Mail.of(buckets, metric)
    known = volume if volume is not None else fitted_volume(series, mail, now)
    rate = series.last or 0.0
    ahead = [level for level in AWS_LINES if (line := lines.enter(level)) is not None and rate < line]
    towards = min(ahead, default=Condition.PAUSE)
    line = lines.enter(towards)
    if not ahead or line is None:
        return Budget(metric, 0, known, note="at or over the pause line", towards=Condition.PAUSE)
    if known is None:
        return Budget(metric, None, note="no budget: its volume is not known", towards=towards)
    # Rounded first: 7 % of 100 is 7 and not the float above it.
    left = max(0, ceil(round(line * known, 6)) - round(rate * known))
    hours, note = projection(mail, rate, known, line, now)
    return Budget(metric, left, known, hours, note, towards)


def projection(
    mail: Mail, rate: float, volume: int, line: float, now: float
) -> tuple[tuple[float, float] | None, str]:
    """Hours (from, to) until ``line``, or None and why not.

    mails to the line S = N (line - r) / (p - o), hours T = S / lambda; p: rate of the recent mail
    (Wilson bounds on counts corrected for over-dispersion), o: rate of the mail leaving the window,
    lambda: messages per hour (ALERTING, projection).
    """
    sent = mail.messages_until(now) - mail.messages_until(now - RECENT)
    per_hour = sent / (RECENT / HOUR)
    if per_hour <= 0:
        return None, "no mail in the last 2 h"
    if volume / per_hour < TURNOVER_HOURS:
        return None, f"the window turns over in {volume / per_hour:.0f} h"
    events = mail.events_until(now) - mail.events_until(now - RECENT)
    if events < LEAST_EVENTS or sent < LEAST_MESSAGES:
        return None, "too few to see a trend"
    dispersion = _dispersion(mail, now)
    bounds = wilson(round(events / dispersion), round(sent / dispersion))
    leaving = _leaving_rate(mail, volume, sent, now)
    if bounds is None or bounds[0] <= (rate if leaving is None else leaving):
        return None, "no trend"
    out = rate if leaving is None else leaving
    soonest, latest = (volume * (line - rate) / (p - out) / per_hour for p in (bounds[1], bounds[0]))
    if soonest > LONGEST_HOURS:
        return None, "no trend"
    return (soonest, min(latest, LONGEST_HOURS)), ""


def _leaving_rate(mail: Mail, volume: int, sent: float, now: float) -> float | None:
    """The rate of the mail that leaves the window as the next ``sent`` messages come in."""
    edge = mail.messages_until(now) - volume
    if edge < 0 or sent <= 0:
        return None
    start, end = mail.when(edge), mail.when(edge + sent)
    return (mail.events_until(end) - mail.events_until(start)) / sent


def _dispersion(mail: Mail, now: float) -> float:
    """Pearson's over-dispersion of the recent buckets' events, at least 1."""
    cells = []
    at = now
    while at > now - RECENT:
        messages = mail.messages_until(at) - mail.messages_until(at - BUCKET_SECONDS)
        events = mail.events_until(at) - mail.events_until(at - BUCKET_SECONDS)
        if messages > 0:
            cells.append((events, messages))
        at -= BUCKET_SECONDS
    total = sum(messages for _, messages in cells)
    rate = sum(events for events, _ in cells) / total if total else 0.0
    if len(cells) < 3 or not 0 < rate < 1:
        return 1.0
    chi = sum((events - rate * messages) ** 2 / (rate * (1 - rate) * messages) for events, messages in cells)
    return max(1.0, chi / (len(cells) - 1))
