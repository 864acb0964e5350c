"""Start and rest of the live screen, seen from its terminal, beside the bare Textual app in the same run.

``python -m bench.screen [--quick]``. Real processes in pseudo-terminals of 120x34, default settings, an empty
store, the simulated account in a process of its own. Both are started in turn, and rest side by side.
"""

import re
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from statistics import median
from typing import NamedTuple

from bench.figure import Figure, Part, alone
from bench.processes import COMMAND, cpu, megabytes, opened, simulated
from tests.tui.terminal import Terminal

BARE = (sys.executable, "-m", "bench.bare_app")
LEAST_CELLS = 20
"""So many cells that are not blank are a first paint."""

FRESH = re.compile(r"read \d+ s ago")
ROW = re.compile(r"Gmail +\d")
SETTLE = 38.0
"""Seconds after a start: all was read once, and the next read is due a minute after it."""


class Start(NamedTuple):
    """Seconds since the process began; None where the program shows no such thing."""

    paint: float | None
    rates: float | None = None
    rows: float | None = None


def measure(quick: bool) -> Iterator[Figure]:
    runs, idle = (3, 12.0) if quick else (9, 20.0)
    with simulated() as account:
        bare, ours = [], []
        for _ in range(runs):
            bare.append(start(BARE, account.url))
            ours.append(start(COMMAND, account.url))
        lone, took = best(bare), best(ours)
        yield Figure("bare app: first paint", lone.paint, "s")
        for name, seconds, goal in (
            ("first paint", took.paint, 1.15),
            ("both rates fresh", took.rates, 2.6),
            ("every row fresh", took.rows, 3.0),
        ):
            ratio = seconds / lone.paint if seconds and lone.paint else None
            seen = "" if seconds is None else f"{seconds:.2f} s, "
            yield Figure(name, ratio, "x the bare app", goal, f"{seen}median of {runs} starts")
        yield from rest(account.url, idle)


def start(command: Sequence[str], url: str) -> Start:
    """One start with an empty store, to the numbers of all rows."""
    with tempfile.TemporaryDirectory() as home:
        began = time.monotonic()
        terminal = opened(home, url=url, command=command)
        try:
            paint = painted(terminal, began)
            if command is BARE:
                return Start(paint)
            return Start(paint, until(terminal, FRESH, began), until(terminal, ROW, began))
        finally:
            terminal.kill()


def painted(terminal: Terminal, began: float) -> float | None:
    """Seconds from ``began`` (monotonic) to the first paint."""
    found = terminal.read(lambda: cells(terminal) >= LEAST_CELLS)
    return time.monotonic() - began if found else None


def rest(url: str, seconds: float) -> Iterator[Figure]:
    """What it costs to do nothing, ages counting."""
    with tempfile.TemporaryDirectory() as home:
        lone, ours = opened(home, command=BARE), opened(home, url=url)
        try:
            for settled in (lone, ours):
                settled.read(lambda: False, SETTLE / 2)
            began = time.monotonic()
            used = {one.pid: cpu(one.pid) for one in (lone, ours)}
            sent = len(ours.raw)
            ours.read(lambda: False, seconds)
            span = time.monotonic() - began
            spent = {pid: 100 * (cpu(pid) - before) / span for pid, before in used.items()}
            beside = f"the bare app: {spent[lone.pid]:.2f}"
            yield Figure("at rest, ages counting: CPU", spent[ours.pid], "% of a core", 0.3, beside)
            yield Figure("at rest: to the terminal", (len(ours.raw) - sent) / span, "bytes a second", 20)
            beside = f"the bare app: {megabytes(lone.pid):.0f}"
            yield Figure("at rest: memory", megabytes(ours.pid), "MB", 85, beside)
        finally:
            lone.kill()
            ours.kill()


def until(terminal: Terminal, what: re.Pattern[str], began: float) -> float | None:
    found = terminal.read(lambda: bool(what.search("\n".join(terminal.screen.display))), 30)
    return time.monotonic() - began if found else None


def cells(terminal: Terminal) -> int:
    return sum(not cell.isspace() for line in terminal.screen.display for cell in line)


def best(starts: list[Start]) -> Start:
    """The median of each; None as soon as one of them is."""
    columns = zip(*starts, strict=True)
    return Start(*(None if None in each else median(each) for each in columns))


PART = Part("start and rest of the live screen, beside the bare Textual app", measure, minutes=2)

if __name__ == "__main__":
    raise SystemExit(alone(PART))
