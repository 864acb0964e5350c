"""Pause and the past: what is shown, what is said of it, and what came meanwhile."""

import dataclasses
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.pilot import Pilot

from ses_tui.core.clock import HOUR, MINUTE
from ses_tui.core.condition import Condition
from ses_tui.core.messages import Kind
from ses_tui.core.moments import Gap, Moment, MomentRequest, MomentResult, Step
from ses_tui.core.record import replace
from ses_tui.core.snapshot import Snapshot
from ses_tui.store.moment_codec import decode, encode
from ses_tui.tui.holdline import HoldLine
from ses_tui.tui.modes import ALL_MODES
from ses_tui.tui.viewstate import ViewState
from tests.core.message import message
from tests.tui.screens import SIZES, App, lines_of, settled, shown, text_of
from tests.tui.snapshots_data import NOW, STATES

LATER = 2 * HOUR + 10 * MINUTE
"""How long after the moment it is now."""


def moment(state: str, about: str = "", ago: float = 0.0) -> Moment:
    """The snapshot of that name as the store gives it back."""
    one = STATES[state]()
    return decode(encode(replace(one, generated_at=one.generated_at - ago)), about)


def read_later(snapshot: Snapshot, seconds: float) -> Snapshot:
    """The same, read ``seconds`` later."""
    targets = tuple(
        replace(
            target,
            sources=tuple(
                replace(source, last_success=source.last_success and source.last_success + seconds)
                for source in target.sources
            ),
        )
        for target in snapshot.targets
    )
    return replace(snapshot, targets=targets, generated_at=snapshot.generated_at + seconds)


@asynccontextmanager
async def now_at(
    state: str, later: float, size: tuple[int, int] = (80, 24), *, ascii: bool = False
) -> AsyncIterator[tuple[App, Pilot[None]]]:
    """Live on a snapshot that was read ``later`` seconds after the moments."""
    async with shown(read_later(STATES[state](), later), size, ascii=ascii) as (app, pilot):
        app.still.now = lambda: NOW + later  # type: ignore[method-assign]  # the clock of this test
        yield app, pilot


async def go(app: App, pilot: Pilot[None], answer: MomentResult | Moment, key: str = "[") -> None:
    """Press the key and have it answered."""
    await pilot.press(key)
    if isinstance(answer, Moment):
        answer = MomentResult(app.fake.requests[-1], answer)
    app.fake.answers[-1](replace(answer, request=app.fake.requests[-1]))
    await settled(pilot)


@pytest.mark.parametrize("size", [*SIZES, (40, 10)], ids=str)
async def test_every_mode_shows_that_moment_as_it_was_and_says_so(size: tuple[int, int]) -> None:
    width, height = size
    async with (
        shown("warn", (width, height - 1)) as (then, first),
        now_at("ok", LATER, size) as (app, pilot),
    ):
        await go(app, pilot, moment("warn"))
        for mode in ALL_MODES:
            await first.press(mode.key)
            await pilot.press(mode.key)
            await settled(first)
            await settled(pilot)
            said, *below = lines_of(app)
            assert said.startswith(" ◀ PAST 15:20 CET · ") and "n returns to now" in said
            assert width < 80 or "2 h 10 min ago" in said
            assert below == lines_of(then), mode.name
        await pilot.press("n")
        await settled(pilot)
        assert "PAST" not in text_of(app)


async def test_it_is_said_loudly_without_any_colour_and_in_ascii() -> None:
    async with now_at("ok", LATER, ascii=True) as (app, pilot):
        await go(app, pilot, moment("warn"))
        assert lines_of(app)[0].startswith(" < PAST 15:20 CET - 2 h 10 min ago - n returns to now")
        segments = list(app.screen._compositor.render_strips(app.size)[0])
        styles = [segment.style for segment in segments if segment.style and segment.text]
        assert styles and all(style.reverse and style.bold for style in styles)
        assert all(style.color is None or style.color.is_default for style in styles)


