"""What an update may cost at the terminal. Counts, so they hold on any machine."""

import pytest

from tests.tui_draw.capture import Twin
from tests.tui_draw.poll_app import PollApp

SIZE = (160, 48)
COLOURS = pytest.mark.parametrize("ansi", [False, True], ids=["24-bit", "16"])


@pytest.fixture(autouse=True)
def truecolor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)


@COLOURS
async def test_a_poll_that_changed_nothing_sends_nothing(ansi: bool) -> None:
    app = PollApp(ansi=ansi)
    twin = Twin(app, *SIZE)
    async with app.run_test(headless=False, size=SIZE) as pilot:
        await pilot.pause()
        twin.reset()
        app.show()
        await pilot.pause()
        assert (twin.plain_bytes, twin.diff_bytes) == (0, 0)


@COLOURS
async def test_a_poll_that_changed_nearly_all_of_29_rows_sends_at_most_5000_bytes(ansi: bool) -> None:
    app = PollApp(ansi=ansi)
    twin = Twin(app, *SIZE)
    async with app.run_test(headless=False, size=SIZE) as pilot:
        await pilot.pause()
        for _ in range(10):
            before = [subject.row() for subject in (*app.isps, *app.identities)]
            app.step()
            after = [subject.row() for subject in (*app.isps, *app.identities)]
            # A number may move by less than it shows.
            changed = sum(old != new for old, new in zip(before, after, strict=True))
            assert changed >= len(after) - 2
            twin.reset()
            app.show()
            await pilot.pause()
            assert 0 < twin.diff_bytes <= 5_000 < twin.plain_bytes
            assert twin.diff.cells() == twin.plain.cells()


@COLOURS
async def test_the_age_label_costs_less_than_its_full_style(ansi: bool) -> None:
    app = PollApp(ansi=ansi)
    twin = Twin(app, *SIZE)
    async with app.run_test(headless=False, size=SIZE) as pilot:
        await pilot.pause()
        twin.reset()
        app.age(45)
        await pilot.pause()
        assert 0 < twin.diff_bytes <= 60 < twin.plain_bytes
