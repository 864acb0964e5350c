"""The thread that keeps a copy and the database equal, and this process's leases alive.

    wake      something was written here, somebody notified, or it is time
    settle    renew the leases; take and give targets        leases
    push      what was written here goes there               exchange
    pull      what others wrote comes here                   exchange

Nobody waits for it: where the database does not answer, what was written waits in the copy.
"""

import logging
import os
import select
import socket
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

import psycopg

from ses_tui.store import files
from ses_tui.store.last import FILE_NAME
from ses_tui.store.postgres import exchange, journal, schema
from ses_tui.store.postgres.catalogue import EVERYBODY, Need
from ses_tui.store.postgres.connection import Refused, Url, connect, one_line, refuse_pooler
from ses_tui.store.postgres.leases import PACE, Pace, SharedLeases
from ses_tui.store.postgres.listener import HUNG_SECONDS, Listener, shut
from ses_tui.store.prune import ACCOUNT_DAYS, DAY, ROW_DAYS

_log = logging.getLogger(__name__)

IDLE_SECONDS = 0.5
"""How often it is looked whether another process wrote to the copy."""

RETRY_SECONDS = 3.0
"""Between two attempts to reach the database."""

AWAY_SECONDS = 10.0
"""For how long it may be away before anybody is told: a restart takes less."""

HEARTBEAT = "heartbeat"
"""The lease whose holder looks at the targets of all."""


class Claim(NamedTuple):
    """A message that is to be sent, if this process still owns its target."""

    scope: str
    channel: str
    alert: str
    word: str


