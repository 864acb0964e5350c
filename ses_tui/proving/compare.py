"""What a replay came to, held against another configuration or against what was really sent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ses_tui.core.clock import DAY
from ses_tui.core.messages import Kind
from ses_tui.core.snapshot import AlertEvent
from ses_tui.proving.lead import Crossing
from ses_tui.proving.replay import Told

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


def check(told: Iterable[Told], sent: Iterable[AlertEvent], poll: float) -> Checked:
    """Each message that would have been told, against what the screen of then was told.

    In time is within two polls and a minute. A message sent twice is no difference.
    """
    slack = 2 * poll + 60
    left = [event for event in sent if event.kind in COMPARED]
    answered: list[tuple[Told, AlertEvent]] = []
    missing: list[Told] = []
    for one in told:
        if one.message.kind not in COMPARED:
            continue
        alike = [event for event in left if _said(event) == one.said and -slack <= event.at - one.at <= LATE]
        if alike:
            nearest = min(alike, key=lambda event: abs(event.at - one.at))
            left.remove(nearest)
            answered.append((one, nearest))
        else:
            missing.append(one)
    late = tuple((one, event.at - one.at) for one, event in answered if event.at - one.at > slack)
    extra = tuple(event for event in left if not _twice(event, answered, slack))
    return Checked(tuple(missing), extra, late, len(answered) - len(late))


def _said(event: AlertEvent) -> tuple[str, str, str]:
    return event.kind, event.condition.word, str(event.key)


def _twice(event: AlertEvent, answered: Iterable[tuple[Told, AlertEvent]], slack: float) -> bool:
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
