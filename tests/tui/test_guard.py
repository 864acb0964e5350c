"""A fault anywhere in the screen is one line on it and a traceback in the log; nothing ends."""

import logging
from collections.abc import Callable
from contextlib import nullcontext
from typing import NoReturn

import pytest
from textual.pilot import Pilot

from ses_tui.core.record import replace
from ses_tui.tui.form import Form
from ses_tui.tui.guard import BROKEN, SAID_AGAIN, UNSEEN_TICKS, Faults
from ses_tui.tui.help import Help
from ses_tui.tui.mailbox import MailArrived
from ses_tui.tui.rows.table import SubjectTable
from ses_tui.tui.view import View
from tests.tui.screens import App, app_of, settled, shown, text_of
from tests.tui.snapshots_data import STATES


class Broken(Exception):
    pass


def broken(*_: object, **__: object) -> NoReturn:
    secret = "AKIA-not-for-the-log"
    raise Broken(len(secret))


async def in_a_key(app: App, pilot: Pilot[None], patch: pytest.MonkeyPatch) -> None:
    patch.setattr(App, "action_read_now", broken)
    await pilot.press("ctrl+r", "R", "f5")
    await app.run_action("app.read_now")


async def in_a_mouse_handler(app: App, pilot: Pilot[None], patch: pytest.MonkeyPatch) -> None:
    patch.setattr(SubjectTable, "on_click", broken, raising=False)
    await pilot.click(SubjectTable, offset=(5, 2))


async def in_a_timer(app: App, pilot: Pilot[None], patch: pytest.MonkeyPatch) -> None:
    app.set_timer(0.001, broken)
    await pilot.pause(0.05)


async def in_a_callback(app: App, pilot: Pilot[None], patch: pytest.MonkeyPatch) -> None:
    app.call_after_refresh(broken)
    app.screen.call_later(broken)


async def in_a_message(app: App, pilot: Pilot[None], patch: pytest.MonkeyPatch) -> None:
    patch.setattr(app, "_answered", broken)
    app.post_message(MailArrived())


async def in_a_worker(app: App, pilot: Pilot[None], patch: pytest.MonkeyPatch) -> None:
    app.run_worker(broken, thread=True)


async def in_a_form(app: App, pilot: Pilot[None], patch: pytest.MonkeyPatch) -> None:
    await pilot.press("e")
    await settled(pilot)
    assert isinstance(app.screen, Form)
    patch.setattr(app.screen, "_accept", broken)
    await pilot.press("enter", "escape")


async def in_the_making_of_a_dialogue(app: App, pilot: Pilot[None], patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Help, "_fill", broken)
    await pilot.press("question_mark")
    await settled(pilot)
    await pilot.press("escape")


async def in_the_lines_of_a_widget(app: App, pilot: Pilot[None], patch: pytest.MonkeyPatch) -> None:
    patch.setattr(SubjectTable, "_settle", broken)
    app.screen.query(SubjectTable).first().refresh()


FAULTS = (
    in_a_key,
    in_a_mouse_handler,
    in_a_timer,
    in_a_callback,
    in_a_message,
    in_a_worker,
    in_a_form,
    in_the_making_of_a_dialogue,
    in_the_lines_of_a_widget,
)


