"""The alert rules of one target, put together here and nowhere else.

The live engine, ``test``, ``replay``, the property tests and the mutants all hold this class. It takes
what was read and gives what follows: the condition of each key, what can be seen, the early tiers. Each
cycle ends in ``see``, which reports to the ledger.

    what was read                             what decides
    a rate's datapoints                       ``alerting``: points to enter, points and time to leave
    counts of an ISP or identity              the rate that they prove (``interval.proven_rate``)
    EnforcementStatus, SendingEnabled         AWS's word, at once
    the account's 15-minute counts            ``tiers``; also whether mail is being sent
    those counts and the quota                ``account_numbers``: mail that stopped, use of the quota
    a failure, or nothing for a long time     ``health``
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, tzinfo
from math import inf

from ses_tui.core.account_numbers import AccountNumbers
from ses_tui.core.binomial import deciding_rate
from ses_tui.core.clock import DAY, HOUR, Clock
from ses_tui.core.condition import Bands, Condition, Health, enforcement_condition
from ses_tui.core.condition_tracker import ConditionTracker
from ses_tui.core.counts import SendBucket
from ses_tui.core.delivery import TOLD_ONCE
from ses_tui.core.early_tiers import EarlyTiers
from ses_tui.core.errors import ErrorKind
from ses_tui.core.health import ReadLog, cause_of, rate_health, read_health, target_health
from ses_tui.core.keys import BOUNCE, COMPLAINT, COUNTS, ENFORCEMENT, OWN, ROWS, SENDING, WORDS
from ses_tui.core.ledger import Ledger
from ses_tui.core.model import (
    ACCOUNT,
    EMPTY_SERIES,
    NUMBERS,
    RATES,
    Key,
    Metric,
    Point,
    Series,
    Subject,
    SubjectKind,
    SubjectMetric,
    acceptable,
)
from ses_tui.core.points_to_keep import GONE, PointsToKeep
from ses_tui.core.record import replace
from ses_tui.core.statuses import Status, Statuses
from ses_tui.core.tiers import Tier, TierState
from ses_tui.core.visibility import Visibility
from ses_tui.core.volume import BUCKET_SECONDS

KEEP = 14 * DAY
"""Datapoints that are remembered: as far back as CloudWatch is asked for the last rate."""

REJECTED_SECONDS = HOUR
"""Datapoints that were not believed are counted over the reads of so long."""


class TargetRules:
    """``now`` is the clock's throughout: UTC epoch seconds; reads are timed on its monotonic clock."""

    def __init__(
        self,
        target: str,
        bands: Bands,
        ledger: Ledger,
        clock: Clock,
        representative_volume: int | None = None,
        zone: tzinfo | None = UTC,
    ) -> None:
        self.target = target
        self.bands = bands
        self.ledger = ledger
        """Shared by all targets of a monitor."""
        self.clock = clock
        self.started = clock.now()
        self.representative_volume = representative_volume
        self.tracker = ConditionTracker(bands)
        self.rates: dict[Metric, Series] = {}
        """The account's own rates, as far as they were believed."""
        self.buckets: tuple[SendBucket, ...] | None = None
        self.early = EarlyTiers(bands, self.rates, representative_volume)
        self.reads: dict[SubjectMetric, ReadLog] = {}
        self.watched: list[SubjectMetric] = []
        """The keys of which it is told that they can't be seen."""
        self.to_keep = PointsToKeep()
        self.statuses = Statuses(self.tracker.word, self.to_keep)
        """What AWS says in words, whether somebody may send among them."""
        self.zone = zone
        """Of the clock on the wall, by which mail is usual; None is the machine's."""
        self.numbers = AccountNumbers(bands, self._number_before, self._number, zone)
        self._rows: dict[SubjectMetric, float] = {}
        self._rejected: dict[tuple[Subject, Metric, float], float] = {}
        self._ended: dict[Key, Visibility] = {}
        self._gone: set[Key] = set()

    # What is read.

    def watch(self, key: SubjectMetric, interval: float) -> None:
        """``key`` is read every ``interval`` seconds; rows are watched as one, as ``ROWS``.

        It is told that it can't be seen; not of the counts, which hide nothing but an early warning.
        """
        key = _source(key)
        known = self.reads.get(key) or ReadLog(self.clock.monotonic())
        self.reads[key] = replace(known, interval=interval)
        if key not in (COUNTS, *self.watched):
            self.watched.append(key)

    def unwatch(self, key: SubjectMetric) -> None:
        """``key`` is read no more: whether it can be seen is no question."""
        self.watched = [one for one in self.watched if one != _source(key)]

    def ended(self, key: SubjectMetric) -> None:
        """There will never be more of ``key``: it stays blind, or as its last read left it."""
        key = _source(key)
        if key in self.watched:
            blind = self.health(key) is Health.BLIND
            health = Health.BLIND if blind else read_health(self.reads[key], self.clock.monotonic())
            self._ended[Key(self.target, *key)] = Visibility(health, cause_of(self.reads[key]))
            self.unwatch(key)

    def points(self, subject: Subject, metric: Metric, points: Iterable[Point]) -> list[Point]:
        """A good read of a rate: every point in it, known ones too. Gives back those that were news.

        A point with counts of our own decides by what they prove, and not at all where they are too few.
        """
        self.read_well((subject, metric))
        now, given = self.clock.now(), {(point.at, point.value): point for point in points}
        believed = [point for point in given.values() if acceptable(point, now)]
        for point in given.values():
            if not acceptable(point, now):
                self._rejected[subject, metric, point.at] = now
        newest, review = self.tracker.state(subject, metric).newest, self.bands.of(metric).review
        news = self._take(subject, metric, believed, now, quiet=False)
        # A late or rewritten point below review decided nothing: kept, it would after a restart.
        decided = (
            one
            for one in news
            if newest is None or one.at > newest or (review is not None and one.value >= review)
        )
        for point in decided:
            self.to_keep.add((subject, metric), point)
        return news

    def enforcement(self, status: str) -> None:
        """A good read of EnforcementStatus."""
        self.says(Status(*ENFORCEMENT, status, enforcement_condition(status)))

    def sending(self, enabled: bool) -> None:
        """A good read of SendingEnabled."""
        word, condition = ("on", Condition.OK) if enabled else ("off", Condition.PAUSE)
        self.says(Status(*SENDING, word, condition))

    def says(self, status: Status, at: float | None = None) -> bool:
        """A good read of one word of AWS, ``at``: when, if not now; whether its condition is another."""
        if status.subject == ACCOUNT:
            self.read_well(status.key)
        return self.statuses.read(status, self.clock.now() if at is None else at)

    def tell_again(self, key: SubjectMetric, *, worse: bool) -> None:
        """``key`` stands as it did, for another reason: a new one, or one less."""
        self.ledger.tell_again(Key(self.target, *key), worse=worse)

    def statistics(self, buckets: Sequence[SendBucket]) -> list[SendBucket]:
        """A good read of the account's counts of two weeks. Gives back the buckets that were news."""
        self.read_well(COUNTS)
        known = set(self.buckets or ())
        self.buckets = tuple(buckets)
        now = self.clock.now()
        self.early.run(self.buckets, now)
        self._state_tiers(now)
        self._keep_mail(self.numbers.counts(self.buckets, now))
        return [bucket for bucket in buckets if bucket not in known]

    def usual_mail(self, hours: Mapping[float, float]) -> None:
        """Messages per hour of the weeks before, by CloudWatch; ``hours`` by their start, epoch seconds."""
        self._keep_mail(self.numbers.history(hours, self.clock.now()))

    def _keep_mail(self, hours: Iterable[tuple[float, float]]) -> None:
        for at, sent in hours:
            self.to_keep.add(COUNTS, Point(at, sent))

    def _number_before(self, metric: Metric) -> Condition:
        return self.tracker.state(ACCOUNT, metric).condition

    def _number(self, metric: Metric, condition: Condition, at: float) -> None:
        self.says(Status(ACCOUNT, metric, None, condition), at)

    def listed(self, kind: SubjectKind, names: Collection[str]) -> set[Subject]:
        """All that AWS lists of ``kind``; gives back what is gone. It ends as gone with the next ``see``."""
        told = ((key.subject, key.metric) for key in self.ledger.watching(self.target))
        keys, there = {*self.tracker.states, *told}, {None, *names}
        gone = {subject for subject, _ in keys if subject.kind is kind and subject.name not in there}
        self._gone |= {Key(self.target, *key) for key in keys if key[0] in gone}
        now = self.clock.now()
        for key in [key for key in self.tracker.states if key[0] in gone]:
            self.to_keep.add(key, Point(now, GONE))
            self._forget(key)
        for key in [*self._rows, *(status.key for status in self.statuses)]:
            if key[0] in gone:
                self._forget(key)
        return gone

    def _forget(self, key: SubjectMetric) -> None:
        self.tracker.forget(key)
        self._rows.pop(key, None)
        self.statuses.forget(key)

    def read_well(self, key: SubjectMetric) -> None:
        """A good read, perhaps with nothing new."""
        key = _source(key)
        if key in self.reads:
            self.reads[key] = self.reads[key].succeeded(self.clock.monotonic())

    def failed(self, kind: ErrorKind, *keys: SubjectMetric) -> None:
        """These could not be read; without any, nothing could."""
        for key in {_source(key) for key in keys or self.reads}:
            if key in self.reads:
                self.reads[key] = self.reads[key].failed(kind)

    def restore(
        self,
        points: Mapping[SubjectMetric, Sequence[Point]],
        known: Mapping[Metric, float],
        buckets: Sequence[SendBucket],
    ) -> None:
        """Run through what the store kept, as if it had just been read.

        ``known``: per rate the datapoint up to which people know: what came after it was kept by a run
        that ended before it could tell.
        """
        self.to_keep.restore(points)
        for (subject, metric), stored in points.items():
            until = known.get(metric, inf) if subject == ACCOUNT and metric in RATES else inf
            self.tracker.first_round = self.tracker.first_round and metric not in TOLD_ONCE
            if (subject, metric) in self.statuses.read_here:
                if stored[-1].value != self.tracker.state(subject, metric).condition:
                    self.tracker.baseline.discard((subject, metric))  # it changed while nobody looked
            else:
                self.stored(subject, metric, [point for point in stored if point.at <= until], quiet=True)
                self.stored(subject, metric, [point for point in stored if point.at > until])
                self.tracker.baseline.discard((subject, metric))
        if buckets and self.buckets is None:
            self.buckets = tuple(buckets)
            newest = min(buckets[-1].at + BUCKET_SECONDS, self.clock.now())
            self.early.restore(self.buckets, newest)
            self._state_tiers(newest)

    def stored(
        self, subject: Subject, metric: Metric, points: Sequence[Point], *, quiet: bool = False
    ) -> None:
        """Run through points that a store kept: datapoints, words of AWS, the end of a row.

        ``quiet``: people know of them.
        """
        ends = [number for number, point in enumerate(points, 1) if point.value == GONE]
        if ends:
            self._forget((subject, metric))
        if ends and ends[-1] == len(points):
            self._gone.add(Key(self.target, subject, metric))  # somebody may still be owed that
        there = points[ends[-1] if ends else 0 :]
        if (subject, metric) in WORDS or metric in TOLD_ONCE:
            self.statuses.stored(subject, metric, there)
        elif (subject, metric) == COUNTS:
            self.numbers.restore([(point.at, point.value) for point in there])
        elif metric in RATES and there:
            self._take(subject, metric, there, there[-1].at, quiet=quiet)

    def fill_history(self, metric: Metric, points: Iterable[Point]) -> None:
        """Points of the account older than all that is known: for charts and estimates, they alert nobody.

        Of a rate of which nothing is known, nothing is taken: its points are news yet.
        """
        known, now = self.rates.get(metric, EMPTY_SERIES), self.clock.now()
        if known.times:
            older = [one for one in points if one.at < known.times[0] and acceptable(one, now)]
            self.rates[metric] = known.merged(((one.at, one.value) for one in older), now - KEEP)

    # What follows from it.

    def see(self) -> None:
        """End the cycle: what is true now goes to the ledger."""
        statuses = self.tracker.statuses(self.target, self.ledger.watching(self.target))
        if self.early.as_stored:
            statuses = {key: one for key, one in statuses.items() if key.metric not in self.tiers}
        self.ledger.see(self.target, statuses, self.visibilities(), self.clock.now(), self._gone)
        self._gone = set()

    def condition_of(self, *keys: SubjectMetric) -> Condition | None:
        """The worst of ``keys``; None where none of them was ever read."""
        known = (self.tracker.states[key].condition for key in keys if key in self.tracker.states)
        return max(known, default=None)

    @property
    def condition(self) -> Condition | None:
        """The account's own; None where nothing of it was ever read."""
        return self.condition_of(*OWN)

    def value(self, subject: Subject, metric: Metric) -> float | str | None:
        """The present value of a key: a fraction, or AWS's word; None where it was not read."""
        if metric in self.tiers:
            on = self.tier(metric)
            return on.budget_share if on else None
        if subject == ACCOUNT and metric in NUMBERS:
            number = self.numbers.known.get(metric)
            return number.value if number else None
        if (status := self.statuses.get(subject, metric)) is not None or (subject, metric) in WORDS:
            return status.shown if status else None
        if subject == ACCOUNT:
            return self.rates.get(metric, EMPTY_SERIES).last
        return self._rows.get((subject, metric))

    def made_of(self, subject: Subject, metric: Metric) -> str:
        """What the present value of one of the account's other numbers is made of; else empty."""
        number = self.numbers.known.get(metric) if subject == ACCOUNT else None
        return number.text if number else ""

    @property
    def tiers(self) -> Mapping[Metric, TierState]:
        """By the metric under which they alert (``tiers.TIER_KEYS``)."""
        return self.early.states

    def tier(self, metric: Metric) -> Tier | None:
        """The most urgent early tier that is on under ``metric``."""
        return self.tiers[metric].on if metric in self.tiers else None

    def newest(self) -> dict[Metric, float]:
        """The newest datapoint of each of the account's rates that was run through."""
        return {metric: series.times[-1] for metric, series in self.rates.items() if series.times}

    def rejected(self) -> int:
        """How many datapoints of the last hour's reads were not believed."""
        since = self.clock.now() - REJECTED_SECONDS
        self._rejected = {point: read for point, read in self._rejected.items() if read > since}
        return len(self._rejected)

    def health(self, key: SubjectMetric) -> Health:
        """Whether ``key`` can be seen: by its reads, and of the account's rates by their newest datapoint."""
        key = _source(key)
        subject, metric = key
        reads, mono, now = self.reads[key], self.clock.monotonic(), self.clock.now()
        if subject != ACCOUNT or metric not in RATES:
            return read_health(reads, mono)
        times = self.rates.get(metric, EMPTY_SERIES).times
        return rate_health(reads, mono, times, now, sending=not times or self._sent_since(times[-1]))

    def account_health(self) -> Health:
        """Whether the account can be seen: both its rates."""
        return target_health([self.health(key) for key in (BOUNCE, COMPLAINT)])

    def visibilities(self) -> dict[Key, Visibility]:
        """What can be seen of this target; the rows of ISPs and identities stand as one."""
        return self._ended | {
            Key(self.target, *key): Visibility(self.health(key), cause_of(self.reads[key]))
            for key in self.watched
        }

    def _take(
        self, subject: Subject, metric: Metric, points: Iterable[Point], now: float, *, quiet: bool
    ) -> list[Point]:
        if subject == ACCOUNT:
            known = self.rates.get(metric, EMPTY_SERIES)
            before = dict(zip(known.times, known.values, strict=True))
            news = [point for point in points if before.get(point.at) != point.value]
            if news:
                self.rates[metric] = known.merged(((one.at, one.value) for one in news), now - KEEP)
        elif news := list(points):
            self._rows[subject, metric] = max(news, key=lambda point: point.at).value
        lines = self.bands.of(metric)
        decide = [
            Point(point.at, rate)
            for point in news
            if (rate := deciding_rate(metric, lines, point)) is not None
        ]
        if decide:
            self.tracker.take(subject, metric, decide, quiet=quiet)
        return news

    def _state_tiers(self, at: float) -> None:
        for key, state in self.tiers.items():
            self.tracker.word(ACCOUNT, key, state.condition, at)

    def _sent_since(self, at: float) -> bool:
        """Whether mail was sent after ``at``; yes where the counts are not known, for caution."""
        reads = self.reads.get(COUNTS)
        if self.buckets is None or reads is None:
            return True
        if read_health(reads, self.clock.monotonic()) not in (Health.FRESH, Health.STALE):
            return True
        return any(bucket.at >= at and bucket.attempts > 0 for bucket in reversed(self.buckets))


def _source(key: SubjectMetric) -> SubjectMetric:
    """As what it is known whether ``key`` could be read."""
    return key if key[0] == ACCOUNT else ROWS
