"""Runs a scenario on the rules, in fake time: cycle by cycle, as the live engine would have."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from ses_tui.core.clock import ManualClock
from ses_tui.core.condition import Condition, Health
from ses_tui.core.health import target_health
from ses_tui.core.keys import COUNTS
from ses_tui.core.ledger import Ledger
from ses_tui.core.model import ACCOUNT, RATES, Key, Metric, SubjectMetric
from ses_tui.core.overlays import Acknowledgement, Silence
from ses_tui.core.report import printed_health
from ses_tui.core.rules import TargetRules
from ses_tui.core.volume import HISTORY
from ses_tui.proving.feed import Feed
from ses_tui.proving.kept import Kept
from ses_tui.proving.lists import Lists
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
        self._clock = ManualClock(scenario.start)
        self._kept = Kept()
        rules = scenario.rules
        self._rules = TargetRules(TARGET, rules.bands, Ledger(rules.floors), self._clock, rules.volume)
        self._lists = Lists(self._rules)
        for key in self._feed.watched:
            self._rules.watch(key, scenario.poll)
        self._taken = dict.fromkeys(self._feed.length, 0)
        self._waiting: list[Event] = [*scenario.events]
        self._outages = [event for event in scenario.events if isinstance(event, Outage)]
        self._deaf = [event for event in scenario.events if isinstance(event, Deaf)]
        self._silences = 0

    def run(self) -> Record:
        record = Record()
        for at in self._cycles():
            self._happen(at)
            self._clock.at = self._scenario.start + at
            self._read(at)
            self._rules.tracker.first_round_read()
            self._rules.see()
            for channel, message in deliver(self._rules, lambda name: self._works(name, at)):  # noqa: B023 - used at once
                record.sent.append(Sent(at, channel, message))
            self._kept.keep(self._rules)
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
                self._clock.at = now + event.downtime
                self._rules = self._kept.restart(self._rules, self._clock)
                self._lists = Lists(self._rules)
            elif isinstance(event, Ack):
                self._acknowledge(event, now)
            elif isinstance(event, Quieten):
                self._silences += 1
                until = now + event.seconds
                silence = Silence(
                    f"silence-{self._silences}", event.matcher, until, now, why=event.why, also=event.also
                )
                self._rules.ledger.overlays.silence(silence)

    def _acknowledge(self, event: Ack, now: float) -> None:
        """As the live engine: nothing where the alert is not open."""
        for (subject, metric), state in self._rules.tracker.states.items():
            key = Key(TARGET, subject, metric)
            if str(key) == event.key and state.condition >= Condition.WARN:
                ack = Acknowledgement(key, state.condition, now, now + event.seconds, why=event.why)
                self._rules.ledger.overlays.acknowledge(ack)
                return

    def _read(self, at: float) -> None:
        """One poll of all that is watched. A key whose series has ended and was read is watched no more."""
        now = self._clock.at + GRAIN
        newest = self._feed.newest(now)
        over = {key for key, length in self._feed.length.items() if min(newest, self._taken[key]) >= length}
        for key in over.intersection(self._feed.watched):
            if key[0] == ACCOUNT or all(other in over for other in self._feed.length if other[0] != ACCOUNT):
                self._rules.ended(key)
        for outage in self._outages:
            if outage.at <= at < outage.until:
                self._rules.failed(outage.kind, *outage.only)
        deaf = any(not one.only and one.at <= at < one.until for one in self._outages)
        if not deaf and (quota := self._feed.quota(now)):
            self._rules.numbers.quota(quota, self._clock.at)
        for key in self._feed.watched:
            length = self._feed.length[key]
            if key not in over and not any(one.hits(key, at) for one in self._outages):
                self._take(key, now)
                self._taken[key] = max(self._taken[key], min(newest + 1, length))
        if not deaf and (words := self._feed.listed(now)):
            self._lists.take(words, self._clock.at)

    def _take(self, key: SubjectMetric, now: float) -> None:
        """What the read brings of one key: everything since the last good one."""
        subject, metric = key
        taken = self._taken[key]
        if key in self._scenario.words:
            word = self._feed.word(key, taken, now)
            if word is None:
                self._rules.read_well(key)
            elif metric is Metric.ENFORCEMENT_STATUS:
                self._rules.enforcement(word)
            else:
                self._rules.sending(word == "true")
        elif key == COUNTS:
            self._rules.statistics(self._feed.buckets(now, self._clock.at - HISTORY))
            failures = self._feed.failures(now)
            self._rules.numbers.rendering_failures(failures, self._rules.buckets or (), self._clock.at)
        else:
            self._rules.points(subject, metric, self._feed.points(key, taken, now))

    def _works(self, channel: str, at: float) -> bool:
        return not any(one.channel == channel and one.at <= at < one.until for one in self._deaf)

    def _moment(self, at: float) -> Moment:
        states = self._rules.tracker.states
        conditions = {str(Key(TARGET, *key)): state.condition for key, state in states.items()}
        visibilities = self._rules.ledger.visibilities[TARGET]
        own = [
            one.health for key, one in visibilities.items() if key.subject == ACCOUNT and key.metric in RATES
        ]
        seen = own or [one.health for one in visibilities.values()] or [Health.FRESH]
        return Moment(at, conditions, printed_health(target_health(seen)))
