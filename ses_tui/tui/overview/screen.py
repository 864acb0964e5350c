"""The overview's screen: its parts, and how they share the terminal."""

from collections.abc import Callable, Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.geometry import Size

from ses_tui.core.condition import Condition
from ses_tui.core.model import ACCOUNT, Metric, Subject, SubjectKind
from ses_tui.core.snapshot import Alert
from ses_tui.tui import arrange
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.draw.panel import Frame
from ses_tui.tui.keygroups import LOOK, MOVE, bind, hidden, keys_of
from ses_tui.tui.keyline import Foot
from ses_tui.tui.linewidget import LineWidget, resize
from ses_tui.tui.overview.alerts import alert_lines
from ses_tui.tui.overview.head import CELLS, Age, Head, Note
from ses_tui.tui.overview.panel import RatePanel
from ses_tui.tui.overview.trouble import fitted_trouble, note_lines, trouble_lines
from ses_tui.tui.rows.cells import worse_rate
from ses_tui.tui.rows.table import ON_OVERVIEW, SubjectTable, rows_of
from ses_tui.tui.table import RowTable
from ses_tui.tui.view import Opened, View
from ses_tui.tui.viewstate import ViewState

BOXED = 120
"""Cells of the terminal from which tables stand in boxes, and beside them what to do."""

LEAST_BOXED, MOST_BELOW = 30, 14
"""Lines: of a terminal that has room for boxes; of what stands under the tables."""


def _compact() -> LineWidget:
    from ses_tui.tui.overview.compact import Compact

    return Compact()


def _side() -> LineWidget:
    from ses_tui.tui.overview.side import Side

    return Side()


def _below() -> LineWidget:
    from ses_tui.tui.overview.below import Below

    return Below()


SELDOM: Mapping[str, tuple[Callable[[], LineWidget], str]] = {
    "Compact": (_compact, "#panels"),
    "Note": (Note, "#panels"),
    "Below": (_below, "#identities"),
    "Side": (_side, "#identities"),
}
"""Parts that are seldom there: a widget costs its start. How each is made, and after what it stands."""


