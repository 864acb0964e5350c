"""The bell rings for news that is bad, and not ten times at once."""

import pytest

from ses_tui.core.messages import Kind
from ses_tui.notify.osc import QUIET_SECONDS, Bell
from tests.notify.messages import MESSAGE, message


class Clock:
    """Monotonic seconds, moved by hand."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


async def test_alerts_of_one_moment_ring_once_and_the_next_rings_again() -> None:
    rung: list[bytes] = []
    clock = Clock()
    bell = Bell(rung.append, clock)
    for _ in range(10):
        await bell.deliver(MESSAGE)
    assert rung == [b"\a"]
    clock.now += QUIET_SECONDS
    await bell.deliver(MESSAGE)
    assert rung == [b"\a", b"\a"]


@pytest.mark.parametrize("kind", [Kind.RESOLVED, Kind.EASED, Kind.SIGHT, Kind.CHANNEL_OK])
async def test_good_news_do_not_ring(kind: Kind) -> None:
    rung: list[bytes] = []
    await Bell(rung.append).deliver(message(kind=kind))
    assert rung == []
