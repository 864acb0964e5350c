"""A value among the lines of its metric: ``0━━━━━━━━━━━━2━━▲3┄┄┄5┄┄┄┄┄┄┄┄10┄┄``.

Each line stands at its place with its percent. Between two lines there is always room for the
value's mark, so the mark is never on the wrong side of a line and never hides a number.

And its last day as bars, with the lines drawn through them and named at their right. A cell has the colour of
the band that its bar reaches in it: what is calm stays green under what is not.
"""

from collections.abc import Sequence

from rich.style import Style

from ses_tui.core.condition import LADDER, NO_LINES, Condition, Lines
from ses_tui.tui.draw.bandstyle import BAND_SIGN, Palette, Run, StyledLine
from ses_tui.tui.draw.sparkline import spark_rows

_FULL, _REST, _BEYOND, _FALLING = "━┄▶◀"

TAIL = 2
"""Cells behind the last line, for a value beyond it."""

MIN_SPAN = 2
"""Cells between two lines at least."""

NAMED_SPAN = 4
"""The same for lines that are named by a word."""

_SACRIFICE = (Condition.NOTICE, Condition.PAUSE, Condition.WARN)
"""Which lines go first where the width is small; AWS's review line stays longest."""


def gauge(
    value: float | None,
    lines: Lines,
    width: int,
    *,
    condition: Condition | None = None,
    recovering: bool = False,
) -> list[Run]:
    """Exactly ``width`` cells. ``value`` and lines are fractions; None: no mark.

    ``condition``: the band the key is in, where it differs from the value's own (a level is held for
    some time); it colours the mark. ``recovering``: the mark points back towards 0. A value at or
    beyond the last line is pinned to the end. The scale goes by square roots, so that the low lines
    have room.
    """
    stops = _stops(lines, width)
    if not stops:
        return [(_REST * width, None)]
    labels = ["0", *_labels(stops, lines, width)]
    spans = _spans(stops, width - TAIL - sum(map(len, labels)))
    band = lines.band(value) if condition is None else condition
    mark = _FALLING if recovering else BAND_SIGN[band]

    filled: list[str] = []
    open_: list[str] = []
    low = 0.0
    for label, span, high in zip(labels, spans, stops, strict=False):
        if value is None or value < low:
            open_.append(label + _REST * span)
        elif value >= high:
            filled.append(label + _FULL * span)
        else:
            at = min(span - 1, int(span * (max(value, 0.0) - low) / (high - low)))
            filled.append(label + _FULL * at)
            open_.append(_REST * (span - 1 - at))
        low = high
    if value is not None and value >= stops[-1]:
        return [("".join(filled) + labels[-1], _fill(band)), (mark + _BEYOND, band)]
    open_.append(labels[-1] + _REST * TAIL)
    if value is None:
        return [("".join(open_), None)]
    return [run for run in (("".join(filled), _fill(band)), (mark, band), ("".join(open_), None)) if run[0]]


def _fill(band: Condition) -> Condition:
    """The colour of the track up to the mark: the mark's, but pause's white on red would shout."""
    return min(band, Condition.REVIEW)


def _stops(lines: Lines, width: int) -> list[float]:
    """The lines that are shown, rising; where the width is small the less important ones are left out."""
    shown = list(LADDER)
    for victim in (None, *_SACRIFICE):
        if victim is not None:
            shown.remove(victim)
        stops = sorted({line for level in shown if (line := lines.enter(level)) is not None and line > 0})
        text = 1 + sum(len(f"{100 * stop:.6g}") for stop in stops)
        if stops and text + MIN_SPAN * len(stops) + TAIL <= width:
            return stops
    return []


def _labels(stops: list[float], lines: Lines, width: int) -> list[str]:
    """``5 review``, ``10 pause``: AWS's lines named as far as there is room, its review line first."""
    labels = [f"{100 * stop:.6g}" for stop in stops]
    for level in (Condition.REVIEW, Condition.PAUSE):
        at = stops.index(line) if (line := lines.enter(level)) in stops else None
        if at is None:
            continue
        named = [*labels[:at], f"{labels[at]} {level.word}", *labels[at + 1 :]]
        if 1 + sum(map(len, named)) + NAMED_SPAN * len(stops) + TAIL <= width:
            labels = named
    return labels


def _spans(stops: list[float], cells: int) -> list[int]:
    """``cells`` shared out over the spans from 0 to the last stop, each at least MIN_SPAN."""
    roots = [0.0, *(stop**0.5 for stop in stops)]
    spans = [MIN_SPAN] * len(stops)
    for _ in range(cells - MIN_SPAN * len(stops)):
        poorest = max(range(len(stops)), key=lambda i: (roots[i + 1] - roots[i]) / spans[i])
        spans[poorest] += 1
    return spans


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
