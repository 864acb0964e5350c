"""What a poll costs at the terminal on the real overview. Counts, so they hold on any machine."""

import pytest

from ses_tui.core.record import replace
from ses_tui.core.themes import Depth
from tests.tui.polls import BUDGETS, Captured, next_poll
from tests.tui.screens import settled
from tests.tui.snapshots_data import STATES
from tests.tui_draw.capture import Twin


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
