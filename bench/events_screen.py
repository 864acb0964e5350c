"""Milliseconds from a key to the first byte back in mode 7 while a full queue is worked off beside it.

``python -m bench.events_screen [COUNT]``, from the top of the repository (default 100,000): the real screen
in a pseudo-terminal of 160 x 48 on ``ses-tui simulate``, whose queue is filled first. A key every quarter of
a second until so many events are in the store; then as many keys while nothing comes, to compare.
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

from bench.events import COUNT, SPARE
from bench.flood import fill
from bench.key_latency import Program

EVERY = 0.25
LONGEST = 300.0
SCENARIO = ("--scenario", "isp-block")
CONFIG = """
[[targets]]
name = "bench"
region = "us-east-1"
endpoint_url = "{url}"
events_queue_url = "{url}/123456789012/ses-events"
"""


def main() -> None:
    """One run."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
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
        fill(url, f"{url}/123456789012/ses-events", wanted + SPARE)
        config = Path(folder) / "config.toml"
        config.write_text(CONFIG.format(url=url), encoding="utf-8")
        program = Program("ses_tui", "--config", str(config), "--mode", "events")
        try:
            _measure(program, Path(folder), wanted)
        finally:
            program.quit()
            simulator.terminate()
            simulator.communicate()


def _measure(program: Program, folder: Path, wanted: int) -> None:
    while not _stored(folder):
        program.read(0.1)
    program.press(b"\r")  # past the first look at the account
    known = psutil.Process(program.pid)
    first, spent, start = _stored(folder), _cpu(known), time.perf_counter()
    under_load: list[float] = []
    while _stored(folder) < wanted and time.perf_counter() - start < LONGEST:
        under_load.append(_key(program, len(under_load)))
    took, events = time.perf_counter() - start, _stored(folder) - first
    cpu = 1e6 * (_cpu(known) - spent) / max(1, events)
    print(f"{events:,} events in {took:.0f} s: {events / took:,.0f} a second")
    print(f"{cpu:.0f} ms of CPU for 1,000 events, the screen's included")
    print(f"the first key, while the program still starts: {under_load.pop(0):.0f} ms")
    _show("meanwhile", under_load)
    program.read(5.0)
    _show("at rest", [_key(program, number) for number in range(len(under_load))])


def _key(program: Program, number: int) -> float:
    """Milliseconds to the first byte after a key; what else comes is read until the next key is due."""
    pressed = time.perf_counter()
    os.write(program.output, b"\x1b[B" if number % 2 else b"\x1b[A")
    ready = select.select([program.output], [], [], 2.0)[0]
    took = 1000 * (time.perf_counter() - pressed)
    assert ready, "no answer within two seconds"
    while (left := pressed + EVERY - time.perf_counter()) > 0:
        if select.select([program.output], [], [], left)[0]:
            os.read(program.output, 1 << 16)
    return took


def _show(name: str, times: list[float]) -> None:
    print(
        f"{len(times)} keys {name}: median {median(times):.1f} ms, 95 % {quantiles(times, n=20)[-1]:.1f}, "
        f"worst {max(times):.1f}"
    )


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
