"""The page over the screen."""

import pytest
from textual.containers import VerticalScroll

from ses_tui import playbooks
from ses_tui.tui.help import Help
from ses_tui.tui.look import Look
from ses_tui.tui.playbook import PlaybookScreen, page_text
from tests.tui.screens import SIZES, lines_of, settled, shown, text_of


async def test_r_opens_the_page_of_the_worst_alert_and_escape_closes_it() -> None:
    async with shown("warn") as (app, pilot):
        await pilot.press("r")
        await settled(pilot)
        assert isinstance(app.screen, PlaybookScreen)
        assert app.screen.page == "isp-block"
        assert playbooks.title("isp-block") in text_of(app)
        await pilot.press("escape")
        await settled(pilot)
        assert app.is_running
        assert not isinstance(app.screen, PlaybookScreen)


@pytest.mark.parametrize("key", ["q", "r", "enter"])
async def test_other_keys_close_only_the_page(key: str) -> None:
    async with shown("warn") as (app, pilot):
        await pilot.press("r")
        await settled(pilot)
        await pilot.press(key)
        await settled(pilot)
        assert not isinstance(app.screen, PlaybookScreen)
        assert app.is_running
        assert not app._exit


async def test_a_row_with_an_alert_opens_its_own_page() -> None:
    async with shown("warn", (120, 34)) as (app, pilot):
        await pilot.press("tab", "tab", "enter")
        await settled(pilot)
        await pilot.press("r")
        await settled(pilot)
        assert isinstance(app.screen, PlaybookScreen)
        assert app.screen.page == "isp-block"


async def test_with_nothing_open_it_lists_the_pages() -> None:
    async with shown("ok", (120, 60)) as (app, pilot):
        await pilot.press("r")
        await settled(pilot)
        assert "No alert is open" in text_of(app)
        assert all(name in text_of(app) for name in playbooks.names())
        await pilot.press("right")
        await settled(pilot)
        assert isinstance(app.screen, PlaybookScreen)
        assert app.screen.page == playbooks.names()[0]
        await pilot.press("left")
        await settled(pilot)
        assert app.screen.page == playbooks.names()[-1]


@pytest.mark.parametrize("size", SIZES)
async def test_all_of_the_page_can_be_read_at_every_size(size: tuple[int, int]) -> None:
    async with shown("warn", size) as (app, pilot):
        app.push_screen(PlaybookScreen("paused", app.state.look))
        await settled(pilot)
        wanted = [line.strip() for line in page_text("paused", app.state.look).plain.splitlines()]
        seen: set[str] = set()
        box = app.screen.query_one(VerticalScroll)
        for _ in range(70):
            seen |= {line.strip(" │▁▂▃▄▅▆▇█").strip() for line in lines_of(app)}
            if box.scroll_offset.y >= box.max_scroll_y:
                break
            await pilot.press("down")
            await pilot.pause()
        assert [line for line in wanted if line and line not in seen] == []


async def test_begin_and_end() -> None:
    async with shown("warn") as (app, pilot):
        await pilot.press("r")
        await settled(pilot)
        await pilot.press("end")
        await settled(pilot)
        assert "Sources" in text_of(app)
        await pilot.press("home")
        await settled(pilot)
        assert playbooks.title("isp-block") in text_of(app)


async def test_the_key_is_in_the_help() -> None:
    async with shown("warn", (100, 40)) as (app, pilot):
        await pilot.press("question_mark")
        await settled(pilot)
        assert isinstance(app.screen, Help)
        assert "What to do about the worst alert" in text_of(app)


async def test_in_ascii_there_is_nothing_else() -> None:
    async with shown("warn", ascii=True) as (app, pilot):
        await pilot.press("r")
        await settled(pilot)
        assert text_of(app).isascii()
        assert "^v scroll" in text_of(app)


def test_an_unknown_page_is_refused() -> None:
    with pytest.raises(KeyError):
        PlaybookScreen("nothing", Look())
