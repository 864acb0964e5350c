"""Acknowledgements and silences: made by people here or in another process, kept by the store."""

from collections.abc import Iterable
from uuid import uuid4

from ses_tui.core.clock import Clock
from ses_tui.core.condition import Condition
from ses_tui.core.ledger import Ledger
from ses_tui.core.model import Key
from ses_tui.core.overlays import Acknowledgement, Silence
from ses_tui.engine.monitor import TargetMonitor
from ses_tui.engine.news import News
from ses_tui.engine.ports import History, TargetHistory


class StoredOverlays:
    """Of all targets, on the engine's loop."""

    def __init__(self, history: History, ledger: Ledger, clock: Clock, news: News) -> None:
        self._history = history
        self._ledger = ledger
        self._clock = clock
        self._news = news
        self._histories: dict[str, TargetHistory] = {}
        self._kept: set[Key] = set()
        """The keys whose acknowledgement stands in the store."""

    def restore(self, monitors: Iterable[TargetMonitor]) -> None:
        """These targets are watched from now on."""
        self._histories.update((monitor.target.name, monitor.history) for monitor in monitors)
        self.reload()

    def forget(self, target: str) -> None:
        """``target`` is no longer watched here."""
        self._histories.pop(target, None)

    def reload(self) -> None:
        """Take up what the store holds: another process may have made some."""
        stored = self._history.overlays()
        if stored is None:
            return
        if stored != self._ledger.overlays:
            self._ledger.overlays.acks, self._ledger.overlays.silences = stored.acks, stored.silences
            self._news.of(*self._histories)
        self._kept = set(stored.acks)

    def acknowledge(self, key: Key, *, until: float, who: str, why: str) -> None:
        """Somebody looks after ``key``; nothing where it is not open."""
        status, history = self._ledger.status(key), self._histories.get(key.target)
        if history is None or status is None or status.condition < Condition.WARN:
            return
        ack = Acknowledgement(key, status.condition, self._clock.now(), until, who, why)
        history.save_ack(self._ledger.overlays.acknowledge(ack))
        self._kept.add(key)
        self._news.of(key.target)

    def silence(
        self, matcher: str, *, target: str, until: float, who: str, why: str, also: frozenset[str]
    ) -> None:
        """Hold messages back."""
        silence = Silence(uuid4().hex[:8], matcher, until, self._clock.now(), target, who, why, also)
        self._history.save_silence(self._ledger.overlays.silence(silence))
        self._news.of(*self._histories)

    def unsilence(self, name: str) -> None:
        """End the silence with this id."""
        self._ledger.overlays.silences.pop(name, None)
        self._history.drop_silence(name)
        self._news.of(*self._histories)

    def drop_ended(self) -> None:
        """Acknowledgements that ended leave the store too."""
        for key in self._kept - self._ledger.overlays.acks.keys():
            if key.target in self._histories:
                self._histories[key.target].drop_ack(key)
        self._kept &= self._ledger.overlays.acks.keys()
