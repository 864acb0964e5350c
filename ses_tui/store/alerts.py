"""Rows of the alert tables of ``schema``: what was told, what is laid over, what was delivered."""

import sqlite3
from collections.abc import Iterable, Mapping
from uuid import uuid4

from ses_tui.core.condition import Condition
from ses_tui.core.delivery import Delivered
from ses_tui.core.ledger import DeliveryRecord
from ses_tui.core.messages import Kind
from ses_tui.core.model import Key
from ses_tui.core.overlays import Acknowledgement, Overlays, Silence
from ses_tui.core.self_monitoring import SelfAlert
from ses_tui.core.snapshot import Posted
from ses_tui.core.visibility import DeliveredBlindness
from ses_tui.store.tables import key_of, name_of


def write_told(connection: sqlite3.Connection, target: str, rows: Iterable[DeliveryRecord]) -> None:
    """Remember what channels were told; what says nothing is forgotten."""
    for channel, key, told, blind in rows:
        if told == Delivered(at=told.at) and not blind.causes:
            connection.execute(
                "DELETE FROM told WHERE target = ? AND channel = ? AND kind = ? AND name = ? AND metric = ?",
                (target, channel, *_columns(key)),
            )
            continue
        connection.execute(
            "INSERT OR REPLACE INTO told VALUES (?,?,?,?,?,?,?,?,?,?,?)",
            (
                channel,
                target,
                *_columns(key),
                told.condition.word,
                told.at,
                told.owed.word,
                " ".join(sorted(blind.causes)),
                blind.at,
                blind.times,
            ),
        )


def read_told(connection: sqlite3.Connection, target: str, name: str) -> tuple[DeliveryRecord, ...]:
    """All that channels were told of ``target``; its keys under ``name``."""
    rows = connection.execute(
        "SELECT channel, kind, name, metric, condition, at, owed, blind, blind_at, blind_times"
        " FROM told WHERE target = ?",
        (target,),
    )
    return tuple(
        (
            channel,
            key,
            Delivered(Condition.of(condition), at, Condition.of(owed)),
            DeliveredBlindness(frozenset(causes.split()), blind_at, times),
        )
        for channel, kind, subject, metric, condition, at, owed, causes, blind_at, times in rows
        if (key := key_of(name, kind, subject, metric)) is not None
    )


def write_known(connection: sqlite3.Connection, target: str, rows: Iterable[tuple[Key, float]]) -> None:
    """Remember up to which datapoint people were told."""
    connection.executemany(
        "INSERT OR REPLACE INTO known VALUES (?,?,?,?,?)",
        [(target, *_columns(key), at) for key, at in rows],
    )


def read_known(connection: sqlite3.Connection, target: str, name: str) -> dict[Key, float]:
    """Per key the datapoint up to which people were told, UTC epoch seconds."""
    rows = connection.execute("SELECT kind, name, metric, at FROM known WHERE target = ?", (target,))
    return {
        key: at
        for kind, subject, metric, at in rows
        if (key := key_of(name, kind, subject, metric)) is not None
    }


def write_trouble(connection: sqlite3.Connection, channel: str, self_alert: SelfAlert, told: bool) -> None:
    """Remember, or forget, that ``channel`` was told of ``trouble``."""
    row = (channel, self_alert.kind.value, self_alert.about)
    if told:
        connection.execute("INSERT OR REPLACE INTO upkeep VALUES (?,?,?)", row)
    else:
        connection.execute("DELETE FROM upkeep WHERE channel = ? AND word = ? AND about = ?", row)


def read_troubles(connection: sqlite3.Connection) -> tuple[tuple[str, SelfAlert], ...]:
    """Per channel the trouble that it was told of."""
    rows = connection.execute("SELECT channel, word, about FROM upkeep")
    return tuple((channel, SelfAlert(Kind(word), about)) for channel, word, about in rows)


def write_posted(connection: sqlite3.Connection, target: str, posted: Posted) -> None:
    """Add one message that one channel accepted."""
    connection.execute(
        "INSERT INTO posted (alert, word, condition, channel, target, at, uid) VALUES (?,?,?,?,?,?,?)",
        (posted.alert, posted.kind, posted.condition.word, posted.channel, target, posted.at, uuid4().hex),
    )


def read_posted(connection: sqlite3.Connection, target: str, since: float) -> tuple[Posted, ...]:
    """What channels accepted about ``target`` at or after ``since``, oldest first."""
    rows = connection.execute(
        "SELECT alert, word, condition, channel, at FROM posted WHERE target = ? AND at >= ? ORDER BY at",
        (target, since),
    )
    return tuple(
        Posted(alert, word, Condition.of(condition), channel, at)
        for alert, word, condition, channel, at in rows
    )


def write_ack(connection: sqlite3.Connection, target: str, ack: Acknowledgement) -> None:
    """Take up an acknowledgement; it replaces the key's older one."""
    connection.execute(
        "INSERT OR REPLACE INTO ack VALUES (?,?,?,?,?,?,?,?,?)",
        (
            target,
            *_columns(ack.key),
            ack.condition.word,
            ack.at,
            ack.until,
            ack.who,
            ack.why,
        ),
    )


def delete_ack(connection: sqlite3.Connection, target: str, key: Key) -> None:
    """The acknowledgement of ``key`` is over."""
    connection.execute(
        "DELETE FROM ack WHERE target = ? AND kind = ? AND name = ? AND metric = ?",
        (target, *_columns(key)),
    )


def write_silence(connection: sqlite3.Connection, silence: Silence) -> None:
    """Take up a silence."""
    connection.execute(
        "INSERT OR REPLACE INTO quiet VALUES (?,?,?,?,?,?,?,?)",
        (
            silence.id,
            silence.matcher,
            silence.at,
            silence.until,
            silence.target,
            silence.who,
            silence.why,
            " ".join(sorted(silence.also)),
        ),
    )


def delete_silence(connection: sqlite3.Connection, name: str) -> None:
    """The silence with this id is over."""
    connection.execute("DELETE FROM quiet WHERE id = ?", (name,))


def read_overlays(connection: sqlite3.Connection, names: Mapping[str, str]) -> Overlays:
    """All silences, and the acknowledgements of the targets of ``names``: id -> what it is called."""
    acks = {}
    for target, kind, subject, metric, condition, at, until, who, why in connection.execute(
        "SELECT * FROM ack"
    ):
        key = key_of(names.get(target, ""), kind, subject, metric)
        if key is not None and key.target:
            acks[key] = Acknowledgement(key, Condition.of(condition), at, until, who, why)
    silences = {
        name: Silence(name, matcher, until, at, names.get(target, target), who, why, frozenset(also.split()))
        for name, matcher, at, until, target, who, why, also in connection.execute("SELECT * FROM quiet")
    }
    return Overlays(acks, silences)


def _columns(key: Key) -> tuple[str, str, str]:
    return key.subject.kind.value, name_of(key.subject), key.metric.value
