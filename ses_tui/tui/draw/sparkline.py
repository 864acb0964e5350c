"""A series as a line of blocks on a fixed scale, coloured by band, gaps drawn as gaps.

The scale is fixed so that a calm line looks calm, and so that a new point moves the line and does
not redraw it. Colour goes by runs of cells in one band, not by bars.
"""

from collections.abc import Iterable, Sequence
from math import floor, log10

from ses_tui.core.condition import Lines
from ses_tui.tui.draw.bandstyle import Run

BLOCKS = "▁▂▃▄▅▆▇█"
BLOCKS_ASCII = "_.-~=+*#"
GAP = "·"
GAP_ASCII = " "

HEADROOM = 1.25
"""How far the scale goes past the line that it was made for."""


def scale_top(lines: Lines, values: Iterable[float | None]) -> float:
    """The value at the top of the scale, in the unit of ``values``; above 0.

    A quarter past the review line; past the pause line once a value needs it; then doubling. It
    steps only when a value exceeds it. Without lines: the next of 1, 2, 5, 10, ...
    """
    peak = max((value for value in values if value is not None), default=0.0)
    steps = [HEADROOM * line for line in (lines.review, lines.pause) if line]
    if not steps:
        return _round_up(peak)
    for step in steps:
        if peak <= step:
            return step
    top = steps[-1]
    while top < peak:
        top *= 2
    return top


def _round_up(peak: float) -> float:
    if peak < 1e-9:
        return 1.0
    power = 10.0 ** floor(log10(peak))
    return next((step * power for step in (1, 2, 5) if step * power >= peak), 10 * power)


def spark(values: Sequence[float | None], *, top: float, lines: Lines, ascii: bool = False) -> list[Run]:
    """One row, one cell per value, oldest first; zero is the lowest block, None a gap."""
    return spark_rows(values, top=top, lines=lines, rows=1, ascii=ascii)[0]


def spark_rows(
    values: Sequence[float | None], *, top: float, lines: Lines, rows: int = 2, ascii: bool = False
) -> list[list[Run]]:
    """``rows`` rows, the top one first, with eight levels each; the rest as ``spark``."""
    blocks, gap = (BLOCKS_ASCII, GAP_ASCII) if ascii else (BLOCKS, GAP)
    levels = [None if value is None else _level(value, top, rows) for value in values]
    bands = [None if value is None else lines.band(value) for value in values]
    drawn: list[list[Run]] = []
    for row in reversed(range(rows)):
        empty = gap if row == 0 else " "
        cells: list[Run] = []
        for level, band in zip(levels, bands, strict=True):
            if level is None:
                cells.append((empty, None))
            elif level <= 8 * row:
                cells.append((" ", None))
            else:
                cells.append((blocks[min(8, level - 8 * row) - 1], band))
        drawn.append(_joined(cells))
    return drawn


def _level(value: float, top: float, rows: int) -> int:
    """1 to 8 x ``rows``: how many eighths of a cell are filled; what is over the top is full."""
    return max(1, min(8 * rows, 1 + int(value / top * 8 * rows)))


def _joined(cells: Iterable[Run]) -> list[Run]:
    """Neighbours in one band as one run."""
    runs: list[Run] = []
    for text, band in cells:
        if runs and runs[-1][1] == band:
            runs[-1] = (runs[-1][0] + text, band)
        else:
            runs.append((text, band))
    return runs
