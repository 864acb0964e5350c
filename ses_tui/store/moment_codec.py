"""A moment in parts, and back. Most parts are the same from one moment to the next, and are kept once.

What is shown is kept: of each kind of row the worst and biggest ROWS_KEPT, of which the first ROWS_FULL
have every point; of the account every point; of a queue its newest EVENTS_KEPT events. Series lose
precision as ``packing`` says. Left out: the times of the monotonic clock, which mean nothing in another run.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from zlib import compress, decompress
from zlib import error as ZlibError  # noqa: N812  # its name there says nothing

import msgspec
from msgspec.structs import fields

from ses_tui.core.clock import DAY, utc_day
from ses_tui.core.events.seen import NO_EVENTS
from ses_tui.core.inventory import Inventory, ListedValue
from ses_tui.core.model import EMPTY_SERIES, Series, SubjectKind
from ses_tui.core.moments import Moment
from ses_tui.core.record import Record, replace
from ses_tui.core.snapshot import (
    NO_INVENTORY,
    Reading,
    Row,
    Snapshot,
    TargetSnapshot,
)
from ses_tui.store.codec import VERSION as SNAPSHOT_VERSION
from ses_tui.store.codec import CodecError
from ses_tui.store.keep import thinned
from ses_tui.store.packing import Packed, pack, unpack

VERSION = 1000 * SNAPSHOT_VERSION + 1
"""Raised, as that of the snapshots, where old bytes would mean something else; those are not found then."""

ROWS_KEPT = 300
ROWS_FULL = 50
THIN_POINTS = 24
"""Points of the series of a row or value beyond ROWS_FULL: what a sparkline can draw."""

EVENTS_KEPT = 200
"""Of the newest events of a queue: more than any screen shows at once."""

Parts = dict[str, bytes]

_INVENTORY = {field.name: field.type for field in fields(Inventory)}
_TARGET = {field.name: field.type for field in fields(TargetSnapshot)}
_LONG: Mapping[str, Any] = {"recent": (), "posted": (), "events": NO_EVENTS}
"""What is long and seldom another, and what it is where there is nothing."""


class _Head(Record, frozen=True):
    """What changes with each moment. ``daily``: of the account's readings, in order."""

    snapshot: Snapshot
    totals: Mapping[SubjectKind, int]
    daily: tuple[Packed, ...]


class _Rows(Record, frozen=True):
    rows: tuple[Row, ...]
    series: Packed


class _Values(Record, frozen=True):
    values: tuple[ListedValue, ...]
    series: Packed


def encode(snapshot: Snapshot) -> Parts:
    """Each part by its name, compressed."""
    parts: Parts = {}
    totals: dict[SubjectKind, int] = {}
    heads: list[TargetSnapshot] = []
    for index, target in enumerate(snapshot.targets):
        for kind, rows in target.rows.items():
            if len(rows) > ROWS_KEPT:
                totals[kind] = totals.get(kind, 0) + len(rows)
            parts[f"{index}/rows/{kind.value}"] = _pressed(_rows(rows[:ROWS_KEPT]))
        for day, series in _by_day(target.readings):
            parts[f"{index}/day/{day:.0f}"] = _pressed(pack(series))
        for name in _INVENTORY:
            value = getattr(target.inventory, name)
            if value != getattr(NO_INVENTORY, name):
                parts[f"{index}/inventory/{name}"] = _pressed(_values(value) if name == "values" else value)
        events = replace(target.events, newest=target.events.newest[:EVENTS_KEPT])
        for name, value in (("recent", target.recent), ("posted", target.posted), ("events", events)):
            if value != _LONG[name]:
                parts[f"{index}/{name}"] = _pressed(value)
        heads.append(_bare(target))
    daily = tuple(pack(reading.daily for reading in target.readings) for target in snapshot.targets)
    parts["head"] = _pressed(_Head(replace(snapshot, targets=tuple(heads)), totals, daily))
    return parts


def decode(parts: Mapping[str, bytes], about: str) -> Moment:
    """The moment that ``encode`` was given. Raises CodecError on anything else."""
    try:
        head = _of(parts["head"], _Head)
        targets = tuple(
            _whole(target, _parts_of(parts, n), daily)
            for n, (target, daily) in enumerate(zip(head.snapshot.targets, head.daily, strict=True))
        )
    except (msgspec.MsgspecError, ZlibError, KeyError, ValueError, IndexError, RecursionError) as error:
        raise CodecError(f"no moment: {error!r}") from error
    return Moment(replace(head.snapshot, targets=targets), about, head.totals)


