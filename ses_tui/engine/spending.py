"""What reading one target has cost this month, over restarts, and what that leaves for the rest of it."""

from ses_tui.core.clock import Clock
from ses_tui.core.prices import MONTH, month_of, seconds_left
from ses_tui.core.record import replace
from ses_tui.core.snapshot import Usage
from ses_tui.engine.plan import RATE_METRICS, Plan
from ses_tui.engine.ports import Reader, TargetHistory

SLOWEST_RATES = 3600.0
"""Seconds between two reads of the rates where nothing is left of the cap, unless the cap itself is that
small: two cents a month are spent beyond it rather than to be blind."""


class Spending:
    """One per target, on the engine's loop. Months are those of the UTC calendar."""

    def __init__(self, reader: Reader, plan: Plan, clock: Clock, history: TargetHistory) -> None:
        self._reader = reader
        self._plan = plan
        self._clock = clock
        self._history = history
        self._counted = Usage()
        """What of the reader's count is among ``_month``."""
        self._month = month_of(clock.now())
        self._stored = Usage()
        """Of this month, by every process."""

    def restore(self) -> None:
        """Take up what was counted this month, by other processes too."""
        self._month = month_of(self._clock.now())
        self._stored = self._history.usage(self._month)

    def keep(self) -> None:
        """Have the store add what is new, if some of it costs money or the month is over."""
        now = self._reader.usage
        month = month_of(self._clock.now())
        if now.metrics_requested == self._counted.metrics_requested and month == self._month:
            return
        fresh = now.minus(self._counted)
        self._counted = now
        self._history.add_usage(self._month, fresh)
        self._stored = self._stored.plus(fresh) if month == self._month else Usage()
        self._month = month

    @property
    def usage(self) -> Usage:
        """Counted this month, without an estimate."""
        return self._stored.plus(self._reader.usage.minus(self._counted))

    @property
    def plan(self) -> Plan:
        """The plan with as much a month as may still be spent at: never more than the cap."""
        cap, now = self._plan.max_monthly_usd, self._clock.now()
        spent = self._plan.prices.requested(self.usage.metrics_requested)
        left = (cap - spent) * MONTH / min(MONTH, seconds_left(now))
        least = min(cap, self._plan.cost(RATE_METRICS, max(SLOWEST_RATES, self._plan.rates)))
        return self._plan if left >= cap else replace(self._plan, max_monthly_usd=max(left, least))
