"""The simulator's own account model, in process and without the wire: what a monitor would have read."""

from collections.abc import Iterator
from itertools import pairwise

from ses_tui.core.clock import DAY
from ses_tui.core.counts import SendBucket, VdmCounts, VdmMetric
from ses_tui.core.isps import OTHER
from ses_tui.core.model import Metric, Point, Series, Subject, SubjectKind
from ses_tui.simulator import isps
from ses_tui.simulator.hours import HISTORY_DAYS, STEP
from ses_tui.simulator.mail import EVERYTHING, SENT, Kind, Mail, Where
from ses_tui.simulator.rates import RateWindow
from ses_tui.simulator.scenarios import load
from ses_tui.simulator.scenarios.model import Scenario

START = 1_795_530_000.0
"""2026-11-24T14:20:00Z; the buckets begin at a whole quarter of an hour."""

QUARTER = 900
_STEPS = QUARTER // STEP
_VDM: dict[Metric, Kind] = {Metric.BOUNCE_RATE: "permanent", Metric.COMPLAINT_RATE: "complaint"}
_ABOVE = {Metric.BOUNCE_RATE: VdmMetric.PERMANENT_BOUNCE, Metric.COMPLAINT_RATE: VdmMetric.COMPLAINT}


def at_rate(name: str, rate: float | None) -> Scenario:
    """A scenario whose identities all bounce at ``rate`` (a fraction); None: at their own."""
    scenario = load(name)
    if rate is None:
        return scenario
    return scenario._replace(identities=tuple(row._replace(bounce=rate) for row in scenario.identities))


class ModelAccount:
    """An account over ``days`` after its start. Steps are the simulator's, of 300 s."""

    def __init__(self, scenario: Scenario, days: float, seed: int = 7) -> None:
        self.scenario = scenario
        self.mail = Mail(scenario, seed, START)
        self.first = (int(START) - (HISTORY_DAYS - 1) * int(DAY)) // QUARTER * _STEPS
        self.start = int(START) // QUARTER * _STEPS
        self.end = self.start + int(days * DAY) // STEP

    def times(self, every: int = QUARTER) -> Iterator[float]:
        """When a monitor looks, from the start to the end."""
        return (float(step * STEP) for step in range(self.start, self.end + 1, every // STEP))

    def buckets(self) -> list[SendBucket]:
        """All 15-minute buckets, the history before the start included."""

        def grown(*kinds: Kind) -> list[int]:
            rows = [self.mail.run(kind, self.first, self.end, every=_STEPS) for kind in kinds]
            return [after - before for before, after in pairwise(map(sum, zip(*rows, strict=True)))]

        columns = zip(grown(*SENT), grown("permanent"), grown("complaint"), strict=True)
        return [
            SendBucket(float((self.first + number * _STEPS) * STEP), sent, bounced, complained, 0)
            for number, (sent, bounced, complained) in enumerate(columns)
            if sent or bounced or complained
        ]

    def rates(self) -> dict[Metric, Series]:
        """AWS's own two rates, every five minutes."""
        found = RateWindow(self.mail, self.scenario.representative_volume).run(self.first, self.end)
        return {
            Metric.BOUNCE_RATE: Series.of((float(rate.at), rate.bounce_rate) for rate in found),
            Metric.COMPLAINT_RATE: Series.of((float(rate.at), rate.complaint_rate) for rate in found),
        }

    def rows(self, every: int = QUARTER) -> list["ModelRow"]:
        """The named ISPs and the identities, as VDM counts them; read every ``every`` seconds."""
        wheres = [(Subject(SubjectKind.ISP, name), Where(isp=name)) for name in isps.NAMED]
        wheres += [
            (Subject(SubjectKind.IDENTITY, row.name), Where(identity=row.name))
            for row in self.scenario.identities
        ]
        rows = [ModelRow(self, subject, where, every) for subject, where in wheres]
        whole = ModelRow(self, Subject(SubjectKind.ISP, OTHER), EVERYTHING, every)
        whole.subtract(row for row in rows if row.subject.kind is SubjectKind.ISP)
        return [*rows, whole]


class ModelRow:
    """VDM's running totals of one subject, at each whole read since the history began."""

    def __init__(self, account: ModelAccount, subject: Subject, where: Where, every: int) -> None:
        self.subject = subject
        # From midnight on, so that each day begins with a read.
        self._first = account.first * STEP // int(DAY) * int(DAY) + int(DAY)
        self._every = every
        steps = range(self._first // STEP, account.end + 1, every // STEP)

        def totals(*kinds: Kind) -> list[int]:
            return [sum(account.mail.total(kind, step, where, vdm=True) for kind in kinds) for step in steps]

        self.events = {metric: totals(kind) for metric, kind in _VDM.items()}
        self.messages = totals(*SENT)

    def subtract(self, parts: Iterator["ModelRow"]) -> None:
        """Take the named away from the whole: what is left is the row of the others."""
        for part in parts:
            for metric, totals in self.events.items():
                self.events[metric] = [a - b for a, b in zip(totals, part.events[metric], strict=True)]
            self.messages = [a - b for a, b in zip(self.messages, part.messages, strict=True)]

    def _index(self, at: float) -> int:
        return int((at - self._first) // self._every)

    def point(self, metric: Metric, at: float) -> Point:
        """The read at ``at``: the sums of today and yesterday (UTC)."""
        now, yesterday = self._index(at), self._index(at // DAY * DAY - DAY)
        events = self.events[metric][now] - self.events[metric][yesterday]
        messages = self.messages[now] - self.messages[yesterday]
        return Point(at, events / messages if messages else 0.0, events, messages)

    def points(self, metric: Metric, at: float, seconds: float) -> list[Point]:
        """The reads of the last ``seconds`` up to ``at``."""
        count = int(seconds // self._every)
        return [self.point(metric, at - number * self._every) for number in range(count, -1, -1)]

    def counts(self, metric: Metric, at: float) -> VdmCounts:
        """The sums per UTC day of 14 days and today, as read at ``at``."""
        today = at // DAY * DAY
        starts = [today - number * DAY for number in range(14, -1, -1) if today - number * DAY >= self._first]
        marks = [*map(self._index, starts), self._index(at)]

        def daily(totals: list[int]) -> dict[float, int]:
            grown = (totals[b] - totals[a] for a, b in pairwise(marks))
            return dict(zip(starts, grown, strict=True))

        below = VdmMetric.SEND if metric is Metric.BOUNCE_RATE else VdmMetric.DELIVERY_COMPLAINT
        sums = {_ABOVE[metric]: daily(self.events[metric]), below: daily(self.messages)}
        return VdmCounts(self.subject, sums)
