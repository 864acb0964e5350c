"""The first screen of all, from the snapshot alone; a demo has one line, which covers nothing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.pilot import Pilot

from ses_tui.core.record import replace
from ses_tui.core.snapshot import AccountStatus, ChannelStatus, Quota, Snapshot
from ses_tui.tui.firstrun import FirstRun
from ses_tui.tui.uicontext import UiContext
from ses_tui.tui.wall.screen import WallScreen
from tests.tui.screens import SIZES, App, app_of, lines_of, settled, text_of
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


async def test_before_anything_was_read_it_says_so() -> None:
    async with first(None) as (app, _):
        assert isinstance(app.screen, FirstRun)
        assert "reading…" in text_of(app)
        assert "Missing" not in text_of(app)


@pytest.mark.parametrize("size", SIZES)
async def test_it_says_what_was_found(size: tuple[int, int]) -> None:
    async with first(STATES["ok"](), size) as (app, _):
        text = text_of(app)
        target = STATES["ok"]().targets[0]
        for said in (
            f"{target.account_id} in {target.region}, by profile prod-readonly",
            "production, HEALTHY, sending on, 500k a day",
            "VDM         on",
            "told by     this screen",
            "enter  goes on",
        ):
            assert said in text, said


@pytest.mark.parametrize("size", SIZES)
async def test_each_gap_comes_with_what_to_do(size: tuple[int, int]) -> None:
    async with first(bare(), size) as (app, _):
        text = " ".join(text_of(app).split())
        for what, todo in (
            ("production access", "ask for it in the SES console"),
            ("VDM: nothing is known of each ISP", "put-account-vdm-attributes"),
            ("identities: none here", "--region"),
            ("a way to tell somebody", "ses-tui drill"),
        ):
            assert text.index(what) < text.index(todo)
        assert "enter goes on" in text
        assert "…" not in "".join(lines_of(app)[1:-1]).replace("--region …", "")


async def test_what_may_not_be_read_is_named_with_its_remedy() -> None:
    async with first(STATES["denied"](), (120, 34)) as (app, _):
        text = text_of(app)
        errors = STATES["denied"]().targets[0].errors
        assert errors
        assert all(error.hint[:30] in text for error in errors)


async def test_a_channel_that_reaches_others_is_no_gap() -> None:
    snapshot = replace(STATES["ok"](), channels=(ChannelStatus("hook", "ready"),))
    async with first(snapshot) as (app, _):
        assert "this screen, hook" in text_of(app)
        assert "a way to tell somebody" not in text_of(app)


async def test_an_incident_is_not_hidden_by_it() -> None:
    async with first(STATES["review"]()) as (app, _):
        assert isinstance(app.screen, FirstRun)
        assert "REVIEW" in lines_of(app)[1]


@pytest.mark.parametrize("key", ["enter", "escape", "space"])
async def test_a_key_leaves_it_for_the_overview(key: str) -> None:
    async with first(STATES["ok"]()) as (app, pilot):
        await pilot.press(key)
        await settled(pilot)
        assert "Bounce rate" in text_of(app)


async def test_a_modes_key_leaves_it_for_good() -> None:
    async with first(STATES["ok"]()) as (app, pilot):
        await pilot.press("2")
        await settled(pilot)
        assert app.current_mode == "isps"
        await pilot.press("1")
        await settled(pilot)
        assert not isinstance(app.screen, FirstRun)
        assert "Bounce rate" in text_of(app)


async def test_it_is_not_shown_where_something_was_read_before() -> None:
    app = app_of("ok")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert not isinstance(app.screen, FirstRun)


async def test_a_demo_has_one_line_and_shows_the_incident() -> None:
    app = app_of("review")
    app.state = app.state._replace(demo=True)
    async with app.run_test(size=(120, 34)) as pilot:
        await settled(pilot)
        assert not isinstance(app.screen, FirstRun)
        text = text_of(app)
        assert "a simulated account: 2 ISPs, enter detail, r what to do, ? keys" in lines_of(app)[-1]
        assert "REVIEW" in text


async def test_the_wall_has_none() -> None:
    app = Wall(None)
    app.ui_context = UiContext(first=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert isinstance(app.screen, WallScreen)
