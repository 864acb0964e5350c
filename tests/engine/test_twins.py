"""Two configured targets that are one account and Region are one target, before and after AWS has said so."""

import asyncio
from contextlib import suppress
from pathlib import Path

from ses_tui.aws.reader import AwsReader
from ses_tui.core.messages import Message
from ses_tui.core.model import Target
from ses_tui.core.snapshot import Snapshot
from ses_tui.engine.engine import Engine
from ses_tui.engine.plan import Plan
from ses_tui.simulator.server import SimulatorServer
from ses_tui.store.store import Store
from tests.engine.bench import START, NoChannels
from tests.engine.test_events_engine import CYCLE_SECONDS, Patient


class Screen:
    """Waits for a snapshot that says of a twin."""

    def __init__(self) -> None:
        self.found: asyncio.Future[Snapshot] = asyncio.get_running_loop().create_future()

    def publish(self, snapshot: Snapshot) -> None:
        if snapshot.twins and not self.found.done():
            self.found.set_result(snapshot)

    def show(self, message: Message) -> None: ...


def engine_of(server: SimulatorServer, directory: Path, screen: Screen) -> Engine:
    names = ("prod", "far", "again")
    regions = ("us-east-1", "eu-west-1", "us-east-1")
    targets = [
        (one, AwsReader(one), Plan(target_id=f"{one.name}@1"))
        for name, region in zip(names, regions, strict=True)
        for one in (Target(name=name, region=region, endpoint_url=server.url),)
    ]
    return Engine(targets, Patient(server), Store.open(directory), NoChannels(), screen)


async def test_the_second_entry_is_dropped_and_at_the_next_start_at_once(
    tmp_path: Path,
) -> None:
    server = SimulatorServer("healthy", speed=0.0, start=START)
    await server.start()
    screen = Screen()
    engine = engine_of(server, tmp_path, screen)
    task = asyncio.create_task(engine.run())
    async with asyncio.timeout(CYCLE_SECONDS):
        snapshot = await screen.found
    assert snapshot.twins == (("again", "prod"),)
    assert [target.name for target in snapshot.targets] == ["prod", "far"]
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    again = engine_of(server, tmp_path, Screen())
    assert [monitor.target.name for monitor in again.monitors] == ["prod", "far"]
    assert again.snapshot().twins == (("again", "prod"),)
    await asyncio.gather(*(reader.close() for reader in again._readers))
    again._history.close()
    await server.stop()
