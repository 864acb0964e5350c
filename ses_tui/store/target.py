"""What the store keeps of one target: points, counts, alert state and what lies over it."""

import sqlite3
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from ses_tui.core.counts import SendBucket
from ses_tui.core.ledger import DeliveryRecord
from ses_tui.core.model import Key, Metric, Point, Series, Subject
from ses_tui.core.overlays import Acknowledgement
from ses_tui.core.snapshot import AlertEvent, Posted
from ses_tui.store import adopt, alerts, tables
from ses_tui.store.tables import Points

_Found = TypeVar("_Found")


class Database(Protocol):
    """What of the store its targets need."""

    @property
    def problem(self) -> str: ...

    def put(self, write: Callable[[sqlite3.Connection], None], *, weight: int = 1) -> None: ...
    def read(self, read: Callable[[sqlite3.Connection], _Found], nothing: _Found) -> _Found: ...


class TargetStore:
    """Made by ``Store.for_target``. As there, writes are queued, reads answer at once, neither raises.

    Rows are kept under the target's id; the keys that come back carry the name that it has in this
    program, so that the same target may be called otherwise in another.
    """

    def __init__(self, store: Database, target_id: str, name: str) -> None:
        self._store = store
        self.id = target_id
        """Which target it is, in every program that uses this store."""
        self.name = name
        """How the target is called in this program."""

    def adopt(self, target_id: str) -> bool:
        """From now on it is this target: AWS has told the account. What was kept moves along, once.

        True where something was kept of that target before, under another way to reach it.
        """
        if target_id == self.id:
            return False
        provisional, self.id = self.id, target_id
        self._store.put(lambda db: adopt.adopt(db, provisional, target_id))
        return self._store.read(lambda db: tables.is_known(db, target_id), False)

    @property
    def problem(self) -> str:
        """What is wrong with the store, in one line; empty while all is well."""
        return self._store.problem

    def save_points(self, points: Points) -> None:
        """Queue datapoints; one of the same subject, metric and time replaces the old."""
        target, kept = self.id, tuple(points)
        if kept:
            self._store.put(lambda db: tables.write_points(db, target, kept), weight=len(kept))

    def load_points(self, since: float) -> dict[tuple[Subject, Metric], list[Point]]:
        """Written points at or after ``since`` (UTC epoch seconds), each list in time order."""
        return self._store.read(lambda db: tables.read_points(db, self.id, since), {})

    def load_warmup(self, since: float) -> dict[str, Series]:
        """Per dedicated IP how far it was warm (fractions) since then, UTC epoch seconds."""
        return self._store.read(lambda db: tables.read_warmup(db, self.id, since), {})

    def save_counts(self, buckets: Sequence[SendBucket]) -> None:
        """Queue 15-minute counts of the account's mail; one of the same start replaces the old."""
        target, kept = self.id, tuple(buckets)
        if kept:
            self._store.put(lambda db: tables.write_counts(db, target, kept), weight=len(kept))

    def load_counts(self, since: float) -> tuple[SendBucket, ...]:
        """Written counts that start at or after ``since`` (UTC epoch seconds), in time order."""
        return self._store.read(lambda db: tables.read_counts(db, self.id, since), ())

    def save_event(self, event: AlertEvent) -> None:
        """Queue one message that was sent."""
        target = self.id
        self._store.put(lambda db: tables.write_event(db, target, event))

    def events(self, limit: int = 200) -> tuple[AlertEvent, ...]:
        """The newest ``limit`` messages, newest first."""
        return self._store.read(lambda db: tables.read_events(db, self.id, self.name, limit), ())

    def save_told(self, rows: Sequence[DeliveryRecord]) -> None:
        """Queue what channels were told."""
        target, kept = self.id, tuple(rows)
        self._store.put(lambda db: alerts.write_told(db, target, kept))

    def told(self) -> tuple[DeliveryRecord, ...]:
        """All that channels were told."""
        return self._store.read(lambda db: alerts.read_told(db, self.id, self.name), ())

    def save_known(self, rows: Sequence[tuple[Key, float]]) -> None:
        """Queue up to which datapoint people were told, per key."""
        target, kept = self.id, tuple(rows)
        self._store.put(lambda db: alerts.write_known(db, target, kept))

    def known(self) -> dict[Key, float]:
        """Per key the datapoint up to which people were told."""
        return self._store.read(lambda db: alerts.read_known(db, self.id, self.name), {})

    def save_posted(self, posted: Posted) -> None:
        """Queue one message that one channel accepted."""
        target = self.id
        self._store.put(lambda db: alerts.write_posted(db, target, posted))

    def posted(self, since: float) -> tuple[Posted, ...]:
        """What channels accepted since then (UTC epoch seconds), oldest first."""
        return self._store.read(lambda db: alerts.read_posted(db, self.id, since), ())

    def save_ack(self, ack: Acknowledgement) -> None:
        """Queue an acknowledgement."""
        target = self.id
        self._store.put(lambda db: alerts.write_ack(db, target, ack))

    def drop_ack(self, key: Key) -> None:
        """Queue the end of an acknowledgement."""
        target = self.id
        self._store.put(lambda db: alerts.delete_ack(db, target, key))
