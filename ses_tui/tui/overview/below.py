"""Under the tables, where there is room: what comes back, newest first, or the row that matters most."""

from ses_tui.core.condition import Condition
from ses_tui.core.model import ACCOUNT, RATES, Subject, SubjectKind
from ses_tui.core.snapshot import Row
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.draw.panel import PADDED, SIDES, frame_style, panel
from ses_tui.tui.line import join, pad, styled
from ses_tui.tui.linewidget import LineWidget
from ses_tui.tui.overview.panel import rate_panel
from ses_tui.tui.overview.side import advice_panels
from ses_tui.tui.rows.about import charts, facts
from ses_tui.tui.rows.cells import worse_rate
from ses_tui.tui.table_layout import fit_cell, place
from ses_tui.tui.viewstate import ViewState

FACTS = 2

NARROW = 44
"""Cells of what stands beside a chart at least."""


class Below(LineWidget):
    """One panel."""

    def draw(self, state: ViewState, width: int, height: int) -> list[StyledLine]:
        target, look = state.target, state.look
        room, rows = width - PADDED, height - SIDES
        title, right = "Live", ""
        if target is not None and target.events.newest:
            lines = tail(state, room, rows)
            title, right = "Live: what comes back", f"{target.events.per_minute:,} in the last minute · 7 all"
        elif (row := _worst(state)) is not None:
            return row_panel(row, state, width, height)
        else:
            lines = []
        style = frame_style(Condition.OK, look.palette)
        note = styled(right, look.label) if right else ()
        return panel(title, lines, width, height, style, right=note)


def row_panel(row: Row, state: ViewState, width: int, height: int) -> list[StyledLine]:
    """A row in a panel: its counts, and its charts."""
    room, rows = width - PADDED, height - SIDES
    said = facts(row, state, room, FACTS)
    lines = [*said, *charts(row, state, room, rows - len(said))]
    style = frame_style(row.condition, state.look.palette)
    return panel(row.subject.label, lines, width, height, style)


def more_lines(
    state: ViewState, subject: Subject | None, page: str, width: int, height: int
) -> list[StyledLine]:
    """What is looked at, as a chart; beside it who is behind it, and what to do by ``page``."""
    target = state.target
    if target is None:
        return []
    aside = max(NARROW, width // 3)
    advice = advice_panels(target, page, state, aside, height)
    room = width - (aside if advice else 0)
    row = target.row(subject) if subject else None
    if row is not None:
        left = row_panel(row, state, room, height)
    else:
        metrics = [worse_rate(Row(ACCOUNT, target.readings))] if advice else map(target.reading, RATES)
        found = [reading.metric for reading in metrics if reading is not None]
        cells = room // max(1, len(found))
        drawn = [rate_panel(metric, state, cells, height) for metric in found]
        left = [tuple(run for line in lines for run in line) for lines in zip(*drawn, strict=True)]
    rest = max(len(left), len(advice))
    left, advice = ([*lines, *[()] * (rest - len(lines))] for lines in (left, advice))
    return [(*pad(one, room), *other) for one, other in zip(left, advice, strict=True)]


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
