"""A rate's last day as bars, with AWS's lines drawn through them and named at their right.

A cell has the colour of the band that its bar reaches in it: what is calm stays green under what is not.
"""

from collections.abc import Sequence

from rich.style import Style

from ses_tui.core.condition import NO_LINES, Condition, Lines
from ses_tui.tui.draw.bandstyle import Palette, StyledLine
from ses_tui.tui.draw.sparkline import spark_rows

NAMED = 10
"""Cells at the right, for the names of the lines: `` .08 warn``."""

LINE = "┈"
_DRAWN = (Condition.PAUSE, Condition.REVIEW, Condition.WARN, Condition.NOTICE)
"""Where two lines fall into one row of bars, the earlier of these is drawn."""

MANY_ROWS = 8
"""Rows from which the line of notice, the least of them, is drawn too."""


def chart(
    values: Sequence[float | None],
    *,
    top: float,
    lines: Lines,
    rows: int,
    palette: Palette,
    ascii: bool = False,
    old: bool = False,
) -> list[StyledLine]:
    """``rows`` lines of ``len(values)`` + NAMED cells. ``top`` and values are fractions; None is a gap.

    ``old``: nobody knows whether it is still so, and it has no band's colour.
    """
    highest = max((value for value in values if value is not None), default=0.0)
    named = _named(lines, top, rows, highest)
    made: list[StyledLine] = []
    for above, runs in enumerate(spark_rows(values, top=top, lines=NO_LINES, rows=rows, ascii=ascii)):
        row = rows - 1 - above
        level, reach = named.get(row), (row + 1) / rows * top
        line: list[tuple[str, Style | None]] = []
        for cell, value in zip("".join(text for text, _ in runs), values, strict=True):
            shown: tuple[str, Style | None] = (cell, palette.label)
            if not cell.strip():
                shown = (cell, None) if level is None else (LINE, palette.frame)
            elif value is not None and not old:
                shown = (cell, palette.bars[lines.band(min(value, reach))])
            if line and line[-1][1] == shown[1]:
                shown = (line.pop()[0] + shown[0], shown[1])
            line.append(shown)
        if level is not None and (at := lines.enter(level)) is not None:
            colour = palette.bars[level] if level >= Condition.WARN else palette.label
            line.append((f" {short(at)} {level.word}".ljust(NAMED), colour))
        else:
            line.append((" " * NAMED, None))
        made.append(tuple(line))
    return made


def short(line: float) -> str:
    """``5``, ``.08``: a line in percent, without what the eye does not need."""
    return f"{100 * line:.6g}".removeprefix("0") or "0"


def _named(lines: Lines, top: float, rows: int, highest: float) -> dict[int, Condition]:
    """Which line is drawn in which row, 0 being the lowest.

    In the lowest, where calm bars stand, only one that was crossed; and none whose name has no room.
    """
    found: dict[int, Condition] = {}
    for level in _DRAWN if rows >= MANY_ROWS else _DRAWN[:-1]:
        at = lines.enter(level)
        if at is None or not 0 < at < top or len(f" {short(at)} {level.word}") > NAMED:
            continue
        row = int(at / top * rows)
        if row > 0 or highest >= at:
            found.setdefault(row, level)
    return found
