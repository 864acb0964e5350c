"""The screen behind enter."""

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from ses_tui.core.clock import DAY
from ses_tui.core.condition import Lines
from ses_tui.core.model import ACCOUNT, EMPTY_SERIES, Metric, Series, Subject
from ses_tui.core.moments import LongRequest, LongResult
from ses_tui.core.snapshot import Alert, Reading
from ses_tui.core.words import count, percent
from ses_tui.tui.detail.chart import A_DAY, KEPT, RANGES, TWO_WEEKS, Chart, ChartSpec, faint_sign
from ses_tui.tui.detail.facts import facts, readings_of, title, value_before, week_before
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.keygroups import LOOK, MOVE, bind
from ses_tui.tui.keyline import Foot
from ses_tui.tui.line import clip, join, length, spread, styled
from ses_tui.tui.linewidget import LineWidget
from ses_tui.tui.look import BOLD, Look
from ses_tui.tui.shell import shell_of
from ses_tui.tui.view import View
from ses_tui.tui.viewstate import ViewState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import SystemCommand

    from ses_tui.tui.export import Table

FACTS_SHARE = 0.4
"""Of the lines between title and keys: at most for the facts; the chart has the rest."""

LEAST_TITLE = 12
"""Cells of the title that the ranges do not take."""


class Facts(LineWidget):
    """Title, the range, and under the chart the numbers."""

    def draw(self, state: ViewState, width: int, height: int) -> list[StyledLine]:
        detail = self.screen
        assert isinstance(detail, Detail)
        if self.id == "title":
            return [detail.heading(state, width)]
        return facts(state, detail.subject, detail.metric, width, height)


