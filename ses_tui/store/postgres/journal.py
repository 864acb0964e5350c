"""What was written to a copy and is not in the database yet, and how far the database was fetched.

Triggers note the key of each row that is written, whoever writes it; its content is read when it is sent.
A row that was fetched is not noted: it is written while ``applying`` has a row.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from ses_tui.core.way import is_way
from ses_tui.store.postgres.catalogue import BY_NAME, EVERYBODY, PERSONAL, TABLES, Need, Table, is_number

Key = tuple[str | float, ...]


class Change(NamedTuple):
    """A row that was written or deleted."""

    seq: int
    scope: str
    """The target's id; empty for rows of no target."""
    table: str
    key: Key


_TABLES = """
CREATE TABLE IF NOT EXISTS change (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, scope TEXT NOT NULL, tbl TEXT NOT NULL, key TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS fetched (
    scope TEXT NOT NULL, need TEXT NOT NULL, rev INTEGER NOT NULL, PRIMARY KEY (scope, need)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS applying (now INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS installation (id TEXT NOT NULL);
DROP VIEW IF EXISTS point_row;
CREATE VIEW point_row AS SELECT target, kind, name, metric, at, value, numerator, denominator
    FROM series JOIN point ON series = id;
CREATE TRIGGER point_row_in INSTEAD OF INSERT ON point_row BEGIN
    INSERT OR IGNORE INTO series (target, kind, name, metric)
        VALUES (NEW.target, NEW.kind, NEW.name, NEW.metric);
    INSERT OR REPLACE INTO point SELECT id, NEW.at, NEW.value, NEW.numerator, NEW.denominator FROM series
        WHERE target = NEW.target AND kind = NEW.kind AND name = NEW.name AND metric = NEW.metric;
END;
DROP VIEW IF EXISTS part_row;
CREATE VIEW part_row AS SELECT DISTINCT targets AS target, lower(hex(digest)) AS digest, body
    FROM moment_part JOIN moment_use ON part = moment_part.id JOIN moment ON moment = moment.id;
CREATE TRIGGER part_row_in INSTEAD OF INSERT ON part_row BEGIN
    INSERT OR IGNORE INTO moment_part (digest, size, body)
        VALUES (unhex_(NEW.digest), length(NEW.body), NEW.body);
END;
DROP VIEW IF EXISTS moment_row;
CREATE VIEW moment_row AS SELECT targets AS target, uid, at, run, told, about, version,
    (SELECT json_group_object(slot, lower(hex(digest))) FROM moment_use JOIN moment_part
     ON part = moment_part.id WHERE moment = moment.id) AS parts FROM moment;
CREATE TRIGGER moment_row_in INSTEAD OF INSERT ON moment_row BEGIN
    INSERT OR IGNORE INTO moment (targets, uid, at, run, told, about, version)
        VALUES (NEW.target, NEW.uid, NEW.at, NEW.run, NEW.told, NEW.about, NEW.version);
    INSERT OR IGNORE INTO moment_use (moment, slot, part)
        SELECT moment.id, slot.key, moment_part.id FROM moment, json_each(NEW.parts) AS slot, moment_part
        WHERE uid = NEW.uid AND digest = unhex_(slot.value);
END;
"""

_NOTE = "INSERT INTO change (scope, tbl, key)"
_WRITTEN_HERE = "NOT EXISTS (SELECT 1 FROM applying)"


def prepare(connection: sqlite3.Connection) -> None:
    """Make the store that is open on ``connection`` a copy: from now on what is written is noted."""
    settle(connection)
    connection.executescript(f"BEGIN IMMEDIATE;{_TABLES}{''.join(_triggers())}COMMIT;")


def settle(connection: sqlite3.Connection) -> None:
    """What a connection needs to write rows that were fetched."""
    connection.execute("PRAGMA trusted_schema = ON")  # the views' triggers call the function
    connection.create_function("unhex_", 1, bytes.fromhex, deterministic=True)


