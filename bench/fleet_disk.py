"""Bytes that watching many targets at rest writes to the disk in a minute.

    python -m bench.fleet_disk --targets 50 --minutes 5

The simulated account answers as AWS for every target, each in a Region of its own; the engine, its store
and the intervals are those of ``ses-tui watch`` with default settings. Counted by the kernel
(``write_bytes`` of ``/proc/self/io``), so the directory must be on a disk, not in memory.
"""

import argparse
import asyncio
import os
import tempfile
from pathlib import Path

from bench.fast_clock import Kept
from ses_tui.aws.reader import AwsReader
from ses_tui.core.clock import SystemClock
from ses_tui.core.model import Target
from ses_tui.engine.engine import Engine
from ses_tui.engine.plan import Plan
from ses_tui.notify.dispatcher import Dispatcher
from ses_tui.simulator.server import SimulatorServer
from ses_tui.store.store import Store

SETTLE_SECONDS = 120.0
"""Until the first reads, the history and the inventory of every target are in."""


def written() -> int:
    """Bytes that this process has sent to the disk."""
    lines = Path("/proc/self/io").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("write_bytes"))


async def measure(count: int, minutes: float, directory: Path, settle: float) -> None:
    """Print bytes per minute."""
    server = SimulatorServer("healthy", speed=1.0)
    await server.start()
    targets = [
        Target(name=f"t{number}", region=f"eu-west-{number}", endpoint_url=server.url)
        for number in range(1, count + 1)
    ]
    plan = Plan(max_monthly_usd=5.0)
    engine = Engine(
        [(one, AwsReader(one), plan) for one in targets],
        SystemClock(),
        Store.open(directory),
        Dispatcher([], {}, demo=False),
        Kept(),
    )
    life = asyncio.create_task(engine.run())
    try:
        await asyncio.sleep(settle)
        before = written()
        print(f"settled: {before / 1e6:.1f} MB were written by then", flush=True)
        for minute in range(1, int(minutes) + 1):
            await asyncio.sleep(60.0)
            now = written()
            print(f"minute {minute}: {(now - before) / 1e6:6.2f} MB", flush=True)
            before = now
    finally:
        life.cancel()
        await asyncio.gather(life, return_exceptions=True)
        await server.stop()
    print(f"{count} targets, {len(engine.monitors)} watched")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--targets", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--settle", type=float, default=SETTLE_SECONDS, help="seconds before counting")
    parser.add_argument("--directory", type=Path, default=Path.cwd(), help="on a disk")
    options = parser.parse_args()
    os.environ.setdefault("AWS_ACCESS_KEY_ID", "simulated")
    os.environ.setdefault("AWS_SECRET_ACCESS_KEY", "simulated")
    with tempfile.TemporaryDirectory(dir=options.directory, prefix=".fleet-disk-") as place:
        asyncio.run(measure(options.targets, options.minutes, Path(place), options.settle))


if __name__ == "__main__":
    main()
