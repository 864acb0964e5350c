"""Rows on their way between a copy and the database: what changed here goes there, and back."""

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import psycopg
from psycopg import Connection
from psycopg.sql import SQL, Composed, Identifier, Placeholder

from ses_tui.store.postgres import journal
from ses_tui.store.postgres.catalogue import BY_NAME, TABLES, Need, Table, Writer
from ses_tui.store.postgres.connection import channel
from ses_tui.store.postgres.journal import Change, Row

BATCH = 2000
"""Changes that are sent at a time."""


class Sent(NamedTuple):
    """What became of a batch."""

    fenced: frozenset[str]
    """Targets that another process has owned meanwhile: nothing that is their owner's was written."""
    refused: int
    """Rows that the database does not take."""


def push(
    copy: sqlite3.Connection,
    database: "Connection[Any]",
    schema: str,
    changes: Sequence[Change],
    token: Callable[[str], int | None],
) -> Sent:
    """Write what changed, a transaction per target. ``token``: under which this process owns a target;
    of one that it does not own only what anybody may write is written.

    Raises psycopg.Error where the database can't be reached: then nothing is forgotten here.
    """
    fenced, refused = set(), 0
    by_scope: dict[str, list[Change]] = {}
    for change in changes:
        if journal.is_shared(change.scope):
            by_scope.setdefault(change.scope, []).append(change)
    for scope, group in by_scope.items():
        own = token(scope)
        sent = [one for one in group if own is not None or _anybodys(one)]
        if not sent:
            continue
        with database.transaction():
            rev, current = _next_revision(database, scope)
            if own is not None and current != own:
                fenced.add(scope)
                sent = [one for one in sent if _anybodys(one)]
            refused += _write(copy, database, scope, rev, sent)
            database.execute("SELECT pg_notify(%s, %s)", (channel(schema), scope))
        needs = [Need.SHOWN] if own is None else [Need.SHOWN, Need.KEPT]
        with journal.transaction(copy):
            for need in needs:
                if journal.fetched(copy, scope, need) == rev - 1:
                    journal.has_fetched(copy, scope, need, rev)
    return Sent(frozenset(fenced), refused)


def _anybodys(change: Change) -> bool:
    return BY_NAME[change.table].writer is Writer.ANYBODY


def _next_revision(database: "Connection[Any]", scope: str) -> tuple[int, int]:
    """The revision at which this transaction writes, and the token of the target's owner."""
    database.execute("INSERT INTO target (id) VALUES (%s) ON CONFLICT DO NOTHING", (scope,))
    found = database.execute(
        "UPDATE target SET rev = rev + 1 WHERE id = %s RETURNING rev, token", (scope,)
    ).fetchone()
    assert found is not None
    return int(found[0]), int(found[1])


def _write(
    copy: sqlite3.Connection, database: "Connection[Any]", scope: str, rev: int, changes: Sequence[Change]
) -> int:
    """Returns how many rows the database does not take."""
    refused = 0
    for table in TABLES:
        there: list[tuple[object, ...]] = []
        gone: list[tuple[object, ...]] = []
        for change in changes:
            if change.table == table.name:
                values = journal.row(copy, change)
                if values is None:
                    gone.append((rev, scope, *change.key))
                else:
                    there.append((scope, *change.key, *values, rev))
        refused += _execute(database, _upsert(table), there)
        if not table.relation:
            refused += _execute(database, _delete(table), gone)
    return refused


def _execute(database: "Connection[Any]", statement: Composed, rows: Sequence[tuple[object, ...]]) -> int:
    if not rows:
        return 0
    try:
        with database.transaction(), database.cursor() as cursor:
            cursor.executemany(statement, rows)
    except (psycopg.DataError, UnicodeEncodeError):
        if len(rows) == 1:
            return 1
        return sum(_execute(database, statement, [one]) for one in rows)
    return 0


def _upsert(table: Table) -> Composed:
    columns = ("scope", *table.columns, "rev")
    changed = [SQL("{0} = excluded.{0}").format(Identifier(one)) for one in (*table.values, "rev")]
    return SQL("INSERT INTO {} ({}) VALUES ({}) ON CONFLICT ({}) DO UPDATE SET gone = false, {}").format(
        Identifier(table.name),
        SQL(", ").join(map(Identifier, columns)),
        SQL(", ").join([Placeholder()] * len(columns)),
        SQL(", ").join(map(Identifier, ("scope", *table.key))),
        SQL(", ").join(changed),
    )


def _delete(table: Table) -> Composed:
    where = SQL(" AND ").join(SQL("{} = %s").format(Identifier(one)) for one in ("scope", *table.key))
    return SQL("UPDATE {} SET gone = true, rev = %s WHERE {}").format(Identifier(table.name), where)


def pull(copy: sqlite3.Connection, database: "Connection[Any]", scope: str, need: Need, rev: int) -> bool:
    """Fetch what was written of ``scope`` up to ``rev``, its revision; whether there was anything."""
    seen = journal.fetched(copy, scope, need)
    if seen == rev:
        return False
    if seen > rev:
        seen = 0  # the database was put back to an earlier state
    tables = [one for one in TABLES if one.need is need and bool(one.scope) == bool(scope)]
    with database.pipeline():
        cursors = [database.execute(_since(table), (scope, seen, rev)) for table in tables]
    found = [(table, cursor.fetchall()) for table, cursor in zip(tables, cursors, strict=True)]
    with journal.transaction(copy):
        for table, rows in found:
            width = len(table.key)
            journal.apply(
                copy, table, scope, (Row(tuple(row[:width]), row[width:-1], row[-1]) for row in rows)
            )
        journal.has_fetched(copy, scope, need, rev)
    return any(rows for _, rows in found)


def _since(table: Table) -> Composed:
    return SQL("SELECT {} FROM {} WHERE scope = %s AND rev > %s AND rev <= %s ORDER BY rev").format(
        SQL(", ").join(map(Identifier, (*table.columns, "gone"))), Identifier(table.name)
    )


def pull_standings(copy: sqlite3.Connection, database: "Connection[Any]") -> None:
    """How each target of the store stands, watched here or not."""
    rows = database.execute("SELECT scope, at, standing, gone FROM standing").fetchall()
    with journal.transaction(copy):
        for scope, at, standing, gone in rows:
            journal.apply(copy, BY_NAME["standing"], scope, [Row((), (at, standing), gone)])
