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

import psutil

from bench.flood import fill

COUNT = 100_000
SPARE = 1_000
"""More in the queue than are counted: its end has no full batches."""
FIRST = 10
"""Lines after which the clock starts: the start of the program is measured elsewhere."""


def main() -> None:
    """One run; the rate, and what each process spent on it."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    with tempfile.TemporaryDirectory() as folder:
        environ = {
            **os.environ,
            "HOME": folder,
            "XDG_STATE_HOME": folder,
            "AWS_ACCESS_KEY_ID": "bench",
            "AWS_SECRET_ACCESS_KEY": "bench",
        }
        simulator = _start(["simulate", "--port", "0", "--scenario", "isp-block"], environ)
        assert simulator.stdout is not None
        url = simulator.stdout.readline().decode().strip()
        queue = f"{url}/123456789012/ses-events"
        fill(url, queue, wanted + SPARE)
        tail = _start(["events", "--format", "json", "--queue", queue], environ)
        try:
            _measure(tail, simulator, wanted)
        finally:
            tail.send_signal(signal.SIGINT)
            tail.communicate()
            simulator.send_signal(signal.SIGINT)
            simulator.communicate()
        size = sum(file.stat().st_size for file in Path(folder).rglob("ses-tui.db*"))
        print(f"store     {size / 2**20:.0f} MB")


def _start(arguments: list[str], environ: dict[str, str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "ses_tui", *arguments],
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _measure(tail: "subprocess.Popen[bytes]", simulator: "subprocess.Popen[bytes]", wanted: int) -> None:
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
            before = {process.pid: _spent(process.pid) for process in (tail, simulator)}
    seconds = time.perf_counter() - start
    print(f"{lines:,} events in {seconds:.1f} s: {lines / seconds:,.0f} a second")
    for name, process in (("events", tail), ("simulate", simulator)):
        spent = _spent(process.pid) - before[process.pid]
        memory = psutil.Process(process.pid).memory_info().rss / 2**20
        print(f"{name:<9} {1e6 * spent / lines:.0f} ms of CPU for 1,000 events, {memory:.0f} MB")


def _spent(pid: int) -> float:
    """Seconds of CPU so far, which say more than the clock does on a machine that others use too."""
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)


if __name__ == "__main__":
    main()
