"""Rows of the tables of ``schema`` to the types of ``core``, and back."""

import sqlite3
from collections.abc import Sequence
from math import isfinite
from uuid import uuid4

from ses_tui.core.condition import Condition
from ses_tui.core.counts import SendBucket
from ses_tui.core.heartbeat import Standing
from ses_tui.core.model import Key, Metric, Point, Series, Subject, SubjectKind
from ses_tui.core.snapshot import AlertEvent, Usage

Points = Sequence[tuple[Subject, Metric, Point]]


def name_of(subject: Subject) -> str:
    """The ``name`` column; AWS has no empty names, so '' stands for the account's None."""
    return subject.name or ""


def key_of(target: str, kind: str, name: str, metric: str) -> Key | None:
    """Back; None for a kind or a metric that this version doesn't know."""
    try:
        return Key(target, Subject(SubjectKind(kind), name or None), Metric(metric))
    except ValueError:
        return None


def write_points(connection: sqlite3.Connection, target: str, points: Points) -> None:
    """Insert; a point of the same time replaces. Values that are no number are left out."""
    ids: dict[tuple[Subject, Metric], int] = {}
    rows = []
    for subject, metric, point in points:
        if not isfinite(point.value):
            continue
        if (subject, metric) not in ids:
            ids[subject, metric] = _series_id(connection, target, subject, metric)
        rows.append((ids[subject, metric], point.at, point.value, point.numerator, point.denominator))
    connection.executemany("INSERT OR REPLACE INTO point VALUES (?, ?, ?, ?, ?)", rows)


def _series_id(connection: sqlite3.Connection, target: str, subject: Subject, metric: Metric) -> int:
    series = (target, subject.kind.value, name_of(subject), metric.value)
    connection.execute(
        "INSERT OR IGNORE INTO series (target, kind, name, metric) VALUES (?, ?, ?, ?)", series
    )
    row = connection.execute(
        "SELECT id FROM series WHERE target = ? AND kind = ? AND name = ? AND metric = ?", series
    ).fetchone()
    return int(row[0])


def read_points(
    connection: sqlite3.Connection, target: str, since: float
) -> dict[tuple[Subject, Metric], list[Point]]:
    """Points at or after ``since`` (UTC epoch seconds), in time order per (subject, metric)."""
    found: dict[tuple[Subject, Metric], list[Point]] = {}
    for series, kind, name, metric in connection.execute(
        "SELECT id, kind, name, metric FROM series WHERE target = ? ORDER BY id", (target,)
    ).fetchall():
        key = key_of(target, kind, name, metric)
        rows = connection.execute(
            "SELECT at, value, numerator, denominator FROM point WHERE series = ? AND at >= ? ORDER BY at",
            (series, since),
        )
        if key is not None and (points := [Point(*row) for row in rows]):
            found[key.subject, key.metric] = points
    return found


def read_hours(connection: sqlite3.Connection, target: str, since: float) -> list[Point]:
    """Messages of the account per hour."""
    rows = connection.execute(
        "SELECT at, value FROM point JOIN series ON series = id"
        " WHERE target = ? AND kind = ? AND metric = ? AND at >= ? ORDER BY at",
        (target, SubjectKind.ACCOUNT.value, Metric.SENDS.value, since),
    )
    return [Point(*row) for row in rows]


def read_warmup(connection: sqlite3.Connection, target: str, since: float) -> dict[str, Series]:
    """Per dedicated IP how far it was warm (fractions)."""
    found: dict[str, list[tuple[float, float]]] = {}
    rows = connection.execute(
        "SELECT name, at, value FROM point JOIN series ON series = id"
        " WHERE target = ? AND kind = ? AND metric = ? AND at >= ?",
        (target, SubjectKind.IP.value, Metric.WARMUP.value, since),
    )
    for name, at, value in rows:
        found.setdefault(name, []).append((at, value))
    return {name: Series.of(pairs) for name, pairs in found.items()}