async def test_the_detail_and_the_alerts_of_the_past_too() -> None:
    async with now_at("ok", LATER) as (app, pilot):
        await go(app, pilot, moment("warn"))
        await pilot.press("enter")
        await settled(pilot)
        assert "PAST 15:20" in lines_of(app)[0]
        assert "14:50 WARN account bounce 3.12 % ≥ 3 %" in text_of(app)
        await pilot.press("n")
        await settled(pilot)
        assert "PAST" not in text_of(app) and "WARN" not in text_of(app)


async def test_steps_go_on_from_what_is_shown_and_the_last_one_leads_to_now() -> None:
    async with now_at("ok", LATER) as (app, pilot):
        live = app.state.now
        await go(app, pilot, moment("warn"))
        assert app.fake.requests == [MomentRequest(Step.BEFORE, live)]
        await go(app, pilot, moment("review", ago=HOUR))
        assert app.fake.requests[-1] == MomentRequest(Step.BEFORE, NOW)
        await go(app, pilot, moment("warn"), "]")
        assert app.fake.requests[-1] == MomentRequest(Step.AFTER, NOW - HOUR)
        await go(app, pilot, moment("stale", "15:20 FIRING"), "{")
        assert app.fake.requests[-1] == MomentRequest(Step.MESSAGE_BEFORE, NOW)
        assert "15:20 FIRING" in lines_of(app)[0]
        await go(app, pilot, MomentResult(MomentRequest(Step.AFTER, NOW), first=NOW), "]")
        assert "PAST" not in text_of(app) and app.state.clock is app.still


async def test_keys_pressed_before_the_answer_wait_for_it() -> None:
    async with now_at("ok", LATER) as (app, pilot):
        await pilot.press("[", "[", "{")
        assert len(app.fake.requests) == 1
        for place in range(3):
            app.fake.answers[-1](MomentResult(app.fake.requests[-1], moment("warn", ago=place * HOUR)))
            await settled(pilot)
        assert [request.step for request in app.fake.requests] == [
            Step.BEFORE,
            Step.BEFORE,
            Step.MESSAGE_BEFORE,
        ]
        assert app.state.now == NOW - 2 * HOUR


async def test_an_answer_that_nobody_waits_for_any_more_is_not_shown() -> None:
    async with now_at("ok", LATER) as (app, pilot):
        await pilot.press("[", "n")
        app.fake.answers[-1](MomentResult(app.fake.requests[-1], moment("warn")))
        await settled(pilot)
        assert "PAST" not in text_of(app)


async def test_what_came_meanwhile_is_counted_and_not_drawn() -> None:
    for key, word in (("[", "PAST 15:20"), ("p", "PAUSED 17:30")):
        async with now_at("ok", LATER, (120, 34)) as (app, pilot):
            if key == "[":
                await go(app, pilot, moment("warn"))
            else:
                await pilot.press("p")
            view = app._view()
            shows: list[ViewState] = []
            assert view is not None
            # the screen is not drawn again
            view.show = shows.append  # type: ignore[method-assign,assignment]
            before = lines_of(app)[1:]
            for step in (1, 2, 2, 3):
                app.mailbox.publish(read_later(STATES["review"](), LATER + 60.0 * step))
                await settled(pilot)
            assert not shows
            app.mailbox.show(dataclasses.replace(message(), title="17:31 WARN account bounce 3.10 %"))
            app.mailbox.show(dataclasses.replace(message(), kind=Kind.RESOLVED, title="all is well"))
            await settled(pilot)
            said = lines_of(app)[0]
            assert word in said and "1 new alert" in said and "17:31 WARN account bounce" in said
            assert "new readings" in said
            assert lines_of(app)[1:-2] == before[:-2]  # news lie above the keys
            del view.show
            await pilot.press("n" if key == "[" else "p")
            await settled(pilot)
            assert word not in text_of(app) and "■ PROBATION" in text_of(app)


