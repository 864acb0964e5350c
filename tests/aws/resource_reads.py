"""A simulated account and a reader of what it has besides mail."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ses_tui.aws.resources import ResourceReader
from ses_tui.simulator.server import SimulatorServer
from tests.aws.stub import reader_at

START = 1_795_521_600.0 + 13 * 3600  # 2026-11-25T01:00:00Z


@asynccontextmanager
async def account(
    scenario: str = "warmup", *, hostile: bool = False
) -> AsyncIterator[tuple[SimulatorServer, ResourceReader]]:
    """Time stands still at START."""
    server = SimulatorServer(scenario, 0, 0, 7, START, hostile_names=hostile)
    await server.start()
    try:
        async with reader_at(server.url) as reader:
            yield server, ResourceReader(reader, wall=lambda: START)
    finally:
        await server.stop()
