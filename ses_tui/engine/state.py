"""What is known of one target: the memory between reads. Changed only by the engine's loop."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf

from ses_tui.core.alerting import KeyState
from ses_tui.core.clock import DAY, HOUR
from ses_tui.core.condition import Bands, Condition, enforcement_condition
from ses_tui.core.condition_tracker import ConditionTracker, SubjectMetric
from ses_tui.core.counts import RATIOS, SendBucket, VdmCounts, VdmMetric, reported_window
from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.health import ReadLog
from ses_tui.core.interval import proven_rate, too_few
from ses_tui.core.model import (
    ACCOUNT,
    EMPTY_SERIES,
    Metric,
    Point,
    Series,
    Subject,
    acceptable,
)
from ses_tui.core.record import replace
from ses_tui.core.results import RatesResult, VdmResult
from ses_tui.core.snapshot import AccountStatus
from ses_tui.core.tiers import TIER_KEYS, TierState
from ses_tui.core.tiers import run as run_tiers
from ses_tui.core.volume import Mail, volume_for_tiers

RATES = (Metric.BOUNCE_RATE, Metric.COMPLAINT_RATE)
KEEP_RATES = 14 * DAY
KEEP_ROWS = DAY


@dataclass(frozen=True, slots=True)
class Count:
    """The newest sums behind a row's number; ``at`` is the time of the read."""

    at: float
    numerator: int
    denominator: int

    @property
    def value(self) -> float | None:
        """The rate, or None where there is nothing to divide by or the sums contradict themselves."""
        if self.denominator <= 0 or not 0 <= self.numerator <= self.denominator:
            return None
        return self.numerator / self.denominator


