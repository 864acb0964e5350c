"""The table of the alert rules once more, written out by hand: what the model judges by.

Nothing here is taken from the code under test, so a line that slips there is a difference here.
"""

from math import isfinite

from ses_tui.core.condition import Condition
from ses_tui.core.model import Metric, Point

OK, NOTICE, WARN, REVIEW, PAUSE = Condition

ENTER = {
    Metric.BOUNCE_RATE: {NOTICE: 0.02, WARN: 0.03, REVIEW: 0.05, PAUSE: 0.10},
    Metric.COMPLAINT_RATE: {WARN: 0.0008, REVIEW: 0.001, PAUSE: 0.005},
}
LEAVE = {
    Metric.BOUNCE_RATE: {NOTICE: 0.018, WARN: 0.027, REVIEW: 0.0475, PAUSE: 0.095},
    Metric.COMPLAINT_RATE: {WARN: 0.00072, REVIEW: 0.00095, PAUSE: 0.00475},
}
MINUTE = 60.0
HOUR = 3600.0
DAY = 86400.0
HOLD = 15 * MINUTE
REPEAT = {WARN: 4 * HOUR, REVIEW: HOUR, PAUSE: 15 * MINUTE}
BLIND_AFTER = 30 * MINUTE
FUTURE = 5 * MINUTE
ACK_MOST = 24 * HOUR
SILENCE_MOST = 7 * DAY
STATUS = {"HEALTHY": OK, "PROBATION": REVIEW, "SHUTDOWN": PAUSE}


def believable(point: Point, now: float) -> bool:
    """Finite, 0..1, at most five minutes in the future."""
    return isfinite(point.value) and 0 <= point.value <= 1 and point.at <= now + FUTURE


def breach(metric: Metric, value: float) -> Condition:
    """AWS's own line that a number reaches at once; OK where none."""
    lines = ENTER[metric]
    return PAUSE if value >= lines[PAUSE] else REVIEW if value >= lines[REVIEW] else OK


class Past:
    """One rate as AWS told it: every value by its time, and the points in the order of the rules."""

    def __init__(self, metric: Metric) -> None:
        self.metric = metric
        self.values: dict[float, float] = {}
        self.line: list[Point] = []
        self.since_late = 0
        self.fresh = 0

    def take(self, points: list[Point], now: float) -> tuple[Condition, bool]:
        """A read. The worst breach that is news in it, and whether that could not be over at once."""
        first, self.fresh = not self.line, len(self.line)
        news = [p for p in points if believable(p, now) and self.values.get(p.at) != p.value]
        news = sorted(news, key=lambda point: point.at)
        worst = OK
        for point in news:
            self.values[point.at] = point.value
            found = breach(self.metric, point.value)
            if not self.line or point.at > self.line[-1].at:
                self.line.append(point)
            elif found:
                self.since_late = len(self.line)
            worst = max(worst, found)
        if not first:
            return worst, bool(news)
        # What was over before the first look-back is no news: only what still stands is.
        status = [breach(self.metric, point.value) for point in news[-3:]]
        return max(status, default=OK), bool(news)

    def known(self, now: float) -> list[Point]:
        """What a read can bring again: nobody asks for more than 13 days back."""
        return [Point(at, value) for at, value in self.values.items() if at > now - 13 * DAY]

    def at_least(self) -> Condition:
        """What the newest points alone demand: a breach that is fresh, our alarm at 2 of 3."""
        recent = [point.value for point in self.line[-3:]]
        found = max((breach(self.metric, value) for value in recent), default=OK)
        above = sum(value >= ENTER[self.metric][WARN] for value in recent)
        return max(found, WARN if above >= 2 else OK)

    def may_be_left(self, condition: Condition) -> bool:
        """Whether the last read had a point at which three and the hold were below the leave line."""
        ends = range(self.fresh + 1, len(self.line) + 1)
        runs = (self.below(condition, end) for end in ends)
        return any(count >= 3 and span >= HOLD for count, span in runs)

    def below(self, condition: Condition, end: int) -> tuple[int, float]:
        """How many of the points just before ``end`` are under the leave line; seconds they span."""
        leave = LEAVE[self.metric][condition]
        under: list[Point] = []
        for point in reversed(self.line[:end]):
            if point.value >= leave:
                break
            under.append(point)
        return len(under), under[0].at - under[-1].at if under else 0.0

    def must_be_below(self, condition: Condition) -> bool:
        """Whether it must have been left: long under its line, even at the doubled hold."""
        count, span = self.below(condition, len(self.line))
        calm = len(self.line) - self.since_late
        fresh = self.line[-calm].at if 0 < calm <= len(self.line) else None
        if fresh is None or count < 3 or calm < 3:
            return False
        newest = self.line[-1].at
        return span >= 2 * HOLD and newest - fresh >= 2 * HOLD
