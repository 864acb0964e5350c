"""One thread that writes, so that a slow disk never holds up whoever measures."""

import sqlite3
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from ses_tui.store.files import reason

Write = Callable[[sqlite3.Connection], "Write | None"]
"""One transaction. What it returns is queued behind the rest: how long work goes in small steps."""

WEIGHT_LIMIT = 200_000
"""Points (any other write counts as one) that may wait: some 50 MB."""

RETRY_SECONDS = 1.0
"""Pause before a write that found the disk full or the file busy is tried again."""


_PASSING = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_NOMEM,
    }
)
"""Troubles that may pass: the write is kept and tried again."""


@dataclass(frozen=True, slots=True)
class Job:
    """``slot``: a newer job of the same slot takes the place of one that still waits."""

    write: Write
    weight: int = 1
    slot: str = ""


class Writer:
    """Owns ``connection`` until closed. ``lock`` is held during each transaction.

    ``problem`` says in one line what goes wrong now; it is empty again after the next good write,
    except that dropped writes are counted for the whole run.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        lock: threading.Lock,
        *,
        weight_limit: int = WEIGHT_LIMIT,
        retry_seconds: float = RETRY_SECONDS,
    ) -> None:
        self._connection = connection
        self._lock = lock
        self._weight_limit = weight_limit
        self._retry_seconds = retry_seconds
        self.written: Callable[[], None] = lambda: None
        """Called after each transaction, on the writer's thread."""
        self._jobs: deque[Job] = deque()
        self._weight = 0
        self._busy = False
        self._closing = False
        self._dropped = 0
        self._failure = ""
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="ses-tui-store", daemon=True)
        self._thread.start()

    @property
    def problem(self) -> str:
        """What goes wrong, in one line; empty while all is well."""
        dropped = f"{self._dropped} writes to the history were dropped" if self._dropped else ""
        return ": ".join(part for part in (dropped, self._failure) if part)

    def put(self, job: Job) -> None:
        """Queue a write; drop it, and count it, where too much waits already. Never blocks on disk."""
        with self._changed:
            if job.slot:
                for index, waiting in enumerate(self._jobs):
                    if waiting.slot == job.slot:
                        self._jobs[index] = job
                        return
            if self._closing or self._weight + job.weight > self._weight_limit:
                self._dropped += 1
                return
            self._jobs.append(job)
            self._weight += job.weight
            self._changed.notify_all()

    def flush(self, timeout: float) -> bool:
        """Wait until nothing waits; False where that takes longer than ``timeout`` seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._jobs and not self._busy, timeout)

    def close(self, timeout: float) -> None:
        """Write what waits, at most for ``timeout`` seconds, and end the thread. May be repeated."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join(timeout)
        if not self._thread.is_alive():
            self._connection.close()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._jobs or self._closing)
                if not self._jobs:
                    return
                job = self._jobs.popleft()
                self._weight -= job.weight
                self._busy = True
            again = self._attempt(job)
            with self._changed:
                self._busy = False
                if again is not None and not (self._closing and self._failure):
                    self._requeue(again, front=again is job)
                self._changed.notify_all()
                if again is job and not self._closing:
                    self._changed.wait_for(lambda: self._closing, self._retry_seconds)

    def _requeue(self, job: Job, *, front: bool) -> None:
        if job.slot and any(waiting.slot == job.slot for waiting in self._jobs):
            return
        self._weight += job.weight
        if front:
            self._jobs.appendleft(job)
        else:
            self._jobs.append(job)

    def _attempt(self, job: Job) -> Job | None:
        """Do one job. Returns it where it should be tried again, its next step where it has one."""
        try:
            with self._lock:
                following = self._transaction(job.write)
        except Exception as error:  # noqa: BLE001  a value that SQLite can't take must not end the thread
            self._failure = f"the history is not written: {reason(error)}"
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in _PASSING:
                return job
            self._dropped += 1
            return None
        self._failure = ""
        self.written()
        return None if following is None else Job(following)

    def _transaction(self, write: Write) -> Write | None:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            following = write(self._connection)
            self._connection.execute("COMMIT")
        except BaseException:  # whatever came, the transaction must not stay open
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise
        return following
