"""A simulated account and its reader."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from ses_tui.aws.reader import AwsReader
from ses_tui.simulator.server import SimulatorServer
from tests.aws.stub import reader_at

START = 1_795_521_600.0 + 13 * 3600  # 2026-11-25T01:00:00Z


@asynccontextmanager
async def account(
    scenario: str = "warmup", *, hostile: bool = False
) -> AsyncIterator[tuple[SimulatorServer, AwsReader]]:
    """Time stands still at START."""
    server = SimulatorServer(scenario, 0, 0, 7, START, hostile_names=hostile)
    await server.start()
    try:
        async with reader_at(server.url) as reader:
            yield server, reader
    finally:
        await server.stop()


async def read(reader: AwsReader, source: str) -> Any:
    """One source by the name of its method."""
    method = getattr(reader, source)
    return await (method(START) if source == "deliverability" else method())
