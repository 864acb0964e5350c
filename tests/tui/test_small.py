"""Where there is room for little: the number keys turn the lines, and a form keeps its keys."""

import pytest
from textual.command import SearchIcon

from ses_tui.tui.form import Form, TickBox
from ses_tui.tui.modal import Palette
from tests.tui.lists_data import LISTS
from tests.tui.screens import App, FakeMonitor, assert_whole, lines_of, settled
from tests.tui.snapshots_data import STATES


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("1", "bounce  3.12 %"),
        ("2", "■ Hotmail 8.31 %"),
        ("3", "■ news.example.org 6.39 %"),
        ("5", "this mode needs 60x15 cells"),
        ("6", "WARN account bounce 3.12 %"),
    ],
)
async def test_the_number_keys_turn_the_lines(key: str, said: str) -> None:
    app = App(STATES["warn"]())
    async with app.run_test(size=(40, 10)) as pilot:
        await settled(pilot)
        await pilot.press(key)
        await settled(pilot)
        lines = lines_of(app)
        assert lines[0].startswith("▲ WARN bounce 3.12 %")  # the worst stays
        assert any(said in line for line in lines[1:])
        assert_whole(lines, (40, 10))
        await pilot.resize_terminal(40, 1)
        await settled(pilot)
        assert said in lines_of(app)[0] or key == "1"


async def test_of_a_fleet_each_target_has_a_line() -> None:
    app = App(LISTS["fleet"]())
    async with app.run_test(size=(40, 10)) as pilot:
        await settled(pilot)
        await pilot.press("9")
        await settled(pilot)
        text = "\n".join(lines_of(app))
        assert text.index("paused ✖ PAUSED BY AWS") < text.index("prod ▲ WARN bounce")


@pytest.mark.parametrize("key", ["colon", "ctrl+p", "2", "question_mark", "r"])
async def test_a_form_takes_the_keys_while_it_is_open(key: str) -> None:
    app = App(STATES["warn"]())
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.monitor = FakeMonitor()
        await pilot.press("x")
        await settled(pilot)
        app.screen.query(TickBox).first().focus()
        await pilot.press(key)
        await settled(pilot)
        assert isinstance(app.screen, Form)
        assert app.current_mode == "overview"


async def test_the_palette_fits_and_has_no_emoji() -> None:
    app = App(STATES["warn"]())
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("colon")
        await settled(pilot)
        assert isinstance(app.screen, Palette)
        assert app.screen.query_one(SearchIcon).icon == "/"
        lines = lines_of(app)
        assert_whole(lines, (80, 24))
        assert all(ord(char) < 0x1F000 for line in lines for char in line)
