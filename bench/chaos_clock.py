"""The chaos run's time: the simulated account's, which jumps to the next sleeper as soon as all sleep."""

import asyncio
import heapq
import os
from collections.abc import Awaitable, Callable
from itertools import count
from pathlib import Path
from typing import TypeVar

from ses_tui.simulator.clock import SimulatedClock

SLEEPERS = 6
"""Tasks of the engine that sleep between reads: five sources and the tick."""

LOOK = 0.02
"""Real seconds between two looks at another process's time."""

Found = TypeVar("Found")


class TimeFile:
    """Where the simulated time stands, for the other processes of the run; epoch seconds."""

    def __init__(self, directory: Path) -> None:
        self._file = os.open(directory / "time", os.O_RDWR | os.O_CREAT, 0o600)

    def write(self, now: float) -> None:
        """One write: no reader sees half of it."""
        os.pwrite(self._file, f"{now:20.3f}".encode(), 0)

    def read(self) -> float:
        """0 before the first one wrote it."""
        return float(os.pread(self._file, 20, 0) or 0)


class JumpClock:
    """The engine's clock. ``file``: the time of the process that owns, which the others follow."""

    def __init__(self, account: SimulatedClock, file: TimeFile) -> None:
        self._account = account
        self._file = file
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._number = count()
        self._working = 0

    def now(self) -> float:
        return self._account.now()

    def monotonic(self) -> float:
        return self._account.now()

    async def sleep(self, seconds: float) -> None:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.now() + max(0.0, seconds), next(self._number), future))
        await future

    async def work(self, job: Awaitable[Found]) -> Found:
        """Time stands still while ``job`` is under way."""
        self._working += 1
        try:
            return await job
        finally:
            self._working -= 1

    async def run(self, end: float, owns: Callable[[], bool]) -> None:
        """Follow the time of the process that owns; once this one does, jump from sleeper to sleeper."""
        while not owns():
            self._pass_to(self._file.read())
            await asyncio.sleep(LOOK)
        self._pass_to(self._file.read())
        while self.now() < end:
            await self._all_asleep()
            at = self._sleepers[0][0]
            self._pass_to(at)
            self._file.write(self.now())

    def _pass_to(self, at: float) -> None:
        self._account.advance(max(0.0, at - self.now()))
        while self._sleepers and self._sleepers[0][0] <= self.now():
            _, _, future = heapq.heappop(self._sleepers)
            if not future.done():
                future.set_result(None)

    async def _all_asleep(self) -> None:
        """Return when nobody has worked for five turns of the loop."""
        calm = 0
        while calm < 5:
            await asyncio.sleep(0)
            while self._sleepers and self._sleepers[0][2].done():
                heapq.heappop(self._sleepers)
            asleep = sum(not future.done() for _, _, future in self._sleepers)
            calm = calm + 1 if not self._working and asleep >= SLEEPERS else 0
            if self._working:
                await asyncio.sleep(0.0005)
