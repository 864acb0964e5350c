"""Where the marks of a time axis stand, and what they say, in local time."""

from datetime import datetime, timedelta

from ses_tui.core.clock import DAY, HOUR
from ses_tui.tui.look import Look

RANGES: tuple[tuple[str, float], ...] = (
    ("1 h", HOUR),
    ("6 h", 6 * HOUR),
    ("24 h", DAY),
    ("7 d", 7 * DAY),
    ("14 d", 14 * DAY),
    ("60 d", 60 * DAY),
)
"""Name and seconds of each range, shortest first."""

A_DAY, TWO_WEEKS = 2, 4
"""Places of these in ``RANGES``."""

KEPT = 14 * DAY
"""What is kept of every number; more is read when somebody asks for it."""

_STEPS = (600.0, 1800.0, HOUR, 2 * HOUR, 4 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 4 * DAY, 7 * DAY)
CELLS_PER_TICK = 12


def time_ticks(start: float, end: float, cells: int, look: Look) -> list[tuple[float, str]]:
    """Times (epoch seconds) within [start, end] with their labels, as many as ``cells`` have room for."""
    most = max(2, cells // CELLS_PER_TICK)
    step = next((each for each in _STEPS if (end - start) / each <= most), _STEPS[-1])
    local = look.local(start)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    ticks: list[tuple[float, str]] = []
    at = midnight
    while at.timestamp() <= end:
        if at.timestamp() >= start:
            ticks.append((at.timestamp(), _label(at, step)))
        at = _later(at, step)
    return ticks


def _later(at: datetime, step: float) -> datetime:
    """``step`` later by the clock on the wall, so that days stay days when the clock is changed."""
    if step >= DAY:
        return at + timedelta(seconds=step)
    return datetime.fromtimestamp(at.timestamp() + step, at.tzinfo)


def _label(at: datetime, step: float) -> str:
    return at.strftime("%b %d") if step >= DAY else at.strftime("%H:%M")
