"""The overview's screen: its parts, and how they share the terminal."""

from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widget import Widget

from ses_tui.core.condition import Condition
from ses_tui.core.model import ACCOUNT, Metric, Subject
from ses_tui.core.snapshot import Alert
from ses_tui.tui.arrange import HEAD, KEYS, TOP, steps_of
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.draw.panel import Frame
from ses_tui.tui.keygroups import LOOK, MOVE, bind, hidden
from ses_tui.tui.overview.alerts import alert_lines
from ses_tui.tui.overview.panel import RatePanel
from ses_tui.tui.overview.trouble import fitted_trouble, note_lines, trouble_lines
from ses_tui.tui.rows.cells import worse_rate
from ses_tui.tui.rows.table import ON_OVERVIEW, SubjectTable, rows_of
from ses_tui.tui.table import RowTable
from ses_tui.tui.table_screen import TABLES, TableScreen
from ses_tui.tui.view import Opened
from ses_tui.tui.viewstate import ViewState

BOXED = 120
"""Cells of the terminal from which tables stand in boxes, and beside them what to do."""

LEAST_BOXED, MOST_BELOW = 30, 14
"""Lines: of a terminal that has room for boxes; of what stands under the tables."""

LEAST_BELOW = 6
"""Lines of that with its frame; with fewer it says nothing."""

MOST_PANELS, FEW_PANELS = 18, 11
"""Lines of the panels at most; and where no rows are known: they would be a large nothing that shrinks."""

NARROW, WIDE = 44, 70
"""Cells of the column beside the tables in a terminal of 120 cells, and at most."""


SELDOM = {"compact": "", "note": "#panels", "below": "#identities", "side": "#identities"}


class Overview(TableScreen):
    """The least that matters first, then what makes it better, then whatever is left to the identities."""

    sections = tuple(ON_OVERVIEW.values())
    table_type = SubjectTable
    arrangement = ("top", "panels", TABLES, "foot", "age")
    seldom = SELDOM
    steps = steps_of(
        "top keys note 1 alerts 1 trouble 1 panels 5 tables 1 tables 2 tables 3 note panels 6 tables 4"
        " panels 7 tables 5 alerts 2 trouble 2 panels 9 tables 7 panels 11 alerts 3 tables 10 panels 14"
        " trouble alerts 8 tables 14 below 10 panels identities isps alerts below"
    )
    _beside = 0
    """Cells of the column beside the tables."""
    _trouble = 0
    """Lines above the alerts that say what fails."""

    AUTO_FOCUS = "#bounce"
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("overview.open", "open", "detail", "Chart, raw numbers, who is behind it", LOOK, "enter"),
        hidden("overview.next", "app.focus_next", "next part", "The next panel or table", MOVE),
        hidden("overview.previous", "app.focus_previous", "part before", "The panel or table before", MOVE),
        hidden("overview.down", "app.focus_next", "part below", "The next panel or table", MOVE, "down,j"),
        hidden("overview.up", "app.focus_previous", "part above", "The panel or table before", MOVE, "up,k"),
    ]

    def part(self, name: str) -> Widget:
        if name == "panels":
            rates = (
                RatePanel(Metric.BOUNCE_RATE, id="bounce"),
                RatePanel(Metric.COMPLAINT_RATE, id="complaint"),
            )
            return Horizontal(*rates, id=name)
        if name == "below":
            from ses_tui.tui.overview.below import Below

            return Below(id=name)
        if name == "side":
            from ses_tui.tui.overview.side import Side

            return Side(id=name)
        return super().part(name)

    def lines_of(self, part: str, state: ViewState, width: int, height: int) -> list[StyledLine]:
        return note_lines(state, width) if part == "note" else super().lines_of(part, state, width, height)

    def notes(self, state: ViewState, width: int, height: int) -> list[StyledLine]:
        """What fails, then the alerts."""
        lines = fitted_trouble(state, width, self._trouble)
        alerts = height - len(lines)
        if state.target is not None and alerts > 0:
            lines += alert_lines(state.target, state, width, alerts)
        return lines

    def wants(self, state: ViewState, width: int, height: int) -> dict[str, int]:
        target = state.target
        rows = {table.section.name: len(table.known) for table in self.tables}
        return rows | {
            "top": TOP,
            "keys": KEYS,
            "note": len(note_lines(state, width)),
            "panels": MOST_PANELS if all(rows.values()) else FEW_PANELS,
            "alerts": 0 if self._beside else max(1, len(target.alerts) if target else 1),
            "trouble": len(trouble_lines(state)),
            "below": MOST_BELOW if any(rows.values()) else 0,
        }

    def fill(self, state: ViewState) -> None:
        """The tables in boxes where there is room, their edge in the colour of the worst row."""
        width, height = self.room
        boxed = width >= BOXED and height >= LEAST_BOXED
        beside = boxed and bool(state.target and state.target.alerts)
        self._beside = min(WIDE, NARROW + (width - BOXED) // 3) if beside else 0
        for kind, table in zip(ON_OVERVIEW, self.tables, strict=True):
            worst = max((row.condition for row in rows_of(state, kind)[:1]), default=Condition.OK)
            table.set_frame(Frame(boxed, worst if boxed else Condition.OK))
            table.styles.width = width - self._beside
        self.heads = dict.fromkeys((table.section.name for table in self.tables), HEAD + boxed)
        super().fill(state)

    def heights(self, state: ViewState, width: int, height: int) -> dict[str, int]:
        lines = super().heights(state, width, height)
        self._trouble = lines.pop("trouble")
        lines["foot"] = self._trouble + lines.pop("alerts") + lines.pop("keys")
        lines["below"] *= lines["below"] >= LEAST_BELOW
        taken = sum(lines[part] for part in ("top", "panels", "below", "foot"))
        return {**lines, "side": height - taken if self._beside else 0}

    def share(self, state: ViewState) -> None:
        super().share(state)
        for side in self.query("Side"):
            side.styles.width = self._beside
            panels = self.query_one("#panels").styles.height
            side.styles.offset = (
                self.room.width - self._beside,
                self.top + TOP + int(panels.value if panels else 0),
            )

    def looked_at(self) -> Subject | None:
        """The row under the cursor, if a table has the focus."""
        return self.table.looked_at if isinstance(self.focused, SubjectTable) else None

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
