"""Mode 7 on snapshots made by hand: what it says, what it filters, what it leaves alone."""

import pytest

from ses_tui.core.message_life import LifeEvent, MessageLife, MessageRequest, MessageResult, RecipientLife
from ses_tui.core.record import replace
from tests.tui.events_data import (
    EVENTS,
    MANY,
    calm,
    denied,
    event,
    full,
    message_id,
    no_queue,
    seen,
    undeletable,
)
from tests.tui.made import NOW, snapshot, target
from tests.tui.screens import SIZES, App, assert_whole, lines_of, settled, shown, text_of


def line_with(app: App, said: str) -> str:
    return next(line for line in lines_of(app) if said in line)


@pytest.mark.parametrize("state", EVENTS)
async def test_nothing_is_left_undrawn_or_too_wide(state: str) -> None:
    for sizes, ascii in ((SIZES[:1], True), ((*SIZES, (60, 15), (50, 12)), False)):
        async with shown(EVENTS[state](), sizes[0], ascii=ascii) as (app, pilot):
            for key in ("7", "enter"):
                await pilot.press(key)
                for size in sizes:
                    await pilot.resize_terminal(*size)
                    await settled(pilot)
                    lines = lines_of(app)
                    assert_whole(lines, size)
                    assert "\n".join(lines).isascii() or not ascii


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_newest_first_with_counts_by_kind_class_and_isp(size: tuple[int, int]) -> None:
    async with shown(full(), size) as (app, pilot):
        await pilot.press("7")
        await settled(pilot)
        assert "Events 200" in lines_of(app)[2]
        assert "1 message is no event and stays" in lines_of(app)[2]
        assert "bounce 86" in line_with(app, " kind ")
        assert "throttle 29" in line_with(app, " class ")
        assert "Yahoo 29 complaints" in line_with(app, " ISP ")
        first = next(line for line in lines_of(app) if "15:20:31" in line)  # of Berlin
        assert "delay" in first
        assert "Hotmail" in first
        assert "throttle" in first
        assert "421 4.7.0 slow down" in text_of(app)
        assert "too fast for that provider: slow down there" in text_of(app)


async def test_a_terminal_with_room_has_the_reasons() -> None:
    async with shown(full(), (120, 34)) as (app, pilot):
        await pilot.press("7")
        await settled(pilot)
        assert "29 Hotmail  throttle   4.7.0  421 4.7.0 slow down" in text_of(app)


async def test_without_a_queue_it_says_what_it_would_show_what_it_costs_and_how() -> None:
    async with shown(no_queue()) as (app, pilot):
        before = text_of(app)
        await pilot.press("7")
        await settled(pilot)
        text = " ".join(text_of(app).split())
        for said in (
            "nothing is wrong",
            "events_queue_url",
            "130,000 a month",
            "$0.05",
            "iam-policy --queue",
        ):
            assert said in text
        await pilot.press("1")
        await settled(pilot)
        assert text_of(app) == before
        assert "events" not in before


async def test_last_known_numbers_do_not_say_that_no_queue_is_set() -> None:
    async with shown(replace(no_queue(), restored=True)) as (app, pilot):
        await pilot.press("7")
        await settled(pilot)
        assert "no queue" not in text_of(app)


async def test_denied_names_the_action_in_the_place_of_the_rows() -> None:
    async with shown(denied()) as (app, pilot):
        await pilot.press("7")
        await settled(pilot)
        assert "not read: allow sqs:ReceiveMessage" in text_of(app)


async def test_what_may_not_be_deleted_is_told_under_the_rows() -> None:
    async with shown(undeletable()) as (app, pilot):
        await pilot.press("7")
        await settled(pilot)
        assert "events DeleteMessageBatch: allow sqs:DeleteMessage" in text_of(app)
        assert "3,200 wait in the queue" in lines_of(app)[2]
        assert "15:20:31" in text_of(app)


async def test_nothing_came_back_is_well() -> None:
    async with shown(calm()) as (app, pilot):
        await pilot.press("7")
        await settled(pilot)
        assert "nothing came back since 14:20" in text_of(app)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("class:throttle", {0}),
        ("isp:hotmail !class:rep", {0}),
        ("S3140", {1}),
        ("event:compl", {3}),
        ("status:4", {0, 4}),
        ("reply:250", {6}),
        ("isp:other status:4.2", {4}),
        ("!event:bounce !event:del", {3, 5}),
    ],
)
async def test_the_filter_keeps(written: str, kept: set[int]) -> None:
    async with shown(full()) as (app, pilot):
        await pilot.press("7", "slash", *written, "enter")
        await settled(pilot)
        rows = {int(row.id, 16) % 7 for row in app.screen.query_one("#tail").rows}  # type: ignore[attr-defined]
        assert rows == kept
        assert "match" in lines_of(app)[2]
        await pilot.press("escape")
        await settled(pilot)
        assert len(app.screen.query_one("#tail").rows) == len(MANY)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("written", "said"),
    [("clas:x", "did you mean class?"), ("class:nope", "no class 'nope'"), ("!", "! needs a text")],
)
async def test_what_is_no_filter_is_told(written: str, said: str) -> None:
    async with shown(full(), (120, 34)) as (app, pilot):
        await pilot.press("7", "slash", *written)
        await settled(pilot)
        assert said in lines_of(app)[2]


