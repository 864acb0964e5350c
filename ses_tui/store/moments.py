"""Moments in the store: written in parts that are kept once, found by time, thinned with age."""

import sqlite3
from collections.abc import Sequence
from hashlib import blake2b
from typing import NamedTuple

from ses_tui.core.moments import MomentRequest, Step
from ses_tui.core.snapshot import Snapshot
from ses_tui.store.last import targets_key
from ses_tui.store.moment_codec import VERSION, encode

DAY = 86400.0

EVERY_DAYS = 1.0
"""Younger moments are all kept."""

THINNED_DAYS = 14.0
"""Until this age one is kept per THINNED_SECONDS; beyond, only those with a message."""

THINNED_SECONDS = 1800.0

MESSAGE_DAYS = 63.0

BYTES_KEPT = 64 * 1024 * 1024
"""Bytes of all parts, above which the oldest moments go, those with a message last."""

_SHARE = 0.1
"""Of the moments that goes at a time while there are too many bytes."""


class Found(NamedTuple):
    """One moment as it lies there. ``beside``: time and run of the next one on the side one came from.

    ``run``: see ``core.moments.Kept``.
    """

    at: float
    run: float
    about: str
    parts: dict[str, bytes]
    beside: tuple[float, float] | None


def write(connection: sqlite3.Connection, snapshot: Snapshot, run: float, about: str, told: bool) -> None:
    """Keep one moment; parts that are there already are only named."""
    found = connection.execute(
        "INSERT INTO moment (targets, at, run, told, about, version) VALUES (?, ?, ?, ?, ?, ?)",
        (_key(snapshot), snapshot.generated_at, run, told, about, VERSION),
    )
    for slot, body in encode(snapshot).items():
        digest = blake2b(body, digest_size=16).digest()
        connection.execute(
            "INSERT OR IGNORE INTO moment_part (digest, size, body) VALUES (?, ?, ?)",
            (digest, len(body), body),
        )
        connection.execute(
            "INSERT INTO moment_use (moment, slot, part)"
            " VALUES (?, ?, (SELECT id FROM moment_part WHERE digest = ?))",
            (found.lastrowid, slot, digest),
        )


def _key(snapshot: Snapshot) -> str:
    return targets_key(target.name for target in snapshot.targets)


_WHERE = {
    Step.AT: ("at <= ?", "at DESC", ""),
    Step.BEFORE: ("at < ?", "at DESC", ""),
    Step.AFTER: ("at > ?", "at", ""),
    Step.MESSAGE_BEFORE: ("at < ?", "at DESC", " AND told"),
    Step.MESSAGE_AFTER: ("at > ?", "at", " AND told"),
}


def find(connection: sqlite3.Connection, targets: Sequence[str], request: MomentRequest) -> Found | None:
    """The moment that is asked for, of exactly these targets."""
    key = targets_key(targets)
    where, order, only = _WHERE[request.step]
    row = connection.execute(
        f"SELECT id, at, run, about FROM moment WHERE targets = ? AND version = ? AND {where}{only}"
        f" ORDER BY {order}, id DESC LIMIT 1",
        (key, VERSION, request.at),
    ).fetchone()
    if row is None:
        return None
    number, at, run, about = row
    # one came from later times, but where one goes forward
    back = order == "at"
    beside = connection.execute(
        "SELECT at, run FROM moment WHERE targets = ? AND version = ?"
        f" AND at {'<' if back else '>'} ? ORDER BY at {'DESC' if back else ''} LIMIT 1",
        (key, VERSION, at),
    ).fetchone()
    parts = connection.execute(
        "SELECT slot, body FROM moment_use JOIN moment_part ON part = id WHERE moment = ?", (number,)
    ).fetchall()
    return Found(at, run, about, dict(parts), beside)


def first(connection: sqlite3.Connection, targets: Sequence[str]) -> float | None:
    """When the oldest moment of these targets was, UTC epoch seconds; None where there is none."""
    row = connection.execute(
        "SELECT MIN(at) FROM moment WHERE targets = ? AND version = ?", (targets_key(targets), VERSION)
    ).fetchone()
    return None if row[0] is None else float(row[0])


def thin(connection: sqlite3.Connection, now: float, bytes_kept: int = BYTES_KEPT) -> None:
    """Fewer moments the older they are; in the end as many as ``bytes_kept`` allow.

    The last of each stretch and half hour stays, so that it is still known when nothing was recorded.
    """
    connection.execute(
        "DELETE FROM moment WHERE NOT told AND at < ? AND id NOT IN"
        " (SELECT MAX(id) FROM moment GROUP BY targets, run, CAST(at / ? AS INTEGER))",
        (now - EVERY_DAYS * DAY, THINNED_SECONDS),
    )
    connection.execute(
        "DELETE FROM moment WHERE at < ? OR (NOT told AND at < ?)",
        (now - MESSAGE_DAYS * DAY, now - THINNED_DAYS * DAY),
    )
    _sweep(connection)
    while _bytes(connection) > bytes_kept:
        left = connection.execute("SELECT COUNT(*) FROM moment").fetchone()[0]
        if not left:
            return
        connection.execute(
            "DELETE FROM moment WHERE id IN (SELECT id FROM moment ORDER BY told, at LIMIT ?)",
            (max(1, int(left * _SHARE)),),
        )
        _sweep(connection)


def _sweep(connection: sqlite3.Connection) -> None:
    """Parts that no moment names any more."""
    connection.execute("DELETE FROM moment_part WHERE id NOT IN (SELECT part FROM moment_use)")


def _bytes(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT COALESCE(SUM(size), 0) FROM moment_part").fetchone()[0])
