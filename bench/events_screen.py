"""Milliseconds from a key to the first byte back in mode 7 while a full queue is worked off beside it.

``python -m bench.events_screen [SECONDS]``, from the top of the repository (default 60): the real screen in
a pseudo-terminal of 160 x 48 on ``ses-tui simulate``, whose queue is never empty (``bench.events``). A key
every quarter of a second; the events are counted in the store.
"""

import os
import select
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

import psutil

from bench.key_latency import Program

SECONDS = 60.0
EVERY = 0.25
SCENARIO = ("--scenario", "isp-block", "--speed", "3600")
CONFIG = """
[[targets]]
name = "bench"
region = "us-east-1"
endpoint_url = "{url}"
events_queue_url = "{url}/123456789012/ses-events"
"""


def main() -> None:
    """One run."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            HOME=folder, XDG_STATE_HOME=folder, AWS_ACCESS_KEY_ID="b", AWS_SECRET_ACCESS_KEY="b"
        )
        simulator = subprocess.Popen(
            [sys.executable, "-m", "ses_tui", "simulate", "--port", "0", *SCENARIO],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert simulator.stdout is not None
        url = simulator.stdout.readline().decode().strip()
        config = Path(folder) / "config.toml"
        config.write_text(CONFIG.format(url=url), encoding="utf-8")
        program = Program("ses_tui", "--config", str(config), "--mode", "events")
        try:
            _measure(program, Path(folder), seconds)
        finally:
            program.quit()
            simulator.terminate()
            simulator.communicate()


def _measure(program: Program, folder: Path, seconds: float) -> None:
    while not _stored(folder):
        program.read(0.5)
    program.press(b"\r")  # past the first look at the account
    program.read(1.0)
    known = psutil.Process(program.pid)
    first, spent, start = _stored(folder), _cpu(known), time.perf_counter()
    times: list[float] = []
    while time.perf_counter() - start < seconds:
        key = b"\x1b[B" if len(times) % 2 else b"\x1b[A"
        pressed = time.perf_counter()
        os.write(program.output, key)
        if select.select([program.output], [], [], 2.0)[0]:
            times.append(1000 * (time.perf_counter() - pressed))
        until = pressed + EVERY
        while (left := until - time.perf_counter()) > 0:
            if select.select([program.output], [], [], left)[0]:
                os.read(program.output, 1 << 16)
    took, events = time.perf_counter() - start, _stored(folder) - first
    print(f"{events:,} events in {took:.0f} s: {events / took:,.0f} a second")
    cpu = 1e6 * (_cpu(known) - spent) / max(1, events)
    print(f"{cpu:.0f} ms of CPU for 1,000 events, the screen's included")
    print(f"{len(times)} keys: median {median(times):.1f} ms, 95 % {quantiles(times, n=20)[-1]:.1f} ms")


def _stored(folder: Path) -> int:
    """Events in the store."""
    for file in folder.rglob("ses-tui.db"):
        try:
            with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as connection:
                return int(connection.execute("SELECT coalesce(max(seq), 0) FROM event_in").fetchone()[0])
        except sqlite3.Error:
            return 0
    return 0


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


if __name__ == "__main__":
    main()