class Replicator:
    """Of the copy in ``directory``, made by ``journal.prepare``. ``watched``: the targets of this process."""

    def __init__(
        self,
        directory: Path,
        url: Url,
        schema_name: str = schema.DEFAULT_SCHEMA,
        *,
        watched: Callable[[], Iterable[str]],
        pace: Pace = PACE,
        solo_after: float | None = None,
        owns: bool = True,
    ) -> None:
        self._copy = files.connect(directory / FILE_NAME)
        journal.settle(self._copy)
        self._url = url
        self._schema = schema_name
        self._watched = watched
        self._solo_after = solo_after
        self._owns = owns
        self._wakening, self._woken = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        label = f"{socket.gethostname()} PID {os.getpid()}"
        self.leases = SharedLeases(uuid4().hex, label, self.wake, pace)
        self.leases.may_own = owns
        self._claims: deque[tuple[Claim, Future[bool]]] = deque()
        self._database: psycopg.Connection[Any] | None = None
        self._listener: Listener | None = None
        self._busy_since: float | None = None
        self._settle_at = 0.0
        self._prune_at: float | None = None
        self._heard = True
        """Whether somebody wrote something, or may have."""
        self._try_at = 0.0
        self._away_since: float | None = time.monotonic()
        self._failure = ""
        self._refused = 0
        self._closing = False
        self._asked = self._done = 0
        """How often everything was to be sent and fetched, and up to which of these that was done."""
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="ses-tui-replicator", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wake(self) -> None:
        """There is something to do. From any thread."""
        with suppress(OSError):  # the pipe is full, so it is awake, or closed, so it has ended
            os.write(self._woken, b".")

    def sync(self, timeout: float) -> bool:
        """Wait until all that is here is there, and back; False after ``timeout`` seconds."""
        with self._changed:
            self._asked += 1
            asked = self._asked
        self.wake()
        with self._changed:
            return self._changed.wait_for(lambda: self._done >= asked, timeout)

    @property
    def problem(self) -> str:
        """What goes wrong, in one line; empty while all is well."""
        refused = f"{self._refused} rows were refused by the database" if self._refused else ""
        away = self.away
        if away is None or away < AWAY_SECONDS:
            return refused
        since = time.strftime("%H:%M:%SZ", time.gmtime(time.time() - away))
        why = f": {self._failure}" if self._failure else ""
        return "; ".join(filter(None, (f"the store's database is away since {since}{why}", refused)))

    @property
    def away(self) -> float | None:
        """For how many seconds the database has been away; None while it answers."""
        since = self._away_since
        return None if since is None else time.monotonic() - since

    def claim(self, claim: Claim) -> "Future[bool]":
        """Whether the message may be sent: not where another process has owned its target meanwhile.

        Raises ConnectionError, in the future, where the database is away.
        """
        future: Future[bool] = Future()
        if self._away_since is not None:
            future.set_exception(ConnectionError())
        else:
            self._claims.append((claim, future))
            self.wake()
        return future

    def prune(self, now: float) -> None:
        """Have what is old removed from the database; ``now``: UTC epoch seconds."""
        self._prune_at = now

    def close(self, timeout: float) -> None:
        """Send what waits and let go of all targets, at most for ``timeout`` seconds."""
        self._closing = True
        self.wake()
        self._thread.join(timeout)
        if self._thread.is_alive():
            self._break_off()
            self._thread.join(1.0)

    # The thread.

    def _run(self) -> None:
        try:
            while not self._closing:
                self._once()
            self._leave()
        finally:
            self._hang_up()
            self._fail_claims()
            self._copy.close()
            for handle in (self._wakening, self._woken):
                os.close(handle)

    def _once(self) -> None:
        self._wait()
        if self._closing or (self._database is None and time.monotonic() < self._try_at):
            self._fail_claims()
            return
        try:
            if self._database is None:
                self._connect()
            self._round()
        except (psycopg.Error, Refused, schema.TooNew, OSError) as error:
            self._lost(error)
        except sqlite3.Error as error:
            self._failure = files.reason(error)
            _log.warning("the copy of the store: %s", self._failure)
            time.sleep(IDLE_SECONDS)
        finally:
            self._busy_since = None

    def _wait(self) -> None:
        ready, _, _ = select.select([self._wakening], [], [], IDLE_SECONDS)
        if ready:
            with suppress(BlockingIOError):
                os.read(self._wakening, 4096)

    def _connect(self) -> None:
        database = connect(self._url, self._schema)
        try:
            installation = schema.migrate(database, self._schema)
            listening = connect(self._url, self._schema)
            try:
                refuse_pooler(database, listening, self._schema)
            except BaseException:  # whatever came, it must not stay open
                listening.close()
                raise
            row = database.execute("SELECT has_column_privilege('target', 'owner', 'UPDATE')").fetchone()
        except BaseException:  # the same
            database.close()
            raise
        self.leases.may_own = self._owns and bool(row and row[0])
        self._of(installation)
        self._database = database
        self._listener = Listener(listening, self._notified, self._look_after)
        self._away_since, self._failure, self._heard = None, "", True
        self._settle_at = 0.0
        self.leases.solo = False

    def _of(self, installation: str) -> None:
        """Where this is another database than the last time, all is fetched anew."""
        with journal.transaction(self._copy):
            known = self._copy.execute("SELECT id FROM installation").fetchone()
            if known is None or known[0] != installation:
                journal.forget_fetched(self._copy)
                self._copy.execute("DELETE FROM installation")
                self._copy.execute("INSERT INTO installation VALUES (?)", (installation,))

    def _notified(self) -> None:
        self._heard = True
        self.wake()

    def _round(self) -> None:
        database = self._database
        assert database is not None
        now = self._busy_since = time.monotonic()
        asked = self._asked
        if self._listener is None or not self._listener.alive(now):
            raise Refused("the connection that listens has ended")
        self._answer_claims(database)
        due = now >= self._settle_at
        names = self.leases.names()
        if due or self._heard or names - self.leases.revisions().keys():
            self._settle(database)
        self._push(database)
        if self._heard or due or asked > self._done:
            self._pull(database)
        prune_at, self._prune_at = self._prune_at, None
        if prune_at is not None and self.leases.may_own:
            schema.prune(database, prune_at - ACCOUNT_DAYS * DAY, prune_at - ROW_DAYS * DAY)
        with self._changed:
            self._done = asked
            self._changed.notify_all()

    def _settle(self, database: "psycopg.Connection[Any]") -> None:
        self._settle_at = time.monotonic() + self.leases.pace.renew
        held = self._owned()
        taken = self.leases.settle(database, self._schema)
        for name in held - self._owned():
            self._forget(name)
        for name in taken:
            for need in Need:
                exchange.pull(self._copy, database, name, need, self.leases.revisions()[name])
            self.leases.ready(name)

    def _owned(self) -> set[str]:
        return {name for name in self.leases.names() if self.leases.token(name) is not None}

    def _forget(self, scope: str) -> None:
        """Another process owns it: what it keeps is right, and not what was written here."""
        with journal.transaction(self._copy):
            journal.forget_owned(self._copy, scope)

    def _push(self, database: "psycopg.Connection[Any]") -> None:
        undecided: set[str] = set()
        while changes := journal.waiting(self._copy, exchange.BATCH, undecided):
            if late := {one.scope for one in changes if self.leases.undecided(one.scope)}:
                undecided |= late
                continue
            self._busy_since = time.monotonic()
            sent = exchange.push(self._copy, database, self._schema, changes, self.leases.token)
            journal.written(self._copy, max(change.seq for change in changes), undecided)
            self._refused += sent.refused
            if sent.fenced:
                self.leases.fence(sent.fenced)
                for scope in sent.fenced:
                    self._forget(scope)
            self._answer_claims(database)

    def _pull(self, database: "psycopg.Connection[Any]") -> None:
        self._heard = False
        scopes = {one for one in self._watched() if journal.is_shared(one)} | {EVERYBODY}
        self.leases.look(database, scopes)
        revisions = self.leases.revisions()
        for scope in sorted(scopes & revisions.keys()):
            self._busy_since = time.monotonic()
            for need in Need if self.leases.token(scope) is not None else (Need.SHOWN,):
                exchange.pull(self._copy, database, scope, need, revisions[scope])
            self._answer_claims(database)
        if self.leases.token(HEARTBEAT) is not None:
            exchange.pull_standings(self._copy, database)

    def _answer_claims(self, database: "psycopg.Connection[Any]") -> None:
        while self._claims:
            claim, future = self._claims.popleft()
            if not future.set_running_or_notify_cancel():
                continue
            token = self.leases.token(claim.scope)
            try:
                won = token is not None and self._claimed(database, claim, token)
            except psycopg.Error:
                future.set_exception(ConnectionError())
                raise
            if not won:
                self.leases.fence([claim.scope])
            future.set_result(won)

    def _claimed(self, database: "psycopg.Connection[Any]", claim: Claim, token: int) -> bool:
        with database.transaction():
            mine = database.execute(
                "SELECT 1 FROM target WHERE id = %s AND owner = %s AND token = %s FOR SHARE",
                (claim.scope, self.leases.me, token),
            ).fetchone()
            if mine is None:
                return False
            database.execute(
                "INSERT INTO outbox VALUES (%s, %s, %s, %s, %s, clock_timestamp())", (*claim, token)
            )
        return True

    def _lost(self, error: BaseException) -> None:
        now = time.monotonic()
        if self._away_since is None:
            self._away_since = now
        text = one_line(error)
        if text != self._failure:
            _log.warning("the store's database: %s", text)
        self._failure = text
        self._try_at = now + RETRY_SECONDS
        self._hang_up()
        self._fail_claims()
        if self._solo_after is not None and now - self._away_since >= self._solo_after:
            self.leases.solo = True

    def _fail_claims(self) -> None:
        while self._claims:
            _, future = self._claims.popleft()
            if future.set_running_or_notify_cancel():
                future.set_exception(ConnectionError())

    def _leave(self) -> None:
        if self._database is None:
            return
        try:
            self._push(self._database)
            self.leases.leave(self._database, self._schema)
        except (psycopg.Error, sqlite3.Error) as error:
            _log.warning("the store's database: %s; what waits is sent at the next start", one_line(error))

    def _hang_up(self) -> None:
        database, self._database = self._database, None
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        if database is not None:
            with suppress(psycopg.Error):
                database.close()

    def _look_after(self) -> None:
        """On the listener's thread: a call that nobody answers must not hold this one up for ever."""
        since = self._busy_since
        if since is not None and time.monotonic() - since > HUNG_SECONDS:
            self._break_off()

    def _break_off(self) -> None:
        """Have a call that hangs come to its end."""
        database = self._database
        if database is not None:
            shut(database)