class Detail(View):
    """One subject and one of its metrics, over a range of time."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("detail.back", "app.pop_screen", "back", "Back to where you were", MOVE, display="esc"),
        bind("detail.shorter", "range(-1)", "shorter", "A shorter range of time", LOOK, display="←"),
        bind("detail.longer", "range(1)", "longer", "A longer range of time", LOOK, display="→"),
        bind("detail.metric", "metric", "metric", "The next metric of the same subject", LOOK, "m"),
    ]

    def __init__(self, subject: Subject, metric: Metric) -> None:
        super().__init__()
        self.subject = subject
        self.metric = metric
        self.range = A_DAY
        self._range_set = False
        self._long_requested: LongRequest | None = None
        self._long: LongResult | None = None

    def compose(self) -> ComposeResult:
        yield Facts(id="title")
        yield Chart()
        yield Facts(id="facts")
        yield Foot(id="foot")

    def show(self, state: ViewState) -> None:
        self._first_range(state)
        height = self.room.height - 2
        numbers = facts(state, self.subject, self.metric, self.room.width, height)
        lines = min(len(numbers), max(1, int(height * FACTS_SHARE)))
        self.query_one("#facts").styles.height = lines
        self.query_one("#chart").styles.height = max(0, height - lines)
        for part in self.query(LineWidget):
            part.show(state)
            part.redraw()
        self._want(state, self.room.width, max(0, height - lines))

    def on_resize(self) -> None:
        self.show(self.newest)

    def _first_range(self, state: ViewState) -> None:
        """A day; the two weeks of daily sums where a row's day has nothing to draw yet."""
        reading = None if self._range_set else self._reading(state)
        if reading is not None:
            self._range_set = True
            if len(reading.series.since(state.now - DAY)) < 2 <= len(reading.daily):
                self.range = TWO_WEEKS

    def _series(self, reading: Reading) -> Series:
        """What the chart draws: by day where the range is longer than what is kept point by point."""
        if self._is_long:
            return self._long.series.get(reading.metric, EMPTY_SERIES) if self._long else EMPTY_SERIES
        return reading.daily if RANGES[self.range][1] > DAY and len(reading.daily) else reading.series

    def export(self) -> "Table":
        """The points of the chart."""
        from ses_tui.tui.export import series_table

        reading = self._reading(self.newest)
        series = self._series(reading) if reading else EMPTY_SERIES
        shown = series.since(self.newest.now - RANGES[self.range][1])
        return series_table(f"{self.subject.label}-{self.metric}", shown)

    def _want(self, state: ViewState, width: int, height: int) -> None:
        reading = self._reading(state)
        span = RANGES[self.range][1]
        if self._is_long:
            self._seek_long(state)
        series = self._series(reading) if reading else None
        chart_sheet = self.query_one(Chart)
        if reading is None or series is None or not len(series.since(state.now - span)):
            chart_sheet.want(None, self._why_long(state) if self._is_long else "no points in this time")
            return
        step = span / 200
        end = (state.now // step + 1) * step
        rate = self.metric is not Metric.SENDS
        spec = ChartSpec(
            series,
            reading.lines if rate else Lines(),
            end - span,
            end,
            width,
            height,
            state.look,
            rate,
            week_before(series, end, span),
        )
        chart_sheet.want(spec, "")

    @property
    def _is_long(self) -> bool:
        """Whether the range goes back further than what is kept."""
        return RANGES[self.range][1] > KEPT

    def _seek_long(self, state: ViewState) -> None:
        """Have two months read, once, of what is looked at now."""
        if state.target is None or (state.hold and state.hold.past):
            self._long_requested = self._long = None
            return
        request = LongRequest(state.target.name, self.subject)
        if request != self._long_requested and shell_of(self).request_long(request):
            self._long_requested, self._long = request, None

    def _why_long(self, state: ViewState) -> str:
        """Why there is no chart of two months."""
        name = RANGES[self.range][0]
        if state.hold and state.hold.past:
            return f"what was known of {name} then is not kept; n returns to now"
        if self._long_requested is None:
            return f"{name} are read from AWS, once the first numbers are there"
        if self._long is None:
            return f"reading {name} from AWS…"
        return f"{name} were not read: {self._long.why}" if self._long.why else "AWS has no points of this"

    def take_long(self, read: LongResult) -> None:
        if read.request == self._long_requested:
            self._long = read
            self.show(self.newest)

    def _reading(self, state: ViewState) -> Reading | None:
        readings = readings_of(state.target, self.subject) if state.target else ()
        return next((reading for reading in readings if reading.metric is self.metric), None)

    def heading(self, state: ViewState, width: int) -> StyledLine:
        """Title at the left; the ranges at the right, the chosen one marked."""
        look = state.look
        left = title(self.subject, self.metric, state)
        counted = self._counted()
        said: StyledLine = (*left, (f" · {counted}", look.label)) if counted else left
        week = self._week_words(state)
        brief = title(self.subject, self.metric, state, brief=True)
        choices: tuple[StyledLine, ...] = ((*said, *week), (*left, *week), (*brief, *week), said, left)
        wide, tight = self._ranges(look, " "), self._ranges(look, "")
        fitting = ((each, right) for each in choices for right in (wide, tight))
        for said, right in fitting:
            if length(said) + length(right) < width:
                return spread(said, right, width)
        if width - length(tight) - 1 < LEAST_TITLE:
            tight = self._ranges(look, "", others=False)
        return clip(spread(clip(brief, max(LEAST_TITLE, width - length(tight) - 1)), tight, width), width)

    def _ranges(self, look: Look, space: str, *, others: bool = True) -> StyledLine:
        """``1 h  6 h [24 h] 7 d``: without ``space`` around each, closer together."""
        names = [
            styled(f"[{name}]", BOLD) if index == self.range else styled(f"{space}{name}{space}", look.label)
            for index, (name, _) in enumerate(RANGES)
            if others or index == self.range
        ]
        return (*join(names, styled("" if space else " ")), (" ", None))

    def _week_words(self, state: ViewState) -> StyledLine:
        """What the faint line is, and where it stands now; nothing where there is none."""
        reading, look = self._reading(state), state.look
        span = RANGES[self.range][1]
        if reading is None:
            return ()
        before = week_before(self._series(reading), state.now, span)
        if not len(before):
            return ()
        value = value_before(before, state.now, span)
        shown = count(value) if self.metric is Metric.SENDS else percent(value, self.metric)
        return ((" · " + faint_sign(look) * 2 + f" a week before {shown}", look.label),)

    def _counted(self) -> str:
        """What a point of a row's chart counts, since the number below is of two days."""
        if self.subject == ACCOUNT and self.metric is not Metric.SENDS:
            return "hourly means" if self._is_long else ""
        return "by day" if RANGES[self.range][1] > DAY else "between reads"

    def looked_at(self) -> Subject | None:
        """The subject of the chart."""
        return self.subject

    def alert_at(self) -> Alert | None:
        """Of the metric that is shown, else the worst of the subject."""
        target = self.newest.target
        own = (alert for alert in target.alerts if alert.key.subject == self.subject) if target else ()
        exact = next((alert for alert in own if alert.key.metric is self.metric), None)
        return exact or super().alert_at()

    def commands(self) -> "Iterable[SystemCommand]":
        """Each range by its name."""
        from textual.app import SystemCommand

        for index, (name, _) in enumerate(RANGES):
            yield SystemCommand(f"Range: {name}", "Show this range of time", partial(self._span, index))

    def action_range(self, by: int) -> None:
        """The next longer or shorter range."""
        self._span(max(0, min(len(RANGES) - 1, self.range + by)))

    def _span(self, index: int) -> None:
        self.range, self._range_set = index, True
        self.show(self.newest)

    def action_metric(self) -> None:
        """The next metric that was read of this subject."""
        target = self.newest.target
        readings = readings_of(target, self.subject) if target else ()
        metrics = [reading.metric for reading in readings if len(reading.series) or len(reading.daily)]
        if metrics:
            at = metrics.index(self.metric) if self.metric in metrics else -1
            self.metric = metrics[(at + 1) % len(metrics)]
            self.show(self.newest)
