"""Mode 6, and acknowledging and silencing from everywhere."""

import re

import pytest
from textual.widgets import Input

from ses_tui.core.clock import HOUR
from ses_tui.core.condition import Condition
from ses_tui.core.model import ACCOUNT, Metric
from ses_tui.core.record import replace
from ses_tui.tui.alerts.rows import accepted
from ses_tui.tui.alerts.screen import AlertsScreen
from ses_tui.tui.detail.screen import Detail
from ses_tui.tui.form import Form, TickBox
from ses_tui.tui.listing import Listing
from ses_tui.tui.overview.alerts import fitted
from ses_tui.tui.playbook import PlaybookScreen
from tests.tui.alerts_data import ALERTS, BOUNCE, EVIL, calm, event, posted, trouble
from tests.tui.made import NOW, alert
from tests.tui.screens import SIZES, App, assert_whole, lines_of, settled, shown, text_of


def line_with(app: App, said: str) -> str:
    return next(line for line in lines_of(app) if said in line)


@pytest.mark.parametrize("state", ALERTS)
async def test_nothing_is_left_undrawn_or_too_wide(state: str) -> None:
    for ascii in (False, True):
        async with shown(ALERTS[state](), ascii=ascii) as (app, pilot):
            await pilot.press("6")
            for size in SIZES:
                await pilot.resize_terminal(*size)
                await settled(pilot)
                lines = lines_of(app)
                assert_whole(lines, size)
                text = "\n".join(lines)
                assert ascii or "####" not in text  # in ASCII a full bar is made of them
                assert "q quit" in lines[-1]
                assert text.isascii() or not ascii


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_open_alerts_say_all_that_matters(size: tuple[int, int]) -> None:
    async with shown(trouble(), size) as (app, pilot):
        await pilot.press("6")
        await settled(pilot)
        text = text_of(app)
        assert "Alerts 4, 1 on it" in text
        row = line_with(app, "REVIEW account ")
        assert "bounce 5.31 % ≥ 5 %" in row
        assert "13:10" in row
        assert re.search(r"ann is on it (until )?17:20", row)
        assert "flapping" in line_with(app, "PAUSE  promo")
        assert "muted" in line_with(app, "REVIEW Hotmail")
        assert "recovering" in line_with(app, "WARN   news")
        assert "news.example.org is 71 % of it" in text
        assert "ann is on it until 17:20: the stale list is being cleaned" in text


async def test_where_it_was_delivered_and_when() -> None:
    async with shown(trouble(), (120, 34)) as (app, pilot):
        await pilot.press("6")
        await settled(pilot)
        assert "WARN FIRING 12:50, REVIEW FIRING 13:10, REPEAT 14:50" in line_with(app, "told: desktop")
        assert "fails, 12 times: webhook: answered 500" in line_with(app, "told: webhook")
        assert "not yet" in line_with(app, "told: bell")
        assert "tmux" not in text_of(app)  # it is off, and took nothing
        await pilot.press("down", "down")
        await settled(pilot)
        assert "FIRING 14:40" in line_with(app, "told: screen")
        assert "not yet" in line_with(app, "told: desktop")
        assert "r isp-block: Send less to that ISP only" in text_of(app)


async def test_what_was_told_newest_first_and_by_whom() -> None:
    async with shown(trouble(), (120, 34)) as (app, pilot):
        await pilot.press("6")
        await settled(pilot)
        lines = lines_of(app)
        head = next(index for index, line in enumerate(lines) if "Told 7" in line)
        told = [re.split(r"\s{2,}", line.strip()) for line in lines[head + 1 : head + 8]]
        assert [row[1].split(" ", 1)[1] for row in told[:4]] == ["BLIND", "REPEAT", "FIRING", "FAILING"]
        assert told[0][0] == "15:10"
        assert told[0][1][0] == "?"
        assert "channel webhook" in told[3][2]
        assert told[1][-1] == "desktop"
        assert told[2][-1] == "screen only"


