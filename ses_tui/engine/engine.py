"""The engine: a thread and an event loop of its own, which never wait for a screen."""

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from functools import partial
from random import Random

from ses_tui.core.clock import Clock, Jumps
from ses_tui.core.events.seen import NO_EVENTS
from ses_tui.core.longread import LongRequest, LongResult
from ses_tui.core.model import Target
from ses_tui.core.moments import MOMENT_SECONDS, MomentRequest
from ses_tui.core.record import replace
from ses_tui.core.snapshot import Snapshot, TargetSnapshot
from ses_tui.engine.delivery import Delivery
from ses_tui.engine.events_feed import RETRY_SECONDS as EVENTS_RETRY
from ses_tui.engine.events_feed import EventsFeed, Intake
from ses_tui.engine.longreads import LongAnswer, read_long
from ses_tui.engine.moments import DEMO_SECONDS, Answer, Moments
from ses_tui.engine.monitor import STATISTICS_LEAST, TargetMonitor
from ses_tui.engine.news import News
from ses_tui.engine.plan import Plan
from ses_tui.engine.ports import Channels, Frontend, History, Reader
from ses_tui.engine.schedule import Repeat
from ses_tui.engine.sending import SendingWatch

_log = logging.getLogger(__name__)

GATHER_SECONDS = 0.01
"""Real time that news waits for more news, so that one cycle makes one snapshot."""

FIRST_ROWS_SECONDS = 2.0
"""Real time that what is less urgent waits for the first rows: its clients take the loop 60 ms."""

TICK_SECONDS = 30.0
LATE_SECONDS = 20.0
"""Seconds asleep, or by which the wall clock was set, that matter."""

HISTORY_SECONDS = 20.0
"""The history for the charts is read after everything that is fresh."""

INVENTORY_SECONDS = 30.0
"""What an account has besides mail can wait until the numbers are there."""

RETRY_SECONDS = 60.0

FINISH_SECONDS = 2.0
"""How long the end waits for notifications under way."""


