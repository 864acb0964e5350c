"""The first screen of all, from the snapshot alone; a demo has one line, which covers nothing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.pilot import Pilot

from ses_tui.core.clock import SystemClock
from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.record import replace
from ses_tui.core.snapshot import AccountStatus, ChannelStatus, Quota, Snapshot
from ses_tui.tui.firstrun import GOES, FirstStrip
from ses_tui.tui.run import ScreenOptions, last_mode
from ses_tui.tui.uicontext import Remembered, RememberedChoices, UiContext
from ses_tui.tui.wall.screen import WallScreen
from tests.tui.screens import SIZES, App, app_of, assert_whole, lines_of, settled, text_of
from tests.tui.snapshots_data import STATES
from tests.tui.wall.walls import App as Wall


@asynccontextmanager
async def first(
    snapshot: Snapshot | None, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[App, Pilot[None]]]:
    app = App(None)
    app.ui_context = UiContext(first=True, reached={"prod": "profile prod-readonly"})
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        if snapshot is not None:
            app.mailbox.publish(snapshot)
            await settled(pilot)
        yield app, pilot


def bare() -> Snapshot:
    """A new account: in the sandbox, without VDM, without identities, and nobody is told."""
    one = STATES["ok"]().targets[0]
    account = AccountStatus("HEALTHY", True, False, False, Quota(200, 1, 0))
    return replace(STATES["ok"](), targets=(replace(one, account=account, identities_total=0),), channels=())


def strip(app: App) -> list[FirstStrip]:
    return list(app.screen.query(FirstStrip))


async def test_before_anything_was_read_it_says_so() -> None:
    async with first(None) as (app, _):
        assert strip(app)
        assert "First look at this account" in text_of(app)
        assert "reading…" in text_of(app)


@pytest.mark.parametrize("size", SIZES)
async def test_it_says_what_was_found_over_the_overview(size: tuple[int, int]) -> None:
    async with first(STATES["ok"](), size) as (app, _):
        text = " ".join(text_of(app).split())
        target = STATES["ok"]().targets[0]
        for said in (
            "Bounce rate",
            f"{target.account_id} in {target.region}, by profile prod-readonly",
            "production · 500k a day · VDM on",
            "alerts go to: this screen",
            GOES,
        ):
            assert said in text, said
        assert_whole(lines_of(app), size)


@pytest.mark.parametrize("size", SIZES)
async def test_each_gap_comes_with_what_to_do(size: tuple[int, int]) -> None:
    async with first(bare(), size) as (app, _):
        lines = lines_of(app)
        for what, todo in (
            ("no production access", "     ask for it in the SES console"),
            ("no VDM, about $", "     aws sesv2 put-account-vdm-attributes"),
            ("no identities here", "     is it the right Region? ses-tui --region"),
            ("no way to tell somebody", "     ses-tui config init, set [notify], then ses-tui drill"),
        ):
            at = next(index for index, line in enumerate(lines) if what in line)
            assert lines[at + 1].startswith(todo)


async def test_that_vdm_is_off_is_said_once() -> None:
    made = bare()
    off = SourceError("vdm", "BatchGetMetricData", ErrorKind.NOT_ENABLED, "VDM is off: not read", "enable it")
    made = replace(made, targets=(replace(made.targets[0], errors=(*made.targets[0].errors, off)),))
    async with first(made, (120, 34)) as (app, _):
        assert text_of(app).count("no VDM, about $") == 1
        assert "VDM is off: not read" not in text_of(app)


async def test_where_there_is_no_room_for_all_it_says_how_many_more() -> None:
    async with first(bare(), (80, 24)) as (app, pilot):
        await pilot.resize_terminal(80, 16)
        app.mailbox.publish(replace(bare(), sequence=99))
        await settled(pilot)
        assert "3 more: ses-tui doctor" in text_of(app)
        assert "All well" in text_of(app)


async def test_what_may_not_be_read_is_named_with_its_remedy() -> None:
    async with first(STATES["denied"](), (120, 34)) as (app, _):
        text = text_of(app)
        errors = STATES["denied"]().targets[0].errors
        assert errors
        assert all(error.hint[:30] in text for error in errors)


async def test_a_channel_that_reaches_others_is_no_gap() -> None:
    snapshot = replace(STATES["ok"](), channels=(ChannelStatus("hook", "ready"),))
    async with first(snapshot) as (app, _):
        assert "alerts go to: this screen, hook" in " ".join(text_of(app).split())
        assert "no way to tell somebody" not in text_of(app)


async def test_an_incident_is_not_hidden_by_it() -> None:
    async with first(STATES["review"]()) as (app, _):
        assert strip(app)
        assert "UNDER REVIEW" in "".join(lines_of(app)[:3])


async def pressed_first(key: str) -> tuple[str, str]:
    """The screen after ``key`` with the strip, and without one."""
    found = []
    for welcome in (True, False):
        app = App(STATES["warn"]())
        app.ui_context = UiContext(first=welcome)
        async with app.run_test(size=(120, 34)) as pilot:
            await settled(pilot)
            assert bool(strip(app)) is welcome
            await pilot.press(key)
            await settled(pilot)
            assert not strip(app)
            found.append(text_of(app))
    return found[0], found[1]


@pytest.mark.parametrize("key", ["2", "9", "enter", "tab", "r", "a", "question_mark", "p", "."])
async def test_the_first_key_takes_it_away_and_does_what_it_does(key: str) -> None:
    after, usual = await pressed_first(key)
    assert after == usual


async def test_it_does_not_come_back() -> None:
    async with first(STATES["ok"]()) as (app, pilot):
        await pilot.press("2", "1")
        await settled(pilot)
        assert not strip(app)
        assert "Bounce rate" in text_of(app)


async def test_a_click_takes_it_away_too() -> None:
    async with first(STATES["ok"]()) as (app, pilot):
        await pilot.click(offset=(5, 5))
        await settled(pilot)
        assert not strip(app)


@pytest.mark.parametrize(
    ("reached", "remembered", "mode"),
    [
        (("a", "b"), "", "fleet"),
        (("a",), "", ""),
        (("a", "b"), "isps", "isps"),
        (("a", "b"), "gone", "fleet"),
    ],
)
def test_a_fleet_opens_on_mode_9_the_first_time(reached: tuple[str, ...], remembered: str, mode: str) -> None:
    choices = RememberedChoices(Remembered(mode=remembered))
    context = UiContext(choices=choices, reached=dict.fromkeys(reached, "profile x"))
    assert last_mode(ScreenOptions(SystemClock(), ui_context=context)) == mode


async def test_it_is_not_shown_where_something_was_read_before() -> None:
    app = app_of("ok")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert not strip(app)


async def test_a_demo_has_one_line_and_shows_the_incident() -> None:
    app = app_of("review")
    app.state = app.state._replace(demo=True)
    async with app.run_test(size=(120, 34)) as pilot:
        await settled(pilot)
        assert not strip(app)
        text = text_of(app)
        assert "a simulated account: 2 ISPs, enter detail, r what to do, ? keys" in lines_of(app)[-2]
        assert "REVIEW" in text


async def test_the_wall_has_none() -> None:
    app = Wall(None)
    app.ui_context = UiContext(first=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert isinstance(app.screen, WallScreen)
