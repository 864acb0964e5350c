"""Who owns a target, by its row in the database: until when is the database's word, on its own clock.

What the engine asks here is answered at once, from what the replicator last heard.
"""

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from psycopg import Connection

from ses_tui.core.sharing import shares
from ses_tui.store.postgres.connection import channel
from ses_tui.store.postgres.journal import is_shared

LOOKED_AT_SECONDS = 60.0
"""How long a viewer's word holds that it looks."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds."""

    lasts: float = 15.0
    """After which an owner that has not renewed its lease has lost it."""
    renew: float = 4.0
    """How often it does."""


PACE = Pace()


@dataclass(slots=True)
class Held:
    """A target that this process owns."""

    token: int
    """0: while it owns it without the database's word."""
    ready: bool = True
    """Whether what the last owner left is here."""
    lost: bool = False
    """Whether another process owns it, or is to."""
    ended: bool = False
    """Whether the engine has let it go."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A target's row; times on this process's monotonic clock."""

    rev: int = 0
    owner: str = ""
    """The process that owns it; empty: none does, or its time is up."""
    label: str = ""
    viewed_until: float = 0.0
    left: bool = False
    """Whether it has been without an owner for as long as a lease lasts."""


class SharedLease:
    """See ``ports.Lease``."""

    def __init__(self, end: Callable[[], None], is_lost: Callable[[], bool] = lambda: False) -> None:
        self._end = end
        self._is_lost = is_lost

    @property
    def lost(self) -> bool:
        """Whether another process owns it now, or is to."""
        return self._is_lost()

    def release(self) -> None:
        """Let others have it. May be called more than once."""
        end, self._end = self._end, lambda: None
        end()


@dataclass(slots=True)
class _Shared:
    wishes: set[str] = field(default_factory=set)
    held: dict[str, Held] = field(default_factory=dict)
    viewing: dict[str, int] = field(default_factory=dict)
    """How often this process looks at each."""
    seen: dict[str, Seen] = field(default_factory=dict)


