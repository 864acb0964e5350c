"""A fleet of which five targets can't be reached, in five ways: what ``watch`` and the screen take.

``python -m bench.fleet [--quick]``. A simulated account in a process of its own stands for every good target:
roles in three Regions each.
"""

import json
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from threading import Thread

from bench.figure import Figure, Part, alone
from bench.processes import COMMAND, cpu, latency, megabytes, opened, places, simulated, written
from bench.screen import painted

TARGETS, BAD = 50, 5
REGIONS = ("eu-west-1", "eu-central-1", "us-east-1")
SETTLE = 150.0
"""Seconds until history and inventory of all are in."""


def measure(quick: bool) -> Iterator[Figure]:
    with (
        simulated() as account,
        silent() as hanging,
        tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as home,
    ):
        alone, many = Path(home) / "one.toml", Path(home) / "many.toml"
        alone.write_text(f'[[targets]]\nname = "one"\nendpoint_url = "{account.url}"\n')
        many.write_text(fleet(TARGETS, account.url, hanging))
        yield from watched(many, home, 60.0 if quick else SETTLE, 20.0 if quick else 60.0)
        yield from shown(alone, many, home, 3 if quick else 7)


def fleet(count: int, url: str, hanging: str = "") -> str:
    """config.toml of so many targets. ``hanging``: an endpoint that never answers; with it five are bad."""
    text = f'[target_defaults]\nendpoint_url = "{url}"\n'
    good = count - BAD if hanging else count
    for number in range(-(-good // len(REGIONS))):
        regions = REGIONS[: min(len(REGIONS), good - number * len(REGIONS))]
        text += f'[[targets]]\nname = "t{number:02}"\nregions = {json.dumps(regions)}\n'
        text += f'role_arn = "arn:aws:iam::{200_000_000_000 + number}:role/monitor"\n'
    bad = (
        ("bad-profile", 'profile = "nope"'),
        ("bad-role", 'role_arn = "not-an-arn"'),
        ("refused", 'endpoint_url = "http://127.0.0.1:1"'),
        ("silent", f'endpoint_url = "{hanging}"'),
        ("malformed", 'endpoint_url = "nonsense"'),
    )
    for name, setting in bad if hanging else ():
        text += f'[[targets]]\nname = "{name}"\n{setting}\n'
    return text


@contextmanager
def silent() -> Iterator[str]:
    """An endpoint that accepts and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=200) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


def watched(config: Path, home: str, settle: float, rest: float) -> Iterator[Figure]:
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
            if len(fresh) >= TARGETS - BAD:
                break
        yield Figure(f"{TARGETS} targets: all good ones fresh", time.monotonic() - began, "s", 10)
        Thread(target=lambda: [None for _ in process.stdout or ()], daemon=True).start()
        time.sleep(max(0.0, settle - (time.monotonic() - began)))
        used, sent, since = cpu(process.pid), written(process.pid), time.monotonic()
        time.sleep(rest)
        span = time.monotonic() - since
        yield Figure(f"{TARGETS} targets: memory of watch", megabytes(process.pid), "MB", 150)
        spent = 100 * (cpu(process.pid) - used) / span
        yield Figure(f"{TARGETS} targets: CPU of watch", spent, "% of a core", 6)
        disk = (written(process.pid) - sent) * 60 / span
        yield Figure(f"{TARGETS} targets: disk writes of watch", disk, "MB a minute", 5)
    finally:
        process.terminate()
        process.wait()


def shown(alone: Path, many: Path, home: str, runs: int) -> Iterator[Figure]:
    """The screen: first paint beside that of one target, and keys."""
    pairs = [(first_paint(alone, home), first_paint(many, home)) for _ in range(runs)]
    one, all_of_them = (median(column) for column in zip(*pairs, strict=True))
    goal, note = max(0.4, 1.3 * one), f"0.4 s, or 1.3 x one target, which takes {one:.2f}"
    yield Figure(f"{TARGETS} targets: first paint", all_of_them, "s", goal, note)
    with tempfile.TemporaryDirectory() as other:
        terminal = opened(other, "--config", str(many))
        try:
            terminal.read(lambda: False, 15.0)
            terminal.press("9")
            times = [latency(terminal, key) for key in ("\x1b[B", "\x1b[A") * (5 * runs)]
            worst = f"worst {max(times):.0f}"
            yield Figure(f"{TARGETS} targets: a key in mode 9", median(times), "ms, median", 15, worst)
        finally:
            terminal.kill()


def first_paint(config: Path, home: str) -> float:
    """Seconds, with an empty store."""
    with tempfile.TemporaryDirectory(dir=home) as own:
        began = time.monotonic()
        terminal = opened(own, "--config", str(config))
        try:
            return painted(terminal, began) or float("inf")
        finally:
            terminal.kill()


PART = Part("50 targets, five of them out of reach: watch and the live screen", measure, minutes=5)

if __name__ == "__main__":
    raise SystemExit(alone(PART))
