"""How many more events fit under a line, and how long that lasts at the present pace.

SES computes its rates over a representative volume N that no API returns (SES developer guide,
reputation dashboard). Here N is a setting or an estimate (``volume``), or nothing is said.
"""

from math import ceil

from ses_tui.core.binomial import MIN_EVENTS, dispersion, wilson
from ses_tui.core.clock import HOUR
from ses_tui.core.condition import Condition, Lines
from ses_tui.core.model import Metric, Series
from ses_tui.core.snapshot import Budget
from ses_tui.core.volume import BUCKET_SECONDS, Mail, Volume, VolumeSource

AWS_LINES = (Condition.REVIEW, Condition.PAUSE)

NO_VOLUME = "AWS's mail count isn't known, so how many fit can't be said"

RECENT = 2 * HOUR
LONGEST_HOURS = 7 * 24.0
TURNOVER_HOURS = 48.0


def budget(
    metric: Metric,
    series: Series,
    mail: Mail,
    lines: Lines,
    volume: Volume | None,
    now: float,
) -> Budget:
    """Events until the next of AWS's lines, and hours until then.

    B = ceil(line x N), headroom = B - events now (ALERTING, reputation budget). ``volume``: N, None where
    it is not known. ``series`` must not be empty.
    """
    known = None if volume is None else volume.messages
    hour = round(mail.between(mail.known_until(now) - HOUR, mail.known_until(now))[0]) if mail.ends else None
    rate = series.last or 0.0
    ahead = [level for level in AWS_LINES if (line := lines.enter(level)) is not None and rate < line]
    towards = min(ahead, default=Condition.PAUSE)
    line = lines.enter(towards)
    if not ahead or line is None:
        return Budget(metric, 0, known, None, "at or over the pause line", Condition.PAUSE, last_hour=hour)
    if volume is None or known is None:
        return Budget(metric, None, note=NO_VOLUME, towards=towards, last_hour=hour)
    left = max(0, fits_under(line, known) - round(rate * known))
    hours, note = projection(mail, rate, known, line, now, metric)
    estimated = volume.source is VolumeSource.ESTIMATED
    return Budget(metric, left, known, hours, note, towards, estimated, hour)


def fits_under(line: float, volume: int) -> int:
    """B = ceil(line x N): so many events are the line. ``line``: a fraction."""
    # Rounded first: 7 % of 100 is 7 and not the float above it.
    return ceil(round(line * volume, 6))


def projection(
    mail: Mail, rate: float, volume: int, line: float, now: float, metric: Metric = Metric.BOUNCE_RATE
) -> tuple[tuple[float, float] | None, str]:
    """Hours (from, to) until ``line``, or None and why not.

    mails to the line S = N (line - r) / (p - o), hours T = S / lambda; p: rate of the recent mail
    (Wilson bounds on counts corrected for over-dispersion), o: rate of the mail leaving the window,
    lambda: messages per hour (ALERTING, projection).
    """
    now = mail.known_until(now)
    events, sent = mail.between(now - RECENT, now)
    per_hour = sent / (RECENT / HOUR)
    if per_hour <= 0:
        return None, "no mail in the last 2 h"
    if volume / per_hour < TURNOVER_HOURS:
        return None, f"no forecast: AWS's window is only {volume / per_hour:.0f} h of mail"
    least_events, least_messages = MIN_EVENTS[metric]
    if events < least_events or sent < least_messages:
        return None, "too few to see a trend"
    scatter = _dispersion(mail, now)
    bounds = wilson(round(events / scatter), round(sent / scatter))
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
    """Over-dispersion of the recent buckets' events, at least 1."""
    count = round(RECENT / BUCKET_SECONDS)
    ends = [now - number * BUCKET_SECONDS for number in range(count)]
    return dispersion([mail.between(end - BUCKET_SECONDS, end) for end in ends])
