"""What stands above and below the panels and tables: one sheet each, since a widget costs its start."""

from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.keyline import KeysWidget, key_line
from ses_tui.tui.line import clip
from ses_tui.tui.linewidget import LineWidget
from ses_tui.tui.overview.age import CELLS
from ses_tui.tui.overview.alerts import alert_lines
from ses_tui.tui.overview.status import lines_needed, status_lines
from ses_tui.tui.overview.trouble import fitted_trouble, health_line, note_lines
from ses_tui.tui.viewstate import ViewState


class Head(LineWidget):
    """The status, beside the age that lies over its right end, then the health where it is not fresh."""

    def draw(self, state: ViewState, width: int, height: int) -> list[StyledLine]:
        return top_lines(state, width, lines_needed(state, width - CELLS))


def top_lines(state: ViewState, width: int, most: int = 1) -> list[StyledLine]:
    """The status in at most ``most`` lines, then the health where it is not fresh."""
    status, health = status_lines(state, width - CELLS, most), health_line(state)
    return [*status, clip(health, width)] if health else status


class Note(LineWidget):
    """Why a table is not there, calmly."""

    def draw(self, state: ViewState, width: int, height: int) -> list[StyledLine]:
        return note_lines(state, width)


class Foot(KeysWidget):
    """What fails, the alerts, the keys. ``trouble``: lines for the first; all but one of the rest: alerts."""

    trouble = 0

    def draw(self, state: ViewState, width: int, height: int) -> list[StyledLine]:
        lines = fitted_trouble(state, width, self.trouble)
        alerts = height - len(lines) - 1
        if state.target is not None and alerts > 0:
            lines += alert_lines(state.target, state, width, alerts)
        lines += [()] * (height - 1 - len(lines))
        return [*lines[: height - 1], key_line(self.screen, state, width)]
