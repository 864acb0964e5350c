"""Old points and moments go, in small steps, so that the file stays bounded over months."""

import sqlite3
from dataclasses import dataclass, replace

from ses_tui.core.model import SubjectKind
from ses_tui.store import moments
from ses_tui.store.writer import Write

DAY = 86400.0

ACCOUNT_DAYS = 63.0
"""As long as CloudWatch keeps 5-minute data."""

ROW_DAYS = 15.0
"""A little more than the 14 days that a row's usual rate is taken from."""

LONG_KEPT = frozenset({SubjectKind.ACCOUNT, SubjectKind.IP})
"""Also how far IPs are warm: a warm-up takes 45 days, and AWS tells no start date."""

EVENTS_KEPT = 20_000

SIZE_LIMIT = 256 * 1024 * 1024
"""Bytes in use above which rows keep fewer days: thousands of identities must not fill the disk."""

LEAST_ROW_DAYS = 1.0

_SERIES_PER_STEP = 50
_PAGES_PER_STEP = 500


@dataclass(frozen=True, slots=True)
class Pruning:
    """Where a pass stands. ``after``: the id of the last series that was seen to."""

    now: float
    row_days: float = ROW_DAYS
    after: int = 0
    size_limit: int = SIZE_LIMIT

    def step(self, connection: sqlite3.Connection) -> Write | None:
        """Fifty series; what it returns is the next step. Runs inside a transaction."""
        batch = connection.execute(
            "SELECT id, kind FROM series WHERE id > ? ORDER BY id LIMIT ?", (self.after, _SERIES_PER_STEP)
        ).fetchall()
        for series, kind in batch:
            days = ACCOUNT_DAYS if kind in LONG_KEPT else self.row_days
            connection.execute(
                "DELETE FROM point WHERE series = ? AND at < ?", (series, self.now - days * DAY)
            )
            connection.execute(
                "DELETE FROM series WHERE id = ? AND NOT EXISTS (SELECT 1 FROM point WHERE series = id)",
                (series,),
            )
        if batch:
            return replace(self, after=batch[-1][0]).step
        return self._finish(connection)

    def _finish(self, connection: sqlite3.Connection) -> Write | None:
        connection.execute(
            "DELETE FROM event WHERE id <= (SELECT id FROM event ORDER BY id DESC LIMIT 1 OFFSET ?)",
            (EVENTS_KEPT,),
        )
        connection.execute("DELETE FROM bucket WHERE at < ?", (self.now - ACCOUNT_DAYS * DAY,))
        moments.thin(connection, self.now)
        connection.execute(f"PRAGMA incremental_vacuum({_PAGES_PER_STEP})").fetchall()
        if _bytes_in_use(connection) > self.size_limit and self.row_days > LEAST_ROW_DAYS:
            return replace(self, row_days=max(LEAST_ROW_DAYS, self.row_days / 2), after=0).step
        return None


def _bytes_in_use(connection: sqlite3.Connection) -> int:
    def number(name: str) -> int:
        return int(connection.execute(f"PRAGMA {name}").fetchone()[0])

    return (number("page_count") - number("freelist_count")) * number("page_size")
