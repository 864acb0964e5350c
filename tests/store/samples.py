"""Snapshots for the store: any that the types allow, and one like a real one."""

import sys
from collections.abc import Mapping
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin

from hypothesis import strategies as st
from msgspec.structs import fields

from ses_tui.core.condition import BOUNCE_LINES, Condition, Health
from ses_tui.core.model import ACCOUNT, Key, Metric, Series, Subject, SubjectKind
from ses_tui.core.snapshot import Alert, ChannelStatus, Reading, Row, Snapshot, SourceStatus, TargetSnapshot

NOW = 1_764_000_000.0

_SCALARS: Mapping[Any, st.SearchStrategy[Any]] = {
    str: st.text(max_size=6),
    int: st.integers(-(2**53), 2**53),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
    NoneType: st.none(),
}


def anything(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of a type of ``core.snapshot``; every field of a record is drawn, also new ones."""
    if kind in _SCALARS:
        return _SCALARS[kind]
    if get_origin(kind) is not None:
        return _composed(get_origin(kind), get_args(kind))
    if kind is Series:
        points = st.dictionaries(_SCALARS[float], _SCALARS[float], max_size=3)
        return points.map(lambda pairs: Series.of(pairs.items()))
    if issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    return st.builds(kind, **{field.name: st.deferred(_later(field.type)) for field in fields(kind)})


def _composed(origin: Any, args: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    if origin is UnionType:
        return st.one_of(*(anything(arg) for arg in args))
    if origin is frozenset:
        return st.frozensets(anything(args[0]), max_size=2)
    if origin is not tuple:
        return st.dictionaries(anything(args[0]), anything(args[1]), max_size=2)
    if args[-1] is Ellipsis:
        return st.lists(anything(args[0]), max_size=2).map(tuple)
    return st.tuples(*(anything(arg) for arg in args))


def _later(kind: Any) -> Any:
    return lambda: anything(kind)


@cache  # shared: ten thousand rows with points of their own take 2 GB
def series(count: int, step: float, value: float = 0.01) -> Series:
    """``count`` points, the newest at NOW."""
    return Series.of((NOW - step * back, value + back / 1e6) for back in range(count))


def reading(subject: Subject, metric: Metric, **changes: Any) -> Reading:
    """A fresh reading with five days of points every five minutes and 20 daily ones."""
    given: dict[str, Any] = {
        "value": 0.0123,
        "at": NOW,
        "health": Health.FRESH,
        "numerator": 123,
        "denominator": 10_000,
        "series": series(5 * 288, 300.0),
        "daily": series(20, 86_400.0),
        "lines": BOUNCE_LINES,
    }
    return Reading(subject, metric, "vdm", **{**given, **changes})


def row(name: str) -> Row:
    """An identity."""
    subject = Subject(SubjectKind.IDENTITY, name)
    return Row(subject, (reading(subject, Metric.BOUNCE_RATE), reading(subject, Metric.SENDS, value=5000.0)))


def snapshot(rows: int = 3, target: str = "prod", at: float = NOW) -> Snapshot:
    """One target with its two rates, some identities, an open alert and a channel."""
    key = Key(target, ACCOUNT, Metric.BOUNCE_RATE)
    alert = Alert(
        "1", "FIRING", Condition.WARN, key, 0.0312, 0.03, at - 60, "WARN account bounce 3.12 % ≥ 3 %"
    )
    return Snapshot(
        at,
        (
            TargetSnapshot(
                target,
                "us-east-1",
                condition=Condition.WARN,
                health=Health.FRESH,
                readings=(reading(ACCOUNT, Metric.BOUNCE_RATE),),
                rows={
                    SubjectKind.IDENTITY: tuple(row(f"news{number}.example.org") for number in range(rows))
                },
                alerts=(alert,),
                sources=(SourceStatus("vdm", Health.FRESH, 900.0, at, sys.float_info.max),),
            ),
        ),
        channels=(ChannelStatus("bell", "failing", "no", 3),),
        sequence=7,
    )
