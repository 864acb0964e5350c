"""The budgets of the live screen, seen from its terminal, beside the bare Textual app in the same run.

``python -m bench.screen [--runs 7] [--idle 20] [--other PYTHON]``, from the top of the repository. Real
processes in pseudo-terminals of 120x34, default settings, the simulated account in a process of its own.
``--other``: the interpreter of an environment that holds another version, measured beside it. Compile first:
``python -m compileall -q ses_tui``. Goals: first paint 1.15 x the bare app, rates fresh 2.6 x, at rest 0.3 %
of a core, 20 bytes a second and 85 MB.
"""

import argparse
import re
import sys
import tempfile
import time
from statistics import median
from typing import NamedTuple

import psutil

from bench.fleet_check import simulated
from tests.tui.terminal import Terminal

COLUMNS, ROWS = 120, 34
LEAST_CELLS = 20
"""So many cells that are not blank are a first paint."""

FRESH = re.compile(r"read \d+ s ago")
ROW = re.compile(r"Gmail +\d")
SETTLE = 38.0
"""Seconds after a start: all was read once, and the next read is due a minute after it."""


class Program(NamedTuple):
    """``arguments``: of the interpreter."""

    name: str
    python: str
    arguments: tuple[str, ...]


class Start(NamedTuple):
    """Seconds since the process began; None where the program shows no such thing."""

    paint: float
    rates: float | None = None
    rows: float | None = None


class Rest(NamedTuple):
    """Of the process tree: percent of a core, bytes a second to the terminal, MB resident."""

    cpu: float
    sent: float
    memory: float


def main() -> int:
    """Exit 1 if a goal is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--idle", type=float, default=20)
    parser.add_argument("--other")
    given = parser.parse_args()
    screen = ("-m", "ses_tui")
    programs = [Program("bare app", sys.executable, ("-m", "bench.bare_app"))]
    programs += [Program("other version", given.other, screen)] if given.other else []
    programs += [Program("ses-tui", sys.executable, screen)]
    starts: dict[str, list[Start]] = {one.name: [] for one in programs}
    rests: dict[str, Rest] = {}
    with simulated() as url, tempfile.TemporaryDirectory() as kept:
        for _ in range(given.runs):
            for one in programs:
                with tempfile.TemporaryDirectory() as home:
                    starts[one.name].append(start(one, url, home))
        for one in programs:
            rests[one.name] = rest(one, url, kept, given.idle)
    bare = best(starts["bare app"])
    print(f"{'':<16}{'paint':>8}{'rates':>8}{'rows':>8}{'x paint':>9}{'x rates':>9}{'x rows':>8}", end="")
    print(f"{'idle %':>9}{'bytes/s':>9}{'MB':>7}")
    for one in programs:
        took, lay = best(starts[one.name]), rests[one.name]
        seconds = "".join(f"{'–' if each is None else f'{each:.2f} s':>8}" for each in took)
        ratios = "".join(f"{'–' if each is None else f'{each / bare.paint:.2f}':>9}" for each in took)
        print(f"{one.name:<16}{seconds}{ratios}{lay.cpu:>8.2f}{lay.sent:>9.1f}{lay.memory:>8.1f}")
    ours, lay = best(starts["ses-tui"]), rests["ses-tui"]
    met = (
        ours.paint <= 1.15 * bare.paint,
        ours.rates is not None and ours.rates <= 2.6 * bare.paint,
        lay.cpu <= 0.3 and lay.sent <= 20 and lay.memory <= 85,
    )
    return int(not all(met))


def start(one: Program, url: str, home: str) -> Start:
    """One start with an empty store, to the numbers of all rows."""
    began = time.monotonic()
    terminal = opened(one, url, home)
    try:
        terminal.read(lambda: cells(terminal) >= LEAST_CELLS)
        paint = time.monotonic() - began
        if one.name == "bare app":
            return Start(paint)
        return Start(paint, until(terminal, FRESH, began), until(terminal, ROW, began))
    finally:
        terminal.kill()


def rest(one: Program, url: str, home: str, seconds: float) -> Rest:
    """What it costs to do nothing, ages counting."""
    terminal = opened(one, url, home)
    try:
        terminal.read(lambda: False, SETTLE)
        tree = psutil.Process(terminal.pid)
        sent, used, began = len(terminal.raw), cpu(tree), time.monotonic()
        terminal.read(lambda: False, seconds)
        span = time.monotonic() - began
        memory = sum(each.memory_info().rss for each in (tree, *tree.children(recursive=True))) / 1024**2
        return Rest(100 * (cpu(tree) - used) / span, (len(terminal.raw) - sent) / span, memory)
    finally:
        terminal.kill()


def opened(one: Program, url: str, home: str) -> Terminal:
    places = {"HOME": home, "XDG_STATE_HOME": home, "XDG_CONFIG_HOME": home}
    keys = {"AWS_ACCESS_KEY_ID": "AKIDBENCH", "AWS_SECRET_ACCESS_KEY": "bench", "AWS_REGION": "eu-west-1"}
    return Terminal(
        cols=COLUMNS,
        rows=ROWS,
        environ={**places, **keys, "AWS_ENDPOINT_URL": url},
        command=(one.python, *one.arguments),
    )


def until(terminal: Terminal, what: re.Pattern[str], began: float) -> float | None:
    found = terminal.read(lambda: bool(what.search("\n".join(terminal.screen.display))), 30)
    return time.monotonic() - began if found else None


def cells(terminal: Terminal) -> int:
    return sum(not cell.isspace() for line in terminal.screen.display for cell in line)


def cpu(tree: psutil.Process) -> float:
    """Seconds of all processes of the tree."""
    spent = [each.cpu_times() for each in (tree, *tree.children(recursive=True))]
    return float(sum(each.user + each.system for each in spent))


def best(starts: list[Start]) -> Start:
    """The median of each; None as soon as one of them is."""
    columns = zip(*starts, strict=True)
    paint, rates, rows = (None if None in each else median(each) for each in columns)
    return Start(paint or 0.0, rates, rows)


if __name__ == "__main__":
    raise SystemExit(main())
