"""Runs a scenario on the rules, in fake time: cycle by cycle, as the live engine would have."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from ses_tui.core.condition import Condition, Health
from ses_tui.core.machine import RATES, Machine, SubjectMetric
from ses_tui.core.model import ACCOUNT, EMPTY_SERIES, Key, Metric
from ses_tui.core.overlays import Acknowledgement, Silence
from ses_tui.core.volume import HISTORY
from ses_tui.proving.feed import Feed
from ses_tui.proving.scenario import Ack, Deaf, Event, Outage, Quieten, Restart, Scenario
from ses_tui.proving.sent import Sent, deliver

TARGET = "default"

GRAIN = 1e-6
"""Seconds by which sums of polls may be off."""


@dataclass(frozen=True, slots=True)
class Moment:
    """How things stand after one cycle, ``at`` seconds after the start."""

    at: float
    conditions: dict[str, Condition]
    health: Health


@dataclass(slots=True)
class Record:
    """All that came of a run. ``moments``: one per cycle; the channels of ``sent`` in their order."""

    sent: list[Sent] = field(default_factory=list)
    moments: list[Moment] = field(default_factory=list)

    def at(self, seconds: float) -> Moment | None:
        """How things stood then: as of the last cycle; None before the first."""
        before = [moment for moment in self.moments if moment.at <= seconds + GRAIN]
        return before[-1] if before else None


def run(scenario: Scenario) -> Record:
    """The run, to the end of the longest series or the last time that is named."""
    return _Run(scenario).run()


class _Run:
    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._feed = Feed(scenario)
        rules = scenario.rules
        self._machine = Machine(
            TARGET,
            rules.bands,
            rules.floors,
            tuple(self._feed.length),
            scenario.poll,
            scenario.start,
            rules.volume,
        )
        self._taken = dict.fromkeys(self._feed.length, 0)
        self._waiting: list[Event] = [*scenario.events]
        self._outages = [event for event in scenario.events if isinstance(event, Outage)]
        self._deaf = [event for event in scenario.events if isinstance(event, Deaf)]
        self._silences = 0

    def run(self) -> Record:
        record = Record()
        for at in self._cycles():
            self._happen(at)
            now = self._scenario.start + at
            self._read(at, now)
            self._machine.see(now, idle=self._idle(now))
            for channel, message in deliver(self._machine, now, lambda name: self._works(name, at)):  # noqa: B023 - used at once
                record.sent.append(Sent(at, channel, message))
            record.moments.append(self._moment(at))
        return record

    def _cycles(self) -> Iterator[float]:
        """Every poll but those within a downtime, and the first cycle after each."""
        poll, end = self._scenario.poll, self._scenario.end
        downs = [
            (event.at, event.at + event.downtime)
            for event in self._scenario.events
            if isinstance(event, Restart)
        ]
        grid = {number * poll for number in range(int((end + GRAIN) // poll) + 1)}
        times = grid | {back for _, back in downs if back <= end + GRAIN}
        for at in sorted(times):
            if not any(down <= at < back for down, back in downs):
                yield at

    def _happen(self, at: float) -> None:
        """What has happened since the last cycle, each at its own time."""
        while self._waiting and self._waiting[0].at <= at:
            event = self._waiting.pop(0)
            now = self._scenario.start + event.at
            if isinstance(event, Restart):
                self._machine = self._machine.restarted(now + event.downtime)
            elif isinstance(event, Ack):
                self._acknowledge(event, now)
            elif isinstance(event, Quieten):
                self._silences += 1
                until = now + event.seconds
                silence = Silence(
                    f"silence-{self._silences}", event.matcher, until, now, why=event.why, also=event.also
                )
                self._machine.ledger.overlays.silence(silence)

    def _acknowledge(self, event: Ack, now: float) -> None:
        """As the live engine: nothing where the alert is not open."""
        for (subject, metric), state in self._machine.book.states.items():
            key = Key(TARGET, subject, metric)
            if str(key) == event.key and state.condition >= Condition.WARN:
                ack = Acknowledgement(key, state.condition, now, now + event.seconds, why=event.why)
                self._machine.ledger.overlays.acknowledge(ack)
                return

    def _read(self, at: float, now: float) -> None:
        """One poll of all that is watched. A key whose series has ended is watched no more."""
        newest = self._feed.newest(now + GRAIN)
        for key, length in self._feed.length.items():
            if newest >= length:
                self._machine.unwatch(*key)
        outage = next((one for one in self._outages if one.at <= at < one.until), None)
        if outage is not None:
            self._machine.failed(outage.kind)
            return
        counted = False
        for key, length in self._feed.length.items():
            if self._taken[key] < length:
                counted |= key == (ACCOUNT, Metric.SENDS) and self._taken[key] <= newest
                self._take(key, now)
                self._taken[key] = max(self._taken[key], min(newest + 1, length))
            elif newest < length:
                self._machine.read_well(*key, now)
        if counted:
            self._machine.statistics(self._feed.buckets(now + GRAIN, now - HISTORY), now)

    def _take(self, key: SubjectMetric, now: float) -> None:
        """What the read brings of one key: everything since the last good one."""
        subject, metric = key
        taken = self._taken[key]
        if metric in self._scenario.words and subject == ACCOUNT:
            word = self._feed.word(metric, taken, now + GRAIN)
            if word is None:
                self._machine.read_well(subject, metric, now)
            elif metric is Metric.ENFORCEMENT_STATUS:
                self._machine.enforcement(word, now)
            else:
                self._machine.sending(word == "true", now)
        elif metric is Metric.SENDS:
            self._machine.read_well(subject, metric, now)
        else:
            self._machine.points(subject, metric, self._feed.points(key, taken, now + GRAIN), now)

    def _idle(self, now: float) -> set[SubjectMetric]:
        series = self._machine.series
        return {
            key
            for key in self._machine.reads
            if key[1] in RATES and self._feed.idle(key, series.get(key, EMPTY_SERIES).last_at, now + GRAIN)
        }

    def _works(self, channel: str, at: float) -> bool:
        return not any(one.channel == channel and one.at <= at < one.until for one in self._deaf)

    def _moment(self, at: float) -> Moment:
        book = self._machine.book
        conditions = {str(Key(TARGET, *key)): state.condition for key, state in book.states.items()}
        visibilities = self._machine.ledger.visibilities[TARGET]
        own = [
            one.health for key, one in visibilities.items() if key.subject == ACCOUNT and key.metric in RATES
        ]
        return Moment(at, conditions, overall(own or [one.health for one in visibilities.values()]))


def overall(healths: list[Health]) -> Health:
    """Blind where nothing can be seen, stale where something can't or is old; nothing read yet is blind."""
    best = min(healths, key=lambda one: one.rank, default=Health.FRESH)
    worst = max(healths, key=lambda one: one.rank, default=Health.FRESH)
    if best.rank >= Health.INIT.rank:
        return Health.BLIND
    return Health.STALE if worst.rank >= Health.INIT.rank else worst
