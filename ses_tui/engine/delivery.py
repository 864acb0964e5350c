"""The way of a message, from what the rules say of a target to what the store keeps of its delivery.

    report    the rules of one target end their cycle in the ledger     AlertStatus
    due       what the ledger owes one channel, worst first             Due
    compose   its words                                                 Message
    claim     this process still owns the target, or nothing is sent
    write     what must be kept before anybody hears of it
    deliver   the channel accepts it, or says why not
    record    who was told what                                         Posted

Each channel has a task of its own, so that one that hangs keeps only itself busy: it is asked again when
its time limit is up. The engine's cycle never waits for any of them.
"""

import asyncio
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase

from ses_tui.core.clock import DAY, Clock
from ses_tui.core.condition import Condition
from ses_tui.core.due import Due
from ses_tui.core.ledger import Ledger
from ses_tui.core.messages import Message
from ses_tui.core.model import ACCOUNT, Key
from ses_tui.core.self_monitoring import SelfAlert
from ses_tui.core.snapshot import AlertEvent, Posted
from ses_tui.core.target_id import account_of
from ses_tui.core.wording import Place, compose
from ses_tui.engine.facts import facts_of, self_alert_facts
from ses_tui.engine.heartbeats import Heartbeats
from ses_tui.engine.monitor import TargetMonitor
from ses_tui.engine.news import News
from ses_tui.engine.ports import Channels, Frontend, History
from ses_tui.engine.self_monitoring import judged, self_alerts
from ses_tui.engine.stored_overlays import StoredOverlays

SCREEN = "tui"
"""The screen, or what stands in its place, as a channel: it takes everything at once."""

SCREEN_FLOOR = Condition.WARN

RETRY_SECONDS = 30.0
"""A channel that failed is asked again at the next cycle; cycles closer together than this are one."""

FAILURES_MOST = 2
"""Failed messages after which the rest waits for the next cycle, in which it comes first."""

RECENT_EVENTS = 200
POSTED_SECONDS = 7 * DAY
POSTED_KEPT = 2000


