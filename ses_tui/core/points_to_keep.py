"""The points that the store must keep, so that the next run stands where this one does."""

from collections.abc import Mapping, Sequence

from ses_tui.core.model import ACCOUNT, RATES, Metric, Point, Subject, SubjectMetric
from ses_tui.core.record import replace

GONE = -1.0
"""The value of the point that is kept when a row is gone: what was kept before it is over."""

NEXT_SECONDS = 0.001
"""By how much a point is kept after the last one where our clock says that it came before."""

News = tuple[Subject, Metric, Point]
"""A point of a key that was not known before."""


class PointsToKeep:
    """The account's two rates and its hours of mail bear AWS's time; all else bears our clock's, and is kept
    in the order it came.

    A clock that was set back would turn that order around, and the next run would believe it.
    """

    def __init__(self) -> None:
        self._news: list[News] = []
        self._kept_at: dict[SubjectMetric, float] = {}
        """The newest time kept of each key that bears our clock's time."""

    def add(self, key: SubjectMetric, point: Point) -> None:
        """``point`` is news."""
        if _bears_our_time(key):
            self._kept_at[key] = max(point.at, self._kept_at.get(key, 0.0) + NEXT_SECONDS)
            point = replace(point, at=self._kept_at[key])
        self._news.append((*key, point))

    def take(self) -> list[News]:
        """Those added since the last call."""
        news, self._news = self._news, []
        return news

    def restore(self, points: Mapping[SubjectMetric, Sequence[Point]]) -> None:
        """These were kept by earlier runs."""
        self._kept_at.update(
            (key, kept[-1].at) for key, kept in points.items() if kept and _bears_our_time(key)
        )


def _bears_our_time(key: SubjectMetric) -> bool:
    subject, metric = key
    return subject != ACCOUNT or metric not in (*RATES, Metric.SENDS)
