"""How many events of a full queue are worked off in a second: received, stored, printed, deleted.

``python -m bench.events [COUNT]``, from the top of the repository (default 100,000). Two processes, as a
user has them: ``ses-tui simulate``, whose queue is filled first, and ``ses-tui events --queue``, whose lines
are counted as they come.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.flood import fill
from bench.processes import COMMAND, cpu, megabytes, places, simulated

COUNT = 100_000
SPARE = 1_000
"""More in the queue than are counted: its end has no full batches."""
FIRST = 10
"""Lines after which the clock starts: the start of the program is measured elsewhere."""


def main() -> None:
    """One run; the rate, and what each process spent on it."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    with tempfile.TemporaryDirectory() as folder, simulated("--scenario", "isp-block") as account:
        queue = f"{account.url}/123456789012/ses-events"
        fill(account.url, queue, wanted + SPARE)
        tail = subprocess.Popen(
            (*COMMAND, "events", "--format", "json", "--queue", queue),
            env={**os.environ, **places(folder)},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        try:
            _measure(tail, account.pid, wanted)
        finally:
            tail.send_signal(signal.SIGINT)
            tail.communicate()
        size = sum(file.stat().st_size for file in Path(folder).rglob("ses-tui.db*"))
        print(f"store     {size / 2**20:.0f} MB")


def _measure(tail: "subprocess.Popen[bytes]", simulator: int, wanted: int) -> None:
    assert tail.stdout is not None
    lines, start = 0, 0.0
    before: dict[int, float] = {}
    while lines < wanted:
        block = os.read(tail.stdout.fileno(), 1 << 16)
        if not block:
            sys.exit(f"the tail ended after {lines} events")
        lines += block.count(b"\n")
        if not start and lines >= FIRST:
            start, lines = time.perf_counter(), 0
            before = {pid: cpu(pid) for pid in (tail.pid, simulator)}
    seconds = time.perf_counter() - start
    print(f"{lines:,} events in {seconds:.1f} s: {lines / seconds:,.0f} a second")
    for name, pid in (("events", tail.pid), ("simulate", simulator)):
        spent = cpu(pid) - before[pid]  # says more than the clock on a machine that others use too
        print(f"{name:<9} {1e6 * spent / lines:.0f} ms of CPU for 1,000 events, {megabytes(pid):.0f} MB")


if __name__ == "__main__":
    main()
