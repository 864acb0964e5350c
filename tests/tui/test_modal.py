"""What lies over a screen goes once, by a click beside it, and takes nothing else with it."""

import pytest
from textual.command import CommandList
from textual.events import MouseDown, MouseEvent, MouseUp
from textual.pilot import Pilot
from textual.screen import ModalScreen

from ses_tui.tui.detail.screen import Detail
from ses_tui.tui.listing import Listing
from ses_tui.tui.modal import Palette
from tests.tui.screens import App, settled, shown

KEYS = {
    "form": "e",
    "acknowledge": "a",
    "silence": "x",
    "time": "t",
    "help": "question_mark",
    "playbook": "r",
    "palette": "ctrl+p",
}
BESIDE, ON_A_ROW, ON_A_HEADER = (0, 0), (6, 4), (47, 2)
"""The palette leaves nothing free but the first lines and the last."""


async def clicked(app: App, pilot: Pilot[None], at: tuple[int, int], times: int, gap: float = 0.0) -> None:
    """As a terminal reports it, all at once; ``gap`` seconds between two by their own clock."""
    x, y = at
    for number in range(times):
        for kind in (MouseDown, MouseUp):
            event: MouseEvent = kind(None, x, y, 0, 0, 1, False, False, False, screen_x=x, screen_y=y)
            event.time += number * gap
            assert app._driver is not None
            app._driver.process_message(event)
    await settled(pilot)


@pytest.mark.parametrize("times", [1, 2, 3])
@pytest.mark.parametrize("name", KEYS)
async def test_clicks_beside_it_close_it_and_reach_nothing_below(name: str, times: int) -> None:
    async with shown("warn", (120, 34)) as (app, pilot):
        await pilot.press("2")
        await settled(pilot)
        below = app.screen
        sort = below.query_one(Listing).sort
        await pilot.press(KEYS[name])
        await settled(pilot)
        assert isinstance(app.screen, ModalScreen)
        await clicked(app, pilot, ON_A_HEADER if name == "palette" else ON_A_ROW, times)
        assert app.screen is below, "it is gone, and what lay below is as it was"
        assert below.query_one(Listing).sort == sort


async def test_two_dismissals_take_one_screen() -> None:
    async with shown("warn", (120, 34)) as (app, pilot):
        below = app.screen
        await pilot.press("e")
        await settled(pilot)
        form = app.screen
        form.dismiss()
        form.dismiss()
        await settled(pilot)
        assert app.screen is below


@pytest.mark.parametrize("name", ["form", "palette"])
async def test_one_below_another_cannot_take_the_upper_one_away(name: str) -> None:
    async with shown("warn", (120, 34)) as (app, pilot):
        await pilot.press(KEYS[name])
        await settled(pilot)
        lower = app.screen
        app.action_help()
        await settled(pilot)
        upper = app.screen
        assert upper is not lower
        lower.dismiss()
        await settled(pilot)
        assert app.screen is upper
        await pilot.press("escape", "escape")
        await settled(pilot)
        assert not isinstance(app.screen, ModalScreen)


async def test_a_click_within_the_box_leaves_it() -> None:
    async with shown("warn", (120, 34)) as (app, pilot):
        await pilot.press("e")
        await settled(pilot)
        form = app.screen
        await clicked(app, pilot, (60, 17), 2)
        assert app.screen is form


async def test_a_double_click_that_comes_later_counts() -> None:
    async with shown("warn", (120, 34)) as (app, pilot):
        await pilot.press("2", "question_mark")
        await settled(pilot)
        await clicked(app, pilot, BESIDE, 1)
        assert not isinstance(app.screen, ModalScreen)
        app._shielded_until = float("-inf")  # half a second later
        await clicked(app, pilot, ON_A_ROW, 2)
        assert isinstance(app.screen, Detail)


async def test_a_key_that_closes_it_holds_no_click_back() -> None:
    async with shown("warn", (120, 34)) as (app, pilot):
        await pilot.press("2", "question_mark")
        await settled(pilot)
        await pilot.press("escape")
        await settled(pilot)
        await clicked(app, pilot, ON_A_ROW, 2)
        assert isinstance(app.screen, Detail)


async def test_the_palette_comes_while_the_last_one_is_going() -> None:
    async with shown("warn", (120, 34)) as (app, pilot):
        app.action_command_palette()
        await settled(pilot)
        app.screen.dismiss()
        app.action_command_palette()
        app.action_command_palette()
        await settled(pilot)
        assert isinstance(app.screen, Palette)
        assert len(app.screen_stack) == 2


async def test_a_page_of_no_matches_is_no_fault() -> None:
    async with shown("warn", (120, 34)) as (app, pilot):
        await pilot.press("ctrl+p")
        await settled(pilot)
        await pilot.press(*"zzqq")
        await settled(pilot)
        await pilot.press("pagedown", "pageup", "ctrl+end")
        await settled(pilot)
        assert isinstance(app.screen, Palette)


@pytest.mark.parametrize("key", ["pageup", "pagedown"])
async def test_a_page_of_a_list_that_has_no_room_is_nothing(key: str) -> None:
    async with shown("ok", (80, 24)) as (app, pilot):
        await pilot.press("ctrl+p")
        await settled(pilot)
        found = app.screen.query_one(CommandList)
        await pilot.press("down")
        await settled(pilot)
        assert found.option_count and found.highlighted is not None
        found._clear_caches()
        found.styles.height = 0
        found.styles.border = ("none", "red")
        await settled(pilot)
        found._clear_caches()
        await pilot.press(key)
        await settled(pilot)
        assert isinstance(app.screen, Palette)


async def test_a_search_that_ends_after_the_palette_was_left_is_no_fault() -> None:
    async with shown("ok") as (app, pilot):
        await pilot.press("ctrl+p")
        await settled(pilot)
        palette = app.screen
        assert isinstance(palette, Palette)
        await pilot.press("escape")
        await settled(pilot)
        palette._list_visible = False
        palette._list_visible = True
        await settled(pilot)
        assert app._exception is None
