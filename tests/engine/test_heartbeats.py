"""One process sends the heartbeat of a store, and looks at the targets of all."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from ses_tui.core.clock import ManualClock
from ses_tui.core.condition import Health
from ses_tui.core.heartbeat import Standing
from ses_tui.core.ledger import Ledger
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

    def beat(self) -> None:
        self.sent += 1


class Seen:
    """A target whose health a test sets."""

    def __init__(self, history: TargetHistory) -> None:
        self.history = history
        self.rules = self
        self.health = Health.FRESH

    def account_health(self) -> Health:
        return self.health


class Process:
    def __init__(self, directory: Path, target: str, clock: ManualClock) -> None:
        self.store = Store.open(directory)
        self.seen = Seen(self.store.for_target(target, target))
        self.channels = Beating()
        monitors = {target: cast(TargetMonitor, self.seen)}
        self.heartbeats = Heartbeats(self.store, Ledger({}), self.channels, clock, monitors)

    def cycle(self) -> bool:
        """Whether it sent a heartbeat."""
        before = self.channels.sent
        self.heartbeats.beat()
        assert self.store.flush()
        return self.channels.sent > before

    def leave(self) -> None:
        self.heartbeats.leave()
        self.store.close()
        self.heartbeats.release()


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