def _parts_of(parts: Mapping[str, bytes], index: int) -> dict[str, bytes]:
    """Of one target, by what they hold."""
    split = ((*name.partition("/"), body) for name, body in parts.items())
    return {rest: body for number, _, rest, body in split if number == str(index)}


def _pressed(value: object) -> bytes:
    return compress(msgspec.msgpack.encode(value))


def _of(body: bytes, kind: Any) -> Any:
    return msgspec.msgpack.decode(decompress(body), type=kind)


def _bare(target: TargetSnapshot) -> TargetSnapshot:
    """Without what has a part of its own."""
    return replace(
        target,
        readings=tuple(_empty(reading) for reading in target.readings),
        rows={},
        inventory=NO_INVENTORY,
        **_LONG,
        sources=tuple(replace(source, last_success_mono=None) for source in target.sources),
    )


def _empty(reading: Reading) -> Reading:
    return replace(reading, series=EMPTY_SERIES, daily=EMPTY_SERIES)


def _by_day(readings: Sequence[Reading]) -> Iterable[tuple[float, list[Series]]]:
    """Per UTC day the points of each reading: of all days but the first and the last always the same."""
    for day in sorted({utc_day(at) for reading in readings for at in reading.series.times}):
        yield day, [_within(reading.series, day, day + DAY) for reading in readings]


def _within(series: Series, start: float, end: float) -> Series:
    first, last = bisect_left(series.times, start), bisect_left(series.times, end)
    return Series(series.times[first:last], series.values[first:last])


def _rows(rows: tuple[Row, ...]) -> _Rows:
    series: list[Series] = []
    bare: list[Row] = []
    for index, row in enumerate(rows):
        for reading in row.readings:
            full = index < ROWS_FULL
            series += (reading.series if full else thinned(reading.series, THIN_POINTS), reading.daily)
        bare.append(replace(row, readings=tuple(_empty(reading) for reading in row.readings)))
    return _Rows(tuple(bare), pack(series))


def _values(values: tuple[ListedValue, ...]) -> _Values:
    kept = (
        one.series if index < ROWS_FULL else thinned(one.series, THIN_POINTS)
        for index, one in enumerate(values)
    )
    return _Values(tuple(replace(one, series=EMPTY_SERIES) for one in values), pack(kept))


def _whole(target: TargetSnapshot, parts: Mapping[str, bytes], daily: Packed) -> TargetSnapshot:
    """With its parts; ``daily``: that of the account's readings."""
    points: list[list[Series]] = [[] for _ in target.readings]
    rows: dict[SubjectKind, tuple[Row, ...]] = {}
    inventory: dict[str, Any] = {}
    for name, body in sorted(parts.items(), key=lambda part: (len(part[0]), part[0])):
        kind, _, rest = name.partition("/")
        if kind == "day":
            for pieces, piece in zip(points, unpack(_of(body, Packed)), strict=True):
                pieces.append(piece)
        elif kind == "rows":
            rows[SubjectKind(rest)] = _filled_rows(_of(body, _Rows))
        elif kind == "inventory":
            found = _of(body, _Values if rest == "values" else _INVENTORY[rest])
            inventory[rest] = _filled_values(found) if rest == "values" else found
    readings = tuple(
        replace(reading, series=_joined(pieces), daily=days)
        for reading, pieces, days in zip(target.readings, points, unpack(daily), strict=True)
    )
    return replace(
        target,
        readings=readings,
        rows=rows,
        inventory=replace(NO_INVENTORY, **inventory),
        **{name: _of(parts[name], _TARGET[name]) for name in _LONG if name in parts},
    )


def _joined(pieces: Sequence[Series]) -> Series:
    return Series(
        tuple(at for piece in pieces for at in piece.times),
        tuple(value for piece in pieces for value in piece.values),
    )


def _filled_rows(kept: _Rows) -> tuple[Row, ...]:
    series = iter(unpack(kept.series))
    return tuple(
        replace(
            row,
            readings=tuple(
                replace(reading, series=next(series), daily=next(series)) for reading in row.readings
            ),
        )
        for row in kept.rows
    )


def _filled_values(kept: _Values) -> tuple[ListedValue, ...]:
    return tuple(
        replace(one, series=series) for one, series in zip(kept.values, unpack(kept.series), strict=True)
    )
