"""The tables, and the steps that lead to them.

====== ========================================================================================
series One (target, subject, metric) with points. ``name`` is '' for the account.
point  One datapoint. ``at``: UTC epoch seconds; ``value``: a fraction, or a count of messages for
       ``sends``; ``numerator`` and ``denominator`` where the value is a ratio of counts of our own.
bucket One 15-minute count of the account's mail (``core.counts.SendBucket``); ``at``: its start.
event  One message as it was sent. ``condition`` is a word; ``at`` as above; ``message``: the whole of it
       (``messages``), for the screens of other processes; NULL where an earlier version sent it.
last_target  The last known numbers of a target: a snapshot of it alone as JSON (``store.codec``), compressed.
reached  Under which id a target is kept whose account AWS has told; ``way``: its provisional id
       (``core.target_id``).
told   Per channel and key what the channel was told (``core.delivery``, ``core.visibility``): condition,
       when, the condition still owed, and of which causes of blindness, separated by spaces.
known  Per key the datapoint up to which people were told.
upkeep Per channel the trouble of the monitor itself that it was told of (``core.self_monitoring``).
posted One message that one channel accepted; ``alert`` is its id.
ack    Acknowledgements in force.
quiet  Silences in force; ``also``: pause, blind, separated by spaces.
usage  What was asked of AWS in a month of the UTC calendar (``2026-11``), by every process.
published  What a target's owner published last, while somebody viewed it (``published``).
request    What a viewer asks of a target's owner (``requests``), and the answer.
standing   Whether a target's owner sees it (``core.heartbeat``), and when it last said so.
event_in   One event of SES about one recipient, as it came from a queue (``core.events``). ``id``: the
       same for every delivery of it; ``recipient`` is masked; ``seq`` is the order of arrival.
set_aside  What an earlier version took out of a queue as no event, whole; nothing is added.
moment     One target as it was published (``moments``); ``run``: when the stretch without interruption
           began that it belongs to; ``told``: it was kept for a message, whose text is ``about``.
moment_part  A compressed part of moments (``moment_codec``); equal parts are kept once, by their digest.
moment_use   Which parts a moment has.
diary      When something was done last that should be done again (``diary``): ``drill/CHANNEL`` and
           ``digest/CHANNEL`` were accepted, ``doctor/TARGET`` looked.
====== ========================================================================================

``uid`` of ``event``, ``posted`` and ``moment`` is the same wherever the row is copied to.

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
    (
        "ALTER TABLE told RENAME TO told_once",
        """
        CREATE TABLE told (
            channel TEXT NOT NULL,
            target TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, metric TEXT NOT NULL,
            condition TEXT NOT NULL, at REAL, owed TEXT NOT NULL,
            blind TEXT NOT NULL, blind_at REAL NOT NULL, blind_times INTEGER NOT NULL,
            PRIMARY KEY (target, channel, kind, name, metric)
        ) WITHOUT ROWID
        """,
        """
        INSERT INTO told SELECT channel.name, target, kind, told_once.name, metric, condition, since,
            'ok', '', 0, 0
        FROM told_once, (
            SELECT 'tui' AS name UNION SELECT 'bell' UNION SELECT 'terminal' UNION SELECT 'tmux'
            UNION SELECT 'desktop' UNION SELECT 'hook'
        ) AS channel
        """,
        "DROP TABLE told_once",
        """
        CREATE TABLE known (
            target TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, metric TEXT NOT NULL,
            at REAL NOT NULL, PRIMARY KEY (target, kind, name, metric)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE upkeep (
            channel TEXT NOT NULL, word TEXT NOT NULL, about TEXT NOT NULL,
            PRIMARY KEY (channel, word, about)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE posted (
            alert TEXT NOT NULL, word TEXT NOT NULL, condition TEXT NOT NULL, channel TEXT NOT NULL,
            target TEXT NOT NULL, at REAL NOT NULL
        )
        """,
        "CREATE INDEX posted_by_alert ON posted (alert, at)",
        """
        CREATE TABLE ack (
            target TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, metric TEXT NOT NULL,
            condition TEXT NOT NULL, at REAL NOT NULL, until REAL NOT NULL,
            who TEXT NOT NULL, why TEXT NOT NULL,
            PRIMARY KEY (target, kind, name, metric)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE quiet (
            id TEXT PRIMARY KEY, matcher TEXT NOT NULL, at REAL NOT NULL, until REAL NOT NULL,
            target TEXT NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL, also TEXT NOT NULL
        ) WITHOUT ROWID
        """,
        "ALTER TABLE event ADD COLUMN alert TEXT NOT NULL DEFAULT ''",
    ),
    (
        """
        CREATE TABLE event_in (
            seq INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, queue TEXT NOT NULL, received REAL NOT NULL,
            at REAL, event TEXT NOT NULL, recipient TEXT NOT NULL, recipient_domain TEXT NOT NULL,
            isp TEXT NOT NULL, identity TEXT NOT NULL, configuration_set TEXT NOT NULL, class TEXT,
            status TEXT NOT NULL, reply TEXT NOT NULL, diagnostic TEXT NOT NULL
        )
        """,
        """
        CREATE TABLE set_aside (
            seq INTEGER PRIMARY KEY, queue TEXT NOT NULL, message TEXT NOT NULL, received REAL NOT NULL,
            reason TEXT NOT NULL, body TEXT NOT NULL, UNIQUE (queue, message)
        )
        """,
    ),
    (
        """
        CREATE TABLE moment (
            id INTEGER PRIMARY KEY, targets TEXT NOT NULL, at REAL NOT NULL, run REAL NOT NULL,
            told INTEGER NOT NULL, about TEXT NOT NULL, version INTEGER NOT NULL
        )
        """,
        "CREATE INDEX moment_by_time ON moment (targets, at)",
        """
        CREATE TABLE moment_part (
            id INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, size INTEGER NOT NULL, body BLOB NOT NULL
        )
        """,
        """
        CREATE TABLE moment_use (
            moment INTEGER NOT NULL REFERENCES moment (id) ON DELETE CASCADE, slot TEXT NOT NULL,
            part INTEGER NOT NULL REFERENCES moment_part (id), PRIMARY KEY (moment, slot)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX moment_use_by_part ON moment_use (part)",
    ),
    (
        """
        CREATE TABLE bucket (
            target TEXT NOT NULL, at REAL NOT NULL, attempts INTEGER NOT NULL, bounces INTEGER NOT NULL,
            complaints INTEGER NOT NULL, rejects INTEGER NOT NULL, PRIMARY KEY (target, at)
        ) WITHOUT ROWID
        """,
    ),
    (
        "CREATE TABLE reached (way TEXT PRIMARY KEY, target TEXT NOT NULL) WITHOUT ROWID",
        "CREATE TABLE last_target (target TEXT PRIMARY KEY, at REAL NOT NULL, body BLOB NOT NULL)",
        """
        INSERT OR REPLACE INTO last_target
        SELECT one.value ->> '$.name', at, json_set(body, '$.snapshot.targets', json_array(json(one.value)))
        FROM last, json_each(iif(json_valid(body), body, '{}'), '$.snapshot.targets') AS one
        WHERE one.value ->> '$.name' IS NOT NULL ORDER BY at
        """,
        "DROP TABLE last",
        "DELETE FROM moment WHERE instr(targets, char(10))",
        "DELETE FROM moment_part WHERE id NOT IN (SELECT part FROM moment_use)",
    ),
    (
        """
        CREATE TABLE usage (
            target TEXT NOT NULL, month TEXT NOT NULL, api_calls INTEGER NOT NULL,
            metrics_requested INTEGER NOT NULL, vdm_queries INTEGER NOT NULL, PRIMARY KEY (target, month)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE published (
            target TEXT PRIMARY KEY, sequence INTEGER NOT NULL, body BLOB NOT NULL
        ) WITHOUT ROWID
        """,
    ),
    (
        "ALTER TABLE event ADD COLUMN message BLOB",
        """
        CREATE TABLE request (
            id INTEGER PRIMARY KEY, target TEXT NOT NULL, token TEXT NOT NULL UNIQUE, at REAL NOT NULL,
            body BLOB NOT NULL, answer BLOB
        )
        """,
        """
        CREATE TABLE standing (
            target TEXT PRIMARY KEY, at REAL NOT NULL, standing TEXT NOT NULL
        ) WITHOUT ROWID
        """,
    ),
    ("CREATE TABLE diary (entry TEXT PRIMARY KEY, at REAL NOT NULL) WITHOUT ROWID",),
    ("ALTER TABLE event_in ADD COLUMN message_id TEXT NOT NULL DEFAULT ''",),
    tuple(
        statement
        for table in ("event", "posted", "moment")
        for statement in (
            f"ALTER TABLE {table} ADD COLUMN uid TEXT NOT NULL DEFAULT ''",
            f"UPDATE {table} SET uid = lower(hex(randomblob(16)))",
            f"CREATE UNIQUE INDEX {table}_by_uid ON {table} (uid)",
        )
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
        if connection.in_transaction:  # a disk that is full has ended it already
            connection.execute("ROLLBACK")
        raise