class SharedLeases:
    """See ``ports.Leases``; ``wake``: there is something to be told to the database."""

    shared = True

    def __init__(self, me: str, label: str, wake: Callable[[], None], pace: Pace = PACE) -> None:
        self.me = me
        self.label = label
        self.pace = pace
        self.may_own = True
        """Whether the role may own targets at all."""
        self.solo = False
        """Whether targets are owned without the database's word, since it has been away for so long."""
        self._wake = wake
        self._lock = threading.Lock()
        self._here = _Shared()
        self._viewed_at: dict[str, float] = {}

    # For the engine.

    def acquire(self, name: str) -> SharedLease | None:
        """The right to own ``name``; None while the database has not given it. Never waits."""
        if not is_shared(name):
            return SharedLease(lambda: None)
        with self._lock:
            held = self._here.held.get(name)
            if held is None and self.solo:
                held = self._here.held[name] = Held(0)
            if held is not None and held.ready and not held.lost and not held.ended:
                mine = held
                return SharedLease(lambda: self._end(name, mine), lambda: mine.lost)
            new = name not in self._here.wishes
            self._here.wishes.add(name)
        if new:
            self._wake()
        return None

    def _end(self, name: str, held: Held) -> None:
        with self._lock:
            held.ended = True
            if not held.lost:
                self._here.wishes.discard(name)
        self._wake()

    def others(self, name: str) -> bool:
        """Whether another process owns anything but ``name``."""
        with self._lock:
            return any(one.owner not in ("", self.me) for id, one in self._here.seen.items() if id != name)

    def holder(self, name: str) -> str | None:
        """The process that owns it, for people."""
        with self._lock:
            seen = self._here.seen.get(name)
            return seen.label if seen is not None and seen.owner else None

    def view(self, name: str) -> SharedLease | None:
        """Say that somebody looks at ``name``, until it is released."""
        with self._lock:
            count = self._here.viewing.get(name, 0)
            self._here.viewing[name] = count + 1
        if not count:
            self._wake()
        return SharedLease(lambda: self._look_away(name))

    def _look_away(self, name: str) -> None:
        with self._lock:
            self._here.viewing[name] -= 1
            if not self._here.viewing[name]:
                del self._here.viewing[name]
                self._viewed_at.pop(name, None)

    def viewed(self, name: str) -> bool:
        """Whether another process looks at ``name``."""
        with self._lock:
            seen = self._here.seen.get(name)
            return seen is not None and seen.viewed_until > time.monotonic()

    # For the replicator.

    def token(self, name: str) -> int | None:
        """Under which this process owns it; None where it does not."""
        with self._lock:
            held = self._here.held.get(name)
            return held.token if held is not None and held.token else None

    def undecided(self, name: str) -> bool:
        """Whether this process may yet come to own it: what it wrote of it waits until then."""
        with self._lock:
            held, seen = self._here.held.get(name), self._here.seen.get(name)
            if held is not None:
                return not held.token and not held.lost
            return self.may_own and bool(name) and is_shared(name) and (seen is None or not seen.owner)

    def names(self) -> set[str]:
        """All that this process wishes to own, owns or looks at, as far as others know it."""
        with self._lock:
            found = self._here.wishes | self._here.held.keys() | self._here.viewing.keys()
        return {name for name in found if is_shared(name)}

    def fence(self, names: Iterable[str]) -> None:
        """Another process has owned these meanwhile."""
        with self._lock:
            for name in names:
                if (held := self._here.held.get(name)) is not None:
                    held.lost, held.token = True, 0

    def revisions(self) -> Mapping[str, int]:
        """Of each target that was looked up last."""
        with self._lock:
            return {name: seen.rev for name, seen in self._here.seen.items()}

    def settle(self, database: "Connection[Any]", schema: str) -> set[str]:
        """Renew what is owned, let go what has ended, take and give what is due; the targets taken.

        They are owned once ``ready`` says so. Raises psycopg.Error.
        """
        self._let_go(database, schema)
        names = sorted(self.names())
        database.execute(
            "INSERT INTO target (id) SELECT unnest(%s::text[]) EXCEPT SELECT id FROM target"
            " ON CONFLICT DO NOTHING",
            (names,),
        )
        self._renew(database)
        self._say_viewed(database)
        self.look(database, names)
        if not self.may_own:
            return set()
        taken = self._take(database, self._due(database))
        if taken:
            self.look(database, names)
            database.execute(
                "SELECT pg_notify(%s, id) FROM unnest(%s::text[]) AS id", (channel(schema), sorted(taken))
            )
        return taken

    def ready(self, name: str) -> None:
        """What its last owner left is here."""
        with self._lock:
            if (held := self._here.held.get(name)) is not None:
                held.ready = True

    def look(self, database: "Connection[Any]", names: Iterable[str]) -> None:
        """See how these stand."""
        rows = database.execute(
            "SELECT id, rev, CASE WHEN expires > clock_timestamp() THEN coalesce(owner, '') ELSE '' END,"
            " label, extract(epoch FROM greatest(viewed, clock_timestamp()) - clock_timestamp())::float8,"
            " expires < clock_timestamp() - make_interval(secs => %s) FROM target WHERE id = ANY(%s)",
            (self.pace.lasts, list(names)),
        ).fetchall()
        now = time.monotonic()
        with self._lock:
            for name, rev, owner, label, viewed, left in rows:
                self._here.seen[name] = Seen(rev, owner, label, now + viewed, left)

    def _let_go(self, database: "Connection[Any]", schema: str) -> None:
        with self._lock:
            ended = {name: held for name, held in self._here.held.items() if held.ended}
        for name, held in ended.items():
            with database.transaction():
                database.execute(
                    "UPDATE target SET owner = NULL, expires = clock_timestamp()"
                    " WHERE id = %s AND owner = %s AND token = %s",
                    (name, self.me, held.token),
                )
                database.execute("SELECT pg_notify(%s, %s)", (channel(schema), name))
            with self._lock:
                if self._here.held.get(name) is held:
                    del self._here.held[name]

    def _renew(self, database: "Connection[Any]") -> None:
        with self._lock:
            held = dict(self._here.held)
        solo = [name for name, one in held.items() if not one.token and not one.lost]
        won = self._claimed(database, solo)
        mine = {name: one.token for name, one in held.items() if one.token}
        if not mine and not solo:
            return  # a role that may own nothing may not even ask
        rows = database.execute(
            "UPDATE target SET expires = clock_timestamp() + make_interval(secs => %s)"
            " FROM unnest(%s::text[], %s::bigint[]) AS mine (id, token)"
            " WHERE target.id = mine.id AND target.token = mine.token AND owner = %s RETURNING target.id",
            (self.pace.lasts, list(mine), list(mine.values()), self.me),
        ).fetchall()
        kept = {name for (name,) in rows}
        self.fence({name for name in mine if name not in kept} | {one for one in solo if one not in won})
        with self._lock:
            for name, token in won.items():
                self._here.held[name].token = token

    def _say_viewed(self, database: "Connection[Any]") -> None:
        now = time.monotonic()
        with self._lock:
            due = [
                name
                for name in self._here.viewing
                if is_shared(name) and now - self._viewed_at.get(name, -1e9) > LOOKED_AT_SECONDS / 3
            ]
            self._viewed_at.update(dict.fromkeys(due, now))
        if due:
            database.execute(
                "UPDATE target SET viewed = clock_timestamp() + make_interval(secs => %s) WHERE id IN"
                " (SELECT id FROM target WHERE id = ANY(%s) AND viewed < clock_timestamp()"
                " + make_interval(secs => %s) ORDER BY id FOR UPDATE)",
                (LOOKED_AT_SECONDS, due, LOOKED_AT_SECONDS / 2),
            )

    def _due(self, database: "Connection[Any]") -> set[str]:
        """What is to be taken now; what is to be given is lost with that."""
        with self._lock:
            wishes = self._here.wishes | {
                name for name, held in self._here.held.items() if not held.ended and held.token
            }
            wishes = {name for name in wishes if is_shared(name)}
        if wishes:
            database.execute(
                "INSERT INTO member VALUES (%(me)s, %(label)s,"
                " clock_timestamp() + make_interval(secs => %(lasts)s), %(wishes)s)"
                " ON CONFLICT (id) DO UPDATE SET expires = excluded.expires, wishes = excluded.wishes",
                {"me": self.me, "label": self.label, "lasts": self.pace.lasts, "wishes": sorted(wishes)},
            )
        rows = database.execute("SELECT id, wishes FROM member WHERE expires > clock_timestamp()").fetchall()
        with self._lock:
            owners = {name: seen.owner for name, seen in self._here.seen.items() if seen.owner}
            left = {name for name, seen in self._here.seen.items() if seen.left and not seen.owner}
            due = shares(self.me, {id: frozenset(names) for id, names in rows}, owners, left)
            for name in due.give:
                if (held := self._here.held.get(name)) is not None:
                    held.lost = True
        return {name for name in due.take if name not in self._here.held}

    def _take(self, database: "Connection[Any]", names: Iterable[str]) -> set[str]:
        won = self._claimed(database, names)
        with self._lock:
            for name, token in won.items():
                self._here.held[name] = Held(token, ready=False)
                self._here.wishes.add(name)
        return set(won)

    def _claimed(self, database: "Connection[Any]", names: Iterable[str]) -> dict[str, int]:
        """Those of ``names`` that nobody owned, each with its new token."""
        wanted = sorted(names)
        if not wanted:
            return {}
        rows = database.execute(
            "UPDATE target SET owner = %s, label = %s, token = token + 1,"
            " expires = clock_timestamp() + make_interval(secs => %s) WHERE id IN (SELECT id FROM target"
            " WHERE id = ANY(%s) AND (owner IS NULL OR expires < clock_timestamp())"
            " ORDER BY id FOR UPDATE SKIP LOCKED) RETURNING id, token",
            (self.me, self.label, self.pace.lasts, wanted),
        ).fetchall()
        return {str(name): int(token) for name, token in rows}

    def leave(self, database: "Connection[Any]", schema: str) -> None:
        """Let go of everything: this process ends."""
        with self._lock:
            for held in self._here.held.values():
                held.ended = True
        self._let_go(database, schema)
        if self.may_own:
            database.execute("DELETE FROM member WHERE id = %s", (self.me,))
