"""The part of the detail that shows a chart, which a thread draws."""

from functools import partial

from textual import on
from textual.message import Message

from ses_tui.tui.detail.chart import LEAST_HEIGHT, LEAST_WIDTH, ChartSpec, chart
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.line import styled
from ses_tui.tui.linewidget import LineWidget
from ses_tui.tui.overview.compact import worst
from ses_tui.tui.viewstate import ViewState


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
        return [(), styled(state.look.to_ascii(f"  {self._why}"), state.look.label)]
