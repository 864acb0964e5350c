"""What is read of one target, and how often: the numbers first, the rest when they are there."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from random import Random

from ses_tui.core.clock import Clock
from ses_tui.engine.events_feed import RETRY_SECONDS as EVENTS_RETRY
from ses_tui.engine.monitor import STATISTICS_LEAST, TargetMonitor
from ses_tui.engine.schedule import Repeat
from ses_tui.engine.sending import SendingWatch

FIRST_ROWS_SECONDS = 2.0
"""Real time that what is less urgent waits for the first rows: its clients take the loop 60 ms."""

HISTORY_SECONDS = 20.0
"""The history for the charts is read after everything that is fresh."""

INVENTORY_SECONDS = 30.0
"""What an account has besides mail can wait until the numbers are there."""

RETRY_SECONDS = 60.0


class TargetReads:
    """``cycled`` is called after each read of the rates; ``in_turn`` is shared by all targets: who holds it
    reads two weeks of rates, which many targets at once would spend seconds of the loop on."""

    def __init__(
        self,
        monitor: TargetMonitor,
        sending: SendingWatch,
        clock: Clock,
        random: Random,
        cycled: Callable[[], None],
        in_turn: asyncio.Lock,
    ) -> None:
        self._monitor = monitor
        self._sending = sending
        self._clock = clock
        self._random = random
        self._cycled = cycled
        self._in_turn = in_turn
        self._repeats: list[Repeat] = []
        self._hurry: Callable[[], None] = lambda: None
        self._inventory: Repeat | None = None

    def refresh(self) -> None:
        """Read every source now."""
        for repeat in self._repeats:
            repeat.nudge()

    def look(self, looking: bool) -> None:
        """Somebody looks at what costs (sets, tenants, IPs), or no longer does."""
        fresh = looking and not self._monitor.inventory.looked_at
        self._monitor.inventory.looked_at = looking
        if fresh:
            self._hurry()

    def read_lists_soon(self) -> None:
        """Read what the account has besides mail now."""
        if self._inventory is not None:
            self._inventory.nudge()

    async def run(self) -> None:
        """Read until cancelled."""
        monitor, plan = self._monitor, self._monitor.plan
        await monitor.reader.open()
        self._repeats.clear()
        vdm = self._repeat(monitor.read_vdm, plan.vdm)
        inventory = self._inventory = self._repeat(self._sending.read_lists, plan.lists)
        values = self._repeat(monitor.inventory.read_values, lambda: monitor.inventory.value_seconds)

        def hurry() -> None:
            values.nudge()
            if not monitor.inventory.now.read_at:
                inventory.nudge()  # nobody waits half a minute for what they look at

        self._hurry = hurry

        def seek_blame() -> None:
            for source in (vdm, inventory, values):
                source.nudge()

        monitor.seek_blame = seek_blame
        first = (
            self._repeat(monitor.read_account, plan.account),
            self._repeat(self._read_rates, lambda: monitor.plan.paid_rates),
            vdm,
        )
        statistics = self._repeat(self._read_counts, max(plan.rates, STATISTICS_LEAST))
        async with asyncio.TaskGroup() as tasks:
            for source in first:
                tasks.create_task(source.forever())
            tasks.create_task(self._repeat(monitor.read_lists, plan.lists).forever(first=plan.lists))
            await monitor.account_tried.wait()
            with suppress(TimeoutError):
                async with asyncio.timeout(FIRST_ROWS_SECONDS):
                    await monitor.rows_tried.wait()
            tasks.create_task(statistics.forever())
            tasks.create_task(inventory.forever(first=INVENTORY_SECONDS))
            tasks.create_task(values.forever(first=2 * INVENTORY_SECONDS))
            if monitor.events is not None:
                tasks.create_task(self._repeat(monitor.events.read, EVENTS_RETRY).forever())
            tasks.create_task(self._until_done(monitor.read_account_id))
            tasks.create_task(self._until_done(self._read_history, first=HISTORY_SECONDS))

    async def _read_rates(self) -> bool:
        well = await self._monitor.read_rates()
        self._cycled()
        return well

    async def _read_counts(self) -> bool:
        well = await self._monitor.read_statistics()
        await self._monitor.usual_mail.read()
        await self._monitor.rendering_failures.read()
        return well

    async def _read_history(self) -> bool:
        async with self._in_turn:
            return await self._monitor.read_history()

    async def _until_done(
        self, read: Callable[[], Coroutine[object, object, bool]], first: float = 0.0
    ) -> None:
        await self._clock.sleep(first)
        while not await read():
            await self._clock.sleep(RETRY_SECONDS)

    def _repeat(
        self, job: Callable[[], Coroutine[object, object, bool]], interval: float | Callable[[], float]
    ) -> Repeat:
        pace = interval if callable(interval) else lambda: interval
        repeat = Repeat(job, pace, self._clock, self._random)
        self._repeats.append(repeat)
        return repeat
