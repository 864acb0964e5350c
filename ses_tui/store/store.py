"""The store as the engine sees it: writes are queued, reads answer at once, neither ever raises."""

import sqlite3
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from zlib import compress

from ses_tui.core.clock import iso
from ses_tui.core.heartbeat import Standing
from ses_tui.core.messages import Message
from ses_tui.core.model import SubjectKind
from ses_tui.core.moments import Kept, Moment, MomentRequest
from ses_tui.core.overlays import Overlays, Silence
from ses_tui.core.record import replace
from ses_tui.core.self_monitoring import SelfAlert
from ses_tui.core.snapshot import Snapshot, TargetSnapshot
from ses_tui.store import alerts, diary, files, moments, reached, schema, tables
from ses_tui.store.codec import CodecError, encode
from ses_tui.store.keep import kept
from ses_tui.store.last import FILE_NAME, named
from ses_tui.store.leases import Leases
from ses_tui.store.moment_codec import decode
from ses_tui.store.prune import Pruning
from ses_tui.store.target import TargetStore
from ses_tui.store.writer import Job, Write, Writer

if TYPE_CHECKING:
    from ses_tui.store.postgres.leases import SharedLeases

PRUNE_SECONDS = 3600.0

MOMENT_WEIGHT = 5_000
"""As points, of all targets together: a snapshot that waits for a slow disk holds as much memory, and shares
what has not changed with the one before."""

CLOSE_SECONDS = 10.0
"""How long leaving waits for a disk that does not answer."""

_Found = TypeVar("_Found")


