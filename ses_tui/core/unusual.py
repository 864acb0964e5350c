"""Which ISP or identity bounces unusually, said so that a reader can check it.

The last 6 hours are held against the 14 days before, day by day and without the days that stand out
themselves. Each row's chance is the exact binomial tail on counts divided by the over-dispersion; of
all rows together at most 1 % of those named may be chance (Benjamini-Hochberg); and two windows in a
row, which do not overlap, must say so (ALERTING, unusual). It informs and never pages.
"""

from collections.abc import Sequence
from statistics import median

from ses_tui.core.binomial import MIN_EVENTS, discoveries, dispersion, interval_text, upper_tail, wilson
from ses_tui.core.clock import DAY, HOUR, MINUTE, utc_day
from ses_tui.core.counts import RATIOS, VdmCounts
from ses_tui.core.intraday import Running, Span, running
from ses_tui.core.model import Metric, Point, Subject
from ses_tui.core.record import Record

WINDOW = 6 * HOUR
SLACK = HOUR
"""A window may be so much longer than six hours, where a read is missing."""

STALE = 45 * MINUTE
"""A row that was last read before that has no last six hours: three polls."""

USUAL_DAYS = 14
LEAST_DAYS = 5
"""Unflagged days with mail that make a usual rate."""

LEAST_FACTOR = 2.0
LEAST_RISE = {
    Metric.BOUNCE_RATE: 0.01,
    Metric.COMPLAINT_RATE: 0.0002,
    Metric.REJECT_RATE: 0.0005,
    Metric.RENDERING_FAILURE_RATE: 0.005,
}
"""How far above the usual rate: a point for bounces. For complaints a point would be twice the pause
line; the same fifth of the review line is taken. For rejects and rendering failures, which AWS has no line
for, half of our own."""

FALSE_SHARE = 0.01


class Usual(Record, frozen=True):
    """The rate of a row's unflagged days, a fraction, and by how much they scatter (>= 1)."""

    rate: float
    scatter: float
    messages: int


class History(Record, frozen=True):
    """What is known of one row and metric. ``days``: (start of the UTC day, events, messages)."""

    subject: Subject
    reads: Running
    days: tuple[tuple[float, int, int], ...]


class Unusual(Record, frozen=True):
    """``k`` events of ``n`` messages in the last window; ``value``, ``interval``, ``usual`` are fractions.

    ``since``: start of the earlier of the two windows, UTC epoch seconds.
    """

    subject: Subject
    metric: Metric
    k: int
    n: int
    value: float
    interval: tuple[float, float]
    usual: float
    since: float
    hours: float = WINDOW / HOUR


def history(subject: Subject, metric: Metric, points: Sequence[Point], counts: VdmCounts) -> History | None:
    """From the row's reads of "today and yesterday", in time order, and its sums per day.

    ``points`` need to go back 13 hours. None where VDM did not give the sums of ``metric``.
    """
    above, below = (counts.sums.get(each) for each in RATIOS[metric])
    if above is None or below is None:
        return None
    days = tuple((day, above.get(day, 0), messages) for day, messages in sorted(below.items()))
    return History(subject, running(points, above, below), days)


def usual(days: Sequence[tuple[float, int, int]], before: float, metric: Metric) -> Usual | None:
    """The usual rate from the 14 whole days that end at or before ``before``; None with too few days.

    A day is flagged, and left out, where it is at least twice and at least a point above the median
    day: a bad day must not become the measure of the next.
    """
    whole = [
        (events, messages)
        for day, events, messages in days
        if day + DAY <= before
        and day >= utc_day(before) - USUAL_DAYS * DAY
        and messages >= events >= 0 < messages
    ]
    if len(whole) < LEAST_DAYS:
        return None
    middle = median(events / n for events, n in whole)
    calm = [(events, n) for events, n in whole if not stands_out(events, n, middle, metric)]
    if len(calm) < LEAST_DAYS:
        return None
    total = sum(messages for _, messages in calm)
    # Half an event more, so that a row which never had one has no rate of exactly 0.
    rate = (sum(events for events, _ in calm) + 0.5) / (total + 1)
    return Usual(rate, dispersion(calm), total)


def stands_out(events: int, messages: int, rate: float, metric: Metric) -> bool:
    """The guard: enough numbers, at least twice and at least a point above ``rate``."""
    least_events, least_messages = MIN_EVENTS[metric]
    value = events / messages if messages else 0.0
    enough = events >= least_events and messages >= least_messages
    return enough and value >= LEAST_FACTOR * rate and value >= rate + LEAST_RISE[metric]


def unusual(rows: Sequence[History], metric: Metric, now: float) -> tuple[Unusual, ...]:
    """The rows of one kind that stand out now, and did in the six hours before; largest rate first.

    A row whose window is not known (no reads, sums that AWS corrected) is no evidence either way.
    """
    fresh = [row for row in rows if row.reads.times and now - row.reads.times[-1] <= STALE]
    late = _flagged(fresh, metric, {row.subject: row.reads.times[-1] for row in fresh})
    if not late:
        return ()
    early = _flagged(fresh, metric, {row.subject: row.reads.times[-1] for row in fresh}, earlier=True)
    found = []
    for subject, (window, base) in late.items():
        bounds = wilson(window.events, window.messages)
        if subject not in early or bounds is None:
            continue
        value = window.events / window.messages
        hours = (window.end - window.start) / HOUR
        since = early[subject][0].start
        found.append(
            Unusual(subject, metric, window.events, window.messages, value, bounds, base.rate, since, hours)
        )
    return tuple(sorted(found, key=lambda one: (-one.value, one.subject.label)))


def _flagged(
    rows: Sequence[History], metric: Metric, ends: dict[Subject, float], earlier: bool = False
) -> dict[Subject, tuple[Span, Usual]]:
    """The rows whose window stands out among all rows: the last window, or the one before it."""
    tested: list[tuple[Subject, Span, Usual]] = []
    for row in rows:
        window = row.reads.span(ends[row.subject], WINDOW, SLACK)
        # Both windows are held against the days before the earlier one.
        base = None if window is None else usual(row.days, window.start - WINDOW, metric)
        if earlier and window is not None:
            window = row.reads.span(window.start, WINDOW, SLACK)
        if window is not None and base is not None and window.messages >= MIN_EVENTS[metric][1]:
            tested.append((row.subject, window, base))
    chances = [
        upper_tail(window.events / base.scatter, window.messages / base.scatter, base.rate)
        for _, window, base in tested
    ]
    return {
        subject: (window, base)
        for (subject, window, base), named in zip(tested, discoveries(chances, FALSE_SHARE), strict=True)
        if named and stands_out(window.events, window.messages, base.rate, metric)
    }


def unusual_text(found: Unusual) -> str:
    """``Yahoo: 41 of 512 bounced in 6 h (8.0 %, 6.0-10.7), usual 2.1 %``."""
    bounce = found.metric is Metric.BOUNCE_RATE
    verb, decimals = ("bounced", 1) if bounce else ("complained", 2)
    rate = interval_text(found.k, found.n, decimals).replace(" (", ", ").rstrip(")")
    return (
        f"{found.subject.label}: {found.k} of {found.n} {verb} in {found.hours:.0f} h ({rate}),"
        f" usual {100 * found.usual:.{decimals}f} %"
    )
