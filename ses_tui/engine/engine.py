"""The engine: a thread and an event loop of its own, which never wait for a screen."""

import asyncio
import logging
from collections.abc import Coroutine, Mapping, Sequence
from functools import partial
from random import Random

from ses_tui.core.clock import Clock, Jumps
from ses_tui.core.delivery import Delivered
from ses_tui.core.events.seen import NO_EVENTS
from ses_tui.core.message_life import MessageRequest, MessageResult
from ses_tui.core.model import Key, Target
from ses_tui.core.moments import MOMENT_SECONDS, LongRequest, LongResult, MomentRequest
from ses_tui.core.overlays import Acknowledgement
from ses_tui.core.record import replace
from ses_tui.core.snapshot import ChannelStatus, Snapshot, TargetSnapshot
from ses_tui.core.visibility import NEVER
from ses_tui.engine.attendance import LOOK_SECONDS, Attendance
from ses_tui.engine.delivery import Delivery
from ses_tui.engine.digests import Digests
from ses_tui.engine.events_feed import EventsFeed, Intake
from ses_tui.engine.followed import Followed
from ses_tui.engine.longreads import LongAnswer, read_long
from ses_tui.engine.message_reads import MessageAnswer, read_message
from ses_tui.engine.moments import DEMO_SECONDS, Answer, Moments
from ses_tui.engine.monitor import TargetMonitor
from ses_tui.engine.news import News
from ses_tui.engine.plan import Plan
from ses_tui.engine.ports import Channels, Frontend, History, Reader
from ses_tui.engine.reads import TargetReads
from ses_tui.engine.requests import Requests
from ses_tui.engine.sending import SendingWatch

_log = logging.getLogger(__name__)

GATHER_SECONDS = 0.01
"""Real time that news waits for more news, so that one cycle makes one snapshot."""

TICK_SECONDS = 30.0
LATE_SECONDS = 20.0
"""Seconds asleep, or by which the wall clock was set, that matter."""

FINISH_SECONDS = 2.0
"""How long the end waits for notifications under way."""


