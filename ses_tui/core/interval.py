"""Small numbers, said honestly: an interval to show, the exact tail to decide."""

from math import sqrt

from ses_tui.core.binomial import lower_bound, upper_tail
from ses_tui.core.condition import LADDER, Condition, Lines
from ses_tui.core.model import Metric

MIN_EVENTS = {Metric.BOUNCE_RATE: (5, 200), Metric.COMPLAINT_RATE: (3, 2000)}
"""Per metric: events and messages that a window of our own needs before it may decide (ALERTING)."""

CHANCE = 0.01
"""A window of our own is over a line only if a rate at the line would make so many events this rare."""

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


def interval_text(events: int, trials: int, decimals: int = 1) -> str:
    """``5.0 % (1.4-16.5)``: a rate of our own counts as it is shown; ``–`` without trials."""
    bounds = wilson(events, trials)
    if bounds is None:
        return "–"
    low, high = (f"{100 * bound:.{decimals}f}" for bound in bounds)
    return f"{100 * events / trials:.{decimals}f} % ({low}-{high})"


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


def proven(events: int, trials: int, line: float) -> bool:
    """Whether the counts put the rate at or above ``line``, beyond chance: the exact binomial tail.

    The bare rate is not enough: half of all windows of a rate that lies at the line are over it.
    """
    if trials <= 0 or events / trials < line:
        return False
    return events >= trials or upper_tail(events, trials, line) <= CHANCE


def proven_rate(lines: Lines, events: int, trials: int) -> float:
    """The rate that counts of our own prove, a fraction: what their condition is worked out from.

    ``proven`` holds for a line exactly where this is at or above it. A rate below every line is given
    back as it is.
    """
    value = events / trials
    lowest = min((line for rung in LADDER if (line := lines.leave(rung)) is not None), default=None)
    return value if lowest is None or value < lowest else lower_bound(events, trials, CHANCE)


def decided(metric: Metric, lines: Lines, events: int, trials: int) -> Condition | None:
    """The highest condition that counts of our own prove, with no memory; None where they are too few."""
    if too_few(metric, lines, events, trials) or not 0 <= events <= trials:
        return None
    reached = (
        level for level in LADDER if (line := lines.enter(level)) is not None and proven(events, trials, line)
    )
    return max(reached, default=Condition.OK)
