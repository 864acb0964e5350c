"""The whole engine with a queue: what comes is on the screen within seconds, and is saved once."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import cast

from ses_tui.aws.reader import AwsReader
from ses_tui.cli.wiring import intakes
from ses_tui.core.events.seen import NO_EVENTS
from ses_tui.core.messages import Message
from ses_tui.core.model import SubjectKind, Target
from ses_tui.core.snapshot import Snapshot, TargetSnapshot
from ses_tui.engine.engine import Engine
from ses_tui.engine.plan import Plan
from ses_tui.simulator.hours import STEP
from ses_tui.simulator.server import SimulatorServer
from ses_tui.store.store import Store
from tests.engine.bench import START, HandClock, NoChannels
from tests.engine.test_events_feed import sums

CYCLE_SECONDS = 120.0
"""Real time, far more than it takes; a test that waits longer has failed."""


class Screen:
    """Keeps what was published last."""

    def __init__(self) -> None:
        self._news = asyncio.Event()
        self._newest: Snapshot | None = None

    def publish(self, snapshot: Snapshot) -> None:
        self._newest = snapshot
        self._news.set()

    async def until(self, ready: Callable[[TargetSnapshot], bool]) -> TargetSnapshot:
        """The target as it is published when that holds."""
        async with asyncio.timeout(CYCLE_SECONDS):
            while self._newest is None or not ready(self._newest.targets[0]):
                self._news.clear()
                await self._news.wait()
        return self._newest.targets[0]

    def show(self, message: Message) -> None: ...


class Saved(Store):
    """Keeps what would be there at the next start."""

    snapshots: list[Snapshot]

    def save_snapshot(self, snapshot: Snapshot) -> None:
        self.snapshots.append(snapshot)


class Patient(HandClock):
    """Sleeps until the test is over: each source is read once."""

    async def sleep(self, seconds: float) -> None:
        await asyncio.Event().wait()


@asynccontextmanager
async def running(directory: Path) -> AsyncIterator[tuple[SimulatorServer, Screen, Saved]]:
    server = SimulatorServer("healthy", speed=0.0, start=START)
    await server.start()
    target = Target(name="prod", region="us-east-1", endpoint_url=server.url)
    targets = [(target, AwsReader(target), Plan(events_queue=server.queue_url))]
    screen, saved = Screen(), cast(Saved, Saved.in_memory())
    saved.snapshots = []
    engine = Engine(
        targets, Patient(server), saved, NoChannels(), screen, intakes=intakes(targets, directory)
    )
    task = asyncio.create_task(engine.run())
    try:
        yield server, screen, saved
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await server.stop()


async def test_live_marks_come_within_a_cycle_and_leave_the_saved_numbers_alone(tmp_path: Path) -> None:
    async with running(tmp_path) as (server, screen, saved):
        calm = await screen.until(lambda target: target.events.waiting == 0 and target.events.total > 200)
        assert calm.rows[SubjectKind.ISP]
        assert calm.events.live == ()
        kept = len(saved.snapshots)
        server.clock.advance(STEP * 6)
        marked = await screen.until(lambda target: bool(target.events.live))
        assert sums(marked.rows) == sums(calm.rows)
        assert len(saved.snapshots) == kept
        assert {target.events for one in saved.snapshots for target in one.targets} == {NO_EVENTS}