def _triggers() -> Iterator[str]:
    for table in TABLES:
        if not table.relation:
            yield from _of_table(table)
    for when in ("INSERT", "UPDATE"):
        yield _trigger(
            "point",
            when,
            "SELECT target, 'point', json_array(kind, name, metric, printf('%!.17g', NEW.at))"
            " FROM series WHERE id = NEW.series",
        )
    yield _trigger(
        "series",
        "UPDATE",
        "SELECT NEW.target, 'point', json_array(NEW.kind, NEW.name, NEW.metric, printf('%!.17g', at))"
        " FROM point WHERE series = NEW.id",
    )
    for when in ("INSERT", "UPDATE"):
        yield _trigger("moment", when, "SELECT NEW.targets, 'moment', json_array(NEW.uid)")
    first = (
        "NOT EXISTS (SELECT 1 FROM moment_use JOIN moment AS other ON moment = other.id, moment AS mine"
        " WHERE part = NEW.part AND mine.id = NEW.moment AND other.id <> mine.id"
        " AND other.targets = mine.targets)"
    )
    yield _trigger(
        "moment_use",
        "INSERT",
        "SELECT targets, 'part', json_array(lower(hex(digest))) FROM moment, moment_part"
        f" WHERE moment.id = NEW.moment AND moment_part.id = NEW.part AND {first}",
    )


def _of_table(table: Table) -> Iterator[str]:
    for when, rows in (("INSERT", ["NEW"]), ("UPDATE", ["NEW"]), ("DELETE", ["OLD"])):
        for row in rows:
            yield _trigger(table.name, when, _noted(table, row), _shared(table, row))
    if table.scope:
        moved = f"OLD.{table.scope} <> NEW.{table.scope} AND {_shared(table, 'OLD')}"
        yield _trigger(table.name, "UPDATE", _noted(table, "OLD"), moved, "left")


def _shared(table: Table, row: str) -> str:
    if table.name != "told":
        return "1"
    return f"{row}.channel NOT IN ({', '.join(repr(channel) for channel in PERSONAL)})"


def _noted(table: Table, row: str) -> str:
    key = ", ".join(
        f"printf('%!.17g', {row}.{column})" if is_number(column) else f"{row}.{column}"
        for column in table.key
    )
    scope = f"{row}.{table.scope}" if table.scope else "''"
    return f"SELECT {scope}, '{table.name}', json_array({key})"


def _trigger(table: str, when: str, noted: str, only: str = "1", name: str = "") -> str:
    name = f"note_{table}_{name or when.lower()}"
    return (
        f"DROP TRIGGER IF EXISTS {name};"
        f"CREATE TRIGGER {name} AFTER {when} ON {table} WHEN {_WRITTEN_HERE} AND {only}"
        f" BEGIN {_NOTE} {noted}; END;"
    )


def note_everything(connection: sqlite3.Connection) -> None:
    """As if all rows had just been written: for a store that is copied."""
    for table in TABLES:
        key = ", ".join(f"printf('%!.17g', {one})" if is_number(one) else one for one in table.key)
        connection.execute(
            f"{_NOTE} SELECT {table.scope or repr('')}, '{table.name}', json_array({key}) FROM {table.here}"
        )


def waiting(connection: sqlite3.Connection, most: int, kept_back: Collection[str] = ()) -> list[Change]:
    """The oldest changes, each row once, but those of the targets that are ``kept_back``."""
    found: dict[tuple[str, str, str], Change] = {}
    for seq, scope, table, key in connection.execute(
        f"SELECT seq, scope, tbl, key FROM change WHERE {_but(kept_back)} ORDER BY seq LIMIT ?",
        (*kept_back, most),
    ):
        found.pop((scope, table, key), None)
        found[scope, table, key] = Change(seq, scope, table, _key(table, key))
    return list(found.values())


def written(connection: sqlite3.Connection, last: int, kept_back: Collection[str] = ()) -> None:
    """The changes up to that one are in the database, or are not to get there."""
    connection.execute(f"DELETE FROM change WHERE seq <= ? AND {_but(kept_back)}", (last, *kept_back))


def _but(kept_back: Collection[str]) -> str:
    return f"scope NOT IN ({', '.join('?' * len(kept_back))})"


def _key(table: str, text: str) -> Key:
    return tuple(
        float(part) if is_number(column) else part
        for column, part in zip(BY_NAME[table].key, json.loads(text), strict=True)
    )


def count(connection: sqlite3.Connection) -> int:
    """How many changes wait."""
    return int(connection.execute("SELECT count(*) FROM change").fetchone()[0])


def unsent(connection: sqlite3.Connection, scope: str) -> set[tuple[str, Key]]:
    """The rows of ``scope`` that wait: by table and key."""
    rows = connection.execute("SELECT DISTINCT tbl, key FROM change WHERE scope = ?", (scope,))
    return {(table, _key(table, key)) for table, key in rows}


