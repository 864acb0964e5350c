"""VDM's rate limit, kept on our side: a sliding window with no burst above it.

AWS allows BatchGetMetricData 16 calls and 160 queries a second; we stay at 12 and 120.
"""

import asyncio
from collections.abc import Awaitable, Callable

MAX_CALLS = 12
MAX_QUERIES = 120
WINDOW = 1.0

SETTLE = 0.5
"""Seconds after its start within which a call is taken to have reached AWS.

A call counts from its answer or from then, whichever is first, since AWS's second begins when
the request arrives there, not when it leaves here.
"""


class Slot:
    """One call that was let go. ``granted`` and ``arrived`` on the limiter's monotonic clock."""

    __slots__ = ("arrived", "granted", "queries")

    def __init__(self, granted: float, queries: int, settle: float) -> None:
        self.granted = granted
        self.queries = queries
        self.arrived = granted + settle

    def answered(self, now: float) -> None:
        """The call's answer came: it reached AWS no later than now."""
        self.arrived = min(self.arrived, max(now, self.granted))


class Limiter:
    """At most ``calls`` calls and ``queries`` queries in any window of ``window`` seconds.

    First come, first served. ``monotonic`` and ``sleep`` are given so that tests need no time.
    """

    def __init__(
        self,
        monotonic: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        *,
        calls: int = MAX_CALLS,
        queries: int = MAX_QUERIES,
        window: float = WINDOW,
        settle: float = SETTLE,
    ) -> None:
        self._monotonic = monotonic
        self._sleep = sleep
        self._calls = calls
        self._queries = queries
        self._window = window
        self._settle = settle
        self._slots: list[Slot] = []
        self._turn = asyncio.Lock()

    async def acquire(self, queries: int) -> Slot:
        """Return as soon as a call with that many queries may leave. ValueError if it never may."""
        if not 0 < queries <= self._queries:
            raise ValueError(f"{queries} queries in one call: 1 to {self._queries} are possible")
        async with self._turn:
            while (now := self._monotonic()) < (free_at := self._free_at(now, queries)):
                await self._sleep(free_at - now)
            slot = Slot(now, queries, self._settle)
            self._slots.append(slot)
            return slot

    def _free_at(self, now: float, queries: int) -> float:
        """When to look again; ``now``: at once."""
        self._slots = [slot for slot in self._slots if slot.arrived + self._window > now]
        calls, in_window = len(self._slots), sum(slot.queries for slot in self._slots)
        if calls < self._calls and in_window + queries <= self._queries:
            return now
        ends = sorted((self._end(slot, now), slot.queries) for slot in self._slots)
        for end, freed in ends:
            calls, in_window = calls - 1, in_window - freed
            if calls < self._calls and in_window + queries <= self._queries:
                return end
        return ends[-1][0]

    def _end(self, slot: Slot, now: float) -> float:
        """When its place may be free: as if it had arrived at once, as long as that is possible."""
        soonest = slot.granted + self._window
        return soonest if soonest > now else slot.arrived + self._window
