"""A laptop that was closed: what is old is known to be old, and everything is read again at once."""

import asyncio
import time

import pytest

from ses_tui.core.clock import SystemClock
from ses_tui.engine.engine import LATE_SECONDS, TICK_SECONDS, Engine
from ses_tui.engine.idle import NoHistory
from tests.engine.bench import Collected, NoChannels


class Sleeper:
    """A clock on which each sleep takes as long as it is told, on the wall and monotonic."""

    def __init__(self, *sleeps: tuple[float, float]) -> None:
        self._sleeps = list(sleeps)
        self._wall = 1_700_000_000.0
        self._mono = 0.0

    def now(self) -> float:
        return self._wall

    def monotonic(self) -> float:
        return self._mono

    async def sleep(self, seconds: float) -> None:
        if not self._sleeps:
            raise asyncio.CancelledError
        wall, mono = self._sleeps.pop(0)
        self._wall += wall
        self._mono += mono
        await asyncio.sleep(0)


@pytest.mark.parametrize(
    ("slept", "read_again"),
    [
        ((TICK_SECONDS, TICK_SECONDS), 0),
        ((TICK_SECONDS + LATE_SECONDS, TICK_SECONDS + LATE_SECONDS), 0),
        ((8 * 3600.0, 8 * 3600.0), 1),
        ((3600.0, TICK_SECONDS), 1),
        ((-3600.0, TICK_SECONDS), 1),
    ],
)
async def test_a_late_tick_and_a_clock_that_was_set_have_everything_read(
    slept: tuple[float, float], read_again: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Engine([], Sleeper(slept), NoHistory(), NoChannels(), Collected([]))
    asked: list[bool] = []
    monkeypatch.setattr(engine, "refresh", lambda: asked.append(True))
    with pytest.raises(asyncio.CancelledError):
        await engine._tick()
    assert len(asked) == read_again


@pytest.mark.skipif(not hasattr(time, "CLOCK_BOOTTIME"), reason="only Linux tells the two clocks apart")
def test_ages_go_on_while_the_machine_sleeps() -> None:
    assert SystemClock().monotonic() == pytest.approx(time.clock_gettime(time.CLOCK_BOOTTIME), abs=1.0)
