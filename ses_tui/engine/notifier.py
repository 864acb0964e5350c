"""From the state of the targets to messages: what is seen goes to the desk, what is due to the courier."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import uuid4

from ses_tui.core.clock import DAY, Clock
from ses_tui.core.condition import Condition
from ses_tui.core.desk import Desk, Due
from ses_tui.core.messages import Message
from ses_tui.core.model import Key
from ses_tui.core.overlays import Acknowledgement, Overlays, Silence
from ses_tui.core.record import replace
from ses_tui.core.snapshot import AlertEvent, Posted
from ses_tui.core.upkeep import Trouble
from ses_tui.core.wording import compose
from ses_tui.engine.courier import SCREEN, Courier
from ses_tui.engine.facts import facts_of, trouble_facts
from ses_tui.engine.monitor import TargetMonitor
from ses_tui.engine.ports import Herald, History, Outlet
from ses_tui.engine.trouble import troubles

RECENT_EVENTS = 200
POSTED_SECONDS = 7 * DAY
POSTED_KEPT = 2000


class Notifier:
    """One for all targets. All methods run on the engine's loop."""

    def __init__(
        self, history: History, herald: Herald, outlet: Outlet, clock: Clock, changed: Callable[[], None]
    ) -> None:
        self._history = history
        self._clock = clock
        self._changed = changed
        self._started = clock.now()
        self._monitors: dict[str, TargetMonitor] = {}
        self.desk = Desk(Courier.floors(herald))
        self._courier = Courier(
            self.desk, herald, outlet, clock, self._compose, self._note, self._after_delivery
        )
        self._events: dict[str, tuple[AlertEvent, ...]] = {}
        self._posted: dict[str, tuple[Posted, ...]] = {}
        self._known: dict[Key, float] = {}
        self._acks_kept: set[Key] = set()
        self._troubles: Mapping[Trouble, str] = {}

    def restore(self, monitors: Iterable[TargetMonitor]) -> None:
        """Take up what channels were told of these targets, and what is laid over their alerts."""
        for monitor in monitors:
            name = monitor.target.name
            self._monitors[name] = monitor
            memory = monitor.memory
            self.desk.restore(memory.told())
            self._known.update(memory.known())
            self._events[name] = memory.events(RECENT_EVENTS)
            self._posted[name] = memory.posted(self._started - POSTED_SECONDS)[-POSTED_KEPT:]
        for channel, trouble in self._history.troubles():
            self.desk.restore_trouble(channel, trouble)
        self.reload()

    def reload(self) -> None:
        """Take up the acknowledgements and silences of the store: another process may have made some."""
        stored = self._history.overlays()
        if stored is None:
            return
        acks: dict[Key, Acknowledgement] = {}
        for monitor in self._monitors.values():
            acks.update(monitor.memory.acks(stored))
        names = {monitor.stored_name: name for name, monitor in self._monitors.items()}
        silences = {
            one.id: one if not one.target else _renamed(one, names.get(one.target, one.target))
            for one in stored.silences.values()
        }
        known = Overlays(acks, silences)
        if known != self.desk.overlays:
            self.desk.overlays.acks, self.desk.overlays.silences = acks, silences
            self._changed()
        self._acks_kept = set(acks)

    def report(self, monitor: TargetMonitor, gone: Sequence[Key] = ()) -> None:
        """One cycle of ``monitor``: see what is true, and have delivered what is due."""
        now, name = self._clock.now(), monitor.target.name
        standings = monitor.state.book.standings(name, self.desk.watching(name))
        self.desk.see(name, standings, monitor.sights(now), now, gone)
        self._troubles = troubles(self._monitors.values(), self._history.problem, now)
        self.desk.suffer(self._troubles)
        self._courier.round()
        self._keep(monitor)

    def acknowledge(self, key: Key, *, until: float, who: str, why: str) -> None:
        """Somebody looks after ``key``; nothing where it is not open."""
        monitor = self._monitors.get(key.target)
        if monitor is None:
            return
        condition = monitor.state.key(key.subject, key.metric).condition
        if condition < Condition.WARN:
            return
        ack = Acknowledgement(key, condition, self._clock.now(), until, who, why)
        monitor.memory.save_ack(self.desk.overlays.acknowledge(ack))
        self._acks_kept.add(key)
        self._changed()

    def silence(
        self, matcher: str, *, target: str, until: float, who: str, why: str, also: frozenset[str]
    ) -> None:
        """Hold messages back."""
        silence = Silence(uuid4().hex[:8], matcher, until, self._clock.now(), target, who, why, also)
        silence = self.desk.overlays.silence(silence)
        stored = self._monitors[target].stored_name if target in self._monitors else target
        self._history.save_silence(_renamed(silence, stored))
        self._changed()

    def unsilence(self, name: str) -> None:
        """End the silence with this id."""
        self.desk.overlays.silences.pop(name, None)
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
        return tuple(self.desk.overlays.silences.values())

    @property
    def overlays(self) -> Overlays:
        """What is laid over the alerts."""
        return self.desk.overlays

    @property
    def can_tell(self) -> bool:
        """Whether a way out beside the screen works, or there is none that could fail."""
        others = [ear.tries for name, ear in self.desk.ears.items() if name != SCREEN]
        return not others or any(not tries.failing for tries in others)

    async def finish(self) -> None:
        """Wait for the deliveries under way, then keep what they changed."""
        await self._courier.finish()
        for monitor in self._monitors.values():
            self._keep(monitor)

    def _compose(self, due: Due) -> Message:
        now = self._clock.now()
        monitor = self._monitors.get(due.key.target) or next(iter(self._monitors.values()))
        if due.trouble is not None:
            facts = trouble_facts(self._troubles, self.desk.ears, due.trouble)
        else:
            facts = facts_of(monitor, due, now, self._started)
        plan = monitor.plan
        named = len(self._monitors) > 1 or monitor.target.name != "default"
        return compose(due, facts, now, zone=plan.zone, show_target=named, demo=plan.demo)

    def _note(self, due: Due, message: Message, posted: Posted) -> None:
        monitor = self._monitors.get(due.key.target) or next(iter(self._monitors.values()))
        name = monitor.target.name
        self._posted[name] = (*self._posted.get(name, ()), posted)[-POSTED_KEPT:]
        monitor.memory.save_posted(posted)
        if posted.channel == SCREEN:
            event = AlertEvent(
                message.at, message.kind.value, message.condition, message.key, message.title, message.id
            )
            self._events[name] = (event, *self._events.get(name, ()))[:RECENT_EVENTS]
            monitor.memory.save_event(event)

    def _after_delivery(self) -> None:
        for monitor in self._monitors.values():
            self._keep(monitor)
        self._changed()

    def _keep(self, monitor: TargetMonitor) -> None:
        """Have the store remember what changed, in the order in which it must hold."""
        changed = self.desk.take_changed()
        for name, each in self._monitors.items():
            rows = [row for row in changed if row[1].target == name]
            if rows:
                each.memory.save_told(rows)
        for channel, trouble in self.desk.changed_troubles:
            self._history.save_trouble(channel, trouble, trouble in self.desk.ears[channel].troubles)
        self.desk.changed_troubles.clear()
        known = [(key, at) for key, at in monitor.newest_points().items() if self._known.get(key) != at]
        if known:
            self._known.update(known)
            monitor.memory.save_known(known)
        for key in self._acks_kept - self.desk.overlays.acks.keys():
            if key.target in self._monitors:
                self._monitors[key.target].memory.drop_ack(key)
        self._acks_kept &= self.desk.overlays.acks.keys()


def _renamed(silence: Silence, target: str) -> Silence:
    return replace(silence, target=target)
