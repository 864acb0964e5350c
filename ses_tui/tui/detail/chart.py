"""A rate over time with its lines drawn in, as finished text.

Rates stand on a square-root scale, as in the gauge: all four lines are in sight, and the low ones
still have room between them.

plotext draws. It takes a third of a second to import and has one figure for the whole process, so all
of it happens in a worker thread, one chart at a time, and only when there is a chart to see.
"""

import re
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise
from math import sqrt
from threading import Lock
from typing import NamedTuple

from rich.style import Style
from textual import on
from textual.message import Message

from ses_tui.core.clock import DAY, HOUR
from ses_tui.core.condition import LADDER, Condition, Lines
from ses_tui.core.health import STALE_POLLS, STALE_SECONDS, usual_interval
from ses_tui.core.model import EMPTY_SERIES, Series
from ses_tui.core.words import line_percent
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.line import styled
from ses_tui.tui.linewidget import LineWidget
from ses_tui.tui.look import Look
from ses_tui.tui.overview.compact import worst
from ses_tui.tui.viewstate import ViewState

RANGES: tuple[tuple[str, float], ...] = (
    ("1 h", HOUR),
    ("6 h", 6 * HOUR),
    ("24 h", DAY),
    ("7 d", 7 * DAY),
    ("14 d", 14 * DAY),
    ("60 d", 60 * DAY),
)
"""Name and seconds of each range, shortest first."""

A_DAY, TWO_WEEKS = 2, 4
"""Places of these in ``RANGES``."""

KEPT = 14 * DAY
"""What is kept of every number; more is read when somebody asks for it."""

_STEPS = (600.0, 1800.0, HOUR, 2 * HOUR, 4 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 4 * DAY, 7 * DAY)
CELLS_PER_TICK = 12


def time_ticks(start: float, end: float, cells: int, look: Look) -> list[tuple[float, str]]:
    """Times (epoch seconds) within [start, end] with their labels, as many as ``cells`` have room for."""
    most = max(2, cells // CELLS_PER_TICK)
    step = next((each for each in _STEPS if (end - start) / each <= most), _STEPS[-1])
    local = look.local(start)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    ticks: list[tuple[float, str]] = []
    at = midnight
    while at.timestamp() <= end:
        if at.timestamp() >= start:
            ticks.append((at.timestamp(), _label(at, step)))
        at = _later(at, step)
    return ticks


def _later(at: datetime, step: float) -> datetime:
    """``step`` later by the clock on the wall, so that days stay days when the clock is changed."""
    if step >= DAY:
        return at + timedelta(seconds=step)
    return datetime.fromtimestamp(at.timestamp() + step, at.tzinfo)


def _label(at: datetime, step: float) -> str:
    return at.strftime("%b %d") if step >= DAY else at.strftime("%H:%M")


HEADROOM = 1.15
"""How far the scale goes past the highest point."""

LEAST_WIDTH, LEAST_HEIGHT = 24, 6

Mark = tuple[float, Condition | None]
_KEEP = (Condition.REVIEW, None, Condition.PAUSE, Condition.WARN, Condition.NOTICE)

_SGR = re.compile(r"\x1b\[[0-9;]*m")
_DRAWING = Lock()
POINT, POINT_ASCII = "•", "*"
"""Of the curve where there is no braille; code page 437 has it, and so has the Linux console."""
FAINT, FAINT_ASCII = "∙", "'"

_FRAME = 2
"""Lines of the frame above and below the curve; one more holds the times."""


class ChartSpec(NamedTuple):
    """Everything that a chart follows from: equal specs, equal charts. Times: epoch seconds.

    ``before``: another time, moved to this one's; drawn faintly, under it.
    """

    series: Series
    lines: Lines
    start: float
    end: float
    width: int
    height: int
    look: Look
    rate: bool = True
    before: Series = EMPTY_SERIES


def chart(spec: ChartSpec) -> list[StyledLine]:
    """``height`` lines of ``width`` cells; the curve in the colours of its bands, gaps as gaps."""
    points = spec.series.since(spec.start)
    if not len(points) or spec.width < LEAST_WIDTH or spec.height < LEAST_HEIGHT:
        return []
    top, marks = scale(spec, max(*points.values, *spec.before.values, 0.0))
    text = _plot(spec, points, top, marks)
    return _coloured(text, spec, top, marks)


def scale(spec: ChartSpec, peak: float) -> tuple[float, list[Mark]]:
    """The value at the top, and the marked values with the band that begins there; none for 0 and the top."""
    lines = [(line, level) for level in LADDER if (line := spec.lines.enter(level)) is not None]
    top = max([peak, *(line for line, _ in lines)]) * HEADROOM or 1.0
    marks: list[Mark] = [(0.0, None)]
    marks += lines or [(peak or top, None)]
    kept, row = _apart(marks, spec, top), _height(top, spec) / rows_of(spec)
    if _height(top, spec) - _height(kept[-1][0], spec) >= row:
        kept.append((top, None))
    return top, kept


def _height(value: float, spec: ChartSpec) -> float:
    """Where a value stands on the y axis."""
    return sqrt(max(0.0, value)) if spec.rate else value


def _apart(marks: list[Mark], spec: ChartSpec, top: float) -> list[Mark]:
    """Marks of which no two share a row; of two, AWS's lines stay before the conventions."""
    row = _height(top, spec) / rows_of(spec)
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: _KEEP.index(mark[1])):
        if all(abs(_height(mark[0], spec) - _height(other[0], spec)) >= row for other in kept):
            kept.append(mark)
    return sorted(kept, key=lambda mark: mark[0])


