"""Polls of the real overview in which every number is another one, for what they send to the terminal."""

from textual.driver import Driver

from ses_tui.core.model import Series
from ses_tui.core.record import replace
from ses_tui.core.snapshot import Row, Snapshot
from tests.tui.made import NOW
from tests.tui.screens import App
from tests.tui_draw.capture import CaptureDriver

BUDGETS = {(120, 34): 5_000, (200, 60): 8_000}
"""Bytes of a poll that changed every row, by columns and lines."""


class Captured(App):
    """What it writes is kept."""

    def get_driver_class(self) -> type[Driver]:
        return CaptureDriver


def moved(row: Row, by: float) -> Row:
    """The same row a poll later: each of its numbers, and today's bar."""

    def later(series: Series) -> Series:
        last = [(series.times[-1], series.values[-1] * by)] if series.times else []
        return series.merged(last, NOW - 90 * 86400.0)

    readings = tuple(
        replace(
            one,
            value=one.value if one.value is None else one.value * by,
            daily=later(one.daily),
            series=later(one.series),
        )
        for one in row.readings
    )
    return replace(row, readings=readings)


def next_poll(snapshot: Snapshot, by: float) -> Snapshot:
    """A poll in which every row and both rates changed."""
    one = snapshot.targets[0]
    rows = {kind: tuple(moved(row, by) for row in rows) for kind, rows in one.rows.items()}
    readings = tuple(
        replace(each, value=each.value if each.value is None else each.value * by) for each in one.readings
    )
    return replace(snapshot, targets=(replace(one, rows=rows, readings=readings),))
