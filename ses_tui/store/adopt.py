"""What was kept of a target while its account was not known moves to the account's id, once."""

import sqlite3
from collections.abc import Mapping

from ses_tui.core.snapshot import Usage
from ses_tui.store import tables
from ses_tui.store.reached import is_account

_ROWS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "told": (("channel", "kind", "name", "metric"), "max(coalesce(at, 0), blind_at)"),
    "known": (("kind", "name", "metric"), "at"),
    "ack": (("kind", "name", "metric"), "at"),
    "bucket": (("at",), "attempts"),
    "last_target": ((), "at"),
}
"""Tables with one row of a kind per target: the columns that tell its rows apart, and which is newer."""

_LOGS = {"event": "target", "posted": "target", "quiet": "target", "moment": "targets"}
"""Tables whose rows stand side by side: their column that names the target."""


def adopt(connection: sqlite3.Connection, provisional: str, target: str, way: str) -> None:
    """Move every row, and remember whose it is. Where both have a row, the newer one stays.

    What is kept of an account stays that account's. Where ``way`` leads is then asked at the next start.
    """
    if is_account(connection, provisional):
        connection.execute("UPDATE OR REPLACE reached SET way = target WHERE way = ?", (way,))
        return
    for table, (columns, newer) in _ROWS.items():
        same = " AND ".join(["theirs.target = ?", *(f"theirs.{one} = {table}.{one}" for one in columns)])
        connection.execute(
            f"DELETE FROM {table} WHERE target = ? AND {newer} <"
            f" (SELECT {newer} FROM {table} AS theirs WHERE {same})",
            (target, provisional),
        )
        connection.execute(f"UPDATE OR IGNORE {table} SET target = ? WHERE target = ?", (target, provisional))
        connection.execute(f"DELETE FROM {table} WHERE target = ?", (provisional,))
    for table, column in _LOGS.items():
        connection.execute(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", (target, provisional))
    for month, *counts in connection.execute(
        "SELECT month, api_calls, metrics_requested, vdm_queries FROM usage WHERE target = ?", (provisional,)
    ).fetchall():
        tables.add_usage(connection, target, month, Usage(*counts))
    connection.execute("DELETE FROM usage WHERE target = ?", (provisional,))
    for passing in ("published", "standing"):
        connection.execute(f"DELETE FROM {passing} WHERE target = ?", (provisional,))
    _move_points(connection, provisional, target)
    connection.execute("INSERT OR REPLACE INTO reached VALUES (?, ?)", (way, target))


def _move_points(connection: sqlite3.Connection, provisional: str, target: str) -> None:
    connection.execute("UPDATE OR IGNORE series SET target = ? WHERE target = ?", (target, provisional))
    both = connection.execute(
        "SELECT old.id, new.id FROM series AS old JOIN series AS new USING (kind, name, metric)"
        " WHERE old.target = ? AND new.target = ?",
        (provisional, target),
    ).fetchall()
    for old, new in both:
        connection.execute("UPDATE OR IGNORE point SET series = ? WHERE series = ?", (new, old))
        connection.execute("DELETE FROM point WHERE series = ?", (old,))
        connection.execute("DELETE FROM series WHERE id = ?", (old,))
