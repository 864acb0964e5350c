"""Events of SES as they came from a queue: stored before they are deleted there, each once."""

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ses_tui.core.events.event import Arrival, Diagnosis, Event, Stored
from ses_tui.core.events.masking import mask, mask_within
from ses_tui.store.files import StoreProblem, open_file, reason

EVENTS_KEPT = 250_000
"""Newest events that stay: about 80 MB, far more than a queue may give out a second time."""

PRUNE_EVERY = 10_000

_COLUMNS = (
    "id, at, event, recipient, recipient_domain, isp, identity, configuration_set, class, status, reply,"
    " diagnostic, message_id"
)


class EventStore:
    """The table ``event_in`` of the store in one directory.

    Unlike the rest of the store its writes are on the disk when they return: what is stored is deleted
    in the queue. Several processes may share the directory. Methods may be called from any thread.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()
        self._since_pruned = PRUNE_EVERY
        connection.execute("PRAGMA synchronous = FULL")

    @classmethod
    def open(cls, directory: Path) -> "EventStore":
        """Raises StoreProblem where nothing can be stored: then nothing may be read from a queue."""
        connection, _ = open_file(directory)
        return cls(connection)

    def add(self, arrivals: Sequence[Arrival]) -> Stored:
        """Store all of them or none; raises StoreProblem. A message that came before changes nothing."""
        with self._transaction():
            fresh: list[Event] = []
            for arrival in arrivals:
                if isinstance(arrival.parsed, tuple):
                    fresh += [event for event in arrival.parsed if self._insert(arrival, event)]
            self._prune(len(fresh))
        return Stored(tuple(fresh))

    def recent(self, most: int) -> tuple[Event, ...]:
        """The events that came last, newest first."""
        with self._lock:
            rows = self._connection.execute(
                f"SELECT {_COLUMNS} FROM event_in ORDER BY seq DESC LIMIT ?", (most,)
            ).fetchall()
        return tuple(_event(row) for row in rows)

    def arrived(self, queue: str, since: float, most: int) -> tuple[tuple[float, Event], ...]:
        """The events of one queue that came in since then, each with when (UTC epoch seconds), oldest
        first; of more than ``most`` the newest."""
        with self._lock:
            rows = self._connection.execute(
                f"SELECT received, {_COLUMNS} FROM event_in WHERE queue = ? AND received >= ?"
                " ORDER BY seq DESC LIMIT ?",
                (queue, since, most),
            ).fetchall()
        return tuple((float(received), _event(row)) for received, *row in reversed(rows))

    def count(self) -> int:
        """Events stored."""
        with self._lock:
            (events,) = self._connection.execute("SELECT count(*) FROM event_in").fetchone()
        return int(events)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    def _insert(self, arrival: Arrival, event: Event) -> bool:
        """True if it was not there. Recipients are masked here at the latest."""
        cursor = self._connection.execute(
            f"INSERT OR IGNORE INTO event_in (queue, received, {_COLUMNS})"
            " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                arrival.queue,
                arrival.received,
                bytes.fromhex(event.id),
                event.at,
                event.event,
                mask(event.recipient),
                event.recipient_domain,
                event.isp,
                event.identity,
                event.configuration_set,
                event.diagnosis,
                event.status,
                event.reply,
                mask_within(event.diagnostic, event.recipient),
                event.message_id,
            ),
        )
        return cursor.rowcount == 1

    def _prune(self, added: int) -> None:
        self._since_pruned += added
        if self._since_pruned >= PRUNE_EVERY:
            self._since_pruned = 0
            self._connection.execute(
                "DELETE FROM event_in WHERE seq <= (SELECT max(seq) FROM event_in) - ?", (EVENTS_KEPT,)
            )

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._lock:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                try:
                    yield
                    self._connection.execute("COMMIT")
                except BaseException:  # whatever came, the transaction must not stay open
                    if self._connection.in_transaction:
                        self._connection.execute("ROLLBACK")
                    raise
            except sqlite3.Error as error:
                raise StoreProblem(f"events can't be stored: {reason(error)}") from error


def _event(row: Sequence[object]) -> Event:
    marker, at, event, recipient, domain, isp, identity, chosen_set, diagnosis, *rest = row
    status, reply, diagnostic, message_id = (str(text) for text in rest)
    assert isinstance(marker, bytes)
    return Event(
        id=marker.hex(),
        at=at if isinstance(at, float) else None,
        event=str(event),
        recipient=str(recipient),
        recipient_domain=str(domain),
        isp=str(isp),
        identity=str(identity),
        configuration_set=str(chosen_set),
        diagnosis=None if diagnosis is None else Diagnosis(str(diagnosis)),
        status=status,
        reply=reply,
        diagnostic=diagnostic,
        message_id=message_id,
    )