def rows_of(spec: ChartSpec) -> int:
    """Lines that the curve has."""
    return max(1, spec.height - 1 - _FRAME)


def _named(value: float, level: Condition | None, rate: bool) -> str:
    if not rate:
        return f"{value:.0f}"
    number = line_percent(float(f"{value:.3g}"))
    return f"{level.word} {number}" if level else number


def _plot(spec: ChartSpec, points: Series, top: float, marks: list[Mark]) -> list[str]:
    """plotext's picture as plain lines."""
    import plotext

    ticks = time_ticks(spec.start, spec.end, spec.width - 14, spec.look)
    with _DRAWING:
        plotext.terminal.limit(False, False)
        figure = plotext.figure
        figure.clear()
        figure.theme("colorless")
        figure.plot_size(spec.width, spec.height)
        for value, level in marks:
            if level is not None:
                figure.line(_height(value, spec), style="dotted")
        faint = [(piece, faint_sign(spec.look)) for piece in _pieces(spec.before)]
        solid = [(piece, curve_sign(spec.look)) for piece in _pieces(points)]
        for piece, marker in (*faint, *solid):
            heights = [_height(value, spec) for value in piece.values]
            signal = figure.signal(list(piece.times), heights, marker=marker)
            if len(piece) > 1:
                signal.lines(True)
            figure.draw(signal)
        x, y = figure.ruler("x"), figure.ruler("y")
        x.lim(spec.start, spec.end)
        x.ticks([at for at, _ in ticks], [label for _, label in ticks])
        y.lim(0, _height(top, spec))
        y.ticks(
            [_height(value, spec) for value, _ in marks],
            [_named(value, level, spec.rate) for value, level in marks],
        )
        built = figure.build()
        figure.clear()
    return _SGR.sub("", str(built)).split("\n")


def curve_sign(look: Look) -> str:
    """What plotext draws the curve with: eight points a cell, or a sign a cell."""
    if look.ascii_graph:
        return POINT_ASCII
    return "braille" if look.braille_graph else POINT


def faint_sign(look: Look) -> str:
    """What the line of another time is made of: another sign as well as another colour."""
    return FAINT_ASCII if look.ascii_graph else FAINT


