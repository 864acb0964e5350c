"""The tables that are shared: what names a row, what it holds, who may write it and who needs it.

In PostgreSQL each has the columns that are named here and two more: ``rev``, the revision of its target at
which it was written, and ``gone``, that it was deleted. The copy has the tables of ``store.schema``, and
``point_row``, ``part_row`` and ``moment_row`` for those whose rows have numbers of their own (``journal``).
"""

from dataclasses import dataclass
from enum import Enum

PERSONAL = ("bell", "terminal", "tmux", "desktop")
"""Channels that reach whoever sits at a screen: what they were told stays in the copy."""


class Writer(Enum):
    """Who may write a table."""

    OWNER = "owner"
    """The target's owner alone, with its token."""
    ANYBODY = "anybody"


class Need(Enum):
    """When a row is fetched."""

    SHOWN = "shown"
    """At once, by whoever watches the target."""
    KEPT = "kept"
    """By its owner, when it becomes one."""


@dataclass(frozen=True, slots=True)
class Table:
    """One shared table."""

    name: str
    key: tuple[str, ...]
    """What tells the rows of one target apart."""
    values: tuple[str, ...]
    writer: Writer = Writer.OWNER
    need: Need = Need.SHOWN
    relation: str = ""
    """Its name in the copy, if it has another there."""
    scope: str = "target"
    """The column that names the target in the copy; empty: its rows are of no target."""
    counts: str = ""
    """A column of the copy alone that counts how often the row was written."""
    indexed: str = ""
    """The columns that are unique in the copy, where they are not the target and the key."""

    @property
    def here(self) -> str:
        """Its name in the copy."""
        return self.relation or self.name

    @property
    def columns(self) -> tuple[str, ...]:
        """All but the target, in order."""
        return self.key + self.values


_ALERT = ("kind", "name", "metric")

TABLES: tuple[Table, ...] = (
    Table(
        "point", (*_ALERT, "at"), ("value", "numerator", "denominator"), need=Need.KEPT, relation="point_row"
    ),
    Table("bucket", ("at",), ("attempts", "bounces", "complaints", "rejects"), need=Need.KEPT),
    Table("usage", ("month",), ("api_calls", "metrics_requested", "vdm_queries"), need=Need.KEPT),
    Table("known", _ALERT, ("at",), need=Need.KEPT),
    Table(
        "told",
        ("channel", *_ALERT),
        ("condition", "at", "owed", "blind", "blind_at", "blind_times"),
        need=Need.KEPT,
    ),
    Table(
        "event",
        ("uid",),
        ("at", "word", "condition", *_ALERT, "text", "alert", "message"),
        indexed="uid",
    ),
    Table("posted", ("uid",), ("alert", "word", "condition", "channel", "at"), indexed="uid"),
    Table("ack", _ALERT, ("condition", "at", "until", "who", "why"), Writer.ANYBODY),
    Table("last_target", (), ("at", "body")),
    Table("published", (), ("body",), counts="sequence"),
    Table("standing", (), ("at", "standing")),
    Table("request", ("token",), ("at", "body", "answer"), Writer.ANYBODY, indexed="token"),
    Table("part", ("digest",), ("body",), relation="part_row"),
    Table("moment", ("uid",), ("at", "run", "told", "about", "version", "parts"), relation="moment_row"),
    Table(
        "quiet",
        ("id",),
        ("matcher", "at", "until", "target", "who", "why", "also"),
        Writer.ANYBODY,
        scope="",
        indexed="id",
    ),
    Table("diary", ("entry",), ("at",), Writer.ANYBODY, scope="", indexed="entry"),
)

BY_NAME = {table.name: table for table in TABLES}

EVERYBODY = ""
"""The target of rows that are of no target."""

_NUMBERS = frozenset({"at", "until", "value", "blind_at", "run"})
_COUNTS = frozenset(
    {
        *("numerator", "denominator", "attempts", "bounces", "complaints", "rejects", "blind_times"),
        *("api_calls", "metrics_requested", "vdm_queries", "told", "version"),
    }
)
_BYTES = frozenset({"body", "answer", "message"})
_OPTIONAL = frozenset({"numerator", "denominator", "message", "answer"})


def is_number(column: str) -> bool:
    """Whether it holds a REAL."""
    return column in _NUMBERS


def sql_type(table: Table, column: str) -> str:
    """Of PostgreSQL."""
    if column in _NUMBERS:
        kind = "double precision"
    elif column in _COUNTS:
        kind = "bigint"
    elif column in _BYTES:
        kind = "bytea"
    else:
        kind = "text"
    optional = column in _OPTIONAL or (table.name, column) == ("told", "at")
    return kind if optional else f"{kind} NOT NULL"
