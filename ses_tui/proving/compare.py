"""What a replay came to, held against another configuration or against what was really sent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ses_tui.core.clock import DAY
from ses_tui.core.condition import BOUNCE_LINES, COMPLAINT_LINES
from ses_tui.core.delivery import TOLD_ONCE
from ses_tui.core.messages import Kind
from ses_tui.core.model import ACCOUNT, TIER_KEYS, Key, Metric, Point
from ses_tui.core.snapshot import AlertEvent
from ses_tui.core.volume import LATE as COUNTS_LATE
from ses_tui.proving.replay import History, Told

AWS_REVIEW = {Metric.BOUNCE_RATE: BOUNCE_LINES.review, Metric.COMPLAINT_RATE: COMPLAINT_LINES.review}
"""AWS's own lines, whatever the configuration says."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """``at``: when the account's rate came to ``line``, a fraction, from below.

    ``first``: the earliest alert that was still open then, by the rate or by its early tiers.
    """

    at: float
    metric: Metric
    line: float
    first: Told | None

    @property
    def lead(self) -> float | None:
        """Seconds between the alert and the crossing; below 0 where it came after it."""
        return None if self.first is None else self.at - self.first.at


def crossings(history: History, told: Sequence[Told], start: float, end: float) -> list[Crossing]:
    """Each crossing from ``start`` to ``end``, in the order of time."""
    found = []
    for metric, line in AWS_REVIEW.items():
        if line is None:
            continue
        for at in _crossed(history.points.get((ACCOUNT, metric), ()), line):
            if start <= at <= end:
                found.append(Crossing(at, metric, line, _first(told, metric, at)))
    return sorted(found, key=lambda one: one.at)


def _crossed(points: Iterable[Point], line: float) -> Iterable[float]:
    above = False
    for point in points:
        if point.value >= line and not above:
            yield point.at
        above = point.value >= line


def _first(told: Sequence[Told], metric: Metric, at: float) -> Told | None:
    """The earliest alert open at ``at``, else the first one that came after it."""
    opened: dict[Metric, Told] = {}
    for one in told:
        key, kind = one.message.key, one.message.kind
        if key.subject != ACCOUNT or key.metric not in (metric, TIER_KEYS[metric]):
            continue
        if one.at > at and opened:
            break
        if kind is Kind.RESOLVED:
            opened.pop(key.metric, None)
        elif kind is Kind.FIRING:
            opened.setdefault(key.metric, one)
            if one.at > at:
                break
    return min(opened.values(), key=lambda one: one.at, default=None)


COMPARED = frozenset({Kind.FIRING, Kind.EASED, Kind.RESOLVED})
"""Reminders hang on acknowledgements, and blindness on outages, that history does not hold."""

LATE = DAY
"""A message may have waited so long for the program to be started again."""

Mark = tuple[str, Told]
"""`` `` in both, ``-`` only in the first, ``+`` only in the second."""


def side_by_side(one: Sequence[Told], other: Sequence[Told]) -> list[Mark]:
    """Both in the order of time; what is told at the same time to the same channels is one."""
    mine = {(told.at, told.said, told.channels): told for told in one}
    theirs = {(told.at, told.said, told.channels): told for told in other}
    marks = [(" " if name in theirs else "-", told) for name, told in mine.items()]
    marks += [("+", told) for name, told in theirs.items() if name not in mine]
    return sorted(marks, key=lambda mark: (mark[1].at, mark[1].said, mark[0] == "+"))


@dataclass(frozen=True, slots=True)
class Checked:
    """``missing``: would have been told, and was not. ``extra``: was told, and would not have been.

    ``late``: was told, so many seconds after it would have been. ``agreed``: how many did come in time.
    """

    missing: tuple[Told, ...]
    extra: tuple[AlertEvent, ...]
    late: tuple[tuple[Told, float], ...]
    agreed: int

    @property
    def same(self) -> bool:
        """Whether there is no difference."""
        return not (self.missing or self.extra or self.late)


def check(
    told: Iterable[Told], sent: Sequence[AlertEvent], poll: float, standing: Iterable[Told] = ()
) -> Checked:
    """Each message that would have been told, against what the screen of then was told.

    ``standing``: what was open when the span began; a monitor that first looked then told it as new.

    In time is within two polls and a minute, and for early tiers as much later as their counts may come. A
    message sent twice is no difference.
    """
    left = [event for event in sent if _is_compared(event.kind, event.key)]
    answered: list[tuple[Told, AlertEvent]] = []
    missing: list[Told] = []
    for one in told:
        if not _is_compared(one.message.kind, one.message.key):
            continue
        slack = _slack(one.message.key.metric, poll)
        alike = [event for event in left if _said(event) == one.said and -slack <= event.at - one.at <= LATE]
        if alike:
            nearest = min(alike, key=lambda event: abs(event.at - one.at))
            left.remove(nearest)
            answered.append((one, nearest))
        else:
            missing.append(one)
    late = tuple(
        (one, event.at - one.at)
        for one, event in answered
        if event.at - one.at > _slack(event.key.metric, poll)
    )
    first = {event.key: event for event in reversed(sent)}
    known = {(one.message.key, one.message.condition) for one in standing}
    extra = tuple(
        event
        for event in left
        if not _twice(event, answered, poll)
        and not (event is first[event.key] and (event.key, event.condition) in known)
    )
    return Checked(tuple(missing), extra, late, len(answered) - len(late))


def _is_compared(kind: str, key: Key) -> bool:
    """What keys of ``TOLD_ONCE`` are judged by, lists and quotas, no store keeps for a replay."""
    return kind in COMPARED and key.metric not in TOLD_ONCE


def _said(event: AlertEvent) -> tuple[str, str, str]:
    return event.kind, event.condition.word, str(event.key)


def _slack(metric: Metric, poll: float) -> float:
    return 2 * poll + 60 + (COUNTS_LATE if metric in TIER_KEYS.values() else 0.0)


def _twice(event: AlertEvent, answered: Iterable[tuple[Told, AlertEvent]], poll: float) -> bool:
    slack = _slack(event.key.metric, poll)
    return any(_said(one) == _said(event) and abs(one.at - event.at) <= slack for _, one in answered)


@dataclass(frozen=True, slots=True)
class Replayed:
    """``start`` and ``end``: UTC epoch seconds; ``points``: how many datapoints were run through.

    ``marks``: against another configuration, ``checked``: against what was really sent; None where
    not asked for.
    """

    target: str
    start: float
    end: float
    source: str
    points: int
    told: Sequence[Told]
    crossings: Sequence[Crossing]
    marks: Sequence[Mark] | None = None
    checked: Checked | None = None
