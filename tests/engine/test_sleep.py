"""A laptop that was closed: what is old is known to be old, and everything is read again at once."""

import time
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

import pytest

from ses_tui.core.clock import Jumps, SystemClock
from ses_tui.core.model import Metric
from tests.engine.test_ownership import Process, account, joined, until

LATE = 20.0


class Machine:
    """The machine's three clocks, moved by hand."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.wall, self.all_of_it, self.awake = 1_700_000_000.0, 5000.0, 4000.0
        monkeypatch.setattr(time, "time", lambda: self.wall)
        monkeypatch.setattr(time, "monotonic", lambda: self.awake)
        monkeypatch.setattr(time, "clock_gettime", lambda _: self.all_of_it)

    def pass_time(self, awake: float, asleep: float = 0.0, clock_set_by: float = 0.0) -> None:
        self.awake += awake
        self.all_of_it += awake + asleep
        self.wall += awake + asleep + clock_set_by


@pytest.mark.fault(
    "the machine slept, or its clock was set",
    says="the age of each number",
    lives="the last known numbers",
    blind="no",
    heals="everything is read again at once",
)
@pytest.mark.parametrize(
    ("asleep", "clock_set_by", "jumped"),
    [
        (0.0, 0.0, False),
        (LATE, 0.0, False),
        (8 * 3600.0, 0.0, True),
        (0.0, 3600.0, True),
        (0.0, -3600.0, True),
        (0.0, 1.0, False),
    ],
)
def test_a_sleep_and_a_clock_that_was_set_are_noticed_once(
    asleep: float, clock_set_by: float, jumped: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = Machine(monkeypatch)
    jumps = Jumps()
    machine.pass_time(30.0, asleep, clock_set_by)
    assert jumps.since_last(LATE) is jumped
    machine.pass_time(30.0)
    assert not jumps.since_last(LATE)


def test_a_late_loop_is_no_sleep(monkeypatch: pytest.MonkeyPatch) -> None:
    """As under a demo at speed 600, where a tenth of a second is a minute."""
    machine = Machine(monkeypatch)
    jumps = Jumps()
    machine.pass_time(120.0)
    assert not jumps.since_last(LATE)


@pytest.mark.skipif(not hasattr(time, "CLOCK_BOOTTIME"), reason="only Linux tells the two clocks apart")
def test_ages_go_on_while_the_machine_sleeps() -> None:
    assert SystemClock().monotonic() == pytest.approx(time.clock_gettime(time.CLOCK_BOOTTIME), abs=1.0)


class Woken:
    """The machine has just slept, once."""

    def __init__(self) -> None:
        self.looks = 0

    def since_last(self, _: float) -> bool:
        self.looks += 1
        return self.looks == 1


@pytest.mark.fault("the machine slept, or its clock was set")
async def test_after_a_sleep_everything_is_read_at_once_and_the_last_numbers_stay_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ses_tui.engine.engine.TICK_SECONDS", 0.05)
    async with account() as server, AsyncExitStack() as left:
        process = Process(tmp_path, server, every=3600.0)
        monkeypatch.setattr(process.engine, "_jumps", jumps := Woken())
        jumps.looks = 1
        await joined(left, process)
        before = server.log.operations.copy()
        jumps.looks = 0
        for name in ("GetAccount", "GetMetricData", "BatchGetMetricData", "ListEmailIdentities"):
            await until(partial(lambda name: server.log.operations[name] > before[name], name))
        shown = [target.reading(Metric.BOUNCE_RATE) for one in process.screen.every for target in one.targets]
        known = [one is not None and one.value is not None for one in shown]
        assert all(known[known.index(True) :])