class Store:
    """History, alert state and last known numbers of one directory; the tables are in ``schema``.

    May be used by several processes on one directory. Make one with ``Store.open``.
    """

    def __init__(
        self,
        writing: sqlite3.Connection,
        reading: sqlite3.Connection,
        notice: str,
        directory: Path | None = None,
    ) -> None:
        self.leases: Leases | SharedLeases = Leases(directory)
        self.directory = directory
        """Where the file is; None: in memory."""
        self._reading = reading
        self._read_lock = threading.Lock()
        shared = writing is reading
        self._writer = Writer(writing, self._read_lock if shared else threading.Lock())
        self._notice = notice
        self._read_failure = ""
        self._pruned_at: float | None = None
        self._closed = False
        self._version = 0
        self._targets: list[TargetStore] = []
        self._saved: dict[str, int] = {}
        """Per target the hash of its last known numbers as they were written."""

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
            return cls(writing, files.connect(directory / FILE_NAME), notice, directory)
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
        """What is kept of one target, by its provisional id or the account's (``core.target_id``).

        ``name``: as it is called in this program; empty: as its id.
        """
        known = self.read(lambda db: reached.resolved(db, target_id), target_id)
        self.put(lambda db: reached.take_over(db, target_id))
        target = TargetStore(self, known, name or target_id, target_id)
        self._targets.append(target)
        return target

    def save_self_alert(self, channel: str, self_alert: SelfAlert, told: bool) -> None:
        """Queue that ``channel`` was told of trouble of the monitor, or that it is over."""
        self.put(lambda db: alerts.write_trouble(db, channel, self_alert, told))

    def self_alerts(self) -> tuple[tuple[str, SelfAlert], ...]:
        """Per channel the trouble that it was told of."""
        return self.read(alerts.read_troubles, ())

    def save_silence(self, silence: Silence) -> None:
        """Queue a silence, of a target that was handed out or of all."""
        kept = replace(silence, target=self._id(silence.target))
        self.put(lambda db: alerts.write_silence(db, kept))

    def drop_silence(self, name: str) -> None:
        """Queue the end of the silence with this id."""
        self.put(lambda db: alerts.delete_silence(db, name))

    def overlays(self) -> Overlays | None:
        """The acknowledgements of the targets that were handed out, and all silences, also those of other
        processes; None where unreadable."""
        names = {target.id: target.name for target in self._targets}
        return self.read(lambda db: alerts.read_overlays(db, names), None)

    def save_snapshot(self, snapshot: Snapshot) -> None:
        """Queue the last known numbers of each target, for ``last.load_last``; only the newest wait."""
        for target in snapshot.targets:
            one = replace(snapshot, targets=(target,))
            self.put(partial(self._write_last, one, self._id(target.name)), slot=f"last:{target.name}")

    def _write_last(self, snapshot: Snapshot, target: str, connection: sqlite3.Connection) -> None:
        """Nothing where only time has passed."""
        body = encode(replace(kept(snapshot), generated_at=0.0)).encode()
        if self._saved.get(target) != hash(body):
            tables.write_last(connection, target, snapshot.generated_at, compress(body))
            self._saved[target] = hash(body)

    def save_moment(self, snapshot: Snapshot, run: float, about: str, told: bool) -> None:
        """Queue the targets of a snapshot as they were published, to go back to (see ``moments.write``)."""
        weight = -(-MOMENT_WEIGHT // max(1, len(snapshot.targets)))
        for target in snapshot.targets:
            one = replace(snapshot, targets=(target,))
            write = partial(moments.write, target=self._id(target.name), snapshot=one, run=run)
            self.put(partial(write, about=about, told=told), weight=weight)

    def find_moment(self, targets: Sequence[str], request: MomentRequest) -> Kept | None:
        """The written moment that is asked for, of the targets of these names; takes some 10 ms each,
        from any thread. A target of which nothing was recorded then is there without numbers."""
        ids: dict[str, str] = {}
        for name in targets:
            ids.setdefault(self._id(name), name)
        found = self.read(lambda db: moments.find(db, tuple(ids), request), None)
        if found is None:
            return None
        try:
            parts = {target: decode(each, found.about) for target, each in found.parts.items()}
        except CodecError:
            self._read_failure = f"the moment of {iso(found.at)} can't be read"
            return None
        return Kept(_joined(parts, ids, found), found.run, found.beside)

    def first_moment(self, targets: Sequence[str]) -> float | None:
        """When the oldest written moment of one of these targets was, UTC epoch seconds."""
        return self.read(lambda db: moments.first(db, tuple(map(self._id, targets))), None)

    def _id(self, name: str) -> str:
        return next((target.id for target in self._targets if target.name == name), name)

    def prune(self, now: float) -> bool:
        """Queue the removal of old points (see ``prune``); at most hourly, however often it is called.

        Whether it was time to.
        """
        if self._pruned_at is not None and 0 <= now - self._pruned_at < PRUNE_SECONDS:
            return False
        self._pruned_at = now
        self._writer.put(Job(Pruning(now).step, slot="prune"))
        return True

    def standings(self) -> dict[str, tuple[Standing, float]]:
        """By a target's id whether its owner sees it, and when it last said so, UTC epoch seconds."""
        return self.read(tables.read_standings, {})

    def drilled(self) -> dict[str, float]:
        """By channel when it last accepted a test message, UTC epoch seconds."""
        return self.read(lambda connection: diary.by_channel(connection, diary.DRILL), {})

    def digested(self) -> dict[str, float]:
        """By channel when it last accepted a digest, UTC epoch seconds."""
        return self.read(lambda connection: diary.by_channel(connection, diary.DIGEST), {})

    def save_digested(self, channel: str, at: float) -> None:
        """Queue that ``channel`` accepted one."""
        self.put(lambda connection: diary.write(connection, f"{diary.DIGEST}{channel}", at))

    def changed(self) -> bool:
        """Whether anything was written since the last call, by whichever process."""
        before, self._version = self._version, self.read(_data_version, 0)
        return self._version != before

    def sync(self, timeout: float = CLOSE_SECONDS) -> bool:
        """Wait until others can read what was queued, and what they wrote can be read here."""
        return self.flush(timeout)

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

    async def claim(self, target_id: str, channel: str, message: Message) -> bool:
        """Whether this process may send ``message``: always, since it holds the target's lock."""
        return True

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


def _data_version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


def _joined(parts: Mapping[str, Moment], names: Mapping[str, str], found: moments.Found) -> Moment:
    """One moment of all targets of ``names``: id -> what it is called here."""
    newest = max(parts.values(), key=lambda part: part.snapshot.generated_at)
    totals: dict[SubjectKind, int] = {}
    for part in parts.values():
        for kind, rows in part.totals.items():
            totals[kind] = totals.get(kind, 0) + rows
    targets = tuple(
        named(parts[one].snapshot.targets[0], name) if one in parts else TargetSnapshot(name, "")
        for one, name in names.items()
    )
    return Moment(replace(newest.snapshot, targets=targets), found.about, totals)