def _pieces(points: Series) -> list[Series]:
    """The series cut where AWS was silent for longer than it usually is."""
    if not len(points):
        return []
    hold = max(STALE_SECONDS, STALE_POLLS * usual_interval(points.times))
    cuts = [i + 1 for i, (before, after) in enumerate(pairwise(points.times)) if after - before > hold]
    edges = [0, *cuts, len(points)]
    return [Series(points.times[a:b], points.values[a:b]) for a, b in pairwise(edges)]


def _coloured(text: list[str], spec: ChartSpec, top: float, marks: list[Mark]) -> list[StyledLine]:
    rows, full = rows_of(spec), _height(top, spec)
    names = {_named(value, level, spec.rate): level for value, level in marks if level is not None}
    lines: list[StyledLine] = []
    for y, line in enumerate(text[: spec.height]):
        high = full * (rows - y + 1) / rows
        within = high * high if spec.rate else high
        band = spec.lines.band(within * 0.97) if 1 <= y <= rows else Condition.OK
        level = next((level for name, level in names.items() if line.lstrip().startswith(name)), None)
        lines.append(_runs(line, spec.look, level, band))
    return lines


def _runs(line: str, look: Look, level: Condition | None, band: Condition) -> StyledLine:
    """One row: the curve in its band's colour, the line and its name in its own, the frame dim."""
    line_style = look.style(min(level, Condition.REVIEW)) if level is not None else look.label
    curve_style = look.style(min(band, Condition.REVIEW))
    runs: list[tuple[str, Style | None]] = []
    for char in line:
        if "\u2800" <= char <= "\u28ff" or char in (POINT, POINT_ASCII):
            style = curve_style
        elif char in "┈." or char.isalnum() or char in "% ":
            style = line_style
        else:
            style = look.label
        if runs and runs[-1][1] == style:
            runs[-1] = (runs[-1][0] + char, style)
        else:
            runs.append((char, style))
    return tuple(runs)


class Drawn(Message):
    """A chart is finished; ``lines`` None: it could not be drawn, and ``why``."""

    def __init__(self, spec: ChartSpec, lines: list[StyledLine] | None, why: str = "") -> None:
        super().__init__()
        self.spec = spec
        self.lines = lines
        self.why = why


class Chart(LineWidget):
    """Shows the last finished chart, and has the next one drawn in a thread."""

    def __init__(self) -> None:
        super().__init__(id="chart")
        self.wanted: ChartSpec | None = None
        self._ready: list[StyledLine] = []
        self._why = "drawing…"

    def want(self, spec: ChartSpec | None, why: str) -> None:
        """Have ``spec`` drawn, unless it is the one on the screen; None: there is nothing, and ``why``."""
        if spec is None:
            self.wanted, self._ready, self._why = None, [], why
            self.redraw()
        elif spec != self.wanted:
            self.wanted = spec
            self.run_worker(partial(self._work, spec), thread=True, exit_on_error=False)

    def _work(self, spec: ChartSpec) -> None:
        try:
            drawn = Drawn(spec, chart(spec))
        except Exception as error:  # noqa: BLE001  # another library draws: its fault must not end the screen
            drawn = Drawn(spec, None, f"the chart could not be drawn: {type(error).__name__}")
        self.post_message(drawn)

    @on(Drawn)
    def _take(self, event: Drawn) -> None:
        if event.spec == self.wanted:
            self._ready, self._why = event.lines or [], event.why or "no points in this time"
            self.redraw()

    def draw(self, state: ViewState, width: int, height: int) -> list[StyledLine]:
        if self.wanted and state.target and (width < LEAST_WIDTH or height < LEAST_HEIGHT):
            return [(), ((" ", None), *worst(state.target, state, width - 1))]
        if self._ready:
            return self._ready
        return [(), styled(f"  {self._why}", state.look.label)]
