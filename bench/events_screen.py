"""Milliseconds from a key to the first byte back in mode 7 while a full queue is worked off beside it.

``python -m bench.events_screen [COUNT]``, from the top of the repository (default 100,000): the real screen
in a pseudo-terminal of 160 x 48 on ``ses-tui simulate``, whose queue is filled first. A key every quarter of
a second until so many events are in the store; then as many keys while nothing comes, to compare.
"""

import select
import sqlite3
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

from bench.events import COUNT, SPARE
from bench.flood import fill
from bench.processes import cpu, opened, simulated
from tests.tui.terminal import Terminal

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
    with tempfile.TemporaryDirectory() as folder, simulated(*SCENARIO) as account:
        fill(account.url, f"{account.url}/123456789012/ses-events", wanted + SPARE)
        config = Path(folder) / "config.toml"
        config.write_text(CONFIG.format(url=account.url), encoding="utf-8")
        terminal = opened(folder, "--config", str(config), "--mode", "events", cols=160, rows=48)
        try:
            _measure(terminal, Path(folder), wanted)
        finally:
            terminal.kill()


def _measure(terminal: Terminal, folder: Path, wanted: int) -> None:
    terminal.read(lambda: _stored(folder) > 0)
    terminal.press("\r")  # past the first look at the account
    terminal.settle()
    first, spent, start = _stored(folder), cpu(terminal.pid), time.perf_counter()
    under_load: list[float] = []
    while _stored(folder) < wanted and time.perf_counter() - start < LONGEST:
        under_load.append(_key(terminal, len(under_load)))
    took, events = time.perf_counter() - start, _stored(folder) - first
    per_event = 1e6 * (cpu(terminal.pid) - spent) / max(1, events)
    print(f"{events:,} events in {took:.0f} s: {events / took:,.0f} a second")
    print(f"{per_event:.0f} ms of CPU for 1,000 events, the screen's included")
    print(f"the first key, while the program still starts: {under_load.pop(0):.0f} ms")
    _show("meanwhile", under_load)
    terminal.read(lambda: False, 5.0)
    _show("at rest", [_key(terminal, number) for number in range(len(under_load))])


def _key(terminal: Terminal, number: int) -> float:
    """Milliseconds to the first byte after a key; what else comes is read until the next key is due."""
    pressed = time.perf_counter()
    terminal.press("\x1b[B" if number % 2 else "\x1b[A")
    ready = select.select([terminal.fd], [], [], 2.0)[0]
    took = 1000 * (time.perf_counter() - pressed)
    assert ready, "no answer within two seconds"
    terminal.read(lambda: False, pressed + EVERY - time.perf_counter())
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


if __name__ == "__main__":
    main()
