"""How far an IP's warm-up is and when it should end, from the percentages that were kept. Pure.

AWS warms a standard IP by time, along a plan of 45 days (SES.md), and tells no start date: days count
from the first percentage that was seen.
"""

from typing import NamedTuple

from ses_tui.core.clock import DAY
from ses_tui.core.model import Series

PLAN_DAYS = 45
LEAST_DAYS = 1.0
"""Days of history that a pace of its own needs."""

TOLERANCE = 0.25
"""Share of the plan's pace by which an IP may differ and still be on it."""


class Pace(NamedTuple):
    """``day``: of the plan, by the percentage that is reached now. ``seen_days``: since first seen.

    ``against``: its pace as a share of the plan's; None with less than a day of history. ``ends``: UTC
    epoch seconds, by its own pace where there is one that moves, else by the plan (``by_plan``).
    """

    day: int
    seen_days: float
    against: float | None
    ends: float | None
    by_plan: bool

    @property
    def word(self) -> str:
        """``on plan``, ``ahead``, ``behind``, ``stands still``; empty where it is too early to say."""
        if self.against is None:
            return ""
        if self.against <= 0.05:
            return "stands still"
        if self.against < 1 - TOLERANCE:
            return "behind"
        return "ahead" if self.against > 1 + TOLERANCE else "on plan"


def pace(history: Series, percent: int, now: float) -> Pace:
    """``history``: fractions, as kept; ``percent``: as AWS says now."""
    done = percent / 100
    day = min(PLAN_DAYS, round(done * PLAN_DAYS))
    first_at = history.times[0] if history.times else now
    seen = max(0.0, (now - first_at) / DAY)
    against = None
    if seen >= LEAST_DAYS:
        against = (done - history.values[0]) / seen * PLAN_DAYS
    left = 1.0 - done
    if left <= 0:
        return Pace(day, seen, against, None, by_plan=False)
    own = against is not None and against > 0.05
    days = left * PLAN_DAYS / (against if own and against else 1.0)
    stuck = against is not None and not own
    return Pace(day, seen, against, None if stuck else now + days * DAY, by_plan=not own)
