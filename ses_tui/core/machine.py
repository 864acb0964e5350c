"""All the rules on some keys of one target, with no reader, clock or channel of its own.

The live engine puts the same parts together around AWS; this is them alone, in whatever time the
caller counts: for scenarios, for replay, and for the proofs.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf

from ses_tui.core.clock import DAY, HOUR
from ses_tui.core.condition import Bands, Condition, Health, enforcement_condition
from ses_tui.core.condition_tracker import ConditionTracker
from ses_tui.core.counts import SendBucket
from ses_tui.core.errors import ErrorKind
from ses_tui.core.health import ReadLog, is_silent, read_health
from ses_tui.core.interval import too_few
from ses_tui.core.ledger import DeliveryRecord, Ledger
from ses_tui.core.model import ACCOUNT, EMPTY_SERIES, Key, Metric, Point, Series, Subject, acceptable
from ses_tui.core.record import replace
from ses_tui.core.self_monitoring import SelfAlert
from ses_tui.core.tiers import TIER_KEYS, TierState
from ses_tui.core.tiers import run as run_tiers
from ses_tui.core.visibility import Visibility
from ses_tui.core.volume import Mail, Volume, VolumeSource, estimated_volume, volume_for_tiers

SubjectMetric = tuple[Subject, Metric]

RATES = frozenset({Metric.BOUNCE_RATE, Metric.COMPLAINT_RATE})
KEEP = 14 * DAY
"""Points that are remembered: as far back as CloudWatch is asked for the last rate."""

ESTIMATE_SECONDS = 3 * HOUR

NO_DATA = "no_data"
"""The cause of blindness where reads go well and bring nothing."""


@dataclass(slots=True)
class Machine:
    """``watched``: keys that are read every ``poll`` seconds, beginning at ``started`` (epoch seconds).

    ``floors``: channel -> the lowest condition that it is told.
    """

    target: str
    bands: Bands
    floors: Mapping[str, Condition]
    watched: Sequence[SubjectMetric]
    poll: float
    started: float
    representative_volume: int | None = None
    ledger: Ledger = field(init=False)
    book: ConditionTracker = field(init=False)
    series: dict[SubjectMetric, Series] = field(default_factory=dict)
    reads: dict[SubjectMetric, ReadLog] = field(init=False)
    tiers: dict[Metric, TierState] = field(default_factory=dict)
    estimates: dict[Metric, tuple[float, int | None]] = field(default_factory=dict)
    words: dict[SubjectMetric, str] = field(default_factory=dict)
    ended: dict[SubjectMetric, Visibility] = field(default_factory=dict)
    rejected: int = 0

    def __post_init__(self) -> None:
        self.ledger = Ledger(self.floors)
        self.book = ConditionTracker(self.bands)
        self.reads = {key: ReadLog(self.started) for key in self.watched}

    def points(self, subject: Subject, metric: Metric, points: Iterable[Point], now: float) -> list[Point]:
        """A good read of a rate: every point in it, known ones too. Gives back those that were news.

        Points with counts of our own decide only where these are large enough (``interval.too_few``).
        """
        key = (subject, metric)
        self.read_well(subject, metric, now)
        known = self.series.get(key, EMPTY_SERIES)
        given = tuple(points)
        believed = [point for point in given if acceptable(point, now)]
        self.rejected += len(given) - len(believed)
        before: dict[float, float] = {}
        if any(point.at <= (known.last_at or 0.0) for point in believed):
            before = dict(zip(known.times, known.values, strict=True))
        news = [point for point in believed if before.get(point.at) != point.value]
        if before:
            self.series[key] = known.merged(((point.at, point.value) for point in news), now - KEEP)
        elif news:
            newer = Series.of((point.at, point.value) for point in news)
            grown = Series((*known.times, *newer.times), (*known.values, *newer.values))
            self.series[key] = grown.since(now - KEEP)
        lines = self.bands.of(metric)
        # Too few to decide is no evidence either way: the state stays as it is.
        decide = [one for one in news if not too_few(metric, lines, one.numerator, one.denominator)]
        if decide:
            self.book.take(subject, metric, decide)
        return news

    def enforcement(self, status: str, now: float) -> None:
        """A good read of EnforcementStatus."""
        self.read_well(ACCOUNT, Metric.ENFORCEMENT_STATUS, now)
        self.words[ACCOUNT, Metric.ENFORCEMENT_STATUS] = status
        self.book.word(ACCOUNT, Metric.ENFORCEMENT_STATUS, enforcement_condition(status), now)

    def sending(self, enabled: bool, now: float) -> None:
        """A good read of SendingEnabled."""
        self.read_well(ACCOUNT, Metric.SENDING_ENABLED, now)
        self.words[ACCOUNT, Metric.SENDING_ENABLED] = "on" if enabled else "off"
        off = Condition.OK if enabled else Condition.PAUSE
        self.book.word(ACCOUNT, Metric.SENDING_ENABLED, off, now)

    def statistics(self, buckets: Sequence[SendBucket], now: float) -> None:
        """A good read of the account's own counts: the early tiers. Watched as ``sends``."""
        self.read_well(ACCOUNT, Metric.SENDS, now)
        for metric, key in TIER_KEYS.items():
            line = self.bands.of(metric).review
            if line is None:
                continue
            mail = Mail.of(buckets, metric)
            rate = self.series.get((ACCOUNT, metric), EMPTY_SERIES)
            volume = self._volume(metric, rate, mail, now)
            state = run_tiers(self.tiers.get(metric, TierState()), mail, metric, line, volume, now)
            self.tiers[metric] = state
            self.book.word(ACCOUNT, key, state.condition, now)

    def _volume(self, metric: Metric, rate: Series, mail: Mail, now: float) -> Volume | None:
        """N; estimated anew every three hours only, since it costs more than all else here."""
        if self.representative_volume is not None:
            return volume_for_tiers(self.representative_volume, rate, mail, now)
        at, estimate = self.estimates.get(metric, (-inf, None))
        if now - at >= ESTIMATE_SECONDS:
            estimate = estimated_volume(rate, mail, now)
            self.estimates[metric] = now, estimate
        if estimate is not None:
            return Volume(estimate, VolumeSource.ESTIMATED)
        return volume_for_tiers(None, EMPTY_SERIES, mail, now)

    def failed(self, kind: ErrorKind) -> None:
        """Nothing could be read."""
        self.reads = {key: reads.failed(kind) for key, reads in self.reads.items()}

    def missed(self, subject: Subject, metric: Metric, kind: ErrorKind) -> None:
        """One key could not be read."""
        key = (subject, metric)
        self.reads[key] = self.reads[key].failed(kind)

    def unwatch(self, subject: Subject, metric: Metric) -> None:
        """The key is read no more: it keeps its last condition and its last health."""
        key = (subject, metric)
        if self.reads.pop(key, None) is not None:
            seen = self.ledger.visibilities.get(self.target, {}).get(Key(self.target, *key))
            self.ended[key] = seen or Visibility(Health.FRESH)

    def read_well(self, subject: Subject, metric: Metric, now: float) -> None:
        """A good read that brought nothing new; also of a key that had ended."""
        key = (subject, metric)
        if key in self.reads:
            self.reads[key] = self.reads[key].succeeded(now)
        elif key in self.ended:
            self.ended[key] = Visibility(Health.FRESH)

    def see(
        self, now: float, gone: Iterable[Subject] = (), *, idle: Container[SubjectMetric] = frozenset()
    ) -> None:
        """Begin the cycle: what is true now goes to the ledger.

        ``idle``: keys of which it is known that no mail was sent since their newest datapoint.
        """
        lost = tuple(gone)
        keys = [Key(self.target, *key) for key in self.book.states if key[0] in lost]
        self.book.forget(lost)
        statuses = self.book.statuses(self.target, self.ledger.watching(self.target))
        visibilities = {Key(self.target, *key): visibility for key, visibility in self.ended.items()}
        for key, reads in self.reads.items():
            health = self.health(*key, now, sending=key not in idle)
            visibilities[Key(self.target, *key)] = Visibility(health, cause_of(reads))
        self.ledger.see(self.target, statuses, visibilities, now, keys)

    def health(self, subject: Subject, metric: Metric, now: float, *, sending: bool = True) -> Health:
        """Whether a watched key can be seen.

        While mail is being sent, old datapoints are stale, and none at all is no sight: blind when
        the time is up that blindness takes.
        """
        key = (subject, metric)
        reads = self.reads[key]
        health = read_health(reads, now, self.poll)
        if not sending or metric not in RATES or health is Health.BLIND:
            return health
        times = self.series.get(key, EMPTY_SERIES).times
        if not times:
            return read_health(replace(reads, last_success=None), now, self.poll)
        return Health.STALE if health is Health.FRESH and is_silent(times, now) else health

    def restarted(self, now: float) -> "Machine":
        """Another run on what the store keeps: points, and what channels were told."""
        after = Machine(
            self.target,
            self.bands,
            self.floors,
            tuple(self.reads),
            self.poll,
            now,
            self.representative_volume,
        )
        after.book.states = dict(self.book.states)
        after.book.loud = set(self.book.loud)
        after.series, after.tiers, after.rejected = dict(self.series), dict(self.tiers), self.rejected
        after.words, after.ended = dict(self.words), dict(self.ended)
        after.ledger.overlays, after.ledger.gone = self.ledger.overlays, set(self.ledger.gone)
        after.ledger.restore(self._heard())
        for name, self_alert in self._troubles():
            after.ledger.restore_self_alert(name, self_alert)
        return after

    def _heard(self) -> Iterable[DeliveryRecord]:
        for name, log in self.ledger.channels.items():
            self.ledger.changed.update((name, key) for key in (*log.delivered, *log.blind))
        return self.ledger.take_changed()

    def _troubles(self) -> Iterable[tuple[str, SelfAlert]]:
        for name, log in self.ledger.channels.items():
            for self_alert in log.self_alerts:
                yield name, self_alert


def cause_of(reads: ReadLog) -> str:
    """Why a key can't be read, as an ``errors[].kind``, or ``NO_DATA`` where reads go well."""
    if reads.error is None and reads.last_success is not None:
        return NO_DATA
    return (reads.error or ErrorKind.TIMEOUT).value