def write_counts(connection: sqlite3.Connection, target: str, buckets: Sequence[SendBucket]) -> None:
    """Insert; counts of the same start replace, and what is the same already is not written again."""
    connection.executemany(
        "INSERT INTO bucket VALUES (?,?,?,?,?,?) ON CONFLICT (target, at) DO UPDATE SET attempts ="
        " excluded.attempts, bounces = excluded.bounces, complaints = excluded.complaints, rejects ="
        " excluded.rejects WHERE (attempts, bounces, complaints, rejects) IS NOT (excluded.attempts,"
        " excluded.bounces, excluded.complaints, excluded.rejects)",
        [(target, one.at, one.attempts, one.bounces, one.complaints, one.rejects) for one in buckets],
    )


def read_counts(connection: sqlite3.Connection, target: str, since: float) -> tuple[SendBucket, ...]:
    """Counts that start at or after ``since`` (UTC epoch seconds), in time order."""
    rows = connection.execute(
        "SELECT at, attempts, bounces, complaints, rejects FROM bucket"
        " WHERE target = ? AND at >= ? ORDER BY at",
        (target, since),
    )
    return tuple(SendBucket(*row) for row in rows)


def add_usage(connection: sqlite3.Connection, target: str, month: str, usage: Usage) -> None:
    """Add to what was asked of AWS in that month."""
    connection.execute(
        "INSERT INTO usage VALUES (?,?,?,?,?) ON CONFLICT (target, month) DO UPDATE SET"
        " api_calls = api_calls + excluded.api_calls,"
        " metrics_requested = metrics_requested + excluded.metrics_requested,"
        " vdm_queries = vdm_queries + excluded.vdm_queries",
        (target, month, usage.api_calls, usage.metrics_requested, usage.vdm_queries),
    )


def read_usage(connection: sqlite3.Connection, target: str, month: str) -> Usage:
    """What was asked of AWS in that month."""
    row = connection.execute(
        "SELECT api_calls, metrics_requested, vdm_queries FROM usage WHERE target = ? AND month = ?",
        (target, month),
    ).fetchone()
    return Usage() if row is None else Usage(*row)


def write_event(
    connection: sqlite3.Connection, target: str, event: AlertEvent, message: bytes | None
) -> None:
    """Add one message that was sent; ``message``: the whole of it (``messages``)."""
    subject = event.key.subject
    connection.execute(
        "INSERT INTO event (target, at, word, condition, kind, name, metric, text, alert, message, uid)"
        " VALUES (?,?,?,?,?,?,?,?,?,?,?)",
        (
            target,
            event.at,
            event.kind,
            event.condition.word,
            subject.kind.value,
            name_of(subject),
            event.key.metric.value,
            event.text,
            event.alert,
            message,
            uuid4().hex,
        ),
    )


def read_events(connection: sqlite3.Connection, target: str, name: str, limit: int) -> tuple[AlertEvent, ...]:
    """The newest ``limit`` messages about ``target``, newest first; its keys under ``name``."""
    rows = connection.execute(
        "SELECT at, word, condition, kind, name, metric, text, alert FROM event"
        " WHERE target = ? ORDER BY at DESC, id DESC LIMIT ?",
        (target, limit),
    )
    return tuple(
        AlertEvent(
            at=at,
            kind=word,
            condition=Condition.of(condition),
            key=key,
            text=text,
            alert=alert,
        )
        for at, word, condition, kind, subject, metric, text, alert in rows
        if (key := key_of(name, kind, subject, metric)) is not None
    )


def write_last(connection: sqlite3.Connection, target: str, at: float, body: bytes) -> None:
    """Keep the last known numbers of one target; ``at``: UTC epoch seconds."""
    connection.execute("INSERT OR REPLACE INTO last_target VALUES (?, ?, ?)", (target, at, body))


def write_standing(connection: sqlite3.Connection, target: str, standing: Standing, at: float) -> None:
    """Keep whether the owner of ``target`` sees it."""
    connection.execute("INSERT OR REPLACE INTO standing VALUES (?,?,?)", (target, at, standing.value))


def delete_standing(connection: sqlite3.Connection, target: str) -> None:
    """Nobody watches it, by intent."""
    connection.execute("DELETE FROM standing WHERE target = ?", (target,))


def read_standings(connection: sqlite3.Connection) -> dict[str, tuple[Standing, float]]:
    """By the id of every target."""
    rows = connection.execute("SELECT target, at, standing FROM standing")
    return {target: (Standing(standing), at) for target, at, standing in rows}