class Engine:
    """Watches all targets until cancelled; ``run`` is the whole life of its loop.

    ``intakes``: by the target's name where its events come from.
    """

    def __init__(
        self,
        targets: Sequence[tuple[Target, Reader, Plan]],
        clock: Clock,
        history: History,
        channels: Channels,
        frontend: Frontend,
        random: Random | None = None,
        intakes: Mapping[str, Intake] | None = None,
    ) -> None:
        self._clock = clock
        self._history = history
        self._channels = channels
        self._frontend = frontend
        self._random = random or Random()
        self._news = News()
        self.delivery = Delivery(history, channels, frontend, clock, self._news)
        self._readers = [reader for _, reader, _ in targets]
        self._demo = any(plan.demo for _, _, plan in targets)
        self.monitors = [
            TargetMonitor(
                target,
                reader,
                plan,
                clock,
                history.for_target(plan.target_id or target.name, target.name),
                self.delivery.ledger,
                self.delivery.report,
                partial(self._news.of, target.name),
            )
            for target, reader, plan in targets
        ]
        self._sending: dict[str, SendingWatch] = {}
        for monitor in self.monitors:
            name = monitor.target.name
            sending = SendingWatch(monitor.state, monitor.inventory, clock, partial(self._switched, monitor))
            self._sending[name] = sending
            if intake := (intakes or {}).get(name):
                monitor.events = EventsFeed(intake, monitor.state, clock, self._news.of, sending.arrived)
        self._watching: dict[str, asyncio.Task[None]] = {}
        self._twins: list[tuple[str, str]] = []
        """Targets that are not watched since another is the same account and Region, with that one."""
        for monitor in tuple(self.monitors):
            self._adopted(monitor, False)
        self.moments = Moments(
            history,
            clock,
            [one.target.name for one in self.monitors],
            DEMO_SECONDS if self._demo else MOMENT_SECONDS,
        )
        self._asked: set[asyncio.Task[None]] = set()
        self._repeats: list[Repeat] = []
        self._lookers: dict[str, Callable[[], None]] = {}
        self._sequence = 0
        self._jumps = Jumps()

    async def run(self) -> None:
        """Read, judge, store, notify and publish until cancelled; then flush and close."""
        self._restore(self.monitors)
        try:
            async with asyncio.TaskGroup() as tasks:
                for monitor in self.monitors:
                    self._watching[monitor.target.name] = tasks.create_task(self._watch(monitor))
                tasks.create_task(self._tick())
                tasks.create_task(self._publish_news())
        finally:
            await self._finish_telling()
            last = self.snapshot()
            self._news.of(*(target.name for target in last.targets))  # also those that brought none
            self._save(last)
            self.moments.end(last)
            feeds = (monitor.events.close() for monitor in self.monitors if monitor.events)
            await asyncio.gather(
                self._channels.close(), *feeds, *(reader.close() for reader in self._readers)
            )
            self._history.close()

    def _restore(self, monitors: Sequence[TargetMonitor]) -> None:
        for monitor in monitors:
            monitor.restore()
            self._sending[monitor.target.name].restore(monitor.history.told())
        self.delivery.restore(monitors)

    def _adopted(self, monitor: TargetMonitor, known: bool) -> None:
        """AWS has told whose account it is: of two targets that are one, the first stays."""
        same = [one for one in self.monitors if one.history.id == monitor.history.id]
        for one in same[1:]:
            self._twins.append((one.target.name, same[0].target.name))
            self.monitors.remove(one)
            self.delivery.forget(one.target.name)
            if one.target.name in self._watching:
                self._watching[one.target.name].cancel()
        if known and monitor is same[0]:
            self._ask(self._restore_later(monitor))

    async def _restore_later(self, monitor: TargetMonitor) -> None:
        await asyncio.to_thread(self._history.flush)
        self._restore([monitor])
        self._news.of(monitor.target.name)

    def refresh(self) -> None:
        """Read every source now; call it on the engine's loop."""
        for repeat in self._repeats:
            repeat.nudge()

    def look(self, looking: bool) -> None:
        """Somebody looks at what costs (sets, tenants, IPs), or no longer does; on the engine's loop."""
        for monitor in self.monitors:
            fresh = looking and not monitor.inventory.looked_at
            monitor.inventory.looked_at = looking
            if fresh and (nudge := self._lookers.get(monitor.target.name)):
                nudge()

    def recall(self, request: MomentRequest, answer: Answer) -> None:
        """Find a moment and hand it to ``answer``, here as well; on the engine's loop."""
        self._ask(self.moments.recall(request, answer))

    def read_long(self, request: LongRequest, answer: LongAnswer) -> None:
        """Read two months of one subject and hand them to ``answer``, here as well; on the engine's loop."""
        monitor = next((one for one in self.monitors if one.target.name == request.target), None)
        if monitor is None:
            answer(LongResult(request, {}, "this target is not watched"))
        else:
            self._ask(read_long(monitor, request, self._clock.now(), answer))

    def _ask(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._asked.add(task)
        task.add_done_callback(self._asked.discard)

    def snapshot(self) -> Snapshot:
        """Everything as it stands now."""
        self._sequence += 1
        return Snapshot(
            generated_at=self._clock.now(),
            targets=tuple(self._picture(monitor) for monitor in self.monitors),
            channels=self._channels.statuses(),
            silences=tuple(self.delivery.ledger.overlays.silences.values()),
            twins=tuple(self._twins),
            demo=self._demo,
            sequence=self._sequence,
        )

    def _picture(self, monitor: TargetMonitor) -> TargetSnapshot:
        name = monitor.target.name
        delivery = self.delivery
        return monitor.picture(delivery.ledger.overlays, delivery.events(name), delivery.posted(name))

    def _save(self, snapshot: Snapshot) -> None:
        """The last known numbers of what has changed, for the first frame of the next start."""
        unsaved = self._news.take_unsaved()
        changed = [target for target in snapshot.targets if target.name in unsaved]
        if not changed:
            return
        # events have a table of their own
        stored = tuple(replace(target, events=NO_EVENTS, findings=()) for target in changed)
        self._history.save_snapshot(replace(snapshot, targets=stored))

    async def _watch(self, monitor: TargetMonitor) -> None:
        await monitor.reader.open()
        plan = monitor.plan
        vdm = self._repeat(monitor.read_vdm, plan.vdm)
        inventory = self._repeat(self._sending[monitor.target.name].read_lists, plan.lists)
        values = self._repeat(monitor.inventory.read_values, lambda: monitor.inventory.value_seconds)

        def hurry() -> None:
            values.nudge()
            if not monitor.inventory.now.read_at:
                inventory.nudge()  # nobody waits half a minute for what they look at

        self._lookers[monitor.target.name] = hurry

        def seek_blame() -> None:
            for source in (vdm, inventory, values):
                source.nudge()

        monitor.seek_blame = seek_blame
        monitor.adopted = partial(self._adopted, monitor)
        first = (
            self._repeat(monitor.read_account, plan.account),
            self._repeat(partial(self._read_rates, monitor), plan.paid_rates),
            vdm,
        )
        statistics = self._repeat(monitor.read_statistics, max(plan.rates, STATISTICS_LEAST))
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
            tasks.create_task(self._until_done(monitor.read_history, first=HISTORY_SECONDS))

    async def _read_rates(self, monitor: TargetMonitor) -> bool:
        """One cycle of ``monitor``; the heartbeat follows it."""
        well = await monitor.read_rates()
        self.delivery.beat()
        return well

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

    async def _tick(self) -> None:
        while True:
            await self._clock.sleep(TICK_SECONDS)
            if self._jumps.since_last(LATE_SECONDS):
                _log.warning("the machine slept, or its clock was set: everything is read again")
                self.refresh()
            self.delivery.overlays.reload()
            for monitor in self.monitors:
                monitor.tick()
            self._history.prune(self._clock.now())

    def _switched(self, monitor: TargetMonitor) -> None:
        """SES switched somebody's sending: told at once."""
        self.delivery.report(monitor)
        self._news.of(monitor.target.name)

    async def _publish_news(self) -> None:
        while True:
            await self._news.wait()
            await asyncio.sleep(GATHER_SECONDS)
            self._news.take()
            snapshot = self.snapshot()
            self._frontend.publish(snapshot)
            self._save(snapshot)
            self.moments.see(snapshot, complete=all(one.rows_tried.is_set() for one in self.monitors))

    async def _finish_telling(self) -> None:
        """What is on its way may arrive; what hangs must not hold up the end."""
        try:
            async with asyncio.timeout(FINISH_SECONDS):
                await self.delivery.finish()
        except TimeoutError:
            _log.warning("a notification was still under way at the end; it is sent again at the next start")


class EngineThread:
    """Runs an engine in a daemon thread. ``build`` is called there: heavy imports happen off the screen."""

    def __init__(self, build: Callable[[], Engine], failed: Callable[[BaseException], None]) -> None:
        self._build = build
        self._failed = failed
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._engine: Engine | None = None
        self._thread = threading.Thread(target=self._main, name="engine", daemon=True)

    def start(self) -> None:
        """Start the thread and return at once."""
        self._thread.start()

    def stop(self, timeout: float = 5.0) -> None:
        """Cancel the engine and wait for its last flush; callable from any thread."""
        loop, task = self._loop, self._task
        if loop is not None and task is not None and not loop.is_closed():
            loop.call_soon_threadsafe(task.cancel)
        self._thread.join(timeout)

    def refresh(self) -> None:
        """Have every source read now; callable from any thread."""
        self.call(Engine.refresh)

    def call(self, act: Callable[[Engine], None]) -> None:
        """Have ``act`` done on the engine's loop; callable from any thread, returns at once."""
        loop, engine = self._loop, self._engine
        if loop is not None and engine is not None and not loop.is_closed():
            loop.call_soon_threadsafe(act, engine)

    def _main(self) -> None:
        try:
            asyncio.run(self._run())
        except asyncio.CancelledError:
            return
        except BaseException as error:  # noqa: BLE001 - the thread's last resort: the front end says it
            self._failed(error)

    async def _run(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.current_task()
        self._engine = self._build()
        await self._engine.run()