async def test_the_silences_and_when_they_end() -> None:
    async with shown(trouble(), (120, 34)) as (app, pilot):
        await pilot.press("6")
        await settled(pilot)
        assert "16:00 (in 40 min)" in line_with(app, "isp:Hotmail/* ")
        assert "bob: Microsoft is slow today" in line_with(app, "isp:Hotmail/* ")
        assert "blind and pause" in line_with(app, "identity:*/complaint_rate")


@pytest.mark.parametrize("mode", ["1", "6"])
async def test_the_failing_channel_is_named(mode: str) -> None:
    async with shown(trouble()) as (app, pilot):
        await pilot.press(mode)
        await settled(pilot)
        assert "webhook notifications fail, 12 times: webhook: answered 500" in text_of(app)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("calm", "no open alerts   last: 13:50 RESOLVED account bounce"),
        ("new", "nobody was told anything yet"),
        ("new", "no open alerts"),
        ("new", "none but this screen"),
        ("unread", "nothing was read yet"),
        ("blind", "BLIND  credentials expired: aws sso login"),
    ],
)
async def test_empty_states_are_said_plainly(state: str, said: str) -> None:
    async with shown(ALERTS[state](), (120, 34)) as (app, pilot):
        await pilot.press("6")
        await settled(pilot)
        assert said in text_of(app)


async def test_acknowledging_what_is_under_the_cursor() -> None:
    async with shown(trouble(), (120, 34)) as (app, pilot):
        await pilot.press("6", "down", "a")
        await settled(pilot)
        assert isinstance(app.screen, Form)
        assert "PAUSE promo.example.net bounce 10.66 % ≥ 10 %" in text_of(app)
        await pilot.press(*"2h", "tab", *"on it", "enter")
        await settled(pilot)
        ((key, until, why),) = app.fake.acks
        assert (key, why) == ("prod identity:promo.example.net/bounce_rate", "on it")
        assert until == pytest.approx(NOW + 2 * HOUR, abs=60)
        assert isinstance(app.screen, AlertsScreen)
        assert "identity:promo.example.net/bounce_rate: no reminders until 17:20" in text_of(app)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("25h", "25h is too long: 24h at most"),
        ("soon", "'soon' is no duration"),
        ("0m", "longer than nothing"),
    ],
)
async def test_what_is_wrong_is_said_in_the_form(typed: str, said: str) -> None:
    async with shown(trouble()) as (app, pilot):
        await pilot.press("6", "a", *typed, "enter")
        await settled(pilot)
        assert isinstance(app.screen, Form)
        assert said in text_of(app)
        assert app.fake.acks == []
        await pilot.press("1")
        await settled(pilot)
        assert said not in text_of(app)
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, AlertsScreen)


async def test_silencing_with_everything_said() -> None:
    async with shown(trouble(), (120, 34)) as (app, pilot):
        await pilot.press("6", "down", "down", "x")
        await settled(pilot)
        assert app.screen.query_one("#matcher", Input).value == "isp:Hotmail/bounce_rate"
        await pilot.press("tab", *"30m", "tab", *"campaign", "tab", "space", "tab")
        await settled(pilot)
        assert [box.on for box in app.screen.query(TickBox)] == [True, False]
        await pilot.press("enter")
        await settled(pilot)
        (matcher, target, until, why, also) = app.fake.silences[0]
        assert (matcher, target, why) == ("isp:Hotmail/bounce_rate", "prod", "campaign")
        assert also == frozenset({"pause"})
        assert until == pytest.approx(NOW + HOUR / 2, abs=60)


async def test_a_matcher_that_never_matches_is_refused() -> None:
    async with shown(trouble()) as (app, pilot):
        await pilot.press("6", "x", "end", "backspace", "enter")
        await settled(pilot)
        assert "did you mean 'bounce_rate'?" in text_of(app)
        assert app.fake.silences == []


async def test_ending_a_silence() -> None:
    async with shown(trouble(), (120, 34)) as (app, pilot):
        await pilot.press("6", "X")
        await settled(pilot)
        assert app.fake.ended == []  # there are two: which?
        assert app.focused is app.screen.query_one("#quiet", Listing)
        await pilot.press("down", "X")
        await settled(pilot)
        assert app.fake.ended == ["22222222"]


