"""Mode 9: every target, and going from one to another."""

import pytest

from ses_tui.core.record import replace
from tests.tui.lists_data import LISTS
from tests.tui.screens import SIZES, App, lines_of, settled, text_of
from tests.tui.test_lists import shown


def order(app: App) -> list[str]:
    from ses_tui.tui.fleet.screen import FleetTable

    return [row.id for row in app.screen.query_one(FleetTable).rows]


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_every_target_worst_first_with_its_state(size: tuple[int, int]) -> None:
    async with shown("fleet", "fleet", size) as (app, _):
        assert order(app) == ["paused", "old", "prod", "shop", "blind-one", "new", "marketing"]
        text = text_of(app)
        for said in (
            "Fleet 7 targets  ✖ 1 PAUSE  ▲ 2 WARN  ◆ 1 NOTICE  ? 1 blind  ◌ 1 stale",
            "✖ PAUSE  paused",
            "10.18 %",
            "▲ WARN   prod",
            "◌ 18 min",
            "? blind  blind-one",
            "? 1 h",
            "… unread new",
            "none",
            "● ok     marketing",
            "✖ SHUTDOWN, paused by AWS",
            "10✖▶",
            "6 more complaints until review",
            "worst row  ■ Hotmail bounce 8.31 %",
            "✖ 15:10 PAUSE account status is SHUTDOWN",
        ):
            assert said in text, said


async def test_there_is_more_where_there_is_room() -> None:
    async with shown("fleet", "fleet", (200, 60)) as (app, _):
        prod = next(line for line in lines_of(app) if "▲ WARN   prod" in line)
        for said in ("us-east-1", "188 bounces, 9-31 h", "■ Hotmail 8.31 %", "● HEALTHY", "3▲"):
            assert said in prod, said


async def test_enter_goes_to_that_target() -> None:
    async with shown("fleet", "fleet") as (app, pilot):
        await pilot.press("down", "down", "enter")
        await settled(pilot)
        assert app.current_mode != "fleet"
        assert lines_of(app)[0].startswith(" prod 2/7")
        assert "3.12 %  ▲ WARN" in text_of(app)
        await pilot.press("2")
        await settled(pilot)
        assert lines_of(app)[0].startswith(" prod 2/7")
        assert "REVIEW Hotmail" in text_of(app)


async def test_a_dot_and_a_comma_go_round_the_targets() -> None:
    async with shown("fleet", "isps") as (app, pilot):
        assert lines_of(app)[0].startswith(" marketing 1/7")
        await pilot.press("full_stop")
        await settled(pilot)
        assert lines_of(app)[0].startswith(" prod 2/7")
        await pilot.press("comma", "comma")
        await settled(pilot)
        assert lines_of(app)[0].startswith(" paused 7/7")


async def test_the_target_stays_when_the_order_changes_and_goes_to_the_first_when_it_is_gone() -> None:
    async with shown("fleet", "isps") as (app, pilot):
        await pilot.press("full_stop")
        before = LISTS["fleet"]()
        app.mailbox.publish(replace(before, targets=before.targets[::-1]))
        await settled(pilot)
        assert lines_of(app)[0].startswith(" prod 6/7")
        kept = tuple(target for target in before.targets if target.name != "prod")
        app.mailbox.publish(replace(before, targets=kept))
        await settled(pilot)
        assert lines_of(app)[0].startswith(" marketing 1/6")


async def test_with_one_target_it_says_how_to_have_more_and_has_no_key_for_the_next() -> None:
    async with shown("trouble", "fleet") as (app, pilot):
        assert "one target is watched; each [[targets]] table adds one (ses-tui config init)" in text_of(app)
        await pilot.press("full_stop", "question_mark")
        await settled(pilot)
        assert "The next target" not in text_of(app)


async def test_it_can_be_the_first_screen() -> None:
    from ses_tui.tui.app import SesApp
    from ses_tui.tui.look import Look
    from tests.tui.demo_screen import StillClock
    from tests.tui.screens import FakeMonitor

    app = SesApp(Look(), StillClock(False), LISTS["fleet"](), lambda _: FakeMonitor(), mode="fleet")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "Fleet 7 targets" in text_of(app)
        await pilot.press("1")
        await settled(pilot)
        assert "Bounce rate" in text_of(app)