@pytest.mark.fault(
    "a fault of the screen's own",
    says="a fault in the screen, and where; the log has the traceback",
    lives="the rest of the screen, and what is read and told afterwards",
    blind="no",
    heals="by itself",
)
@pytest.mark.parametrize("fault", FAULTS, ids=lambda each: each.__name__)
async def test_a_fault_is_a_line_and_the_screen_goes_on(
    fault: Callable[[App, Pilot[None], pytest.MonkeyPatch], object],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR), pytest.raises(Broken):  # which run_test raises at its end
        async with shown("ok", (120, 34)) as (app, pilot):
            with monkeypatch.context() as patch:
                await fault(app, pilot, patch)  # type: ignore[misc]  # each is a coroutine
                await settled(pilot)
                assert "a fault in the screen: Broken in test_guard.py" in text_of(app)
            await pilot.press("2")
            await settled(pilot)
            assert app.is_running
            assert app.current_mode == "isps"
            await pilot.press("question_mark")
            await settled(pilot)
            assert isinstance(app.screen, Help)
            await pilot.press("escape")
            app.mailbox.publish(replace(STATES["paused"](), sequence=10**6))
            await pilot.press("1")
            await settled(pilot)
            assert "PAUSED" in text_of(app)
            assert app.return_code is None
    logged = [record for record in caplog.records if record.exc_info and record.name.endswith("guard")]
    assert len(logged) == 1
    assert "Broken" in caplog.text
    assert "AKIA" not in caplog.text.replace('secret = "AKIA-not-for-the-log"', "")


async def test_a_part_that_cannot_be_drawn_is_blank_and_the_others_are_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(Broken):
        async with shown("ok", (120, 34)) as (app, pilot):
            monkeypatch.setattr(SubjectTable, "_settle", broken)
            for table in app.screen.query(SubjectTable):
                table.refresh()
            await settled(pilot)
            text = text_of(app)
            assert text.count(BROKEN) == 2
            assert "HEALTHY" in text
            assert "Gmail" not in text


async def test_a_view_that_cannot_be_shown_says_so_above_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Broken):
        async with shown("ok", (120, 34)) as (app, pilot):
            monkeypatch.setattr(type(app.screen), "show", broken)
            app.tell("anything")
            await settled(pilot)
            assert "a fault in the screen: Broken" in text_of(app)


@pytest.mark.parametrize("left", [True, False])
async def test_what_fails_while_it_is_made_is_a_fault_unless_it_is_left(left: bool) -> None:
    app = app_of("ok")
    with nullcontext() if left else pytest.raises(Broken):
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(pilot)
            app.standing = False
            if left:
                app.exit()
            app._handle_exception(Broken())
            assert bool(app._exit_renderables) is not left
    assert app.return_code == (0 if left else 1)


@pytest.mark.fault(
    "the screen can show nothing any more",
    says="exit code 1, the terminal as it was found",
    lives="nothing: who started it is to start it again",
    blind="at its end",
    heals="at the next start",
)
async def test_a_screen_that_shows_nothing_any_more_is_left_with_1(monkeypatch: pytest.MonkeyPatch) -> None:
    app = app_of("ok")
    monkeypatch.setattr("ses_tui.tui.app.TICK", 1e9)
    with pytest.raises(Broken):
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(pilot)
            monkeypatch.setattr(app, "post_display_hook", lambda: None)  # no frame gets out
            app.call_later(broken)
            await settled(pilot)
            for _ in range(UNSEEN_TICKS):
                app.leave_if_unseen()
                assert app.return_code is None
            app.leave_if_unseen()
            assert app.return_code == 1


async def test_frames_that_get_out_hold_the_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Broken):
        async with shown("ok") as (app, pilot):
            app.call_later(broken)
            await settled(pilot)
            for _ in range(UNSEEN_TICKS + 2):
                app.leave_if_unseen()
            assert app.return_code is None


async def test_a_fault_before_the_first_frame_leaves_with_1(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(View, "on_mount", broken)
    app = app_of("ok")
    with pytest.raises(Broken):
        async with app.run_test(size=(80, 24)):
            pass
    assert app.return_code == 1


def test_the_same_fault_is_said_once_a_minute() -> None:
    now = 0.0
    faults = Faults(lambda: now)

    def line() -> str:
        try:
            broken()
        except Broken as error:
            return faults.line(error)

    assert line().startswith("a fault in the screen: Broken in test_guard.py:")
    assert line() == ""
    assert faults.line(KeyError("another")) != ""
    now = SAID_AGAIN
    assert line()


async def test_input_that_the_driver_cannot_hand_over_leaves_with_1() -> None:
    async with shown("ok") as (app, _):
        app.panic("the input thread ended")
        assert app.return_code == 1
