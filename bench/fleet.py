"""A fleet of which five can't be reached, in five ways: what ``watch`` and the screen take.

``python -m bench.fleet [--targets 50] [--rest 60]``, from the top of the repository. A simulated account in a
process of its own stands for every good target: roles in three Regions each. Goals at 50 targets: 150 MB, 6 %
of a core and 5 MB of disk writes a minute at rest, first paint 0.4 s or 1.3 x that of one target, a key 15
ms, every good target fresh within 10 s.
"""

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from threading import Thread

import psutil

from bench.fleet_check import COMMAND, simulated
from bench.screen import LEAST_CELLS, cells, cpu
from tests.tui.terminal import Terminal

BAD = 5
REGIONS = ("eu-west-1", "eu-central-1", "us-east-1")
SETTLE = 150.0
"""Seconds until history and inventory of all are in."""
KEYS = {"AWS_ACCESS_KEY_ID": "AKIDBENCH", "AWS_SECRET_ACCESS_KEY": "bench", "AWS_REGION": "eu-west-1"}
STARTS, PRESSES = 5, 40


def main() -> int:
    """Exit 1 if a goal is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--targets", type=int, default=50)
    parser.add_argument("--rest", type=float, default=60.0, help="seconds at rest that are measured")
    given = parser.parse_args()
    with (
        simulated() as url,
        silent() as hanging,
        tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".fleet-disk-") as home,
    ):
        alone, many = Path(home) / "one.toml", Path(home) / "many.toml"
        alone.write_text(f'[[targets]]\nname = "one"\nendpoint_url = "{url}"\n')
        many.write_text(fleet(given.targets, url, hanging))
        rows = [*watched(many, home, given.targets - BAD, given.rest), *shown(alone, many, home)]
    print(f"{given.targets} targets, {BAD} of them out of reach, on {os.cpu_count()} cores")
    for name, found, goal, unit in rows:
        print(f"{name:<28}{found:>9.2f} {unit:<10} goal {goal:g}{'' if found <= goal else '   MISSED'}")
    return int(any(found > goal for _, found, goal, _ in rows))


Row = tuple[str, float, float, str]


def fleet(count: int, url: str, hanging: str) -> str:
    """config.toml of so many targets."""
    text = f'[target_defaults]\nendpoint_url = "{url}"\n'
    good = count - BAD
    for number in range(-(-good // len(REGIONS))):
        regions = REGIONS[: min(len(REGIONS), good - number * len(REGIONS))]
        text += f'[[targets]]\nname = "t{number:02}"\nregions = {json.dumps(regions)}\n'
        text += f'role_arn = "arn:aws:iam::{200_000_000_000 + number}:role/monitor"\n'
    for name, setting in (
        ("bad-profile", 'profile = "nope"'),
        ("bad-role", 'role_arn = "not-an-arn"'),
        ("refused", 'endpoint_url = "http://127.0.0.1:1"'),
        ("silent", f'endpoint_url = "{hanging}"'),
        ("malformed", 'endpoint_url = "nonsense"'),
    ):
        text += f'[[targets]]\nname = "{name}"\n{setting}\n'
    return text


@contextmanager
def silent() -> Iterator[str]:
    """An endpoint that accepts and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=200) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


def places(home: str) -> dict[str, str]:
    return {"HOME": home, "XDG_STATE_HOME": home, "XDG_CONFIG_HOME": home, **KEYS}


def watched(config: Path, home: str, good: int, rest: float) -> Iterator[Row]:
    """``watch``: until all are fresh, then at rest."""
    began = time.monotonic()
    process = subprocess.Popen(
        (*COMMAND, "watch", "--config", str(config)),
        env={**os.environ, **places(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        fresh: set[str] = set()
        for line in process.stdout:
            fresh |= {one["name"] for one in json.loads(line)["targets"] if one["health"] == "fresh"}
            if len(fresh) >= good:
                break
        yield "all good targets fresh", time.monotonic() - began, 10.0, "s"
        Thread(target=lambda: [None for _ in process.stdout or ()], daemon=True).start()
        tree = psutil.Process(process.pid)
        time.sleep(max(0.0, SETTLE - (time.monotonic() - began)))
        used, written, since = cpu(tree), tree.io_counters().write_bytes, time.monotonic()
        time.sleep(rest)
        span = time.monotonic() - since
        yield "memory of watch", tree.memory_info().rss / 1024**2, 150.0, "MB"
        yield "CPU at rest", 100 * (cpu(tree) - used) / span, 6.0, "% of a core"
        yield "disk writes", (tree.io_counters().write_bytes - written) / 1e6 * 60 / span, 5.0, "MB a minute"
    finally:
        process.terminate()
        process.wait()


def shown(alone: Path, many: Path, home: str) -> Iterator[Row]:
    """The screen: first paint beside that of one target, and keys."""
    one = median(painted(alone, home) for _ in range(STARTS))
    all_of_them = median(painted(many, home) for _ in range(STARTS))
    yield "first paint", all_of_them, max(0.4, 1.3 * one), f"s ({one:.2f})"
    with tempfile.TemporaryDirectory() as other:
        terminal = opened(many, other)
        try:
            terminal.read(lambda: False, 15.0)
            terminal.press("9")
            terminal.settle()
            arrows = ("\x1b[B", "\x1b[A") * (PRESSES // 2)
            yield "a key in mode 9", 1000 * median(latency(terminal, one) for one in arrows), 15.0, "ms"
        finally:
            terminal.kill()


def opened(config: Path, home: str) -> Terminal:
    return Terminal(
        cols=120,
        rows=34,
        environ=places(home),
        command=(sys.executable, "-m", "ses_tui", "--config", str(config)),
    )


def painted(config: Path, home: str) -> float:
    """Seconds to the first paint, with an empty store."""
    with tempfile.TemporaryDirectory(dir=home) as own:
        began = time.monotonic()
        terminal = opened(config, own)
        try:
            terminal.read(lambda: cells(terminal) >= LEAST_CELLS)
            return time.monotonic() - began
        finally:
            terminal.kill()


def latency(terminal: Terminal, key: str) -> float:
    """Seconds from a key to the first byte of its answer."""
    terminal.settle(0.1)
    before, began = len(terminal.raw), time.monotonic()
    terminal.press(key)
    terminal.read(lambda: len(terminal.raw) > before, 1.0)
    return time.monotonic() - began


if __name__ == "__main__":
    raise SystemExit(main())
