"""One process sends the heartbeat of a store, and looks at the targets of all."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

import pytest

from ses_tui.core.clock import ManualClock
from ses_tui.core.condition import Health
from ses_tui.core.heartbeat import Standing
from ses_tui.core.ledger import Ledger
from ses_tui.core.model import Target
from ses_tui.engine.heartbeats import SILENT_SECONDS, Heartbeats
from ses_tui.engine.monitor import TargetMonitor
from ses_tui.engine.ports import TargetHistory
from ses_tui.store.store import Store
from tests.engine.bench import START, NoChannels


class Beating(NoChannels):
    """Channels of a process that has a heartbeat's URL, and nothing else."""

    beats = True

    def __init__(self) -> None:
        self.sent = 0
        self.own: list[str] = []
        self.own_beats: Mapping[str, str] = {}

    def beat(self, name: str = "") -> None:
        if name:
            self.own.append(name)
        else:
            self.sent += 1


class Seen:
    """A target whose health a test sets."""

    def __init__(self, history: TargetHistory, name: str) -> None:
        self.target = Target(name=name, region="eu-west-1")
        self.history = history
        self.rules = self
        self.health = Health.FRESH

    def account_health(self) -> Health:
        return self.health


class Process:
    def __init__(self, directory: Path, target: str, clock: ManualClock) -> None:
        self.store = Store.open(directory)
        self.seen = Seen(self.store.for_target(target, target), target)
        self.channels = Beating()
        monitors = {target: cast(TargetMonitor, self.seen)}
        self.heartbeats = Heartbeats(self.store, Ledger({}), self.channels, clock, monitors)

    def cycle(self) -> bool:
        """Whether it sent a heartbeat."""
        before = self.channels.sent
        self.heartbeats.beat(self.seen.target.name)
        assert self.store.flush()
        return self.channels.sent > before

    def leave(self) -> None:
        self.heartbeats.leave()
        self.store.close()
        self.heartbeats.release()


Fleet = tuple[Heartbeats, Beating, dict[str, Seen]]


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(START)


@pytest.fixture
def two(tmp_path: Path, clock: ManualClock) -> Iterator[tuple[Process, Process]]:
    both = Process(tmp_path, "first", clock), Process(tmp_path, "second", clock)
    yield both
    for one in both:
        one.leave()


def test_one_of_two_owners_sends_it_and_the_other_takes_over(two: tuple[Process, Process]) -> None:
    first, second = two
    assert first.cycle()
    assert not second.cycle()
    assert first.cycle()
    first.leave()
    assert second.cycle()


def test_a_blind_target_of_another_process_stops_it_until_its_team_knows(
    two: tuple[Process, Process],
) -> None:
    first, second = two
    assert first.cycle()
    second.seen.health = Health.BLIND
    second.cycle()
    assert not first.cycle()
    second.seen.history.save_standing(Standing.KNOWN, START)
    assert second.store.flush()
    assert first.cycle()


def test_an_owner_that_was_killed_stops_it_and_one_that_was_left_does_not(
    two: tuple[Process, Process], clock: ManualClock
) -> None:
    first, second = two
    second.cycle()
    second.heartbeats.release()  # as the kernel does
    clock.at += SILENT_SECONDS
    assert not first.cycle()
    second.heartbeats.leave()
    assert second.store.flush()
    assert first.cycle()


def fleet(store: Store, clock: ManualClock, beats: Mapping[str, str], *names: str) -> Fleet:
    """One process that owns targets of those names."""
    seen = {name: Seen(store.for_target(name, name), name) for name in names}
    channels = Beating()
    channels.own_beats = beats
    heartbeats = Heartbeats(store, Ledger({}), channels, clock, cast(dict[str, TargetMonitor], seen))
    heartbeats.know([cast(TargetMonitor, one) for one in seen.values()])
    return heartbeats, channels, seen


def test_a_targets_own_heartbeat_stops_with_that_target_alone(tmp_path: Path, clock: ManualClock) -> None:
    store = Store.open(tmp_path)
    beats = {"good": "heartbeat good", "bad": "heartbeat bad"}
    heartbeats, channels, seen = fleet(store, clock, beats, "good", "bad", "other")
    for name in seen:
        heartbeats.beat(name)
    assert channels.own == ["heartbeat good", "heartbeat bad"]
    for health in (Health.BLIND, Health.INIT):
        seen["bad"].health = health
        channels.own.clear()
        for name in seen:
            heartbeats.beat(name)
        assert channels.own == ["heartbeat good"]
    seen["bad"].health = Health.STALE
    heartbeats.beat("bad")
    assert channels.own == ["heartbeat good", "heartbeat bad"]
    store.close()


def test_one_that_several_share_stops_with_the_first_of_them_in_every_region(
    tmp_path: Path, clock: ManualClock
) -> None:
    store = Store.open(tmp_path)
    beats = {"shop": "heartbeat shop", "mail": "heartbeat shop"}
    heartbeats, channels, seen = fleet(store, clock, beats, "shop/eu-west-1", "mail", "other")
    heartbeats.beat("shop/eu-west-1")
    heartbeats.beat("mail")
    assert channels.own == ["heartbeat shop"] * 2
    seen["mail"].health = Health.BLIND
    heartbeats.beat("shop/eu-west-1")
    assert len(channels.own) == 2
    store.close()


def test_one_that_is_shared_with_another_process_stops_when_that_falls_silent(
    tmp_path: Path, clock: ManualClock, two: tuple[Process, Process]
) -> None:
    first, second = two
    for one in two:
        one.channels.own_beats = {"first": "heartbeat both", "second": "heartbeat both"}
        one.heartbeats.know([cast(TargetMonitor, each.seen) for each in two])
    second.cycle()
    first.cycle()
    assert first.channels.own == ["heartbeat both"]
    second.seen.health = Health.BLIND
    second.cycle()
    first.cycle()
    assert first.channels.own == ["heartbeat both"]
    second.seen.health = Health.FRESH
    second.cycle()
    clock.at += SILENT_SECONDS
    first.cycle()
    assert first.channels.own == ["heartbeat both"]