class Delivery:
    """One for all targets. All methods run on the engine's loop."""

    def __init__(
        self, history: History, channels: Channels, frontend: Frontend, clock: Clock, news: News
    ) -> None:
        self.ledger = Ledger({SCREEN: SCREEN_FLOOR, **channels.floors}, pagers=channels.pagers)
        self.overlays = StoredOverlays(history, self.ledger, clock, news)
        self._history = history
        self._channels = channels
        self._frontend = frontend
        self._clock = clock
        self._news = news
        self._started = clock.now()
        self.several = False
        """Whether more than one target is watched or viewed, so that messages name theirs."""
        self._home: TargetMonitor | None = None
        """The first target as configured, owned or not: where trouble of no target in particular stands."""
        self._monitors: dict[str, TargetMonitor] = {}
        self.heartbeats = Heartbeats(history, self.ledger, channels, clock, self._monitors)
        self._events: dict[str, tuple[AlertEvent, ...]] = {}
        self._posted: dict[str, tuple[Posted, ...]] = {}
        self._known: dict[Key, float] = {}
        """Per rate of an account the datapoint up to which people know."""
        self._self_alerts: Mapping[SelfAlert, str] = {}
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._not_before: dict[str, float] = {}
        """Per channel that failed the monotonic time at which it is asked again."""
        self._restate_at: dict[str, float] = {}
        """Per forgetful channel the monotonic time from which it is told again what is open."""

    def know(self, monitors: Sequence[TargetMonitor]) -> None:
        """All targets as configured, owned or not, before any is restored."""
        self.several = len(monitors) > 1
        self.heartbeats.know(monitors)
        self._home = monitors[0] if monitors else None
        for channel, patterns in self._channels.groups.items():
            self.ledger.channels[channel].apart = {
                one.target.name
                for one in monitors
                if not any(fnmatchcase(one.target.group, pattern) for pattern in patterns)
            }

    def restore(self, monitors: Sequence[TargetMonitor]) -> None:
        """Take up what channels were told of these targets, and what is laid over their alerts."""
        for monitor in monitors:
            name, history = monitor.target.name, monitor.history
            self._monitors[name] = monitor
            self.ledger.restore(history.told())
            self._known.update(history.known())
            self._events[name] = history.events(RECENT_EVENTS)
            self._posted[name] = history.posted(self._started - POSTED_SECONDS)[-POSTED_KEPT:]
        for channel, self_alert in self._history.self_alerts():
            self.ledger.restore_self_alert(channel, self_alert)
        self.overlays.restore(monitors)

    def forget(self, name: str) -> None:
        """This target is no longer watched here; nothing is told of that."""
        self._monitors.pop(name, None)
        self.ledger.forget(name)
        self.overlays.forget(name)

    def events(self, target: str) -> tuple[AlertEvent, ...]:
        """The newest messages about ``target``, newest first."""
        return self._events.get(target, ())

    def posted(self, target: str) -> tuple[Posted, ...]:
        """What channels accepted about ``target`` in the last days, oldest first."""
        return self._posted.get(target, ())

    # The stages.

    def report(self, monitor: TargetMonitor) -> None:
        """One cycle of ``monitor``: what is true of it, and what is due to each channel that is free."""
        monitor.rules.see()
        self._self_alerts = self_alerts(self._monitors.values(), self._history.problem, self._clock.now())
        self.ledger.take_self_alerts(self._self_alerts, judged(self._monitors.values()))
        self._show_on_screen()
        mono = self._clock.monotonic()
        for channel in self._channels.floors:
            free = channel not in self._under_way and mono >= self._not_before.get(channel, mono)
            due = self._due(channel) if free else ()
            stands = self._stands(channel, mono) if free else ()
            if due or stands:
                self._under_way[channel] = asyncio.create_task(self._send_all(channel, due, stands, mono))
        self._keep()
        self._keep_known(monitor)
        self.overlays.drop_ended()

    def _due(self, channel: str) -> Sequence[Due]:
        return self.ledger.due(channel, self._clock.now())

    def _stands(self, channel: str, mono: float) -> Sequence[Message]:
        """What a channel that is forgetful is told again: all that it was told and that is still open."""
        if channel not in self._channels.forgetful or mono < self._restate_at.get(channel, mono):
            return ()
        self._restate_at[channel] = mono + RETRY_SECONDS
        return [self._compose(channel, one) for one in self.ledger.open(channel)]

    def _compose(self, channel: str, due: Due) -> Message:
        now, monitor = self._clock.now(), self._monitor_of(due)
        if due.self_alert is not None:
            facts = self_alert_facts(self._self_alerts, self.ledger.channels, due.self_alert)
        else:
            facts = facts_of(monitor, due, now, self._started)
        plan = monitor.plan
        named = self.several or monitor.target.name != "default"
        place = self._place(self._home or monitor if not due.key.target else monitor)
        partly = self.ledger.sees_partly(channel, due.key.target)
        return compose(
            due,
            facts,
            now,
            zone=plan.zone,
            show_target=named,
            demo=plan.demo,
            place=place,
            partly=partly,
        )

    def _place(self, monitor: TargetMonitor) -> Place:
        account = monitor.state.account_id or account_of(monitor.history.id) or monitor.target.account_id
        return Place(account, monitor.reader.region, monitor.target.group)

    async def _claim(self, channel: str, due: Due, message: Message) -> bool:
        """Whether it is still this process that tells the team of it."""
        if channel not in self._channels.team or not due.key.target:
            return True
        return await self._history.claim(self._monitor_of(due).history.id, channel, message)

    def _write(self, channel: str, due: Due) -> None:
        if self.ledger.trying(channel, due):
            self._keep()

    async def _deliver(self, channel: str, message: Message) -> str:
        return await self._channels.deliver(channel, message)

    def _record(self, channel: str, due: Due, message: Message, problem: str = "") -> None:
        if problem:
            self.ledger.refused(channel, due)
            return
        now, monitor = self._clock.now(), self._monitor_of(due)
        self.ledger.accepted(channel, due, now)
        name, history = monitor.target.name, monitor.history
        posted = Posted(message.id, due.kind.value, due.condition, channel, now)
        self._posted[name] = (*self._posted.get(name, ()), posted)[-POSTED_KEPT:]
        history.save_posted(posted)
        if channel == SCREEN:
            event = AlertEvent(
                message.at, message.kind.value, message.condition, message.key, message.alert_line, message.id
            )
            self._events[name] = (event, *self._events.get(name, ()))[:RECENT_EVENTS]
            history.save_event(event, message)

    # A round of them.

    def _show_on_screen(self) -> None:
        for due in self._due(SCREEN):
            message = self._compose(SCREEN, due)
            self._frontend.show(message)
            self._record(SCREEN, due, message)

    async def _send_all(
        self, channel: str, due: Sequence[Due], stands: Sequence[Message], begun: float
    ) -> None:
        """One round of ``channel``; it is over with the second message that was refused.

        What still ``stands`` comes first, so that what is due has the last word.
        """
        problems: list[str] = []
        tried = 0
        try:
            if stands:
                problem = await self._channels.restate(channel, stands)
                tried += 1
                problems += [problem] if problem else []
            for one in due:
                message = self._compose(channel, one)
                if not await self._claim(channel, one, message):
                    continue
                self._write(channel, one)
                problem = await self._deliver(channel, message)
                self._record(channel, one, message, problem)
                tried += 1
                if problem:
                    problems.append(problem)
                if len(problems) == FAILURES_MOST:
                    break
            self.ledger.tried(channel, *problems[-1:], any_accepted=tried > len(problems))
            if problems:
                self._not_before[channel] = begun + RETRY_SECONDS
        finally:
            del self._under_way[channel]
            self._keep()
            self._news.of(*{self._monitor_of(one).target.name for one in due})

    async def finish(self) -> None:
        """Wait for the deliveries under way; each has its time limit."""
        await asyncio.gather(*self._under_way.values(), return_exceptions=True)

    # What is kept over a restart.

    def _keep(self) -> None:
        """What was told, in the order in which it must hold."""
        changed = self.ledger.take_changed()
        for name, monitor in self._monitors.items():
            if rows := [row for row in changed if row[1].target == name]:
                monitor.history.save_told(rows)
        for channel, self_alert in self.ledger.changed_self_alerts:
            told = self_alert in self.ledger.channels[channel].self_alerts
            self._history.save_self_alert(channel, self_alert, told)
        self.ledger.changed_self_alerts.clear()

    def _keep_known(self, monitor: TargetMonitor) -> None:
        newest = {
            Key(monitor.target.name, ACCOUNT, metric): at for metric, at in monitor.rules.newest().items()
        }
        known = [(key, at) for key, at in newest.items() if self._known.get(key) != at]
        if known:
            self._known.update(known)
            monitor.history.save_known(known)

    def _monitor_of(self, due: Due) -> TargetMonitor:
        """Whose message it is; what is wrong with the monitor as a whole stands with the first target."""
        return self._monitors.get(due.key.target) or next(iter(self._monitors.values()))
