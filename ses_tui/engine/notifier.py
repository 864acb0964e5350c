"""From the state of the targets to messages: what is seen goes to the ledger, what is due to the courier."""

from collections.abc import Callable, Iterable, Mapping
from uuid import uuid4

from ses_tui.core.clock import DAY, Clock
from ses_tui.core.condition import Condition
from ses_tui.core.ledger import Due, Ledger
from ses_tui.core.messages import Message
from ses_tui.core.model import ACCOUNT, Key
from ses_tui.core.overlays import Acknowledgement, Overlays, Silence
from ses_tui.core.self_monitoring import SelfAlert
from ses_tui.core.snapshot import AlertEvent, Posted
from ses_tui.core.wording import compose
from ses_tui.engine.courier import SCREEN, Courier
from ses_tui.engine.facts import facts_of, self_alert_facts
from ses_tui.engine.monitor import TargetMonitor
from ses_tui.engine.ports import Channels, Frontend, History
from ses_tui.engine.self_monitoring import self_alerts

RECENT_EVENTS = 200
POSTED_SECONDS = 7 * DAY
POSTED_KEPT = 2000


class Notifier:
    """One for all targets. All methods run on the engine's loop."""

    def __init__(
        self,
        history: History,
        channels: Channels,
        frontend: Frontend,
        clock: Clock,
        changed: Callable[[], None],
    ) -> None:
        self._history = history
        self._clock = clock
        self._changed = changed
        self._started = clock.now()
        self._monitors: dict[str, TargetMonitor] = {}
        self.ledger = Ledger(Courier.floors(channels))
        self._courier = Courier(
            self.ledger, channels, frontend, clock, self._compose, self._note, self._after_delivery
        )
        self._events: dict[str, tuple[AlertEvent, ...]] = {}
        self._posted: dict[str, tuple[Posted, ...]] = {}
        self._known: dict[Key, float] = {}
        self._acks_kept: set[Key] = set()
        self._troubles: Mapping[SelfAlert, str] = {}

    def restore(self, monitors: Iterable[TargetMonitor]) -> None:
        """Take up what channels were told of these targets, and what is laid over their alerts."""
        for monitor in monitors:
            name = monitor.target.name
            self._monitors[name] = monitor
            history = monitor.history
            self.ledger.restore(history.told())
            self._known.update(history.known())
            self._events[name] = history.events(RECENT_EVENTS)
            self._posted[name] = history.posted(self._started - POSTED_SECONDS)[-POSTED_KEPT:]
        for channel, self_alert in self._history.self_alerts():
            self.ledger.restore_self_alert(channel, self_alert)
        self.reload()

    def forget(self, name: str) -> None:
        """This target is no longer watched here; nothing is told of that."""
        self._monitors.pop(name, None)
        self.ledger.forget(name)

    def reload(self) -> None:
        """Take up the acknowledgements and silences of the store: another process may have made some."""
        stored = self._history.overlays()
        if stored is None:
            return
        if stored != self.ledger.overlays:
            self.ledger.overlays.acks, self.ledger.overlays.silences = stored.acks, stored.silences
            self._changed()
        self._acks_kept = set(stored.acks)

    def report(self, monitor: TargetMonitor) -> None:
        """One cycle of ``monitor``: see what is true, and have delivered what is due."""
        monitor.rules.see()
        self._troubles = self_alerts(self._monitors.values(), self._history.problem, self._clock.now())
        self.ledger.take_self_alerts(self._troubles)
        self._courier.round()
        self._keep(monitor)

    def acknowledge(self, key: Key, *, until: float, who: str, why: str) -> None:
        """Somebody looks after ``key``; nothing where it is not open."""
        monitor = self._monitors.get(key.target)
        if monitor is None:
            return
        condition = monitor.rules.tracker.state(key.subject, key.metric).condition
        if condition < Condition.WARN:
            return
        ack = Acknowledgement(key, condition, self._clock.now(), until, who, why)
        monitor.history.save_ack(self.ledger.overlays.acknowledge(ack))
        self._acks_kept.add(key)
        self._changed()

    def silence(
        self, matcher: str, *, target: str, until: float, who: str, why: str, also: frozenset[str]
    ) -> None:
        """Hold messages back."""
        silence = Silence(uuid4().hex[:8], matcher, until, self._clock.now(), target, who, why, also)
        self._history.save_silence(self.ledger.overlays.silence(silence))
        self._changed()

    def unsilence(self, name: str) -> None:
        """End the silence with this id."""
        self.ledger.overlays.silences.pop(name, None)
        self._history.drop_silence(name)
        self._changed()

    def events(self, target: str) -> tuple[AlertEvent, ...]:
        """The newest messages about ``target``, newest first."""
        return self._events.get(target, ())

    def posted(self, target: str) -> tuple[Posted, ...]:
        """What channels accepted about ``target`` in the last days, oldest first."""
        return self._posted.get(target, ())

    def silences(self) -> tuple[Silence, ...]:
        """Every silence in force."""
        return tuple(self.ledger.overlays.silences.values())

    @property
    def overlays(self) -> Overlays:
        """What is laid over the alerts."""
        return self.ledger.overlays

    async def finish(self) -> None:
        """Wait for the deliveries under way, then keep what they changed."""
        await self._courier.finish()
        for monitor in self._monitors.values():
            self._keep(monitor)

    def _compose(self, due: Due) -> Message:
        now = self._clock.now()
        monitor = self._monitors.get(due.key.target) or next(iter(self._monitors.values()))
        if due.self_alert is not None:
            facts = self_alert_facts(self._troubles, self.ledger.channels, due.self_alert)
        else:
            facts = facts_of(monitor, due, now, self._started)
        plan = monitor.plan
        named = len(self._monitors) > 1 or monitor.target.name != "default"
        return compose(due, facts, now, zone=plan.zone, show_target=named, demo=plan.demo)

    def _note(self, due: Due, message: Message, posted: Posted) -> None:
        monitor = self._monitors.get(due.key.target) or next(iter(self._monitors.values()))
        name = monitor.target.name
        self._posted[name] = (*self._posted.get(name, ()), posted)[-POSTED_KEPT:]
        monitor.history.save_posted(posted)
        if posted.channel == SCREEN:
            event = AlertEvent(
                message.at, message.kind.value, message.condition, message.key, message.title, message.id
            )
            self._events[name] = (event, *self._events.get(name, ()))[:RECENT_EVENTS]
            monitor.history.save_event(event)

    def _after_delivery(self) -> None:
        for monitor in self._monitors.values():
            self._keep(monitor)
        self._changed()

    def _keep(self, monitor: TargetMonitor) -> None:
        """Have the store remember what changed, in the order in which it must hold."""
        changed = self.ledger.take_changed()
        for name, each in self._monitors.items():
            rows = [row for row in changed if row[1].target == name]
            if rows:
                each.history.save_told(rows)
        for channel, self_alert in self.ledger.changed_self_alerts:
            self._history.save_self_alert(
                channel, self_alert, self_alert in self.ledger.channels[channel].self_alerts
            )
        self.ledger.changed_self_alerts.clear()
        newest = {
            Key(monitor.target.name, ACCOUNT, metric): at for metric, at in monitor.rules.newest().items()
        }
        known = [(key, at) for key, at in newest.items() if self._known.get(key) != at]
        if known:
            self._known.update(known)
            monitor.history.save_known(known)
        for key in self._acks_kept - self.ledger.overlays.acks.keys():
            if key.target in self._monitors:
                self._monitors[key.target].history.drop_ack(key)
        self._acks_kept &= self.ledger.overlays.acks.keys()