async def test_enter_shows_the_whole_text_and_new_events_do_not_move_it() -> None:
    async with shown(full()) as (app, pilot):
        await pilot.press("7", "down", "enter")
        await settled(pilot)
        text = " ".join(text_of(app).split())
        assert "reputation: the IP or the domain is not trusted there" in text
        assert "http://mail.live.com/mail/troubleshooting.aspx#errors." in text
        newer = tuple(event(1_000 + number, -number) for number in range(30))
        app.mailbox.publish(snapshot(target(events=seen((*reversed(newer), *MANY)))))
        await settled(pilot)
        assert "http://mail.live.com/mail/troubleshooting.aspx#errors." in " ".join(text_of(app).split())
        await pilot.press("escape", "home")
        await settled(pilot)
        assert app.screen.query_one("#tail").cursor_id == newer[-1].id  # type: ignore[attr-defined]


async def test_the_tail_follows_while_nothing_is_chosen() -> None:
    async with shown(full()) as (app, pilot):
        await pilot.press("7")
        await settled(pilot)
        app.mailbox.publish(snapshot(target(events=seen((event(1_003, -1.0), *MANY)))))
        await settled(pilot)
        assert app.screen.query_one("#tail").cursor_id == event(1_003, 0).id  # type: ignore[attr-defined]


async def test_copied_and_exported_recipients_are_masked() -> None:
    async with shown(full()) as (app, pilot):
        await pilot.press("7", "down")
        await settled(pilot)
        view = app.screen
        assert view.copied().startswith("bounce · reputation · Hotmail · r•••@hotmail.com")  # type: ignore[attr-defined]
        table = view.export()  # type: ignore[attr-defined]
        assert (table.name, len(table.rows)) == ("events", len(MANY))


LIFE = MessageLife(
    message_id(0),
    "m•••@news.example.org",
    "",
    (),
    (
        RecipientLife(
            "r•••@hotmail.com",
            "Hotmail",
            (LifeEvent(NOW - 9, "SEND"), LifeEvent(NOW - 3, "DELIVERY_DELAY", "421 4.7.0 slow down")),
        ),
        RecipientLife("x•••@gmail.com", "Gmail", (LifeEvent(None, "SEND"),)),
    ),
)


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_one_key_asks_for_the_life_of_the_message_and_shows_it_as_a_timeline(
    size: tuple[int, int],
) -> None:
    async with shown(full(), size) as (app, pilot):
        await pilot.press("7")
        await settled(pilot)
        await pilot.press("down", "up", "z", "z")
        assert app.fake.message_requests == [], "nothing else asks"
        await pilot.press("i", "i")
        await settled(pilot)
        assert app.fake.message_requests == [MessageRequest("prod", message_id(0))]
        assert "life is asked of VDM" in text_of(app)
        app.fake.message_answers[0](MessageResult(app.fake.message_requests[0], LIFE))
        await settled(pilot)
        assert "life to r•••@hotmail.com · Hotmail" in text_of(app)
        assert "+6 s  delivery delay    421 4.7.0 slow down" in line_with(app, "+6 s")
        assert line_with(app, "15:20:22").split() == ["15:20:22", "send"]
        assert "gmail.com" not in line_with(app, "life to"), "the event is about one recipient"
        await pilot.press("down")
        await settled(pilot)
        assert "life to" not in text_of(app)


async def test_what_the_insights_do_not_tell_is_said_and_can_be_asked_again() -> None:
    async with shown(full(), (120, 34)) as (app, pilot):
        await pilot.press("7", "i")
        await settled(pilot)
        app.fake.message_answers[0](
            MessageResult(app.fake.message_requests[0], why="denied: allow ses:GetMessageInsights")
        )
        await settled(pilot)
        assert "life was not read: denied: allow ses:GetMessageInsights" in text_of(app)
        await pilot.press("i")
        assert len(app.fake.message_requests) == 2


async def test_without_a_message_id_there_is_nothing_to_ask() -> None:
    events = (replace(event(0, 5.0), message_id=""),)
    async with shown(snapshot(replace(target(), events=seen(events)))) as (app, pilot):
        await pilot.press("7", "i")
        await settled(pilot)
        assert app.fake.message_requests == []
        assert "life" not in lines_of(app)[-1]
