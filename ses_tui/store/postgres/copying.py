"""A whole store, into a database and out of it; ended at any moment, it goes on where it was."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

import psycopg
from psycopg.sql import SQL, Identifier

from ses_tui.store import files
from ses_tui.store.postgres import exchange, journal, schema
from ses_tui.store.postgres.catalogue import EVERYBODY, PERSONAL, TABLES, Need, Table
from ses_tui.store.postgres.connection import Refused, Url, connect, one_line

Progress = Callable[[int, int], None]
"""Called with how many rows, or targets, are done of how many."""

LASTS_SECONDS = 60.0
"""How long targets are held while they are copied; renewed with every batch."""


class Sum(NamedTuple):
    """Of the rows of a table, in whatever order."""

    rows: int
    digest: int


def snapshot_of(directory: Path, to: Path) -> None:
    """The store of ``directory`` as it is now, in ``to``, ready to be sent. Raises StoreProblem."""
    source, _ = files.open_file(directory)
    with closing(source):
        copy, _ = files.open_file(to)
        with closing(copy):
            source.backup(copy)
            journal.prepare(copy)
            copy.execute("DELETE FROM change")
            journal.note_everything(copy)


def send(directory: Path, url: Url, installation: str, progress: Progress) -> dict[str, tuple[Sum, Sum]]:
    """Write what waits in the copy to the database; per table the rows here and there.

    Raises Refused, with one line.
    """
    me = uuid4().hex
    with _both(directory, url, installation) as (copy, database):
        scopes = sorted(one for one in _scopes(copy) if journal.is_shared(one))
        tokens = _held(database, me, scopes)
        total = journal.count(copy)
        while changes := journal.waiting(copy, exchange.BATCH):
            exchange.push(copy, database, installation, changes, tokens.get)
            journal.written(copy, max(change.seq for change in changes))
            _hold_on(database, me)
            progress(total - journal.count(copy), total)
        database.execute(
            "UPDATE target SET owner = NULL, expires = clock_timestamp() WHERE owner = %s", (me,)
        )
        return {table.name: (_sum_here(copy, table), _sum_there(database, table)) for table in TABLES}


def fetch(directory: Path, url: Url, installation: str, progress: Progress) -> dict[str, tuple[Sum, Sum]]:
    """Write all that the database has to the store in ``directory``; per table the rows there and here.

    Raises Refused, with one line.
    """
    with _both(directory, url, installation) as (copy, database):
        revisions = database.execute("SELECT id, rev FROM target ORDER BY id").fetchall()
        for number, (scope, rev) in enumerate(revisions, 1):
            for need in Need:
                exchange.pull(copy, database, scope, need, rev)
            _account_told(copy, scope)
            progress(number, len(revisions))
        found = {table.name: (_sum_there(database, table), _sum_here(copy, table)) for table in TABLES}
        if all(there == here for there, here in found.values()):
            journal.end(copy)
        return found


@contextmanager
def _both(
    directory: Path, url: Url, installation: str
) -> Iterator[tuple[sqlite3.Connection, "psycopg.Connection[Any]"]]:
    copy, _ = files.open_file(directory)
    try:
        journal.prepare(copy)
        database = connect(url, installation)
        with database:
            schema.migrate(database, installation)
            yield copy, database
    except (psycopg.Error, schema.TooNew) as error:
        raise Refused(one_line(error)) from None
    finally:
        copy.close()


def _scopes(copy: sqlite3.Connection) -> set[str]:
    return {EVERYBODY} | {
        str(scope)
        for table in TABLES
        if table.scope
        for (scope,) in copy.execute(f"SELECT DISTINCT {table.scope} FROM {table.here}")
    }


def _held(database: "psycopg.Connection[Any]", me: str, scopes: Iterable[str]) -> dict[str, int]:
    """Each target's token. Raises Refused where a running monitor owns one."""
    tokens = {}
    for scope in scopes:
        database.execute("INSERT INTO target (id) VALUES (%s) ON CONFLICT DO NOTHING", (scope,))
        found = database.execute(
            "UPDATE target SET owner = %s, label = 'ses-tui store copy', token = token + 1,"
            " expires = clock_timestamp() + make_interval(secs => %s) WHERE id = %s"
            " AND (owner IS NULL OR label = 'ses-tui store copy' OR expires < clock_timestamp())"
            " RETURNING token",
            (me, LASTS_SECONDS, scope),
        ).fetchone()
        if found is None:
            raise Refused(f"a monitor that runs owns {scope} there: end it first")
        tokens[scope] = int(found[0])
    return tokens


def _hold_on(database: "psycopg.Connection[Any]", me: str) -> None:
    database.execute(
        "UPDATE target SET expires = clock_timestamp() + make_interval(secs => %s) WHERE owner = %s",
        (LASTS_SECONDS, me),
    )


def _account_told(copy: sqlite3.Connection, scope: str) -> None:
    """The id is an account's, which AWS has told: the way to it is learned at the first start."""
    with journal.transaction(copy):
        copy.execute("INSERT OR IGNORE INTO reached VALUES (?, ?)", (scope, scope))


def _sum_there(database: "psycopg.Connection[Any]", table: Table) -> Sum:
    columns = SQL(", ").join(map(Identifier, ("scope", *table.columns)))
    query = SQL("SELECT {} FROM {} WHERE NOT gone").format(columns, Identifier(table.name))
    with database.transaction(), database.cursor(name="sums") as cursor:
        cursor.itersize = exchange.BATCH
        return _sum(cursor.execute(query))


def _sum_here(copy: sqlite3.Connection, table: Table) -> Sum:
    scope = table.scope or "''"
    rows = copy.execute(f"SELECT {', '.join((scope, *table.columns))} FROM {table.here}")
    return _sum(
        row for row in rows if journal.is_shared(row[0]) and not (table.name == "told" and row[1] in PERSONAL)
    )


def _sum(rows: Iterable[tuple[object, ...]]) -> Sum:
    count = digest = 0
    for row in rows:
        count += 1
        one = blake2b(repr(tuple(map(_plain, row))).encode("utf-8", "surrogatepass"), digest_size=8)
        digest = (digest + int.from_bytes(one.digest())) % 2**64
    return Sum(count, digest)


def _plain(value: object) -> object:
    """As both databases give it."""
    if isinstance(value, (bytes, memoryview)):
        return bytes(value)
    return float(value) if isinstance(value, (int, float)) else value
