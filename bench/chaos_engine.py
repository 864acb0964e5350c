"""The process that the chaos run kills: the whole engine, in simulated time that jumps when all sleep.

Real store, real AWS client over the wire, real dispatcher, one real hook process a message; what is
simulated is the account, the time, and what goes wrong: 20 % of the calls meet a fault, and the
channel ``flaky`` refuses 30 %. What AWS served well, and what ``flaky`` took, goes to append-only files.
"""

import asyncio
import heapq
import json
import os
import sys
from collections.abc import Awaitable, Callable, Sequence
from itertools import count
from pathlib import Path
from random import Random
from typing import TypeVar

from bench import chaos_week
from ses_tui.aws.reader import AwsReader
from ses_tui.core.clock import DAY
from ses_tui.core.counts import SendBucket
from ses_tui.core.messages import Message
from ses_tui.core.model import Target
from ses_tui.core.resources import Identity
from ses_tui.core.results import RatesResult, VdmResult
from ses_tui.core.snapshot import AccountStatus, Snapshot
from ses_tui.engine.engine import Engine
from ses_tui.engine.plan import Plan
from ses_tui.notify.channel import ChannelError
from ses_tui.notify.dispatcher import Dispatcher
from ses_tui.notify.hook import Hook
from ses_tui.simulator.faults import CLOCK, METRIC_FAULTS, REFUSALS, TRANSPORT, VDM_FAULTS
from ses_tui.simulator.server import SimulatorServer
from ses_tui.store.store import Store

FAULTY = 0.2
REFUSED = 0.3
DEADLINE = 0.3
"""Real seconds for one call: a hanging one costs no more."""

ATTEMPTS = 3
SLEEPERS = 6
"""Tasks of the engine that sleep between reads: five sources and the tick."""

CHARTS = 2 * DAY
"""Seconds back that no regular read of an account with news goes."""

STATISTICS_EVERY = 12 * 3600.0
"""AWS allows that call once a second of real time, so a week of them would take half an hour."""

PLAN = Plan(account=300.0, vdm=6 * 3600.0, target_id="chaos@1")
FOR_ALL = (*REFUSALS, *TRANSPORT, *CLOCK)

Found = TypeVar("Found")


class JumpClock:
    """The simulated account's time. It jumps to the next sleeper when nobody works any more."""

    def __init__(self, server: SimulatorServer) -> None:
        self._server = server
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._number = count()
        self.working = 0

    def now(self) -> float:
        return self._server.clock.now()

    def monotonic(self) -> float:
        return self._server.clock.now()

    async def sleep(self, seconds: float) -> None:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.now() + max(0.0, seconds), next(self._number), future))
        await future

    async def work(self, job: Awaitable[Found]) -> Found:
        """Time stands still while ``job`` is under way."""
        self.working += 1
        try:
            return await job
        finally:
            self.working -= 1

    async def run(self, end: float, tell: Callable[[float], None]) -> None:
        """Jump from sleeper to sleeper until ``end``."""
        while self.now() < end:
            calm = 0
            while calm < 5:
                await asyncio.sleep(0)
                while self._sleepers and self._sleepers[0][2].done():
                    heapq.heappop(self._sleepers)
                asleep = sum(not future.done() for _, _, future in self._sleepers)
                calm = calm + 1 if not self.working and asleep >= SLEEPERS else 0
                if self.working:
                    await asyncio.sleep(0.0005)
            at, _, future = heapq.heappop(self._sleepers)
            if not future.done():
                self._server.clock.advance(max(0.0, at - self.now()))
                tell(self.now())
                future.set_result(None)