async def test_the_only_silence_is_ended_at_once_and_none_is_none() -> None:
    one = replace(trouble(), silences=trouble().silences[:1])
    async with shown(one) as (app, pilot):
        await pilot.press("6", "X")
        await settled(pilot)
        assert app.fake.ended == ["11111111"]
    async with shown(calm()) as (app, pilot):
        await pilot.press("6", "X")
        await settled(pilot)
        assert "no silence is in force" in text_of(app)


async def test_from_the_overview_and_the_detail() -> None:
    async with shown(trouble(), (120, 34)) as (app, pilot):
        await pilot.press("a", "enter")
        await settled(pilot)
        await pilot.press("tab", "tab", "x", "enter")  # the first row: Hotmail
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, Detail)
        await pilot.press("a", "enter")
        await settled(pilot)
        assert [key for key, _, _ in app.fake.acks] == [
            "prod account/bounce_rate",
            "prod isp:Hotmail/bounce_rate",
        ]
        assert app.fake.silences[0][0] == "isp:Hotmail/bounce_rate"


async def test_a_row_without_an_alert_is_not_acknowledged_but_may_be_silenced() -> None:
    async with shown(trouble(), (120, 34)) as (app, pilot):
        await pilot.press("tab", "tab", "down", "a")
        await settled(pilot)
        assert "no open alert on Gmail: there is nothing to be on" in text_of(app)
        await pilot.press("x")
        await settled(pilot)
        assert app.screen.query_one("#matcher", Input).value == "isp:Gmail/*"


async def test_last_known_numbers_are_not_acted_on() -> None:
    async with shown(replace(trouble(), restored=True)) as (app, pilot):
        await pilot.press("6", "a")
        await settled(pilot)
        assert isinstance(app.screen, AlertsScreen)
        assert "not yet: the first read is under way" in text_of(app)


async def test_the_playbook_is_that_of_what_is_under_the_cursor() -> None:
    async with shown(trouble(), (120, 34)) as (app, pilot):
        await pilot.press("6", "down", "r")
        await settled(pilot)
        assert isinstance(app.screen, PlaybookScreen)
        assert app.screen.page == "stale-list"
        await pilot.press("escape", "tab", "r")  # the newest message: blind
        await settled(pilot)
        assert isinstance(app.screen, PlaybookScreen)
        assert app.screen.page == "blind"


async def test_enter_shows_the_numbers() -> None:
    async with shown(trouble(), (120, 34)) as (app, pilot):
        await pilot.press("6", "enter")
        await settled(pilot)
        assert isinstance(app.screen, Detail)
        assert (app.screen.subject, app.screen.metric) == (ACCOUNT, Metric.BOUNCE_RATE)
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, AlertsScreen)


async def test_the_overview_says_what_lies_over_an_alert() -> None:
    async with shown(trouble(), (120, 60)) as (app, pilot):
        await settled(pilot)
        text = text_of(app)
        assert "REVIEW account bounce 5.31 %" in text
        assert "ann is on it until 17:20" in text
        assert "flapping" in text
        assert "muted until 16:00" in text
        assert "REVIEW Hotmail muted" in text
        assert "recovering" in text


async def test_an_equal_snapshot_draws_nothing_anew() -> None:
    async with shown(trouble(), (120, 34)) as (app, pilot):
        await pilot.press("6")
        await settled(pilot)
        drawn: list[object] = []
        for name in ("#open", "#told", "#quiet", "#about", "#top"):
            widget = app.screen.query_one(name)
            widget.refresh = lambda *args, **more: drawn.append(args)  # type: ignore[method-assign,assignment]
        app.mailbox.publish(replace(trouble(), sequence=8))
        await settled(pilot)
        assert drawn == []


