"""The store as the engine sees it: writes are queued, reads answer at once, neither ever raises."""

import sqlite3
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from ses_tui.core.clock import iso
from ses_tui.core.moments import Kept, MomentRequest
from ses_tui.core.overlays import Overlays, Silence
from ses_tui.core.record import replace
from ses_tui.core.self_monitoring import SelfAlert
from ses_tui.core.snapshot import Snapshot
from ses_tui.store import alerts, files, moments, schema, tables
from ses_tui.store.codec import CodecError
from ses_tui.store.last import FILE_NAME
from ses_tui.store.moment_codec import decode
from ses_tui.store.prune import Pruning
from ses_tui.store.target import TargetStore
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
        self._targets: dict[str, TargetStore] = {}

    @classmethod
    def open(cls, directory: Path) -> "Store":
        """The store in ``directory``, which is made, for the user alone, where it is missing.

        Never raises: where no store is possible there, this run keeps its history in memory; a
        damaged file is set aside and a new one begun. ``problem`` says so.
        """
        try:
            writing, notice = files.open_file(directory)
        except files.StoreProblem as problem:
            return cls.in_memory(str(problem))
        try:
            return cls(writing, files.connect(directory / FILE_NAME), notice)
        except sqlite3.Error as error:
            writing.close()
            return cls.in_memory(f"no history is kept: {files.reason(error)} ({directory / FILE_NAME})")

    @classmethod
    def in_memory(cls, problem: str = "") -> "Store":
        """A store that is forgotten when it is closed."""
        connection = files.connect(Path(":memory:"))
        schema.migrate(connection)
        return cls(connection, connection, problem)

    @property
    def problem(self) -> str:
        """What is wrong with the store, in one line; empty while all is well."""
        return "; ".join(part for part in (self._notice, self._writer.problem, self._read_failure) if part)

    def for_target(self, target_id: str, name: str = "") -> TargetStore:
        """What is kept of one target. ``name``: as it is called in this program; empty: as its id."""
        target = TargetStore(self, target_id, name or target_id)
        self._targets[target.id] = target
        return target

    def save_self_alert(self, channel: str, self_alert: SelfAlert, told: bool) -> None:
        """Queue that ``channel`` was told of trouble of the monitor, or that it is over."""
        self.put(lambda db: alerts.write_trouble(db, channel, self_alert, told))

    def self_alerts(self) -> tuple[tuple[str, SelfAlert], ...]:
        """Per channel the trouble that it was told of."""
        return self.read(alerts.read_troubles, ())

    def save_silence(self, silence: Silence) -> None:
        """Queue a silence, of a target that was handed out or of all."""
        ids = {target.name: target.id for target in self._targets.values()}
        kept = replace(silence, target=ids.get(silence.target, silence.target))
        self.put(lambda db: alerts.write_silence(db, kept))

    def drop_silence(self, name: str) -> None:
        """Queue the end of the silence with this id."""
        self.put(lambda db: alerts.delete_silence(db, name))

    def overlays(self) -> Overlays | None:
        """The acknowledgements of the targets that were handed out, and all silences, also those of other
        processes; None where unreadable."""
        names = {target_id: target.name for target_id, target in self._targets.items()}
        return self.read(lambda db: alerts.read_overlays(db, names), None)

    def save_snapshot(self, snapshot: Snapshot) -> None:
        """Queue the last known numbers, for ``last.load_last``; only the newest waits."""
        slot = "snapshot:" + "\n".join(target.name for target in snapshot.targets)
        self.put(lambda db: tables.write_snapshot(db, snapshot), slot=slot)

    def save_moment(self, snapshot: Snapshot, run: float, about: str, told: bool) -> None:
        """Queue a snapshot as it was published, to go back to (see ``moments.write``)."""
        self.put(lambda db: moments.write(db, snapshot, run, about, told), weight=MOMENT_WEIGHT)

    def find_moment(self, targets: Sequence[str], request: MomentRequest) -> Kept | None:
        """The written moment that is asked for; takes some 10 ms, from any thread."""
        found = self.read(lambda db: moments.find(db, targets, request), None)
        if found is None:
            return None
        try:
            return Kept(decode(found.parts, found.about), found.run, found.beside)
        except CodecError:
            self._read_failure = f"the moment of {iso(found.at)} can't be read"
            return None

    def first_moment(self, targets: Sequence[str]) -> float | None:
        """When the oldest written moment was, UTC epoch seconds."""
        return self.read(lambda db: moments.first(db, targets), None)

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

    def put(self, write: Callable[[sqlite3.Connection], None], *, weight: int = 1, slot: str = "") -> None:
        """Queue one transaction; a newer one of the same ``slot`` takes the place of one that still waits."""

        def once(connection: sqlite3.Connection) -> Write | None:
            write(connection)
            return None

        self._writer.put(Job(once, weight, slot))

    def read(self, read: Callable[[sqlite3.Connection], _Found], nothing: _Found) -> _Found:
        """What ``read`` finds, or ``nothing`` and a problem. A word of a newer version counts as one."""
        try:
            with self._read_lock:
                found = read(self._reading)
        except (sqlite3.Error, ValueError, KeyError) as error:
            self._read_failure = f"the history can't be read: {files.reason(error)}"
            return nothing
        self._read_failure = ""
        return found
