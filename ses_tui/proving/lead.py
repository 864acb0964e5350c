"""How long before AWS's review line was crossed the first alert of that climb would have come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ses_tui.core.condition import BOUNCE_LINES, COMPLAINT_LINES
from ses_tui.core.messages import Kind
from ses_tui.core.model import ACCOUNT, Metric, Point
from ses_tui.core.tiers import TIER_KEYS
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
