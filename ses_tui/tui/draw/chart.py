"""A rate's last day as bars, with AWS's lines drawn through them and named at their right.

A row of bars has the colour of the band in which it lies: few runs of style, so that a redraw is small.
"""

from collections.abc import Sequence

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
    named = _named(lines, top, rows)
    made: list[StyledLine] = []
    for above, runs in enumerate(spark_rows(values, top=top, lines=NO_LINES, rows=rows, ascii=ascii)):
        row = rows - 1 - above
        band = lines.band(row / rows * top + 1e-12)
        level = named.get(row)
        line: StyledLine = ()
        for text, condition in runs:
            if not text.strip():
                line += _rest(text, level, palette)
            else:
                gap = condition is None or old
                line += ((text, palette.label if gap else palette.bars[band]),)
        if level is not None and (at := lines.enter(level)) is not None:
            colour = palette.bands[level] if level >= Condition.WARN else palette.label
            line += ((f" {short(at)} {level.word}"[:NAMED].ljust(NAMED), colour),)
        else:
            line += ((" " * NAMED, None),)
        made.append(line)
    return made


def short(line: float) -> str:
    """``5``, ``.08``: a line in percent, without what the eye does not need."""
    return f"{100 * line:.6g}".removeprefix("0") or "0"


def _rest(text: str, level: Condition | None, palette: Palette) -> StyledLine:
    """Where no bar stands: the line that runs there."""
    return ((text, None),) if level is None else ((LINE * len(text), palette.frame),)


def _named(lines: Lines, top: float, rows: int) -> dict[int, Condition]:
    """Which line is drawn in which row, 0 being the lowest; none in the lowest, where calm bars stand."""
    found: dict[int, Condition] = {}
    for level in _DRAWN if rows >= MANY_ROWS else _DRAWN[:-1]:
        at = lines.enter(level)
        if at is not None and 0 < at < top and (row := int(at / top * rows)) > 0:
            found.setdefault(row, level)
    return found
