"""What AWS says in a word: whether the account, a tenant, a set or an identity may send, what is verified."""

from collections.abc import Callable, Iterator, Sequence

from ses_tui.core.clock import DAY
from ses_tui.core.condition import Condition
from ses_tui.core.delivery import TOLD_ONCE
from ses_tui.core.model import Metric, Point, Subject, SubjectMetric
from ses_tui.core.points_to_keep import PointsToKeep
from ses_tui.core.record import Record, replace

KEEP_AGAIN_SECONDS = 7 * DAY
"""A word that stands is kept again: the store drops points of two weeks ago, and what was read before
would be a first read again. The advisor's is kept each time: what opened since then is news."""


class Status(Record, frozen=True):
    """One word of AWS about one key."""

    subject: Subject
    metric: Metric
    word: str | None
    """As AWS writes it, safe to print; None where an earlier run read it, which kept the condition alone."""

    condition: Condition | None
    """None: it is not judged, such as an identity that never could send."""

    at: float = 0.0
    """When AWS last said so, UTC epoch seconds."""

    wrong: str = ""
    """AWS's word for what is wrong where ``word`` is not it: HIGH, the impact of a tenant that may send."""

    @property
    def shown(self) -> str | None:
        """The word that an alert says."""
        return self.wrong or self.word

    @property
    def key(self) -> SubjectMetric:
        """What it is about."""
        return self.subject, self.metric


class Statuses:
    """The newest word of every key. ``enter``: takes the condition of a key, and when it was said."""

    def __init__(
        self, enter: Callable[[Subject, Metric, Condition, float], None], to_keep: PointsToKeep
    ) -> None:
        self._enter = enter
        self._to_keep = to_keep
        self._known: dict[SubjectMetric, Status] = {}
        self._kept_at: dict[SubjectMetric, float] = {}
        self.read_here: set[SubjectMetric] = set()
        """Keys that were read or announced in this run."""
        self.revision = 0
        """Grows with every word that is taken."""
        self.changes = 0
        """Grows with every word that is another."""

    def __iter__(self) -> Iterator[Status]:
        return iter(self._known.values())

    def get(self, subject: Subject, metric: Metric) -> Status | None:
        """The newest word; None where nothing was ever said."""
        return self._known.get((subject, metric))

    def read(self, status: Status, at: float) -> bool:
        """AWS was asked, and said so; whether the condition is another. ``at``: UTC epoch seconds."""
        key, before = status.key, self._known.get(status.key)
        self.changes += before is None or (before.word, before.condition) != (status.word, status.condition)
        self._known[key] = replace(status, at=at)
        self.read_here.add(key)
        self.revision += 1
        if status.condition is None:
            return False
        self._enter(*key, status.condition, at)
        if key[1] in TOLD_ONCE:
            news = before is None or before.condition is not status.condition
            again = 0.0 if key[1] is Metric.ADVISOR else KEEP_AGAIN_SECONDS
            news = news or at - self._kept_at.get(key, 0.0) >= again
        else:
            news = before is None or before.word != status.word
        if news:
            self._keep(key, Point(at, float(status.condition)))
        return status.condition is not ((before and before.condition) or Condition.OK)

    def announced(self, status: Status, at: float) -> None:
        """AWS said by itself that something changed at ``at``, UTC epoch seconds: a first read it is not."""
        condition = Condition.OK if status.condition is None else status.condition
        self.changes += 1
        if status.key not in self._known:
            self._enter(*status.key, Condition.OK, at)
        self._known[status.key] = replace(status, at=at)
        self.read_here.add(status.key)
        self.revision += 1
        self._enter(*status.key, condition, at)
        self._keep(status.key, Point(at, float(condition)))

    def stored(self, subject: Subject, metric: Metric, points: Sequence[Point]) -> None:
        """Points of an earlier run: the condition of each word."""
        for point in points:
            condition = Condition(int(point.value))
            self._known[subject, metric] = Status(subject, metric, None, condition, point.at)
            self._kept_at[subject, metric] = point.at
            self._enter(subject, metric, condition, point.at)

    def forget(self, key: SubjectMetric) -> None:
        """It is no longer there."""
        if self._known.pop(key, None) is not None:
            self.revision += 1
        self._kept_at.pop(key, None)

    def _keep(self, key: SubjectMetric, point: Point) -> None:
        self._kept_at[key] = point.at
        self._to_keep.add(key, point)
