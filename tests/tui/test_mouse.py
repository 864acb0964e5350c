"""What the mouse does in lists: headers sort, rows are chosen, the wheel scrolls."""

from textual.events import MouseScrollDown
from textual.pilot import Pilot

from ses_tui.tui.detail.screen import Detail
from ses_tui.tui.listing import Listing, Sort
from tests.tui.screens import App, lines_of, settled, shown
from tests.tui.test_lists import shown as listed
from tests.tui.test_lists import table_of


async def header(app: App, pilot: Pilot[None], title: str) -> None:
    """Click on the title of a column."""
    head = next(line for line in lines_of(app) if "bounce" in line and "sends" in line)
    await pilot.click(Listing, offset=(head.index(title) + 1, 0))
    await settled(pilot)


async def test_a_click_on_a_header_sorts_and_another_one_the_other_way_round() -> None:
    async with listed("trouble", "isps", (120, 34)) as (app, pilot):
        table = table_of(app)
        for title in ("complaint", "sends", "bounce"):
            await header(app, pilot, title)
            assert table.sort == Sort(title)
        assert "↓bounce" in "".join(lines_of(app))
        await header(app, pilot, "bounce")
        assert table.sort == Sort("bounce", reverse=True)
        await header(app, pilot, "bounce")
        assert table.sort == Sort("bounce")


async def test_the_names_go_both_ways_and_back_to_the_worst() -> None:
    async with listed("trouble", "isps", (120, 34)) as (app, pilot):
        seen = []
        for _ in range(4):
            await header(app, pilot, "ISPs")
            seen.append(table_of(app).sort)
        assert seen == [Sort("name"), Sort("name", reverse=True), Sort(), Sort("name")]


async def test_an_interval_sorts_by_what_it_is_of() -> None:
    async with listed("trouble", "isps", (200, 60)) as (app, pilot):
        await header(app, pilot, "95 % interval")
        assert table_of(app).sort == Sort("bounce")


async def test_a_click_chooses_and_a_double_click_opens() -> None:
    async with listed("trouble", "isps", (120, 34)) as (app, pilot):
        table = table_of(app)
        second = table.rows[1].id
        await pilot.click(Listing, offset=(5, 2))
        await settled(pilot)
        assert table.cursor_id == second
        assert not isinstance(app.screen, Detail)
        await pilot.click(Listing, offset=(5, 1))
        await pilot.click(Listing, offset=(5, 2), times=2)
        await settled(pilot)
        assert isinstance(app.screen, Detail)
        assert app.screen.subject.label == second


async def test_the_wheel_scrolls_and_leaves_the_cursor_where_it_is() -> None:
    async with listed("huge", "identities") as (app, pilot):
        table = table_of(app)
        first = table.cursor_id
        await pilot._post_mouse_events([MouseScrollDown], Listing, offset=(5, 3))
        await settled(pilot)
        assert table.scroll_y > 0
        assert table.cursor_id == first
        await pilot.press("down")
        await settled(pilot)
        assert table.scroll_y <= 1, "a key brings the cursor back into sight"


async def test_keys_in_the_last_line_can_be_clicked() -> None:
    async with shown("warn", (200, 60)) as (app, pilot):
        foot = lines_of(app)[-1]
        await pilot.click(
            "#foot", offset=(foot.index("2 ISPs"), app.screen.query_one("#foot").size.height - 1)
        )
        await settled(pilot)
        assert app.current_mode == "isps"
