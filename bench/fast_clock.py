"""The whole engine on the real client, in simulated time that jumps to the next sleeper when all sleep."""

import asyncio
import heapq
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from random import Random

from ses_tui.aws.limiter import Limiter
from ses_tui.aws.reader import AwsReader
from ses_tui.core.counts import SendBucket
from ses_tui.core.messages import Message
from ses_tui.core.model import Target
from ses_tui.core.snapshot import Snapshot, Usage
from ses_tui.engine.engine import Engine
from ses_tui.engine.plan import Plan
from ses_tui.notify.dispatcher import Dispatcher
from ses_tui.simulator.server import SimulatorServer
from ses_tui.store.store import Store

SLEEPERS = 8
"""Tasks of the engine that sleep between reads: account, rates, VDM, identities, counts, what there is
besides mail, its values, and the tick."""

CALM = 3
"""Turns of the loop in which all must be asleep: who was woken has gone on by then."""


RECENT_BUCKETS = 8


class FastClock:
    """The simulated account's time, as a ``Clock``; it moves only when every task of the engine sleeps."""

    def __init__(self, server: SimulatorServer) -> None:
        self._server = server
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._number = count()

    def now(self) -> float:
        return self._server.clock.now()

    def monotonic(self) -> float:
        return self._server.clock.now()

    async def sleep(self, seconds: float) -> None:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.now() + max(0.0, seconds), next(self._number), future))
        await future

    async def pass_time(self, seconds: float) -> None:
        """Jump from sleeper to sleeper for so many simulated seconds."""
        end = self.now() + seconds
        while True:
            await self._all_asleep()
            if self._sleepers[0][0] > end:
                self._server.clock.advance(max(0.0, end - self.now()))
                return
            at, _, future = heapq.heappop(self._sleepers)
            if not future.done():
                self._server.clock.advance(max(0.0, at - self.now()))
                future.set_result(None)

    async def _all_asleep(self) -> None:
        calm = 0
        while calm < CALM:
            await asyncio.sleep(0)
            while self._sleepers and self._sleepers[0][2].done():
                heapq.heappop(self._sleepers)
            if sum(not future.done() for _, _, future in self._sleepers) >= SLEEPERS:
                calm += 1
            else:
                calm = 0
                await asyncio.sleep(0.0005)


class FastReader(AwsReader):
    """The real client, which keeps AWS's limits per second in simulated time.

    Of GetSendStatistics' two weeks the newest hours are taken: it is free, and what follows from all of
    them takes longer than all else.
    """

    def __init__(self, target: Target, clock: FastClock) -> None:
        super().__init__(target)
        self._clock = clock

    async def open(self) -> None:
        fresh = self._caller is None
        await super().open()
        if fresh and self._caller is not None:
            self._caller.limiter = self._limiter()
            self._caller._pace = {name: self._limiter(calls=1) for name in self._caller._pace}

    async def send_statistics(self) -> tuple[SendBucket, ...]:
        return (await super().send_statistics())[-RECENT_BUCKETS:]

    def _limiter(self, **limits: int) -> Limiter:
        return Limiter(self._clock.monotonic, self._clock.sleep, **limits)


class Kept:
    """No screen: the newest snapshot is kept."""

    snapshot: Snapshot | None = None

    def publish(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    def show(self, message: Message) -> None: ...


@dataclass
class Run:
    """A running engine and the account that it watches."""

    server: SimulatorServer
    clock: FastClock
    engine: Engine

    def usage(self) -> Usage:
        """What the monitor itself says that it asked for."""
        return self.engine.snapshot().targets[0].usage

    def counted(self) -> int:
        """CloudWatch metrics that the account was asked for, by its own count of the requests."""
        return self.server.log.metrics_requested


@asynccontextmanager
async def running(scenario: str, start: float, plan: Plan | None = None, seed: int = 1) -> AsyncIterator[Run]:
    """``start``: UTC epoch seconds. Default settings, one target, no channel, nothing kept."""
    server = SimulatorServer(scenario, speed=0.0, start=start, simulated_limits=True)
    await server.start()
    clock = FastClock(server)
    target = Target(name="prod", region="us-east-1", endpoint_url=server.url)
    engine = Engine(
        [(target, FastReader(target, clock), plan or Plan())],
        clock,
        Store.in_memory(),
        Dispatcher([], {}, demo=False),
        Kept(),
        Random(seed),
    )
    life = asyncio.create_task(engine.run())
    try:
        yield Run(server, clock, engine)
    finally:
        life.cancel()
        await asyncio.gather(life, return_exceptions=True)
        await server.stop()
