"""What the database says of itself, for ``doctor``."""

import time

import psycopg

from ses_tui.core.doctor_store import Owned, StoreFacts
from ses_tui.core.text import safe
from ses_tui.store.postgres import schema
from ses_tui.store.postgres.connection import (
    Refused,
    Url,
    by_socket,
    connect,
    one_line,
    refuse_pooler,
    without_secrets,
)


def examine(url: Url, installation: str) -> StoreFacts:
    """Ask; never raises for what the database is like."""
    try:
        with connect(url, installation) as database, connect(url, installation) as listening:
            schema.migrate(database, installation)
            refuse_pooler(database, listening, installation)
            before = time.time()
            row = database.execute(
                "SELECT extract(epoch FROM clock_timestamp())::float8, current_setting('server_version'),"
                " has_column_privilege('target', 'owner', 'UPDATE'),"
                " coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false)"
            ).fetchone()
            after = time.time()
            assert row is not None
            targets = database.execute(
                "SELECT id, CASE WHEN expires > clock_timestamp() AND owner IS NOT NULL"
                " THEN label ELSE '' END,"
                " (SELECT at FROM standing WHERE scope = id AND NOT gone) FROM target"
                " WHERE id LIKE '%/%' ORDER BY id"
            ).fetchall()
            parameters = database.info.get_parameters()
            return StoreFacts(
                where=without_secrets(dict(parameters)),
                version=safe(str(row[1]).partition(" ")[0], 20),
                encrypted=bool(row[3]),
                local=by_socket(dict(parameters)),
                may_own=bool(row[2]),
                seconds=after - before,
                skew=(before + after) / 2 - float(row[0]),
                targets=tuple(
                    Owned(safe(id, 120), safe(label, 80), None if at is None else max(0.0, after - at))
                    for id, label, at in targets
                ),
            )
    except (Refused, schema.TooNew, psycopg.Error) as error:
        return StoreFacts(problem=one_line(error))


def viewable(url: Url, installation: str) -> tuple[str, ...]:
    """The ids of all targets of the store, where this role may own none of them; empty where it may, and
    where the database does not answer."""
    try:
        with connect(url, installation) as database:
            schema.migrate(database, installation)
            rows = database.execute(
                "SELECT id FROM target WHERE id LIKE '%/%'"
                " AND NOT has_column_privilege('target', 'owner', 'UPDATE') ORDER BY id"
            ).fetchall()
            return tuple(str(id) for (id,) in rows)
    except (Refused, schema.TooNew, psycopg.Error):
        return ()
