"""What a poll costs at the terminal on the real overview. Counts, so they hold on any machine."""

import pytest
from textual.driver import Driver

from ses_tui.core.model import Series
from ses_tui.core.record import replace
from ses_tui.core.snapshot import Row, Snapshot
from ses_tui.core.themes import Depth
from tests.tui.made import NOW
from tests.tui.screens import App, settled
from tests.tui.snapshots_data import STATES
from tests.tui_draw.capture import CaptureDriver, Twin

BUDGETS = {(120, 34): 5_000, (200, 60): 8_000}


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


@pytest.mark.parametrize("theme", ["terminal", "dark"])
@pytest.mark.parametrize("size", BUDGETS, ids=str)
async def test_a_poll_that_changed_every_row(
    size: tuple[int, int], theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    snapshot = STATES["warn"]()
    app = Captured(snapshot, theme=theme, depth=Depth.ALL)
    twin = Twin(app, *size)
    async with app.run_test(headless=False, size=size) as pilot:
        await settled(pilot)
        twin.reset()
        app.mailbox.publish(replace(snapshot))
        await settled(pilot)
        assert twin.diff_bytes == 0, "nothing has changed"
        for by in (1.07, 0.94, 1.11):
            snapshot = next_poll(snapshot, by)
            twin.reset()
            app.mailbox.publish(snapshot)
            await settled(pilot)
            assert 0 < twin.diff_bytes <= BUDGETS[size], twin.diff_bytes
            assert twin.diff.cells() == twin.plain.cells()
