"""Which target a way leads to: the table ``reached``. Also read before the first paint."""

import sqlite3

from ses_tui.core.way import without_fingerprint


def resolved(connection: sqlite3.Connection, way: str) -> str:
    """The account's id where it is known, else the same again.

    What was kept under the way without its fingerprint is the way's own, until the account is known.
    """
    earlier = without_fingerprint(way)
    known = dict(connection.execute("SELECT way, target FROM reached WHERE way IN (?, ?)", (way, earlier)))
    if target := known.get(way) or known.get(earlier):
        return str(target)
    return earlier if earlier != way and is_known(connection, earlier) else way


def take_over(connection: sqlite3.Connection, way: str) -> None:
    """What is known of the way without its fingerprint holds for the first one that comes by."""
    connection.execute("UPDATE OR REPLACE reached SET way = ? WHERE way = ?", (way, without_fingerprint(way)))


def is_account(connection: sqlite3.Connection, target: str) -> bool:
    """Whether ``target`` is the id of an account that AWS has told."""
    return (
        connection.execute("SELECT 1 FROM reached WHERE target = ? LIMIT 1", (target,)).fetchone() is not None
    )


def is_known(connection: sqlite3.Connection, target: str) -> bool:
    """Whether anything was ever read of it."""
    return (
        connection.execute("SELECT 1 FROM series WHERE target = ? LIMIT 1", (target,)).fetchone() is not None
    )