class FaultyReader(AwsReader):
    """The real client; before one call in five, a fault is put up for every attempt of it."""

    def __init__(
        self, target: Target, server: SimulatorServer, clock: JumpClock, random: Random, directory: Path
    ) -> None:
        super().__init__(target, deadline=DEADLINE)
        self._server, self._clock, self._random = server, clock, random
        self._served, self._asked = Log(directory / "reads.jsonl"), Log(directory / "calls.jsonl")
        self._buckets: tuple[float, tuple[SendBucket, ...]] | None = None

    async def rates(self, start: float, end: float, period: int = 300) -> RatesResult:
        """What came well is written down before the engine sees it.

        But for the one read that fills the charts: it alerts nobody, and a fault may move what it brings.
        """
        read = await self._met(super().rates(start, end, period), "GetMetricData", METRIC_FAULTS)
        if end - start > CHARTS:
            return read
        for name, points in (("bounce_rate", read.bounce), ("complaint_rate", read.complaint)):
            if points is not None:
                self._served.add(now=self._clock.now(), metric=name, points=[[p.at, p.value] for p in points])
        return read

    async def account(self) -> AccountStatus:
        return await self._met(super().account(), "GetAccount")

    async def account_id(self) -> str:
        return await self._met(super().account_id(), "GetCallerIdentity")

    async def identities(self) -> tuple[Identity, ...]:
        return await self._met(super().identities(), "ListEmailIdentities")

    async def isps(self, names: Sequence[str], first_day: float, end: float, *_: object) -> VdmResult:
        return await self._met(super().isps(names, first_day, end), "BatchGetMetricData", VDM_FAULTS)

    async def send_statistics(self) -> tuple[SendBucket, ...]:
        now = self._clock.now()
        if self._buckets is None or now - self._buckets[0] >= STATISTICS_EVERY:
            self._buckets = now, await self._met(super().send_statistics(), "GetSendStatistics")
        return self._buckets[1]

    async def _met(self, read: Awaitable[Found], operation: str, more: Sequence[str] = ()) -> Found:
        fault = self._random.choice((*FOR_ALL, *more)) if self._random.random() < FAULTY else ""
        self._asked.add(operation=operation, fault=fault)
        if fault:
            self._server.account.faults.inject(fault, operation, count=ATTEMPTS)
        try:
            return await self._clock.work(read)
        finally:
            self._server.account.faults.clear(operation)


class Log:
    """One JSON object a line, appended by one write each: a kill leaves whole lines."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def add(self, **values: object) -> None:
        os.write(self._file, json.dumps(values).encode() + b"\n")


class Flaky:
    """Takes seven of ten messages."""

    name = "flaky"

    def __init__(self, log: Log, random: Random) -> None:
        self._log, self._random = log, random

    async def deliver(self, message: Message) -> None:
        if self._random.random() < REFUSED:
            raise ChannelError("flaky: not now")
        self._log.add(**message.as_json())


class SteadyDispatcher(Dispatcher):
    """Time stands still while something is on its way."""

    def __init__(self, clock: JumpClock, channels: "list[Hook | Flaky]") -> None:
        super().__init__(channels, {}, demo=False)
        self._clock = clock

    async def deliver(self, channel: str, message: Message) -> str:
        return await self._clock.work(super().deliver(channel, message))


class Nobody:
    """No screen."""

    def publish(self, snapshot: Snapshot) -> None: ...
    def show(self, message: Message) -> None: ...


async def main(directory: Path, begin: float, days: float, every: float, seed: int) -> None:
    """Run from ``begin`` (epoch seconds) to the end of the ``days``; may be killed at any moment."""
    chaos_week.put_up(days, every)
    server = SimulatorServer(chaos_week.NAME, speed=0.0, start=chaos_week.START)
    server.clock.advance(begin - chaos_week.START)
    await server.start()
    clock, random = JumpClock(server), Random(seed)
    hook = Hook(("/bin/sh", "-c", f'exec cat >> "{directory}/hook.jsonl"'))
    target = Target(name="prod", region="us-east-1", endpoint_url=server.url)
    reader = FaultyReader(target, server, clock, random, directory)
    channels = SteadyDispatcher(clock, [hook, Flaky(Log(directory / "flaky.jsonl"), random)])
    engine = Engine(
        [(target, reader, PLAN)], clock, Store.open(directory / "state"), channels, Nobody(), random
    )
    running = asyncio.create_task(engine.run())
    time_file = os.open(directory / "time", os.O_WRONLY | os.O_CREAT)

    def tell(now: float) -> None:
        os.pwrite(time_file, f"{now:20.3f}".encode(), 0)

    jumping = asyncio.create_task(clock.run(chaos_week.START + days * 86400, tell))
    await asyncio.wait({running, jumping}, return_when=asyncio.FIRST_COMPLETED)
    jumping.result() if jumping.done() else running.result()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await server.stop()


if __name__ == "__main__":
    begin_at, length, between = (float(word) for word in sys.argv[2:5])
    asyncio.run(main(Path(sys.argv[1]), begin_at, length, between, int(sys.argv[5])))