@dataclass(slots=True)
class TargetState:
    """Everything that was read, and the condition of each key that follows from it."""

    bands: Bands
    representative_volume: int | None = None
    account_id: str | None = None
    account: AccountStatus | None = None
    account_at: float | None = None
    rates: dict[Metric, Series] = field(default_factory=dict)
    buckets: tuple[SendBucket, ...] | None = None
    identities: tuple[str, ...] | None = None
    total: VdmCounts | None = None
    counts: dict[Subject, VdmCounts] = field(default_factory=dict)
    sends: dict[Subject, tuple[float, int]] = field(default_factory=dict)
    ratios: dict[SubjectMetric, Count] = field(default_factory=dict)
    moves: dict[SubjectMetric, list[Point]] = field(default_factory=dict)
    reads: dict[str, ReadLog] = field(default_factory=dict)
    read_at: dict[str, float] = field(default_factory=dict)
    errors: dict[str, tuple[SourceError, ...]] = field(default_factory=dict)
    tiers: dict[Metric, TierState] = field(default_factory=dict)
    touched: set[Subject] = field(default_factory=set)
    doubted: dict[tuple[Subject, Metric, float], float] = field(default_factory=dict)
    """Datapoints that were not believed, and when they were last read."""

    book: ConditionTracker = field(init=False)

    def __post_init__(self) -> None:
        self.book = ConditionTracker(self.bands)

    def key(self, subject: Subject, metric: Metric) -> KeyState:
        """The state of a key; ok where it was never read."""
        return self.book.state(subject, metric)

    def rejected(self, now: float) -> int:
        """How many datapoints of the last hour's reads were not believed."""
        self.doubted = {point: read for point, read in self.doubted.items() if read > now - HOUR}
        return len(self.doubted)

    @property
    def condition(self) -> Condition:
        """The account's own: its two rates, its enforcement status, whether sending is on."""
        own = (*RATES, Metric.ENFORCEMENT_STATUS, Metric.SENDING_ENABLED)
        return self.book.worst(ACCOUNT, own)

    def worst_of(self, metric: Metric) -> Condition:
        """The account's condition in ``metric``, its early tiers included."""
        return self.book.worst(ACCOUNT, (metric, TIER_KEYS[metric]))

    def restore(
        self, stored: Iterable[tuple[SubjectMetric, Sequence[Point]]], settled: Mapping[Metric, float]
    ) -> None:
        """Take up stored points as if they had just been read.

        ``settled``: per rate the datapoint up to which people know: what came after it was kept by a
        run that ended before it could tell.
        """
        for (subject, metric), points in stored:
            if metric not in RATES:
                continue
            if subject == ACCOUNT:
                known_until = settled.get(metric, inf)
                for known in (True, False):
                    part = [point for point in points if (point.at <= known_until) is known]
                    self._take_rate(metric, part, part[-1].at if part else 0.0, quiet=known)
            else:
                for point in points:
                    counts = point.numerator or 0, point.denominator or 0
                    self._take_ratio(subject, metric, point.at, *counts, quiet=True)

    def apply_account(self, status: AccountStatus, now: float) -> None:
        """A good GetAccount: its words are conditions at once."""
        self.account, self.account_at = status, now
        enforced = enforcement_condition(status.enforcement_status)
        self.book.word(ACCOUNT, Metric.ENFORCEMENT_STATUS, enforced, now)
        off = Condition.OK if status.sending_enabled else Condition.PAUSE
        self.book.word(ACCOUNT, Metric.SENDING_ENABLED, off, now)

    def apply_statistics(self, buckets: tuple[SendBucket, ...], now: float) -> None:
        """A good GetSendStatistics: the early tiers see it first."""
        self.buckets = buckets
        for metric, key in TIER_KEYS.items():
            line = self.bands.of(metric).review
            if line is None:
                continue
            mail = Mail.of(buckets, metric)
            rate = self.rates.get(metric, EMPTY_SERIES)
            volume = volume_for_tiers(self.representative_volume, rate, mail, now)
            state = run_tiers(self.tiers.get(key, TierState()), mail, metric, line, volume, now)
            self.tiers[key] = state
            self.book.word(ACCOUNT, key, state.condition, now)

    def apply_rates(self, read: RatesResult, mono: float, now: float) -> list[tuple[Subject, Metric, Point]]:
        """A read of the Reputation rates, or of one of them; gives back the points that are news."""
        fresh: list[tuple[Subject, Metric, Point]] = []
        self.errors["rates"] = read.errors
        for metric, points in zip(RATES, (read.bounce, read.complaint), strict=True):
            if points is None:
                kind = read.errors[0].kind if read.errors else ErrorKind.SERVICE
                self.reads[metric.value] = self.reads[metric.value].failed(kind)
                continue
            self.reads[metric.value] = self.reads[metric.value].succeeded(mono)
            self.read_at[metric.value] = now
            fresh += [(ACCOUNT, metric, point) for point in self._take_rate(metric, points, now)]
        return fresh

    def fill_history(self, read: RatesResult, now: float) -> None:
        """Points older than all that is known: for charts, not for the alert machine.

        Of a rate of which nothing is known, nothing is taken: its points are news to the rules yet.
        """
        for metric, points in zip(RATES, (read.bounce, read.complaint), strict=True):
            known = self.rates.get(metric, EMPTY_SERIES)
            if not known.times:
                continue
            oldest = known.times[0]
            older = [
                (point.at, point.value)
                for point in points or ()
                if point.at < oldest and acceptable(point, now)
            ]
            self.rates[metric] = known.merged(older, now - KEEP_RATES)

    def apply_vdm(self, read: VdmResult, now: float) -> list[tuple[Subject, Metric, Point]]:
        """Sums per ISP or identity; gives back the points to keep. What was not read stays as it was."""
        if read.total is not None:
            self.total = read.total
        start, end = reported_window(now)
        kept: list[tuple[Subject, Metric, Point]] = []
        for row in read.rows:
            self.touched.add(row.subject)
            self.counts[row.subject] = _joined(self.counts.get(row.subject), row)
            sends = row.window(VdmMetric.SEND, start, end)
            if sends is not None:
                self.sends[row.subject] = (now, sends)
            for metric in RATIOS:
                sums = row.ratio(metric, start, end)
                if sums is None:
                    continue
                point = self._take_ratio(row.subject, metric, now, *sums)
                if point is not None and metric in RATES:
                    kept.append((row.subject, metric, point))
        return kept

    def forget(self, subjects: Iterable[Subject]) -> None:
        """Subjects that AWS no longer lists."""
        gone = tuple(subjects)
        for subject in gone:
            self.counts.pop(subject, None)
            self.sends.pop(subject, None)
            for table in (self.ratios, self.moves):
                for known in [known for known in table if known[0] == subject]:
                    del table[known]
        self.book.forget(gone)

    def succeeded(self, source: str, mono: float, now: float, errors: tuple[SourceError, ...] = ()) -> None:
        """A source was read, perhaps with parts missing."""
        self.reads[source] = self.reads[source].succeeded(mono)
        self.read_at[source] = now
        self.errors[source] = errors

    def failed(self, source: str, error: SourceError, errors: tuple[SourceError, ...] = ()) -> None:
        """A source could not be read; ``errors``: this one and those of its other parts."""
        self.reads[source] = self.reads[source].failed(error.kind)
        self.errors[source] = errors or (error,)

    def _take_rate(
        self, metric: Metric, points: Sequence[Point], now: float, *, quiet: bool = False
    ) -> list[Point]:
        known = self.rates.get(metric, EMPTY_SERIES)
        before = dict(zip(known.times, known.values, strict=True))
        news = []
        for point in points:
            if not acceptable(point, now):
                self.doubted[ACCOUNT, metric, point.at] = now
            elif before.get(point.at) != point.value:
                news.append(point)
        self.rates[metric] = known.merged(((point.at, point.value) for point in news), now - KEEP_RATES)
        self.book.take(ACCOUNT, metric, news, quiet=quiet)
        return news

    def _take_ratio(
        self, subject: Subject, metric: Metric, at: float, above: int, below: int, *, quiet: bool = False
    ) -> Point | None:
        count = Count(at, above, below)
        self.ratios[subject, metric] = count
        value = count.value
        if value is None:
            if below > 0:
                self.doubted[subject, metric, at] = at
            return None
        point = Point(at, value, above, below)
        if metric in RATES:
            moves = self.moves.setdefault((subject, metric), [])
            moves.append(point)
            while moves[0].at < at - KEEP_ROWS:
                del moves[0]
        lines = self.bands.of(metric)
        # What our own counts prove decides, not the bare rate: half of all windows of a rate that
        # lies at a line are over it. Too few to decide is no evidence either way: the state stays as it is.
        if not too_few(metric, lines, above, below):
            self.book.take(subject, metric, (Point(at, proven_rate(lines, above, below)),), quiet=quiet)
        return point


def _joined(known: VdmCounts | None, read: VdmCounts) -> VdmCounts:
    """What was read now over what was known; a metric that failed this time keeps its old days."""
    return read if known is None else replace(read, sums={**known.sums, **read.sums})