async def test_a_reading_is_counted_once_however_often_it_is_published() -> None:
    async with now_at("ok", 0.0) as (app, pilot):
        await pilot.press("p")
        for _ in range(3):
            app.mailbox.publish(STATES["ok"]())
            await settled(pilot)
        assert "new reading" not in text_of(app)
        rates = read_later(STATES["ok"](), 0.0)
        newer = tuple(
            replace(source, last_success=NOW + 60.0) if source.name.endswith("_rate") else source
            for source in rates.targets[0].sources
        )
        app.mailbox.publish(replace(rates, targets=(replace(rates.targets[0], sources=newer),)))
        await settled(pilot)
        assert "1 new reading ·" in text_of(app)


async def test_what_was_not_recorded_is_said_and_not_shown() -> None:
    gap = Gap(NOW - 12 * HOUR, NOW - 7 * HOUR)
    async with now_at("ok", LATER) as (app, pilot):
        await pilot.press("t", *"05:00", "enter")
        (request,) = app.fake.requests
        assert request.step is Step.AT and "looking for it" in text_of(app)
        app.fake.answers[-1](MomentResult(request, None, gap))
        await settled(pilot)
        assert "nothing recorded 03:20–08:20: the monitor was not running" in text_of(app)
        assert "PAST" not in text_of(app)
        await pilot.press("escape")
        await go(app, pilot, MomentResult(request, moment("warn", ago=12 * HOUR), gap))
        assert "PAST 03:20 CET" in lines_of(app)[0]
        assert "nothing recorded 03:20–08:20" in lines_of(app)[0]


@pytest.mark.parametrize(
    "way, first, said",
    [
        ("[", None, "nothing is recorded yet"),
        ("[", NOW - HOUR, "nothing recorded before 14:20 CET"),
        ("{", NOW - HOUR, "no message before this one is kept"),
    ],
)
async def test_where_there_is_nothing_the_screen_stays(way: str, first: float | None, said: str) -> None:
    async with now_at("ok", LATER) as (app, pilot):
        await go(app, pilot, MomentResult(MomentRequest(Step.AT, 0.0), first=first), way)
        assert said in text_of(app) and "PAST" not in text_of(app)


async def test_a_time_is_asked_for_and_an_error_is_one_line_in_the_form() -> None:
    async with now_at("ok", LATER) as (app, pilot):
        await pilot.press("t", *"25:00", "enter")
        await settled(pilot)
        assert "is no time: write it as 14:05, yesterday 09:00" in text_of(app) and not app.fake.requests
        await pilot.press("ctrl+u", *"-2h", "enter")
        await settled(pilot)
        assert app.fake.requests[-1] == MomentRequest(Step.AT, NOW + LATER - 2 * HOUR)
        app.fake.answers[-1](MomentResult(app.fake.requests[-1], moment("warn")))
        await settled(pilot)
        assert "PAST 15:20" in lines_of(app)[0] and "Go to a time" not in text_of(app)
        await pilot.press("t", *"now", "enter")
        await settled(pilot)
        assert "PAST" not in text_of(app)


async def test_nothing_is_done_about_alerts_in_the_past() -> None:
    async with now_at("ok", LATER) as (app, pilot):
        await go(app, pilot, moment("warn"))
        for key in ("a", "x"):
            await pilot.press(key)
            await settled(pilot)
            assert "this is the past: n returns to now" in text_of(app)
        await pilot.press("p")
        await settled(pilot)
        assert "PAST" in lines_of(app)[0]


async def test_rows_that_were_not_kept_are_said() -> None:
    async with now_at("ok", LATER, (120, 34)) as (app, pilot):
        await go(app, pilot, moment("huge"))
        assert "only the worst 300 of 10,000 identities" in lines_of(app)[0]


async def test_only_one_line_is_added_however_long_one_stays() -> None:
    async with now_at("ok", LATER) as (app, pilot):
        for place in range(8):
            await go(app, pilot, moment("warn", ago=place * HOUR))
            await pilot.press(str(place % 4 + 1))
            await settled(pilot)
        assert all(len(screen.query(HoldLine)) <= 1 for screen in app.screen_stack)
        await pilot.press("n", "1")
        await settled(pilot)
        assert not app.screen.query(HoldLine)
        assert app.state.snapshot is app._newest
        assert app._newest is not None and app._newest.condition is Condition.OK
