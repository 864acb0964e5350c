"""Under the tables, where there is room: what comes back, newest first, or the row that matters most."""

from ses_tui.core.condition import Condition
from ses_tui.core.model import SubjectKind
from ses_tui.core.snapshot import Row
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.draw.panel import PADDED, SIDES, frame_style, panel
from ses_tui.tui.line import join, styled
from ses_tui.tui.linewidget import LineWidget
from ses_tui.tui.rows.about import charts, facts
from ses_tui.tui.table_layout import fit_cell, place
from ses_tui.tui.viewstate import ViewState

FACTS = 2


class Below(LineWidget):
    """One panel."""

    def draw(self, state: ViewState, width: int, height: int) -> list[StyledLine]:
        target, look = state.target, state.look
        room, rows = width - PADDED, height - SIDES
        title, right, condition = "Live", "", Condition.OK
        if target is not None and target.events.newest:
            lines = tail(state, room, rows)
            title, right = "Live: what comes back", f"{target.events.per_minute:,} in the last minute · 7 all"
        elif (row := _worst(state)) is not None:
            said = facts(row, state, room, FACTS)
            lines = [*said, *charts(row, state, room, rows - len(said))]
            title, condition = row.subject.label, row.condition
        else:
            lines = []
        style = frame_style(condition, look.palette)
        note = styled(right, look.label) if right else ()
        return panel(title, lines, width, height, style, right=note)


def _worst(state: ViewState) -> Row | None:
    """Of all rows."""
    rows = state.target.rows if state.target else {}
    first = [rows[kind][0] for kind in (SubjectKind.ISP, SubjectKind.IDENTITY) if rows.get(kind)]
    return max(first, key=lambda row: row.condition, default=None)


def tail(state: ViewState, room: int, rows: int) -> list[StyledLine]:
    """The newest events as mode 7 has them."""
    from ses_tui.tui.events.rows import COLUMNS

    if state.target is None:
        return []
    placed = place(COLUMNS, room)
    return [
        join(
            (
                fit_cell(COLUMNS[column].cell(event, state, width), width, COLUMNS[column].align)
                for column, width in placed
            ),
            ((" ", None),),
        )
        for event in state.target.events.newest[:rows]
    ]
