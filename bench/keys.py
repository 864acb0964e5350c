"""Milliseconds from a key to the first byte back, in mode 3 of the real screen on 10,000 identities.

``python -m bench.keys [--quick]``. The program runs in a pseudo-terminal of 160x48 as its own process.
"""

import sys
from collections.abc import Iterator
from statistics import median

from bench.figure import Figure, Part, alone
from bench.processes import latency, megabytes, opened

DOWN, PAGE_DOWN, END, HOME = "\x1b[B", "\x1b[6~", "\x1b[F", "\x1b[H"
VIEW = 44
"""Rows that are seen at once: as many keys as it takes to reach the last of them."""

FILTER = "customer-0"
"""What is typed into the filter, letter by letter: as many as ten thousand rows match it."""


def measure(quick: bool) -> Iterator[Figure]:
    presses = 10 if quick else 40
    terminal = opened(
        "/nonexistent", command=(sys.executable, "-m", "bench.identities_app"), cols=160, rows=48
    )
    try:
        terminal.shows("identities")  # ten thousand rows are made first
        terminal.settle()
        typed = list(FILTER)
        worst = 0.0
        for name, keys in (
            ("down, within the view", [DOWN] * VIEW),
            ("down, scrolling", [DOWN] * presses),
            ("page down", [PAGE_DOWN] * presses),
            ("end, home", [END, HOME] * (presses // 2)),
            ("sort by the next column", ["s"] * (presses // 2)),
            ("the other way round", ["S"] * (presses // 2)),
            ("a letter of the filter", typed),
            ("a letter taken back", ["\x7f"] * len(typed)),
        ):
            if name == "a letter of the filter":
                latency(terminal, "/")
            times = [latency(terminal, key) for key in keys]
            worst = max(worst, *times)
            yield Figure(f"key: {name}", median(times), "ms, median", 15, f"worst {max(times):.0f}")
        yield Figure("key: the slowest of all", worst, "ms", 50)
        yield Figure("memory with 10,000 rows", megabytes(terminal.pid), "MB", 130)
    finally:
        terminal.kill()


PART = Part("keys in a list of 10,000 rows, and its memory", measure, minutes=2)

if __name__ == "__main__":
    raise SystemExit(alone(PART))