NOT_WATCHED = "this target is not watched"


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
        self._followed = Followed(self.delivery.ledger, channels, frontend, clock, self._told_here)
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
        self.delivery.know(self.monitors)
        self._drills = history.drilled()
        zone = self.monitors[0].plan.zone if self.monitors else None
        self._digests = Digests(history, channels, clock, zone, self.snapshot)
        self._shared: dict[str, tuple[TargetSnapshot, float]] = {}
        """What those who view a target know, and since when, on the real clock."""
        self._newest: Snapshot | None = None
        self._reads: dict[str, TargetReads] = {}
        self._requests: dict[str, Requests] = {}
        self._attendances: dict[str, Attendance] = {}
        histories = asyncio.Lock()
        for monitor in self.monitors:
            name = monitor.target.name
            sending = SendingWatch(monitor.state, monitor.inventory, clock, partial(self._switched, monitor))
            reads = TargetReads(
                monitor, sending, clock, self._random, partial(self.delivery.heartbeats.beat, name), histories
            )
            self._reads[name] = reads
            sending.read_soon = reads.read_lists_soon
            self._requests[name] = Requests(monitor, reads, clock)
            self._attendances[name] = Attendance(
                monitor,
                history.leases,
                clock,
                reads.run,
                self._restore,
                self._lost,
                self._followed.take,
                self._news.of,
            )
            if intake := (intakes or {}).get(name):
                monitor.events = EventsFeed(intake, monitor.state, clock, self._news.of, sending.arrived)
        self._watching: dict[str, asyncio.Task[None]] = {}
        self._twins: list[tuple[str, str]] = []
        """Targets that are not watched since another is the same account and Region, with that one."""
        for monitor in tuple(self.monitors):
            monitor.adopted = partial(self._adopted, monitor)
            self._adopted(monitor, False)
        self.moments = Moments(
            history,
            clock,
            [one.target.name for one in self.monitors],
            DEMO_SECONDS if self._demo else MOMENT_SECONDS,
        )
        self._asked: set[asyncio.Task[None]] = set()
        self._sequence = 0
        self._jumps = Jumps()

    async def run(self) -> None:
        """Read, judge, store, notify and publish until cancelled; then flush and close."""
        try:
            async with asyncio.TaskGroup() as tasks:
                for monitor in self.monitors:
                    name = monitor.target.name
                    self._watching[name] = tasks.create_task(self._attendances[name].forever())
                tasks.create_task(self._tick())
                tasks.create_task(self._share())
                tasks.create_task(self._publish_news())
        finally:
            await self._finish_telling()
            for monitor in self._owned:
                monitor.spending.keep()
            self.delivery.heartbeats.leave()
            last = self._read_here(self.snapshot())
            self._news.of(*(target.name for target in last.targets))  # also those that brought none
            self._save(last)
            self.moments.end(last)
            feeds = (monitor.events.close() for monitor in self.monitors if monitor.events)
            await self._followed.close()
            await self._digests.close()
            await asyncio.gather(
                self._channels.close(), *feeds, *(reader.close() for reader in self._readers)
            )
            self._history.close()
            self.delivery.heartbeats.release()
            for attendance in self._attendances.values():
                attendance.release()  # now that the next owner finds everything

    @property
    def _owned(self) -> list[TargetMonitor]:
        """Of the targets those that this process reads."""
        return [one for one in self.monitors if self._attendances[one.target.name].owned]

    def _read_here(self, snapshot: Snapshot) -> Snapshot:
        """Of ``snapshot`` what other processes do not keep."""
        owned = {monitor.target.name for monitor in self._owned}
        return replace(snapshot, targets=tuple(one for one in snapshot.targets if one.name in owned))

    def _restore(self, monitor: TargetMonitor) -> None:
        """Take up what the store knows of it: this process owns it from now on."""
        self._followed.forget(monitor.target.name)
        monitor.restore()
        self.delivery.restore([monitor])

    def _lost(self, monitor: TargetMonitor) -> None:
        """Another process owns it after all."""
        self.delivery.forget(monitor.target.name)

    def _adopted(self, monitor: TargetMonitor, known: bool) -> None:
        """AWS has told whose account it is: of two targets that are one, the first stays."""
        same = [one for one in self.monitors if one.history.id == monitor.history.id]
        for one in same[1:]:
            self._twins.append((one.target.name, same[0].target.name))
            self.monitors.remove(one)
            self.delivery.forget(one.target.name)
            self._attendances[one.target.name].release()
            if one.target.name in self._watching:
                self._watching[one.target.name].cancel()
        if monitor is same[0] and self._attendances[monitor.target.name].claim_account() and known:
            self._ask(self._restore_later(monitor))

    async def _restore_later(self, monitor: TargetMonitor) -> None:
        await asyncio.to_thread(self._history.flush)
        self._restore(monitor)
        self._news.of(monitor.target.name)

    def refresh(self) -> None:
        """Read every source now; call it on the engine's loop."""
        for name, attendance in self._attendances.items():
            if attendance.owned:
                self._reads[name].refresh()
            elif attendance.view is not None:
                self._requests[name].read_now()

    def look(self, looking: bool) -> None:
        """Somebody looks at what costs (sets, tenants, IPs), or no longer does; on the engine's loop."""
        for name, requests in self._requests.items():
            requests.look(looking, owned=self._attendances[name].owned)

    def acknowledge(self, key: Key, *, until: float, who: str, why: str) -> None:
        """Somebody looks after ``key``; nothing where it is not open. On the engine's loop."""
        attendance = self._attendances.get(key.target)
        if attendance is None or attendance.view is None:
            self.delivery.overlays.acknowledge(key, until=until, who=who, why=why)
            return
        for alert in attendance.view.snapshot.alerts:
            if alert.key == key:
                ack = Acknowledgement(key, alert.condition, self._clock.now(), until, who, why)
                attendance.monitor.history.save_ack(self.delivery.ledger.overlays.acknowledge(ack))
        self._news.of()

    def recall(self, request: MomentRequest, answer: Answer) -> None:
        """Find a moment and hand it to ``answer``, here as well; on the engine's loop."""
        self._ask(self.moments.recall(request, answer))

    def read_long(self, request: LongRequest, answer: LongAnswer) -> None:
        """Read two months of one subject and hand them to ``answer``, here as well; on the engine's loop."""
        monitor = next((one for one in self.monitors if one.target.name == request.target), None)
        if monitor is None:
            answer(LongResult(request, {}, NOT_WATCHED))
        elif not self._attendances[request.target].owned:
            self._ask(self._requests[request.target].read_long(request, answer))
        else:
            self._ask(read_long(monitor, request, self._clock.now(), answer))

    def read_message(self, request: MessageRequest, answer: MessageAnswer) -> None:
        """One message's life, read when somebody asks. ``answer`` is called on this loop."""
        monitor = next((one for one in self.monitors if one.target.name == request.target), None)
        if monitor is None:
            answer(MessageResult(request, why=NOT_WATCHED))
        elif not self._attendances[request.target].owned:
            self._ask(self._requests[request.target].read_message(request, answer))
        else:
            self._ask(read_message(monitor, request, answer))

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
            channels=self._statuses(),
            silences=tuple(self.delivery.ledger.overlays.silences.values()),
            twins=tuple(self._twins),
            demo=self._demo,
            sequence=self._sequence,
        )

    def _statuses(self) -> tuple[ChannelStatus, ...]:
        """This process's own; those of the team as the owner of what is viewed finds them."""
        own = {one.name: one for one in self._channels.statuses()}
        views = [one.view for one in self._attendances.values() if one.view is not None]
        theirs = {one.name: one for view in views for one in view.channels if one.team}
        if len(views) < len(self.monitors):
            theirs = {name: one for name, one in theirs.items() if own.get(name, one).state != "failing"}
        drills = self._drills
        return tuple(replace(one, drilled=drills.get(one.name)) for one in (own | theirs).values())

    def _told_here(self, channel: str, key: Key) -> None:
        """A channel of this screen took what the owner of the target told."""
        log = self.delivery.ledger.channels[channel]
        record = (channel, key, log.delivered.get(key, Delivered()), log.blind.get(key, NEVER))
        if attendance := self._attendances.get(key.target):
            attendance.monitor.history.save_told((record,))

    def _picture(self, monitor: TargetMonitor) -> TargetSnapshot:
        name = monitor.target.name
        if view := self._attendances[name].view:
            return view.overlaid(self.delivery.ledger.overlays)
        return monitor.picture(
            self.delivery.ledger.overlays, self.delivery.events(name), self.delivery.posted(name)
        )

    def _save(self, snapshot: Snapshot) -> None:
        """The last known numbers of what has changed, for the first frame of the next start."""
        unsaved = self._news.take_unsaved()
        changed = [target for target in snapshot.targets if target.name in unsaved]
        if not changed:
            return
        # events have a table of their own
        stored = tuple(replace(target, events=NO_EVENTS, findings=()) for target in changed)
        self._history.save_snapshot(replace(snapshot, targets=stored))

    async def _tick(self) -> None:
        while True:
            await self._clock.sleep(TICK_SECONDS)
            if self._jumps.since_last(LATE_SECONDS):
                _log.warning("the machine slept, or its clock was set: everything is read again")
                self.refresh()
            self.delivery.overlays.reload()
            for monitor in self._owned:
                monitor.tick()
            self.delivery.heartbeats.note()
            self._digests.look()
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
            snapshot = self._newest = self.snapshot()
            self._frontend.publish(snapshot)
            here = self._read_here(snapshot)
            if here.targets:
                self._save(here)
                self.moments.see(here, complete=all(one.rows_tried.is_set() for one in self._owned))

    async def _share(self) -> None:
        """With other processes, through the store: what they lay over alerts, and what they view."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            changed = self._history.changed()
            if changed:
                self.delivery.overlays.reload()
                self._drills = self._history.drilled()
            for name, requests in self._requests.items():
                self._attendances[name].look_after_lease()
                if not self._attendances[name].owned:
                    requests.keep_looking()
                    continue
                requests.settle()
                if changed:
                    requests.serve()
            if self._newest is not None:
                self._publish_to_viewers(self._newest)

    def _publish_to_viewers(self, snapshot: Snapshot) -> None:
        """What has changed; and now and then all, so that they know that this process lives."""
        now = asyncio.get_running_loop().time()
        for target in snapshot.targets:
            known, since = self._shared.get(target.name, (None, 0.0))
            attendance = self._attendances[target.name]
            if attendance.viewed and (known != target or now - since > TICK_SECONDS):
                self._shared[target.name] = target, now
                shared = replace(snapshot, targets=(target,), silences=(), generated_at=self._clock.now())
                attendance.monitor.history.publish(shared)

    async def _finish_telling(self) -> None:
        """What is on its way may arrive; what hangs must not hold up the end."""
        try:
            async with asyncio.timeout(FINISH_SECONDS):
                await self.delivery.finish()
        except TimeoutError:
            _log.warning("a notification was still under way at the end; it is sent again at the next start")
