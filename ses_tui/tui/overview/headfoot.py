"""What stands above and below the panels and tables: one sheet each, since a widget costs its start."""

from ses_tui.core.clock import Clock, short_duration
from ses_tui.core.snapshot import TargetSnapshot
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.draw.cells import fit
from ses_tui.tui.line import styled
from ses_tui.tui.linewidget import LineWidget
from ses_tui.tui.overview.status import status_line
from ses_tui.tui.overview.trouble import note_lines
from ses_tui.tui.overview.verdictline import verdict_line
from ses_tui.tui.viewstate import ViewState

CELLS = 16
STEP = 5.0
"""Seconds: the age is shown in steps of it, so that the line is not sent every second."""

RATES = frozenset({"bounce_rate", "complaint_rate"})
"""The sources that all hangs on; the older one of their last successes is what the label shows."""


class Age(LineWidget):
    """``read 40 s ago``, always as wide."""

    def draw(self, state: ViewState, width: int, height: int) -> list[StyledLine]:
        return [styled(fit(f"{words(state)} ", width, "right"), state.look.label)]


def words(state: ViewState) -> str:
    """``read 40 s ago``; ``reading`` where a read was asked for or nothing was read yet."""
    if state.reading or state.target is None:
        return state.look.to_ascii("reading…")
    age = data_age(state.target, state.clock)
    return "no data yet" if age is None else f"read {short_duration(age)} ago"


def data_age(target: TargetSnapshot, clock: Clock) -> float | None:
    """Seconds since both rates were last read, in steps of 5; None if they never were.

    By the monotonic clock; by the wall clock only for numbers of an earlier run.
    """
    sources = [source for source in target.sources if source.name in RATES]
    mono = [source.last_success_mono for source in sources if source.last_success_mono is not None]
    if mono and len(mono) == len(sources):
        age = clock.monotonic() - min(mono)
    else:
        read = [source.last_success for source in sources if source.last_success is not None]
        read = read or [reading.at for reading in target.readings if reading.at is not None]
        if not read:
            return None
        age = clock.now() - min(read)
    return max(0.0, age - age % STEP)


class Head(LineWidget):
    """The status, beside the age that lies over its right end, then the verdict."""

    def draw(self, state: ViewState, width: int, height: int) -> list[StyledLine]:
        return top_lines(state, width)


def top_lines(state: ViewState, width: int) -> list[StyledLine]:
    """The status, then the verdict."""
    return [status_line(state, width - CELLS), verdict_line(state, width)]


class Note(LineWidget):
    """Why a table is not there, calmly."""

    def draw(self, state: ViewState, width: int, height: int) -> list[StyledLine]:
        return note_lines(state, width)
