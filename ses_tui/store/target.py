"""What the store keeps of one target: points, counts, alert state and what lies over it."""

import sqlite3
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar
from uuid import uuid4

from ses_tui.core.counts import SendBucket
from ses_tui.core.heartbeat import Standing
from ses_tui.core.ledger import DeliveryRecord
from ses_tui.core.message_life import MessageResult
from ses_tui.core.messages import Message
from ses_tui.core.model import Key, Metric, Point, Series, Subject
from ses_tui.core.moments import LongResult
from ses_tui.core.overlays import Acknowledgement
from ses_tui.core.record import replace
from ses_tui.core.request import Request
from ses_tui.core.snapshot import AlertEvent, Posted, Snapshot, TargetSnapshot, Usage
from ses_tui.store import adopt, alerts, last, messages, published, reached, requests, tables
from ses_tui.store.published import Published
from ses_tui.store.requests import Asked
from ses_tui.store.tables import Points

_Found = TypeVar("_Found")


class Database(Protocol):
    """What of the store its targets need."""

    @property
    def problem(self) -> str: ...

    def put(
        self, write: Callable[[sqlite3.Connection], None], *, weight: int = 1, slot: str = ""
    ) -> None: ...
    def read(self, read: Callable[[sqlite3.Connection], _Found], nothing: _Found) -> _Found: ...


class TargetStore:
    """Made by ``Store.for_target``. As there, writes are queued, reads answer at once, neither raises.

    Rows are kept under the target's id; the keys that come back carry the name that it has in this
    program, so that the same target may be called otherwise in another.
    """

    def __init__(self, store: Database, target_id: str, name: str, way: str) -> None:
        """``way``: the id under which the program reaches it, whatever account that is."""
        self._store = store
        self._way = way
        self.id = target_id
        """Which target it is, in every program that uses this store."""
        self.name = name
        """How the target is called in this program."""

    def adopt(self, target_id: str) -> bool:
        """From now on it is this target: AWS has told the account. What was kept moves along, once.

        Unless that is of an account that AWS told before: a profile may lead to another one later.
        True where something was kept of that target before, under another way to reach it.
        """
        if target_id == self.id:
            return False
        before, self.id = self.id, target_id
        known = self._store.read(lambda db: reached.is_known(db, target_id), False)
        self._store.put(lambda db: adopt.adopt(db, before, target_id, self._way))
        return known

    def follow(self) -> bool:
        """Take up that another process has learned the account; True where the id is another now."""
        before = self.id
        self.id = self._store.read(lambda db: reached.resolved(db, before), before)
        return self.id != before

    @property
    def account_known(self) -> bool:
        """Whether AWS has told whose account it is."""
        return self._store.read(lambda db: reached.is_account(db, self.id), False)

    def publish(self, snapshot: Snapshot) -> None:
        """Queue the target as its owner just published it, for its viewers; only the newest waits."""
        target = self.id
        self._store.put(lambda db: published.write(db, target, snapshot), slot=f"published:{target}")

    def published(self, seen: int) -> Published | None:
        """What its owner published after ``seen``, a sequence number; None where that is nothing more."""
        found = self._store.read(lambda db: published.read(db, self.id, seen), None)
        return found and Published(found.sequence, _alone(found.snapshot, self.name))

    def ask(self, request: Request, now: float) -> str:
        """Queue a request to the owner; gives back the token of its answer. ``now``: UTC epoch seconds."""
        target, token = self.id, uuid4().hex
        self._store.put(lambda db: requests.ask(db, target, token, request, now))
        return token

    def asked(self, seen: int, now: float) -> Sequence[Asked]:
        """What viewers want, after the request of that number."""
        return self._store.read(lambda db: requests.asked(db, self.id, seen, now), [])

    def answer(self, token: str, result: LongResult | MessageResult) -> None:
        """Queue the answer to a request."""
        self._store.put(lambda db: requests.answer(db, token, result))

    def answered(self, token: str, kind: type[requests.Answer]) -> requests.Answer | None:
        """The owner's answer, once there is one."""
        return self._store.read(lambda db: requests.answered(db, token, kind), None)

    def save_standing(self, standing: Standing, at: float) -> None:
        """Queue whether its owner sees it; ``at``: UTC epoch seconds."""
        target = self.id
        self._store.put(lambda db: tables.write_standing(db, target, standing, at))

    def drop_standing(self) -> None:
        """Queue that nobody watches it, by intent."""
        target = self.id
        self._store.put(lambda db: tables.delete_standing(db, target))

    def last(self) -> TargetSnapshot | None:
        """Its last known numbers."""
        found = self._store.read(lambda db: last.of(db, self.id), None)
        return found and last.named(found.target, self.name)

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

    def load_hours(self, since: float) -> list[Point]:
        """Messages of the account per whole hour that starts at or after ``since``, in time order."""
        return self._store.read(lambda db: tables.read_hours(db, self.id, since), [])

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

    def add_usage(self, month: str, usage: Usage) -> None:
        """Queue what was asked of AWS, to be added to what the month (``2026-11``) has."""
        target = self.id
        self._store.put(lambda db: tables.add_usage(db, target, month, usage))

    def usage(self, month: str) -> Usage:
        """What was asked of AWS in that month, by every process."""
        return self._store.read(lambda db: tables.read_usage(db, self.id, month), Usage())

    def save_event(self, event: AlertEvent, message: Message | None = None) -> None:
        """Queue one message that was sent; ``message``: the whole of it, for those who view the target."""
        target, body = self.id, None if message is None else messages.encode(message)
        self._store.put(lambda db: tables.write_event(db, target, event, body))

    def newest_message(self) -> int:
        """The number of the message that was sent last."""
        return self._store.read(lambda db: messages.newest(db, self.id), 0)

    def messages(self, seen: int) -> Sequence[tuple[int, Message]]:
        """What was sent after the message of that number, each with its own, in order."""
        return self._store.read(lambda db: messages.after(db, self.id, self.name, seen), [])

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


def _alone(snapshot: Snapshot, name: str) -> Snapshot:
    (target,) = snapshot.targets
    return replace(snapshot, targets=(last.named(target, name),))
