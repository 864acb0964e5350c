"""A simulated account of many identities; prints its URL: ``python -m bench.identities_account COUNT``."""

import asyncio
import sys

from ses_tui.simulator.scenarios import load
from ses_tui.simulator.scenarios.senders import big
from ses_tui.simulator.server import SimulatorServer

HEAD = 50
"""Senders with a name of their own; the others are the long tail."""


async def serve(count: int) -> None:
    """Until it is ended."""
    senders = big(min(HEAD, count), max(0, count - HEAD))
    known = tuple(one for one in senders if one.members)
    server = SimulatorServer(load("big")._replace(identities=known))
    await server.start()
    print(server.url, flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
