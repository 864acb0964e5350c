"""The store as the engine sees it: writes are queued, reads answer at once, neither ever raises."""

import sqlite3
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from ses_tui.core.clock import iso
from ses_tui.core.ledger import DeliveryRecord
from ses_tui.core.model import Key, Metric, Point, Subject
from ses_tui.core.moments import Kept, MomentRequest
from ses_tui.core.overlays import Acknowledgement, Overlays, Silence
from ses_tui.core.self_monitoring import SelfAlert
from ses_tui.core.snapshot import AlertEvent, Posted, Snapshot
from ses_tui.store import alerts, files, moments, schema, tables
from ses_tui.store.codec import CodecError
from ses_tui.store.last import FILE_NAME
from ses_tui.store.moment_codec import decode
from ses_tui.store.prune import Pruning
from ses_tui.store.tables import Points
from ses_tui.store.writer import Job, Write, Writer

PRUNE_SECONDS = 3600.0

MOMENT_WEIGHT = 5_000
"""As points: a snapshot that waits for a slow disk holds as much memory."""

CLOSE_SECONDS = 10.0
"""How long leaving waits for a disk that does not answer."""

_Found = TypeVar("_Found")


class Store:
    """History, alert state and last known numbers of one directory; the tables are in ``schema``.

    May be used by several processes on one directory. Make one with ``Store.open``.
    """

    def __init__(self, writing: sqlite3.Connection, reading: sqlite3.Connection, notice: str) -> None:
        self._reading = reading
        self._read_lock = threading.Lock()
        shared = writing is reading
        self._writer = Writer(writing, self._read_lock if shared else threading.Lock())
        self._notice = notice
        self._read_failure = ""
        self._pruned_at: float | None = None
        self._closed = False

    @classmethod
    def open(cls, directory: Path) -> "Store":
        """The store in ``directory``, which is made, for the user alone, where it is missing.

        Never raises: where no store is possible there, this run keeps its history in memory; a
        damaged file is set aside and a new one begun. ``problem`` says so.
        """
        try:
            writing, notice = files.open_file(directory)
        except files.StoreProblem as problem:
            return cls._in_memory(str(problem))
        try:
            return cls(writing, files.connect(directory / FILE_NAME), notice)
        except sqlite3.Error as error:
            writing.close()
            return cls._in_memory(f"no history is kept: {files.reason(error)} ({directory / FILE_NAME})")

    @classmethod
    def _in_memory(cls, problem: str) -> "Store":
        connection = files.connect(Path(":memory:"))
        schema.migrate(connection)
        return cls(connection, connection, problem)

    @property
    def problem(self) -> str:
        """What is wrong with the store, in one line; empty while all is well."""
        return "; ".join(part for part in (self._notice, self._writer.problem, self._read_failure) if part)

    def save_points(self, target: str, points: Points) -> None:
        """Queue datapoints; one of the same target, subject, metric and time replaces the old."""
        kept = tuple(points)
        if kept:
            self._put(lambda connection: tables.write_points(connection, target, kept), weight=len(kept))

    def load_points(self, target: str, since: float) -> dict[tuple[Subject, Metric], list[Point]]:
        """Written points at or after ``since`` (UTC epoch seconds), each list in time order."""
        return self._read(lambda connection: tables.read_points(connection, target, since), {})

    def load_metric(self, target: str, metric: Metric, since: float) -> dict[Subject, list[Point]]:
        """Written points of one metric at or after ``since`` (UTC epoch seconds), in time order."""
        return self._read(lambda connection: tables.read_metric(connection, target, metric, since), {})

    def save_event(self, event: AlertEvent) -> None:
        """Queue one message that was sent."""
        self._put(lambda connection: tables.write_event(connection, event))

    def events(self, target: str, limit: int = 200) -> tuple[AlertEvent, ...]:
        """The newest ``limit`` messages about ``target``, newest first."""
        return self._read(lambda connection: tables.read_events(connection, target, limit), ())

    def save_told(self, rows: Sequence[DeliveryRecord]) -> None:
        """Queue what channels were told."""
        kept = tuple(rows)
        self._put(lambda connection: alerts.write_told(connection, kept))

    def told(self, target: str) -> tuple[DeliveryRecord, ...]:
        """All that channels were told of ``target``."""
        return self._read(lambda connection: alerts.read_told(connection, target), ())

    def save_known(self, rows: Sequence[tuple[Key, float]]) -> None:
        """Queue up to which datapoint people were told, per key."""
        kept = tuple(rows)
        self._put(lambda connection: alerts.write_known(connection, kept))

    def known(self, target: str) -> dict[Key, float]:
        """Per key the datapoint up to which people were told."""
        return self._read(lambda connection: alerts.read_known(connection, target), {})

    def save_self_alert(self, channel: str, self_alert: SelfAlert, told: bool) -> None:
        """Queue that ``channel`` was told of trouble of the monitor, or that it is over."""
        self._put(lambda connection: alerts.write_trouble(connection, channel, self_alert, told))

    def self_alerts(self) -> tuple[tuple[str, SelfAlert], ...]:
        """Per channel the trouble that it was told of."""
        return self._read(alerts.read_troubles, ())

    def save_posted(self, target: str, posted: Posted) -> None:
        """Queue one message that one channel accepted."""
        self._put(lambda connection: alerts.write_posted(connection, target, posted))

    def posted(self, target: str, since: float) -> tuple[Posted, ...]:
        """What channels accepted about ``target`` since then (UTC epoch seconds), oldest first."""
        return self._read(lambda connection: alerts.read_posted(connection, target, since), ())

    def save_ack(self, ack: Acknowledgement) -> None:
        """Queue an acknowledgement."""
        self._put(lambda connection: alerts.write_ack(connection, ack))

    def drop_ack(self, key: Key) -> None:
        """Queue the end of an acknowledgement."""
        self._put(lambda connection: alerts.delete_ack(connection, key))

    def save_silence(self, silence: Silence) -> None:
        """Queue a silence."""
        self._put(lambda connection: alerts.write_silence(connection, silence))

    def drop_silence(self, name: str) -> None:
        """Queue the end of the silence with this id."""
        self._put(lambda connection: alerts.delete_silence(connection, name))

    def overlays(self) -> Overlays | None:
        """All acknowledgements and silences, also those of other processes; None where unreadable."""
        return self._read(alerts.read_overlays, None)

    def save_snapshot(self, snapshot: Snapshot) -> None:
        """Queue the last known numbers, for ``last.load_last``; only the newest waits."""
        slot = "snapshot:" + "\n".join(target.name for target in snapshot.targets)
        self._put(lambda connection: tables.write_snapshot(connection, snapshot), slot=slot)

    def save_moment(self, snapshot: Snapshot, run: float, about: str, told: bool) -> None:
        """Queue a snapshot as it was published, to go back to (see ``moments.write``)."""
        self._put(
            lambda connection: moments.write(connection, snapshot, run, about, told), weight=MOMENT_WEIGHT
        )

    def find_moment(self, targets: Sequence[str], request: MomentRequest) -> Kept | None:
        """The written moment that is asked for; takes some 10 ms, from any thread."""
        found = self._read(lambda connection: moments.find(connection, targets, request), None)
        if found is None:
            return None
        try:
            return Kept(decode(found.parts, found.about), found.run, found.beside)
        except CodecError:
            self._read_failure = f"the moment of {iso(found.at)} can't be read"
            return None

    def first_moment(self, targets: Sequence[str]) -> float | None:
        """When the oldest written moment was, UTC epoch seconds."""
        return self._read(lambda connection: moments.first(connection, targets), None)

    def prune(self, now: float) -> None:
        """Queue the removal of old points (see ``prune``); at most hourly, however often it is called."""
        if self._pruned_at is not None and 0 <= now - self._pruned_at < PRUNE_SECONDS:
            return
        self._pruned_at = now
        self._writer.put(Job(Pruning(now).step, slot="prune"))

    def flush(self, timeout: float = CLOSE_SECONDS) -> bool:
        """Wait until all that was queued is written; False after ``timeout`` seconds."""
        return self._writer.flush(timeout)

    def close(self) -> None:
        """Write what waits and let go of the file. May be called more than once."""
        if self._closed:
            return
        self._closed = True
        self._writer.close(CLOSE_SECONDS)
        with self._read_lock:
            self._reading.close()

    def _put(self, write: Callable[[sqlite3.Connection], None], *, weight: int = 1, slot: str = "") -> None:
        def once(connection: sqlite3.Connection) -> Write | None:
            write(connection)
            return None

        self._writer.put(Job(once, weight, slot))

    def _read(self, read: Callable[[sqlite3.Connection], _Found], nothing: _Found) -> _Found:
        """What ``read`` finds, or ``nothing`` and a problem. A word of a newer version counts as one."""
        try:
            with self._read_lock:
                found = read(self._reading)
        except (sqlite3.Error, ValueError, KeyError) as error:
            self._read_failure = f"the history can't be read: {files.reason(error)}"
            return nothing
        self._read_failure = ""
        return found
