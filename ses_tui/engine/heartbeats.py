"""The heartbeat of a store: one process sends it, for the targets of all.

A target, or several together, may have a heartbeat of their own, which is sent while each of them is seen.

Every owner keeps how each of its targets stands. Of the owners that have a heartbeat URL one holds the
store's lease for it, as for a target: when that process ends, another takes it at its next cycle.
"""

from collections.abc import Mapping, Sequence

from ses_tui.core.clock import DAY, Clock
from ses_tui.core.condition import Health
from ses_tui.core.fleet import entry_of
from ses_tui.core.heartbeat import SEEING, Standing, may_beat, standing
from ses_tui.core.ledger import Ledger
from ses_tui.engine.monitor import TargetMonitor
from ses_tui.engine.ports import Channels, History, Lease

LEASE = "heartbeat"

SAID_AGAIN_SECONDS = 120.0
"""How often an owner says how a target stands where nothing has changed."""

SILENT_SECONDS = 360.0
"""An owner that has not said so for this long is gone, or hangs: its targets are not seen."""


class Heartbeats:
    """On the engine's loop; ``monitors`` by name are the targets that this process owns."""

    def __init__(
        self,
        history: History,
        ledger: Ledger,
        channels: Channels,
        clock: Clock,
        monitors: Mapping[str, TargetMonitor],
    ) -> None:
        self._history = history
        self._ledger = ledger
        self._channels = channels
        self._clock = clock
        self._monitors = monitors
        self._said: dict[str, tuple[Standing, float]] = {}
        self._lease: Lease | None = None
        self._sharing: dict[str, list[TargetMonitor]] = {}
        """By the name of a heartbeat of their own the targets that it is for."""

    def know(self, monitors: Sequence[TargetMonitor]) -> None:
        """All targets as configured, owned or not."""
        names = self._channels.own_beats
        for monitor in monitors:
            if name := names.get(monitor.target.name) or names.get(entry_of(monitor.target)):
                self._sharing.setdefault(name, []).append(monitor)

    def beat(self, target: str) -> None:
        """After a cycle of ``target``: call the URL of its own heartbeat, and the one for all if that is this
        process's, where all that each is for is well."""
        self.note()
        for name, sharing in self._sharing.items():
            if any(one.target.name == target for one in sharing) and all(map(self._seen, sharing)):
                self._channels.beat(name)
        if not self._channels.beats:
            return
        if self._lease is not None and self._lease.lost:
            self._lease.release()
            self._lease = None
        if self._lease is None:
            self._lease = self._history.leases.acquire(LEASE)
        healths = {name: monitor.rules.account_health() for name, monitor in self._monitors.items()}
        floors, team = self._channels.floors, self._channels.team
        if self._lease is not None and may_beat(healths, self._ledger, floors, team, self._others()):
            self._channels.beat()

    def note(self) -> None:
        """Keep how each target stands, for the process that sends the heartbeat."""
        now = self._clock.now()
        for name, monitor in self._monitors.items():
            health = monitor.rules.account_health()
            if health is Health.INIT:
                continue
            stands = standing(name, health, self._ledger, self._channels.team)
            known, at = self._said.get(name, (None, 0.0))
            if stands is not known or not 0 <= now - at < SAID_AGAIN_SECONDS:
                self._said[name] = stands, now
                monitor.history.save_standing(stands, now)

    def leave(self) -> None:
        """These targets are watched here no more, by intent: that is no reason for an alarm."""
        for monitor in self._monitors.values():
            monitor.history.drop_standing()

    def release(self) -> None:
        """Another process may send it."""
        if self._lease is not None:
            self._lease.release()
            self._lease = None

    def _seen(self, monitor: TargetMonitor) -> bool:
        """Here, or by the process that owns it."""
        if monitor.target.name in self._monitors:
            return monitor.rules.account_health() in SEEING
        stands, at = self._history.standings().get(monitor.history.id, (Standing.UNSEEN, 0.0))
        return stands is Standing.SEEN and self._clock.now() - at < SILENT_SECONDS

    def _others(self) -> set[Standing]:
        own, now = {monitor.history.id for monitor in self._monitors.values()}, self._clock.now()
        return {
            stands if now - at < SILENT_SECONDS else Standing.UNSEEN
            for target, (stands, at) in self._history.standings().items()
            if target not in own and now - at < DAY
        }
