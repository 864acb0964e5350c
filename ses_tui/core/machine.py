"""All the rules on some keys of one target, with no reader, clock or channel of its own.

The live engine puts the same parts together around AWS; this is them alone, in whatever time the
caller counts: for scenarios, for replay, and for the proofs.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ses_tui.core.condition import Bands, Condition, Health, enforcement_condition
from ses_tui.core.counts import SendBucket
from ses_tui.core.desk import Desk, Heard
from ses_tui.core.errors import ErrorKind
from ses_tui.core.health import Reads, is_silent, read_health
from ses_tui.core.keybook import KeyBook
from ses_tui.core.model import ACCOUNT, EMPTY_SERIES, Key, Metric, Point, Series, Subject, acceptable
from ses_tui.core.sight import Sight
from ses_tui.core.tiers import TIER_KEYS, TierState
from ses_tui.core.tiers import run as run_tiers
from ses_tui.core.upkeep import Trouble
from ses_tui.core.volume import Mail, volume_for_tiers

SubjectMetric = tuple[Subject, Metric]


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
    desk: Desk = field(init=False)
    book: KeyBook = field(init=False)
    series: dict[SubjectMetric, Series] = field(default_factory=dict)
    reads: dict[SubjectMetric, Reads] = field(init=False)
    tiers: dict[Metric, TierState] = field(default_factory=dict)
    rejected: int = 0

    def __post_init__(self) -> None:
        self.desk = Desk(self.floors)
        self.book = KeyBook(self.bands)
        self.reads = {key: Reads(self.started) for key in self.watched}

    def points(self, subject: Subject, metric: Metric, points: Iterable[Point], now: float) -> list[Point]:
        """A good read of a rate: every point in it, known ones too. Gives back those that were news."""
        key = (subject, metric)
        self._read_well(key, now)
        known = self.series.get(key, EMPTY_SERIES)
        before = dict(zip(known.times, known.values, strict=True))
        news = []
        for point in points:
            if not acceptable(point, now):
                self.rejected += 1
            elif before.get(point.at) != point.value:
                news.append(point)
        self.series[key] = known.merged(((point.at, point.value) for point in news), 0.0)
        self.book.take(subject, metric, news)
        return news

    def enforcement(self, status: str, now: float) -> None:
        """A good read of EnforcementStatus."""
        self._read_well((ACCOUNT, Metric.ENFORCEMENT_STATUS), now)
        self.book.word(ACCOUNT, Metric.ENFORCEMENT_STATUS, enforcement_condition(status), now)

    def sending(self, enabled: bool, now: float) -> None:
        """A good read of SendingEnabled."""
        self._read_well((ACCOUNT, Metric.SENDING_ENABLED), now)
        off = Condition.OK if enabled else Condition.PAUSE
        self.book.word(ACCOUNT, Metric.SENDING_ENABLED, off, now)

    def statistics(self, buckets: Sequence[SendBucket], now: float) -> None:
        """A good read of the account's own counts: the early tiers."""
        for metric, key in TIER_KEYS.items():
            line = self.bands.of(metric).review
            if line is None:
                continue
            mail = Mail.of(buckets, metric)
            rate = self.series.get((ACCOUNT, metric), EMPTY_SERIES)
            volume = volume_for_tiers(self.representative_volume, rate, mail, now)
            state = run_tiers(self.tiers.get(metric, TierState()), mail, metric, line, volume, now)
            self.tiers[metric] = state
            self.book.word(ACCOUNT, key, state.condition, now)

    def failed(self, kind: ErrorKind) -> None:
        """Nothing could be read."""
        self.reads = {key: reads.failed(kind) for key, reads in self.reads.items()}

    def missed(self, subject: Subject, metric: Metric, kind: ErrorKind) -> None:
        """One key could not be read."""
        key = (subject, metric)
        self.reads[key] = self.reads[key].failed(kind)

    def unwatch(self, subject: Subject, metric: Metric) -> None:
        """The key is read no more: it keeps its last state, and can't go stale."""
        self.reads.pop((subject, metric), None)

    def see(self, now: float, gone: Iterable[Subject] = (), *, sending: bool = True) -> None:
        """Begin the cycle: what is true now goes to the desk. ``sending``: mail is being sent."""
        lost = tuple(gone)
        keys = [Key(self.target, *key) for key in self.book.states if key[0] in lost]
        self.book.forget(lost)
        standings = self.book.standings(self.target, self.desk.watching(self.target))
        sights = {
            Key(self.target, *key): Sight(self.health(*key, now, sending=sending), cause_of(reads))
            for key, reads in self.reads.items()
        }
        self.desk.see(self.target, standings, sights, now, keys)

    def health(self, subject: Subject, metric: Metric, now: float, *, sending: bool = True) -> Health:
        """Whether a watched key can be seen."""
        key = (subject, metric)
        health = read_health(self.reads[key], now, self.poll)
        times = self.series.get(key, EMPTY_SERIES).times
        if health is Health.FRESH and sending and times and is_silent(times, now):
            return Health.STALE
        return health

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
        after.desk.overlays = self.desk.overlays
        after.desk.restore(self._heard())
        for name, trouble in self._troubles():
            after.desk.restore_trouble(name, trouble)
        return after

    def _heard(self) -> Iterable[Heard]:
        for name, ear in self.desk.ears.items():
            self.desk.changed.update((name, key) for key in (*ear.told, *ear.blind))
        return self.desk.take_changed()

    def _troubles(self) -> Iterable[tuple[str, Trouble]]:
        for name, ear in self.desk.ears.items():
            for trouble in ear.troubles:
                yield name, trouble

    def _read_well(self, key: SubjectMetric, now: float) -> None:
        if key in self.reads:
            self.reads[key] = self.reads[key].succeeded(now)


def cause_of(reads: Reads) -> str:
    """Why a key can't be read, as an ``errors[].kind``."""
    return (reads.error or ErrorKind.TIMEOUT).value
