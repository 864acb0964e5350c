"""How old the numbers are: a small widget that ticks alone."""

from ses_tui.core.clock import Clock
from ses_tui.core.duration import short_duration
from ses_tui.core.snapshot import TargetSnapshot
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.draw.cells import fit
from ses_tui.tui.line import styled
from ses_tui.tui.linewidget import LineWidget
from ses_tui.tui.viewstate import ViewState

CELLS = 18
STEP = 5.0
"""Seconds: the age is shown in steps of it, so that the line is not sent every second."""

RATES = frozenset({"bounce_rate", "complaint_rate"})
"""The sources that all hangs on; the older one of their last successes is what the label shows."""


class Age(LineWidget):
    """``data  40 s old``, 18 cells wide, always."""

    def draw(self, state: ViewState, width: int, height: int) -> list[StyledLine]:
        return [styled(fit(f"{words(state)} ", width, "right"), state.look.label)]


def words(state: ViewState) -> str:
    """``data  40 s old``; ``reading`` where a read was asked for or nothing was read yet."""
    if state.reading or state.target is None:
        return state.look.to_ascii("reading…")
    age = data_age(state.target, state.clock)
    return "no data yet" if age is None else f"data {short_duration(age):>6} old"


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
