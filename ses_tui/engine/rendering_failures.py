"""Reads how many messages failed to render: SES counts them in CloudWatch alone."""

from collections.abc import Callable

from ses_tui.core.clock import Clock
from ses_tui.core.keys import RENDERING
from ses_tui.core.results import ReadError
from ses_tui.core.volume import HISTORY
from ses_tui.engine.plan import RENDERING_SECONDS
from ses_tui.engine.ports import Reader
from ses_tui.engine.spending import Spending
from ses_tui.engine.state import TargetState

SOURCE = "rendering failures"

EARLY = 0.9
"""Share of the pace after which a read is due: it goes along with the counts, whose pace varies."""


class RenderingFailuresRead:
    """One paid metric a quarter of an hour. ``settle`` is called when something was read."""

    def __init__(
        self,
        reader: Reader,
        state: TargetState,
        spending: Spending,
        clock: Clock,
        settle: Callable[[], None],
    ) -> None:
        self._reader = reader
        self._state = state
        self._spending = spending
        self._clock = clock
        self._settle = settle
        self._tried: float | None = None
        state.rules.watch(RENDERING, RENDERING_SECONDS)
        state.rules.unwatch(RENDERING)  # that it can't be read is no news of its own

    @property
    def seconds(self) -> float:
        """Between two reads."""
        return self._spending.plan.paid_rendering

    async def read(self) -> None:
        """Those of two weeks, where they are due and mail was sent."""
        rules, mono = self._state.rules, self._clock.monotonic()
        early = self._tried is not None and mono - self._tried < EARLY * self.seconds
        if early or not rules.buckets:
            return
        self._tried, now = mono, self._clock.now()
        try:
            failures = await self._reader.rendering_failures(now - HISTORY, now)
        except ReadError as failure:
            rules.failed(failure.error.kind, RENDERING)
            self._state.errors[SOURCE] = (failure.error,)
            return
        rules.read_well(RENDERING)
        self._state.errors[SOURCE] = ()
        rules.numbers.rendering_failures(failures, rules.buckets, now)
        self._settle()
