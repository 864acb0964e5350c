"""A value among the lines of its metric: ``0━━━━━━━━━━━━2━━▲3┄┄┄5┄┄┄┄┄┄┄┄10┄┄``.

Each line stands at its place with its percent. Between two lines there is always room for the
value's mark, so the mark is never on the wrong side of a line and never hides a number.
"""

from ses_tui.core.condition import LADDER, Condition, Lines
from ses_tui.tui.draw.bandstyle import Run, band_sign

_FULL, _REST, _BEYOND, _FALLING = "━┄▶◀"
_FULL_ASCII, _REST_ASCII, _BEYOND_ASCII, _FALLING_ASCII = "=-><"

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
    ascii: bool = False,
) -> list[Run]:
    """Exactly ``width`` cells. ``value`` and lines are fractions; None: no mark.

    ``condition``: the band the key is in, where it differs from the value's own (a level is held for
    some time); it colours the mark. ``recovering``: the mark points back towards 0. A value at or
    beyond the last line is pinned to the end. The scale goes by square roots, so that the low lines
    have room.
    """
    full, rest, beyond, falling = (
        (_FULL_ASCII, _REST_ASCII, _BEYOND_ASCII, _FALLING_ASCII)
        if ascii
        else (_FULL, _REST, _BEYOND, _FALLING)
    )
    stops = _stops(lines, width)
    if not stops:
        return [(rest * width, None)]
    labels = ["0", *_labels(stops, lines, width)]
    spans = _spans(stops, width - TAIL - sum(map(len, labels)))
    band = lines.band(value) if condition is None else condition
    mark = falling if recovering else band_sign(band, ascii=ascii)

    filled: list[str] = []
    open_: list[str] = []
    low = 0.0
    for label, span, high in zip(labels, spans, stops, strict=False):
        if value is None or value < low:
            open_.append(label + rest * span)
        elif value >= high:
            filled.append(label + full * span)
        else:
            at = min(span - 1, int(span * (max(value, 0.0) - low) / (high - low)))
            filled.append(label + full * at)
            open_.append(rest * (span - 1 - at))
        low = high
    if value is not None and value >= stops[-1]:
        return [("".join(filled) + labels[-1], _fill(band)), (mark + beyond, band)]
    open_.append(labels[-1] + rest * TAIL)
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
