"""A process of the chaos run: the whole engine, in simulated time that jumps when all sleep.

    python -m bench.chaos_engine watch|screen DAYS EVERY SEED

Real store, real AWS client over the wire, real dispatcher, one real hook process a message, ``watch``'s
output or the live screen; what is simulated is the account, the time, and what goes wrong: 20 % of the calls
meet a fault, and the channel ``flaky`` refuses 30 %. What AWS served well, and what ``flaky`` took, goes to
append-only files. It begins at the time that stands in the directory's file.
"""

import asyncio
import json
import os
import signal
import socket
import sys
from argparse import Namespace
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from random import Random
from typing import TypeVar

from botocore.retries import standard

from bench import chaos_month
from bench.chaos_clock import JumpClock, TimeFile
from ses_tui.aws.reader import AwsReader
from ses_tui.cli.log import log_to
from ses_tui.cli.loop import run_loop
from ses_tui.cli.screen import show, start_engine
from ses_tui.cli.watch_lines import Lines
from ses_tui.core.clock import DAY, Clock
from ses_tui.core.counts import SendBucket
from ses_tui.core.messages import Message
from ses_tui.core.model import Target
from ses_tui.core.resources import Identity
from ses_tui.core.results import RatesResult, VdmResult
from ses_tui.core.snapshot import AccountStatus
from ses_tui.engine.engine import Engine
from ses_tui.engine.plan import Plan
from ses_tui.engine.ports import Frontend
from ses_tui.notify.channel import ChannelError
from ses_tui.notify.dispatcher import Dispatcher
from ses_tui.notify.hook import Hook
from ses_tui.settings.light import FirstFrame, state_directory
from ses_tui.simulator.faults import CLOCK, METRIC_FAULTS, REFUSALS, TRANSPORT, VDM_FAULTS
from ses_tui.simulator.server import HOST, SimulatorServer
from ses_tui.store.store import Store

FAULTY = 0.2
REFUSED = 0.3
DEADLINE = 0.3
"""Real seconds for one call: a hanging one costs no more."""

ATTEMPTS = 3
CHARTS = 2 * DAY
"""Seconds back that no regular read of an account with news goes."""

STATISTICS_EVERY = 12 * 3600.0
"""AWS allows that call once a second of real time, so a week of them would take half an hour."""

PLAN = Plan(account=300.0, vdm=6 * 3600.0, target_id="chaos@1")
FOR_ALL = (*REFUSALS, *TRANSPORT, *CLOCK)

Found = TypeVar("Found")


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

    @property
    def team(self) -> Collection[str]:
        """Both: only the owner tells them."""
        return self.floors

    async def deliver(self, channel: str, message: Message) -> str:
        return await self._clock.work(super().deliver(channel, message))


class ChaosEngine(Engine):
    """With the simulated account and its time in the same loop."""

    def __init__(self, days: float, seed: int, frontend: Frontend) -> None:
        directory, random = state_directory(), Random(seed)
        here = directory.parent
        time_file = TimeFile(here)
        self._server = SimulatorServer(
            chaos_month.NAME, speed=0.0, port=_free_port(), start=chaos_month.START
        )
        self._server.clock.advance(time_file.read() - chaos_month.START)
        self._time = JumpClock(self._server.clock, time_file)
        self._end = chaos_month.START + days * DAY
        hook = Hook(("/bin/sh", "-c", f'exec cat >> "{here}/hook.jsonl"'))
        target = Target(name="prod", region="us-east-1", endpoint_url=self._server.url)
        reader = FaultyReader(target, self._server, self._time, random, here)
        channels = SteadyDispatcher(self._time, [hook, Flaky(Log(here / "flaky.jsonl"), random)])
        super().__init__(
            [(target, reader, PLAN)], self._time, Store.open(directory), channels, frontend, random
        )

    async def run(self) -> None:
        """As the engine; it stands still once the simulated end has come."""
        await self._server.start()
        jumping = asyncio.ensure_future(self._time.run(self._end, lambda: bool(self._owned)))
        try:
            await super().run()
        finally:
            jumping.cancel()
            await asyncio.gather(jumping, return_exceptions=True)
            await self._server.stop()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind((HOST, 0))
        port: int = one.getsockname()[1]
        return port


async def watch(build: Callable[[Frontend], Engine]) -> int:
    """As ``ses-tui watch``."""
    lines = Lines()
    task = asyncio.ensure_future(build(lines).run())
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    with suppress(asyncio.CancelledError):
        await task
    lines.close()
    return 0


def screen(build: Callable[[Frontend], Engine], clock: Clock) -> int:
    """As ``ses-tui``."""
    options = Namespace(no_mouse=False, wall=False, ascii=False, mode="", theme="")
    return show(
        options, clock, None, FirstFrame(), lambda frontend: start_engine(partial(build, frontend), frontend)
    )


class FollowedClock:
    """The time of the engine, for the screen, which begins before it."""

    def __init__(self, file: TimeFile) -> None:
        self._file = file

    def now(self) -> float:
        return self._file.read()

    def monotonic(self) -> float:
        return self._file.read()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


def main(kind: str, days: float, every: float, seed: int) -> int:
    """Run to the end of the ``days``, and stand still there; may be killed at any moment."""
    chaos_month.put_up(days, every)
    standard.ExponentialBackoff.delay_amount = lambda *_: 0.0  # no real time is waited for a retry
    log_to(state_directory())

    def build(frontend: Frontend) -> Engine:
        return ChaosEngine(days, seed, frontend)

    if kind == "screen":
        return screen(build, FollowedClock(TimeFile(state_directory().parent)))
    return run_loop(watch(build))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], float(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])))
