"""What stands above and below the panels and tables: one sheet each, since a widget costs its start."""

from ses_tui.tui.draw.bandstyle import Cell
from ses_tui.tui.frame import Frame
from ses_tui.tui.keyline import KeyedSheet, key_line
from ses_tui.tui.line import clip
from ses_tui.tui.overview.age import CELLS
from ses_tui.tui.overview.alerts import alert_lines
from ses_tui.tui.overview.status import lines_needed, status_lines
from ses_tui.tui.overview.trouble import fitted_trouble, health_line, note_lines
from ses_tui.tui.sheet import Sheet


class Head(Sheet):
    """The status, beside the age that lies over its right end, then the health where it is not fresh."""

    def draw(self, frame: Frame, width: int, height: int) -> list[Cell]:
        room = width - CELLS
        lines = status_lines(frame, room, lines_needed(frame, room))
        health = health_line(frame)
        return [*lines, clip(health, width)] if health else lines


class Note(Sheet):
    """Why a table is not there, calmly."""

    def draw(self, frame: Frame, width: int, height: int) -> list[Cell]:
        return note_lines(frame, width)


class Foot(KeyedSheet):
    """What fails, the alerts, the keys. ``trouble``: lines for the first; all but one of the rest: alerts."""

    trouble = 0

    def draw(self, frame: Frame, width: int, height: int) -> list[Cell]:
        lines = fitted_trouble(frame, width, self.trouble)
        alerts = height - len(lines) - 1
        if frame.target is not None and alerts > 0:
            lines += alert_lines(frame.target, frame, width, alerts)
        lines += [()] * (height - 1 - len(lines))
        return [*lines[: height - 1], key_line(self.screen, frame, width)]