def row(connection: sqlite3.Connection, change: Change) -> tuple[object, ...] | None:
    """What the row holds, without its key; None where it is gone."""
    table = BY_NAME[change.table]
    found = connection.execute(
        f"SELECT {', '.join((*table.values, '1'))} FROM {table.here} WHERE {_where(table)}",
        _named(table, change.scope, change.key),
    ).fetchone()
    return None if found is None else tuple(found[:-1])


def fetched(connection: sqlite3.Connection, scope: str, need: Need) -> int:
    """Up to which revision ``scope`` is here; 0: nothing of it."""
    found = connection.execute(
        "SELECT rev FROM fetched WHERE scope = ? AND need = ?", (scope, need.value)
    ).fetchone()
    return 0 if found is None else int(found[0])


def has_fetched(connection: sqlite3.Connection, scope: str, need: Need, rev: int) -> None:
    """It is here up to ``rev``."""
    connection.execute("INSERT OR REPLACE INTO fetched VALUES (?, ?, ?)", (scope, need.value, rev))


def forget_fetched(connection: sqlite3.Connection, scope: str | None = None) -> None:
    """Fetch all of ``scope``, or everything, anew."""
    if scope is None:
        connection.execute("DELETE FROM fetched")
    else:
        connection.execute("DELETE FROM fetched WHERE scope = ?", (scope,))


def forget_owned(connection: sqlite3.Connection, scope: str) -> None:
    """Fetch ``scope`` anew, should this process own it again: another one does."""
    forget_fetched(connection, scope)
    connection.execute("DELETE FROM known WHERE target = ?", (scope,))
    connection.execute(f"DELETE FROM told WHERE target = ? AND {_shared(BY_NAME['told'], 'told')}", (scope,))


class Row(NamedTuple):
    """As the database has it."""

    key: Key
    values: Sequence[object]
    gone: bool


def apply(connection: sqlite3.Connection, table: Table, scope: str, rows: Iterable[Row]) -> None:
    """Take up what was fetched, inside ``transaction``; what waits to be sent is newer, and stays."""
    newer = unsent(connection, scope)
    scoped = (table.scope,) if table.scope else ()
    columns = (*scoped, *table.columns)
    counted = (table.counts,) if table.counts else ()
    marks = ", ".join([*("?" for _ in columns), *("1" for _ in counted)])
    insert = f"INSERT INTO {table.here} ({', '.join((*columns, *counted))}) VALUES ({marks})"
    if not table.relation:
        changed = [f"{one} = excluded.{one}" for one in table.values] + [
            f"{one} = {one} + 1" for one in counted
        ]
        insert += f" ON CONFLICT ({table.indexed or ', '.join((*scoped, *table.key))}) DO UPDATE SET "
        insert += ", ".join(changed)
    for one in rows:
        if (table.name, one.key) in newer:
            continue
        if one.gone:
            if not table.relation:
                connection.execute(
                    f"DELETE FROM {table.here} WHERE {_where(table)}", _named(table, scope, one.key)
                )
        else:
            connection.execute(insert, (*((scope,) if scoped else ()), *one.key, *one.values))


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """In which what is written is not noted."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute("INSERT INTO applying VALUES (1)")
        yield
        connection.execute("DELETE FROM applying")
        connection.execute("COMMIT")
    except BaseException:  # whatever came, the transaction must not stay open
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def is_shared(scope: str) -> bool:
    """Whether others know the target by this id: not while its account is unknown."""
    return scope == EVERYBODY or not is_way(scope)


def _where(table: Table) -> str:
    columns = ((table.scope,) if table.scope else ()) + table.key
    return " AND ".join(f"{column} = ?" for column in columns)


def _named(table: Table, scope: str, key: Key) -> tuple[str | float, ...]:
    return (*((scope,) if table.scope else ()), *key)


def end(connection: sqlite3.Connection) -> None:
    """Make it a store of its own again, which is no copy of anything."""
    names = connection.execute(
        "SELECT type, name FROM sqlite_master WHERE (type = 'trigger' AND name LIKE 'note\\_%' ESCAPE '\\')"
        " OR (type = 'view' AND name IN ('point_row', 'part_row', 'moment_row'))"
        " OR (type = 'table' AND name IN ('change', 'fetched', 'applying', 'installation'))"
        " ORDER BY type = 'table'"
    ).fetchall()
    for kind, name in names:
        connection.execute(f"DROP {kind} {name}")
