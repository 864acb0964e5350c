"""One source, read again and again: no overlap, jitter, backoff, and at once when nudged."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from random import Random

from ses_tui.core.clock import Clock

_log = logging.getLogger(__name__)

JITTER = 0.05
"""Share of the interval by which reads are spread, so that many monitors do not call together."""

LONGEST_BACKOFF = 300.0


class Repeat:
    """Calls ``job`` every ``interval()`` seconds of ``clock``; ``job`` says whether it went well.

    After failures the wait doubles, up to five minutes or the interval, whichever is longer.
    """

    def __init__(
        self, job: Callable[[], Awaitable[bool]], interval: Callable[[], float], clock: Clock, random: Random
    ) -> None:
        self._job = job
        self._interval = interval
        self._clock = clock
        self._random = random
        self._nudge = asyncio.Event()
        self._failures = 0

    def nudge(self) -> None:
        """Read at once, or once more if a read is under way."""
        self._nudge.set()

    def wait_after(self, well: bool, elapsed: float) -> float:
        """Seconds until the next read, given how the last one went and how long it took."""
        self._failures = 0 if well else self._failures + 1
        interval = self._interval()
        wait = min(interval * 2.0 ** max(0, self._failures - 1), max(interval, LONGEST_BACKOFF))
        return max(0.0, wait * (1 + self._random.uniform(-JITTER, JITTER)) - elapsed)

    async def forever(self, first: float = 0.0) -> None:
        """Run until cancelled; the first read after ``first`` seconds."""
        await self._pause(first)
        while True:
            self._nudge.clear()
            started = self._clock.monotonic()
            well = await self._done_well()
            await self._pause(self.wait_after(well, self._clock.monotonic() - started))

    async def _done_well(self) -> bool:
        try:
            return await self._job()
        except Exception:  # noqa: BLE001 - a fault of ours must not end the other sources; its age shows it
            _log.exception("a read ended in an error that nobody expected")
            return False

    async def _pause(self, seconds: float) -> None:
        if seconds <= 0:
            return
        sleep = asyncio.ensure_future(self._clock.sleep(seconds))
        nudged = asyncio.ensure_future(self._nudge.wait())
        try:
            await asyncio.wait({sleep, nudged}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            sleep.cancel()
            nudged.cancel()
