"""The store of several machines: a copy of it here, which answers at once, and what keeps it equal."""

import asyncio
import fcntl
import logging
import os
import sqlite3
from pathlib import Path

from ses_tui.core.messages import Message
from ses_tui.store import files
from ses_tui.store.last import FILE_NAME
from ses_tui.store.postgres import journal
from ses_tui.store.postgres.connection import Url
from ses_tui.store.postgres.leases import PACE, Pace
from ses_tui.store.postgres.replicator import Claim, Replicator
from ses_tui.store.postgres.schema import DEFAULT_SCHEMA
from ses_tui.store.store import CLOSE_SECONDS, Store

_log = logging.getLogger(__name__)

CLAIM_SECONDS = 2.0
"""How long a message waits for the database before it is sent unclaimed."""

LEAVE_SECONDS = 5.0

LOCK_NAME = "copy.lock"


class SharedStore(Store):
    """As ``Store``, of a copy; its targets are owned by the word of the database."""

    _replicator: Replicator
    _lock: int
    _unclaimed = 0
    """Messages that were sent while the database was away, since the start."""

    @classmethod
    def share(
        cls,
        directory: Path,
        url: Url,
        schema: str = DEFAULT_SCHEMA,
        *,
        pace: Pace = PACE,
        solo_after: float | None = None,
        owns: bool = True,
    ) -> "SharedStore | None":
        """The store of which the copy is in ``directory``; None while another process has that copy.

        ``owns``: whether it may come to own targets. Never waits for the database. Raises StoreProblem
        where there can be no copy.
        """
        writing, notice = files.open_file(directory)
        lock = os.open(directory / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(lock)
            writing.close()
            return None
        try:
            journal.prepare(writing)
            store = cls(writing, files.connect(directory / FILE_NAME), notice, directory)
        except sqlite3.Error as error:
            os.close(lock)
            raise files.StoreProblem(f"no history is kept: {files.reason(error)} ({directory})") from error
        store._lock = lock
        store._replicator = Replicator(
            directory, url, schema, watched=store._ids, pace=pace, solo_after=solo_after, owns=owns
        )
        store.leases = store._replicator.leases
        store._writer.written = store._replicator.wake
        store._replicator.start()
        return store

    def _ids(self) -> list[str]:
        return [target.id for target in self._targets]

    @property
    def problem(self) -> str:
        """As of any store, and what keeps it from the others."""
        unclaimed = ""
        if self._unclaimed and self._replicator.away is not None:
            unclaimed = (
                f"{self._unclaimed} messages were sent without its word: others may have sent them too"
            )
        return "; ".join(filter(None, (super().problem, self._replicator.problem, unclaimed)))

    async def claim(self, target_id: str, channel: str, message: Message) -> bool:
        """Whether this process may send ``message``: it still owns the target, as far as can be known."""
        if not journal.is_shared(target_id):
            return True
        claim = Claim(target_id, channel, message.id, message.kind.value)
        try:
            async with asyncio.timeout(CLAIM_SECONDS):
                return await asyncio.wrap_future(self._replicator.claim(claim))
        except (TimeoutError, ConnectionError):
            self._unclaimed += 1
            _log.warning("%s was sent on %s without the word of the database", message.id, channel)
            return True

    def prune(self, now: float) -> bool:
        """Queue the removal of old points, there too."""
        if super().prune(now):
            self._replicator.prune(now)
            return True
        return False

    def sync(self, timeout: float = CLOSE_SECONDS) -> bool:
        """Wait until everything is here and there; False after ``timeout`` seconds."""
        return self._writer.flush(timeout) and self._replicator.sync(timeout)

    def close(self) -> None:
        """Write and send what waits, and let go of the copy. May be called more than once."""
        if self._closed:
            return
        self._writer.close(CLOSE_SECONDS)
        self._replicator.close(LEAVE_SECONDS)
        super().close()
        os.close(self._lock)