class Overview(View):
    """Reads the frame and nothing else."""

    keyed = (SubjectTable,)
    _size_shared = Size(0, 0)
    _trouble = 0
    """Lines above the alerts that say what fails."""

    AUTO_FOCUS = "#bounce"
    BINDINGS: ClassVar[list[BindingType]] = [
        bind(
            "enter", "open", "detail", "Chart, raw numbers, who is behind it", "overview.open", LOOK, "enter"
        ),
        hidden(
            keys_of("overview.next"),
            "app.focus_next",
            "next part",
            "The next panel or table",
            "overview.next",
            MOVE,
        ),
        hidden(
            keys_of("overview.previous"),
            "app.focus_previous",
            "part before",
            "The panel or table before",
            "overview.previous",
            MOVE,
        ),
        hidden("down,j", "app.focus_next", "part below", "The next panel or table", "overview.down", MOVE),
        hidden("up,k", "app.focus_previous", "part above", "The panel or table before", "overview.up", MOVE),
    ]

    def compose(self) -> ComposeResult:
        look = self.newest.look
        yield Head(id="head")
        with Horizontal(id="panels"):
            yield RatePanel(Metric.BOUNCE_RATE, id="bounce")
            yield RatePanel(Metric.COMPLAINT_RATE, id="complaint")
        yield SubjectTable(SubjectKind.ISP, ON_OVERVIEW, look)
        yield SubjectTable(SubjectKind.IDENTITY, ON_OVERVIEW, look)
        yield Foot(id="foot")
        yield Age(id="age")

    def show(self, state: ViewState) -> None:
        self._size_shared = self.room
        self._share(state)
        for part in self.query(LineWidget):
            part.show(state)
        for table in self.query(SubjectTable):
            table.show(state)

    def notes(self, state: ViewState, width: int, height: int) -> list[StyledLine]:
        """What fails, then the alerts."""
        lines = fitted_trouble(state, width, self._trouble)
        alerts = height - len(lines)
        if state.target is not None and alerts > 0:
            lines += alert_lines(state.target, state, width, alerts)
        return lines

    def tick(self, state: ViewState) -> None:
        for part in self.query("Age, Compact").results(LineWidget):
            part.redraw()

    def on_resize(self) -> None:
        if self.room != self._size_shared:
            self.show(self.newest)

    def _share(self, state: ViewState) -> None:
        """Give each part its lines; parts that are seldom needed are made when they are."""
        width, height = self.room
        small = width < arrange.LEAST_WIDTH or height < arrange.LEAST_HEIGHT
        self._seldom("Compact", small)
        boxed = width >= BOXED and height >= LEAST_BOXED
        alerts = bool(state.target and state.target.alerts)
        beside = arrange.side_width(width) if boxed and alerts else 0
        self._seldom("Side", beside > 0)
        lines = arrange.overview(height, wants(state, width, beside=bool(beside)), edge=int(boxed))
        for name in ("Note", "Below"):
            most = 0 if small else lines[name.lower()]
            for part in self._seldom(name, most > 0):
                resize(part, most)
        self._frame(boxed, beside, state)
        self._trouble = lines["trouble"]
        heights = {name: lines[name] for name in ("panels", "isps", "identities")}
        heights["head"] = arrange.TOP
        heights["foot"] = lines["trouble"] + lines["alerts"] + arrange.KEYS
        for name, most in {**heights, "age": 1}.items():
            resize(self.query_one(f"#{name}"), 0 if small else most)
        self.query_one(Age).styles.offset = (width - CELLS, self.top)
        if beside:
            top = heights["head"] + lines["panels"]
            self._set_aside(beside, top, height - top - heights["foot"] - lines["below"])
        self.focus_if(not small)

    def _set_aside(self, cells: int, top: int, height: int) -> None:
        for part in self.query("Side"):
            part.styles.offset = (self.room.width - cells, self.top + top)
            part.styles.width, part.styles.height = cells, height

    def _frame(self, boxed: bool, beside: int, state: ViewState) -> None:
        """The tables, boxed where there is room, their edge in the colour of the worst row."""
        for table in self.query(SubjectTable):
            rows = rows_of(state, table.kind)
            worst = max((row.condition for row in rows[:1]), default=Condition.OK)
            table.set_frame(Frame(boxed, worst if boxed else Condition.OK))
            table.styles.width = self.room.width - beside

    def _seldom(self, name: str, wanted: bool) -> list[LineWidget]:
        """The part of that class: made when it is wanted, removed when it no longer is."""
        there = list(self.query(name).results(LineWidget))
        if wanted and not there:
            make, after = SELDOM[name]
            there = [make()]
            self.mount(*there, after=after)
        elif not wanted:
            for widget in there:
                widget.remove()
            there = []
        return there

    def looked_at(self) -> Subject | None:
        """The row under the cursor, if a table has the focus."""
        table = self.focused
        return table.looked_at if isinstance(table, SubjectTable) else None

    def alert_at(self) -> Alert | None:
        """The row's; where a panel has the focus its own, else the account's, else the worst."""
        panel, target = self.focused, self.newest.target
        if target is None or not isinstance(panel, RatePanel):
            return super().alert_at()
        own = [alert for alert in target.alerts if alert.key.subject == ACCOUNT]
        exact = next((alert for alert in own if alert.key.metric is panel.metric), None)
        return exact or max(own, key=lambda alert: alert.condition, default=None) or super().alert_at()

    @on(RowTable.Selected)
    def _row_selected(self, event: RowTable.Selected) -> None:
        subject = event.table.looked_at if isinstance(event.table, SubjectTable) else None
        if subject is not None:
            self.post_message(Opened(subject, worst_metric(self.newest, subject)))

    def action_open(self) -> None:
        """Open the panel that has the focus."""
        if isinstance(self.focused, RatePanel):
            self.post_message(Opened(ACCOUNT, self.focused.metric))


def worst_metric(state: ViewState, subject: Subject) -> Metric:
    """The rate that a row is to be opened at."""
    row = state.target.row(subject) if state.target else None
    reading = worse_rate(row) if row else None
    return reading.metric if reading else Metric.BOUNCE_RATE


def wants(state: ViewState, width: int, *, beside: bool) -> arrange.Wants:
    """What this frame has to show; ``beside``: the alerts stand beside the tables."""
    target = state.target
    rows = target.rows if target else {}
    return {
        "note": len(note_lines(state, width)),
        "isps": len(rows.get(SubjectKind.ISP, ())),
        "identities": len(rows.get(SubjectKind.IDENTITY, ())),
        "alerts": 0 if beside else max(1, len(target.alerts) if target else 1),
        "trouble": len(trouble_lines(state)),
        "below": MOST_BELOW if any(rows.values()) else 0,
    }