async def test_a_small_terminal_says_the_worst_and_it_grows_back() -> None:
    async with shown(trouble(), (50, 10)) as (app, pilot):
        await pilot.press("6")
        await settled(pilot)
        assert "REVIEW LINE REACHED" in lines_of(app)[0]
        await pilot.resize_terminal(100, 30)
        await settled(pilot)
        assert "Alerts 4, 1 on it" in text_of(app)


async def test_modes_are_left_and_come_back_as_they_were() -> None:
    async with shown(trouble(), (120, 34)) as (app, pilot):
        await pilot.press("6", "down", "1")
        await settled(pilot)
        assert "ISPs" in text_of(app)
        app.mailbox.publish(calm())
        await settled(pilot)
        await pilot.press("6")
        await settled(pilot)
        assert "no open alerts" in text_of(app)


async def test_hostile_text_in_the_forms() -> None:
    async with shown(ALERTS["hostile"]()) as (app, pilot):
        await pilot.press("6", "x")
        await settled(pilot)
        assert app.screen.query_one("#matcher", Input).value.startswith(f"identity:{EVIL[:20]}")
        assert "\x1b" not in text_of(app)


def test_a_message_is_told_by_those_who_took_it_before_the_next_of_its_kind() -> None:
    review = Condition.REVIEW
    events = [event(100, "REPEAT", review, BOUNCE, ""), event(3700, "REPEAT", review, BOUNCE, "")]
    took = [
        posted(3700, "REPEAT", review, "tui"),
        posted(3690, "REPEAT", review, "desktop"),
        posted(99, "REPEAT", review, "hook"),
        posted(98, "FIRING", review, "webhook"),
        posted(97, "REPEAT", review, "bell", "another"),
    ]
    assert accepted(events, took) == [("hook",), ("desktop",)]


async def test_where_several_are_open_it_asks_which_and_acts_on_what_is_ticked() -> None:
    async with shown(trouble(), (120, 34)) as (app, pilot):
        target = trouble().targets[0]
        own = [one for one in target.alerts if one.key.subject == ACCOUNT]
        early = replace(own[0], id="early", key=replace(own[0].key, metric=Metric.BOUNCE_BUDGET), value=0.5)
        app.mailbox.publish(
            replace(trouble(), targets=(replace(target, alerts=(*target.alerts, early)),), sequence=99)
        )
        await settled(pilot)
        await pilot.press("a")
        await settled(pilot)
        boxes = list(app.screen.query(TickBox))
        assert [box.on for box in boxes] == [True, False]
        assert "Which of these?" in text_of(app)
        boxes[0].action_turn()
        await pilot.press("enter")
        await settled(pilot)
        assert "which one?" in text_of(app)
        assert app.fake.acks == []
        boxes[1].action_turn()
        await pilot.press("enter")
        await settled(pilot)
        assert [key for key, _, _ in app.fake.acks] == ["prod account/bounce_budget"]


@pytest.mark.all_modes
async def test_the_keys_name_what_they_act_on_and_follow_the_cursor() -> None:
    async with shown(trouble(), (200, 60)) as (app, pilot):
        await pilot.press("6")
        await settled(pilot)
        foot = lines_of(app)[-1]
        assert "a on it: REVIEW account bounce" in foot
        assert "x mute: account" in foot
        await pilot.press("down", "down")
        await settled(pilot)
        foot = lines_of(app)[-1]
        assert "a on it: REVIEW Hotmail bounce" in foot
        assert "x mute: Hotmail" in foot
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert "a on it  x mute" in lines_of(app)[-1]


@pytest.mark.parametrize(
    ("metric", "said"),
    [
        (Metric.BOUNCE_BUDGET, "REVIEW account bounces 46 % used"),
        (Metric.COMPLAINT_BUDGET, "REVIEW account complaints 46 % used"),
    ],
)
def test_an_early_alert_keeps_its_number_where_there_is_little_room(metric: Metric, said: str) -> None:
    early = alert(Condition.REVIEW, ACCOUNT, metric, 0.46, None)
    assert fitted(early, 36) == said
    assert "of the room to review" in fitted(early, 80)
