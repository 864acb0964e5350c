"""The sliding window, in fake time."""

import asyncio
import heapq
from collections.abc import Awaitable, Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ses_tui.aws.limiter import Limiter


class FakeTime:
    """Time that moves only when every task waits for it."""

    def __init__(self) -> None:
        self.now = 1000.0
        self._waiting: list[tuple[float, int, asyncio.Future[None]]] = []
        self._number = 0

    def monotonic(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._number += 1
        heapq.heappush(self._waiting, (self.now + max(0.0, seconds), self._number, future))
        await future

    async def run(self, work: Callable[[], Awaitable[object]]) -> None:
        task = asyncio.ensure_future(work())
        while not task.done():
            for _ in range(12):
                await asyncio.sleep(0)
            if not task.done() and self._waiting:
                at, _, future = heapq.heappop(self._waiting)
                self.now = max(self.now, at)
                if not future.done():
                    future.set_result(None)
        await task


def granted(
    arrivals: list[tuple[float, int, float]], *, settle: float = 0.1
) -> tuple[list[tuple[float, int]], list[tuple[float, int]]]:
    """(asked at, queries, latency) -> (granted at, queries) and (reached AWS at, queries)."""
    time = FakeTime()
    grants: list[tuple[float, int]] = []
    reached: list[tuple[float, int]] = []

    async def one(limiter: Limiter, at: float, queries: int, latency: float) -> None:
        await time.sleep(at)
        slot = await limiter.acquire(queries)
        grants.append((time.now, queries))
        await time.sleep(latency)
        reached.append((time.now, queries))
        slot.answered(time.now)

    async def everything() -> None:
        limiter = Limiter(time.monotonic, time.sleep, settle=settle)
        await asyncio.gather(*(one(limiter, *arrival) for arrival in arrivals))

    asyncio.run(time.run(everything))
    return grants, reached


def assert_within_limits(events: list[tuple[float, int]]) -> None:
    for start, _ in events:
        window = [queries for at, queries in events if start <= at < start + 1.0 - 1e-9]
        assert len(window) <= 12
        assert sum(window) <= 120


CALLS = st.lists(st.tuples(st.floats(0, 4), st.integers(1, 30), st.floats(0, 0.1)), min_size=1, max_size=60)


@settings(max_examples=60)
@given(CALLS)
def test_no_second_ever_holds_more_than_12_calls_or_120_queries(
    arrivals: list[tuple[float, int, float]],
) -> None:
    grants, reached = granted(arrivals)
    assert len(grants) == len(arrivals)
    assert_within_limits(grants)
    assert_within_limits(reached)  # AWS counts when the request arrives, up to 0.1 s later


def test_what_may_go_at_once_goes_at_once() -> None:
    grants, _ = granted([(0.0, 10, 0.0)] * 12)
    assert {at for at, _ in grants} == {1000.0}


def test_the_thirteenth_call_waits_for_the_first_to_leave_the_window() -> None:
    grants, _ = granted([(0.0, 1, 0.0)] * 13)
    assert grants[-1][0] == pytest.approx(1001.0)


def test_queries_limit_before_calls_do() -> None:
    grants, _ = granted([(0.0, 60, 0.0), (0.0, 60, 0.0), (0.0, 1, 0.0)])
    assert [at for at, _ in grants] == pytest.approx([1000.0, 1000.0, 1001.0])


def test_a_slow_answer_holds_its_place_no_longer_than_it_takes_to_arrive() -> None:
    grants, _ = granted([(0.0, 1, 5.0)] * 13)
    assert grants[-1][0] == pytest.approx(1001.1)


def test_a_call_that_never_fits_is_refused() -> None:
    async def ask() -> None:
        await Limiter(lambda: 0.0).acquire(121)

    with pytest.raises(ValueError, match="121"):
        asyncio.run(ask())


def test_a_waiter_that_gives_up_does_not_block_the_next() -> None:
    time = FakeTime()

    async def scene() -> float:
        limiter = Limiter(time.monotonic, time.sleep)
        for _ in range(12):
            (await limiter.acquire(10)).answered(time.now)
        first = asyncio.ensure_future(limiter.acquire(10))
        second = asyncio.ensure_future(limiter.acquire(10))
        await asyncio.sleep(0)
        first.cancel()
        return (await second).granted

    result: list[float] = []

    async def run() -> None:
        result.append(await scene())

    asyncio.run(time.run(run))
    assert result == pytest.approx([1001.0])
