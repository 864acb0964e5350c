"""What came in during the last day: counted by the hour, so that what is old leaves the counts."""

from collections import deque
from collections.abc import Iterable

from ses_tui.core.clock import DAY, HOUR, MINUTE
from ses_tui.core.events.event import Event
from ses_tui.core.events.seen import NEWEST
from ses_tui.core.events.tally import Tally

STEP = 5.0
"""Seconds; the grain of the events per minute."""


class Window:
    """Counts of the last 24 hours by when events came in, and the newest events. Not thread-safe."""

    def __init__(self) -> None:
        self._newest: deque[tuple[float, Event]] = deque(maxlen=NEWEST)
        """The last to come in first, each with when it came."""
        self.tally = Tally()
        self._hours: deque[tuple[float, Tally]] = deque()
        self._steps: deque[tuple[float, int]] = deque()
        self._since: float | None = None

    def begin(self, now: float) -> None:
        """Nothing was counted before ``now``; does nothing where it has begun."""
        if self._since is None:
            self._since = now

    def since(self, now: float) -> float | None:
        """From when the counts are complete, UTC epoch seconds; None before the beginning."""
        return None if self._since is None else max(self._since, now - DAY)

    def add(self, events: Iterable[Event], received: float) -> None:
        """Count events that came in at ``received`` (UTC epoch seconds; grows from call to call)."""
        fresh = tuple(events)
        if not fresh:
            return
        hour = received - received % HOUR
        if not self._hours or self._hours[-1][0] < hour:
            self._hours.append((hour, Tally()))
        self._hours[-1][1].add(fresh)
        self.tally.add(fresh)
        self._newest.extendleft((received, event) for event in fresh)
        step = received - received % STEP
        if self._steps and self._steps[-1][0] >= step:
            self._steps[-1] = (self._steps[-1][0], self._steps[-1][1] + len(fresh))
        else:
            self._steps.append((step, len(fresh)))
        self.forget(received)

    def forget(self, now: float) -> bool:
        """Let go of what is older than a day; whether any count has changed."""
        while self._steps and self._steps[0][0] <= now - MINUTE:
            self._steps.popleft()
        old = False
        while self._hours and self._hours[0][0] + HOUR <= now - DAY:
            self.tally.take_back(self._hours.popleft()[1])
            old = True
        return old

    def by_time(self) -> tuple[Event, ...]:
        """The newest events by when they happened, newest first: a queue hands them out in no sure order.

        One that says it is of the future is of when it came; one that says nothing comes last.
        """
        rows = sorted(self._newest, key=lambda row: min(row[1].at or 0.0, row[0]), reverse=True)
        return tuple(event for _, event in rows)

    @property
    def per_minute(self) -> int:
        """Events that came in during the last 60 s, as of the last ``forget``."""
        return sum(count for _, count in self._steps)
