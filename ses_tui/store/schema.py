"""The tables, and the steps that lead to them.

====== ========================================================================================
series One (target, subject, metric) with points. ``name`` is '' for the account.
point  One datapoint. ``at``: UTC epoch seconds; ``value``: a fraction, or a count of messages for
       ``sends``; ``numerator`` and ``denominator`` where the value is a ratio of counts of our own.
event  One message as it was sent. ``condition`` is a word; ``at`` as above.
told   Per key, the condition that people were last told of, and since when.
last   The last snapshot per set of targets, as JSON (``store.codec``).
====== ========================================================================================

``PRAGMA user_version`` counts the steps taken. A step, once released, is never edited: a change is
a new step at the end.
"""

import sqlite3
from collections.abc import Sequence

MIGRATIONS: Sequence[Sequence[str]] = (
    (
        """
        CREATE TABLE series (
            id INTEGER PRIMARY KEY,
            target TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, metric TEXT NOT NULL,
            UNIQUE (target, kind, name, metric)
        )
        """,
        """
        CREATE TABLE point (
            series INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE,
            at REAL NOT NULL, value REAL NOT NULL, numerator INTEGER, denominator INTEGER,
            PRIMARY KEY (series, at)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE event (
            id INTEGER PRIMARY KEY,
            target TEXT NOT NULL, at REAL NOT NULL, word TEXT NOT NULL, condition TEXT NOT NULL,
            kind TEXT NOT NULL, name TEXT NOT NULL, metric TEXT NOT NULL, text TEXT NOT NULL
        )
        """,
        "CREATE INDEX event_by_time ON event (target, at)",
        """
        CREATE TABLE told (
            target TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, metric TEXT NOT NULL,
            condition TEXT NOT NULL, since REAL NOT NULL,
            PRIMARY KEY (target, kind, name, metric)
        ) WITHOUT ROWID
        """,
        "CREATE TABLE last (targets TEXT PRIMARY KEY, at REAL NOT NULL, body TEXT NOT NULL)",
    ),
)

VERSION = len(MIGRATIONS)


def version(connection: sqlite3.Connection) -> int:
    """How many steps the file has taken."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection) -> None:
    """Take the steps that are missing, all or none. The connection is in autocommit mode.

    Safe against another process doing the same: the count is read again under the write lock.
    """
    if version(connection) >= VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        for step in MIGRATIONS[version(connection) :]:
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    except BaseException:  # whatever came, the lock must not stay
        connection.execute("ROLLBACK")
        raise
