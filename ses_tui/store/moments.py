"""Moments in the store: written in parts that are kept once, found by time, thinned with age."""

import sqlite3
from collections.abc import Sequence
from hashlib import blake2b
from typing import NamedTuple
from uuid import uuid4

from ses_tui.core.moments import GAP_SECONDS, MomentRequest, Step
from ses_tui.core.snapshot import Snapshot
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
    """One moment as it lies there."""

    at: float
    run: float
    """When the stretch without interruption began that it belongs to (``core.moments.Kept``)."""
    about: str
    parts: dict[str, dict[str, bytes]]
    """Of each target of which something was recorded then."""
    beside: tuple[float, float] | None
    """Time and run of the next one on the side one came from."""


def write(
    connection: sqlite3.Connection, target: str, snapshot: Snapshot, run: float, about: str, told: bool
) -> None:
    """Keep one moment of ``target``, whose snapshot it is; parts that are there already are only named."""
    found = connection.execute(
        "INSERT INTO moment (targets, at, run, told, about, version, uid) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (target, snapshot.generated_at, run, told, about, VERSION, uuid4().hex),
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


_WHERE = {
    Step.AT: ("at <= ?", "at DESC", ""),
    Step.BEFORE: ("at < ?", "at DESC", ""),
    Step.AFTER: ("at > ?", "at", ""),
    Step.MESSAGE_BEFORE: ("at < ?", "at DESC", " AND told"),
    Step.MESSAGE_AFTER: ("at > ?", "at", " AND told"),
}


def find(connection: sqlite3.Connection, targets: Sequence[str], request: MomentRequest) -> Found | None:
    """The moment that is asked for: that of one of ``targets``, and what the others were like then."""
    among = f"targets IN ({', '.join('?' * len(targets))}) AND version = ?"
    where, order, only = _WHERE[request.step]
    row = connection.execute(
        f"SELECT at, run, about FROM moment WHERE {among} AND {where}{only}"
        f" ORDER BY {order}, told DESC LIMIT 1",
        (*targets, VERSION, request.at),
    ).fetchone()
    if row is None:
        return None
    at, run, about = row
    # one came from later times, but where one goes forward
    back = order == "at"
    beside = connection.execute(
        f"SELECT at, run FROM moment WHERE {among}"
        f" AND at {'<' if back else '>'} ? ORDER BY at {'DESC' if back else ''} LIMIT 1",
        (*targets, VERSION, at),
    ).fetchone()
    found = {target: parts for target in targets if (parts := _parts(connection, target, at))}
    return Found(at, run, about, found, beside)


def _parts(connection: sqlite3.Connection, target: str, at: float) -> dict[str, bytes]:
    """Of the target's newest moment at that time; none where nothing was recorded of it then."""
    rows = connection.execute(
        "SELECT slot, body FROM moment_use JOIN moment_part ON part = moment_part.id WHERE moment ="
        " (SELECT id FROM moment WHERE targets = ? AND version = ? AND at <= ? AND at >= ?"
        " ORDER BY at DESC, id DESC LIMIT 1)",
        (target, VERSION, at, at - GAP_SECONDS),
    )
    return dict(rows.fetchall())


def first(connection: sqlite3.Connection, targets: Sequence[str]) -> float | None:
    """When the oldest moment of one of these targets was, UTC epoch seconds; None where there is none."""
    row = connection.execute(
        f"SELECT MIN(at) FROM moment WHERE targets IN ({', '.join('?' * len(targets))}) AND version = ?",
        (*targets, VERSION),
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
