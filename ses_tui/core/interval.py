"""Small numbers, said honestly."""

from math import sqrt

from ses_tui.core.condition import Condition, Lines
from ses_tui.core.model import Metric

MIN_EVENTS = {Metric.BOUNCE_RATE: (5, 200), Metric.COMPLAINT_RATE: (3, 2000)}
"""Per metric: events and messages that a window of our own needs before it may decide (ALERTING)."""

_Z95 = 1.959963984540054


def wilson(events: int, trials: int, z: float = _Z95) -> tuple[float, float] | None:
    """Wilson score interval of ``events / trials``, as fractions.

    None without trials, and where the counts contradict themselves (more events than trials).

    E. B. Wilson (1927), JASA 22:209-212. 95 % by default.
    """
    if trials <= 0 or not 0 <= events <= trials:
        return None
    p = events / trials
    centre = p + z * z / (2 * trials)
    spread = z * sqrt(p * (1 - p) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def too_few(metric: Metric, lines: Lines, events: int | None, trials: int | None) -> bool:
    """Whether counts of our own are too small to decide; AWS's own rates (no counts) never are.

    Few events in much mail are a good number, not a small one: only a value that lies in a band
    needs the events.
    """
    if events is None or trials is None or metric not in MIN_EVENTS:
        return False
    least_events, least_trials = MIN_EVENTS[metric]
    if trials < least_trials:
        return True
    return events < least_events and lines.band(events / trials) > Condition.OK
