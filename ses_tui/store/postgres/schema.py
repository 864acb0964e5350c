"""The tables in the database, the steps that lead to them, and who may do what.

======== ==========================================================================================
target   One account in one Region, by its id, or what one process does for the whole store. Every
         transaction that writes rows of it raises ``rev`` first, and so waits for the one before:
         who has fetched all up to a revision has missed nothing. ``owner`` reads it until ``expires``
         and renews that; ``token`` rises with each owner. ``viewed``: until when somebody looks.
member   A process that would own targets, and which.
outbox   A message that its owner has claimed, before it is sent, under its token.
======== ==========================================================================================

All others are those of ``catalogue``. A step, once released, is never edited: a change is a new step.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from psycopg import Connection
from psycopg.sql import SQL, Identifier

from ses_tui.store.postgres.catalogue import TABLES, Table, Writer, sql_type
from ses_tui.store.prune import LONG_KEPT

DEFAULT_SCHEMA = "ses_tui"

OWNER_ROLE, VIEWER_ROLE = "ses_tui_owner", "ses_tui_viewer"


def _created(table: Table) -> Iterator[str]:
    columns = ", ".join(f'"{column}" {sql_type(table, column)}' for column in table.columns)
    key = ", ".join(f'"{column}"' for column in ("scope", *table.key))
    yield (
        f'CREATE TABLE "{table.name}" (scope text NOT NULL, {columns + ", "}rev bigint NOT NULL,'
        f" gone boolean NOT NULL DEFAULT false, PRIMARY KEY ({key}))"
    )
    yield f'CREATE INDEX "{table.name}_by_rev" ON "{table.name}" (scope, rev)'


MIGRATIONS: Sequence[Sequence[str]] = (
    (
        """
        CREATE TABLE target (
            id text PRIMARY KEY, rev bigint NOT NULL DEFAULT 0, owner text, label text NOT NULL DEFAULT '',
            token bigint NOT NULL DEFAULT 0, expires timestamptz NOT NULL DEFAULT clock_timestamp(),
            viewed timestamptz NOT NULL DEFAULT '-infinity'
        )
        """,
        """
        CREATE TABLE member (
            id text PRIMARY KEY, label text NOT NULL, expires timestamptz NOT NULL, wishes text[] NOT NULL
        )
        """,
        """
        CREATE TABLE outbox (
            target text NOT NULL, channel text NOT NULL, alert text NOT NULL, word text NOT NULL,
            token bigint NOT NULL, at timestamptz NOT NULL
        )
        """,
        "CREATE INDEX outbox_by_time ON outbox (at)",
        *(statement for table in TABLES for statement in _created(table)),
        "CREATE INDEX point_by_time ON point (at)",
    ),
)

VERSION = len(MIGRATIONS)

_STEPS = "CREATE TABLE IF NOT EXISTS installation (id text NOT NULL, version integer NOT NULL)"


class TooNew(Exception):
    """A newer ses-tui has made the tables; the text is one line."""


def migrate(connection: "Connection[Any]", schema: str) -> str:
    """Take the steps that are missing, all or none, one process at a time. Returns the installation's id.

    Raises TooNew, and psycopg.Error where this role may not make tables that are missing.
    """
    found = _installed(connection, schema)
    if found is not None and found[1] == VERSION:
        return found[0]
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (f"ses-tui {schema}",))
        for statement in steps(found[1] if (found := _installed(connection, schema)) else 0, schema):
            connection.execute(SQL(statement))
    found = _installed(connection, schema)
    if found is None or found[1] > VERSION:
        version = found[1] if found else 0
        raise TooNew(
            f"a newer ses-tui made the tables (format {version}, this one knows {VERSION}): update ses-tui"
        )
    return found[0]


def steps(version: int, schema: str) -> Iterator[str]:
    """The statements that lead from ``version`` to this one; ``schema`` is the search path."""
    if version >= VERSION:
        return
    if not version:
        yield f"CREATE SCHEMA IF NOT EXISTS {quoted(schema)}"
        yield _STEPS
    for step in MIGRATIONS[version:]:
        yield from step
    if version:
        yield f"UPDATE installation SET version = {VERSION}"
    else:
        yield f"INSERT INTO installation VALUES (gen_random_uuid()::text, {VERSION})"


def _installed(connection: "Connection[Any]", schema: str) -> tuple[str, int] | None:
    there = connection.execute("SELECT to_regclass(%s)", (f"{quoted(schema)}.installation",)).fetchone()
    if there is None or there[0] is None:
        return None
    found = connection.execute("SELECT id, version FROM installation").fetchone()
    return None if found is None else (str(found[0]), int(found[1]))


def prune(connection: "Connection[Any]", before: float, rows_before: float) -> None:
    """What is older goes, UTC epoch seconds, points of rows sooner; by whichever owner comes by."""
    connection.execute(
        "DELETE FROM point WHERE at < %s AND kind <> ALL(%s)",
        (rows_before, [kind.value for kind in LONG_KEPT]),
    )
    for table in ("point", "bucket", "moment", "posted", "event"):
        connection.execute(SQL("DELETE FROM {} WHERE at < %s").format(Identifier(table)), (before,))
    connection.execute("DELETE FROM outbox WHERE at < to_timestamp(%s)", (before,))
    connection.execute("DELETE FROM request WHERE at < %s", (before,))
    connection.execute("DELETE FROM member WHERE expires < now() - interval '1 day'")
    connection.execute(
        "DELETE FROM part WHERE NOT EXISTS (SELECT FROM moment, json_each_text(parts::json) AS used"
        " WHERE moment.scope = part.scope AND used.value = part.digest)"
    )


def quoted(name: str) -> str:
    """As an identifier."""
    return '"' + name.replace('"', '""') + '"'


def grants(schema: str) -> str:
    """SQL for an administrator: the tables, and the two roles with the least that each needs."""
    where = quoted(schema)
    lines = [
        "-- ses-tui: run this as an administrator of the database, for example with psql -f.",
        f"CREATE SCHEMA IF NOT EXISTS {where};",
        *(_role(role) for role in (OWNER_ROLE, VIEWER_ROLE)),
        f"SET search_path = {where};",
        "DO $ses_tui$ BEGIN",
        "IF to_regclass('installation') IS NULL THEN",
        *(f"{' '.join(statement.split())};" for statement in steps(0, schema)),
        "END IF;",
        "END $ses_tui$;",
        f"GRANT USAGE ON SCHEMA {where} TO {OWNER_ROLE}, {VIEWER_ROLE};",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA {where} TO {OWNER_ROLE}, {VIEWER_ROLE};",
    ]
    owned = ["target", "member", "outbox", *(table.name for table in TABLES)]
    lines.append(f"GRANT INSERT, UPDATE, DELETE ON {_listed(owned)} TO {OWNER_ROLE};")
    anybody = [table.name for table in TABLES if table.writer is Writer.ANYBODY]
    lines += [
        f"GRANT INSERT, UPDATE ON {_listed(anybody)} TO {VIEWER_ROLE};",
        f"GRANT INSERT (id), UPDATE (rev, viewed) ON target TO {VIEWER_ROLE};",
        f"-- then, for each login: GRANT {OWNER_ROLE} TO monitor; GRANT {VIEWER_ROLE} TO ann;",
    ]
    return "\n".join(lines) + "\n"


def _role(name: str) -> str:
    return (
        f"DO $ses_tui$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{name}') THEN"
        f" CREATE ROLE {name} NOLOGIN; END IF; END $ses_tui$;"
    )


def _listed(tables: Sequence[str]) -> str:
    return ", ".join(quoted(table) for table in tables)
