"""What comes from the engine's thread."""

import threading

import pytest
from rich.cells import cell_len

from ses_tui.core.condition import Condition
from ses_tui.core.messages import Kind, Message
from ses_tui.core.model import ACCOUNT, Key, Metric, Subject, SubjectKind
from ses_tui.core.record import replace
from ses_tui.tui.mailbox import KEPT, Mailbox
from tests.tui.screens import App, lines_of, settled, shown, text_of
from tests.tui.snapshots_data import NOW, STATES

KEY = Key("prod", ACCOUNT, Metric.BOUNCE_RATE)


def message(
    number: int = 1, condition: Condition = Condition.WARN, title: str = "WARN bounce", key: Key = KEY
) -> Message:
    return Message(str(number), Kind.FIRING, condition, condition, key, NOW, NOW, title, "news.example.org")


def test_only_the_newest_snapshot_is_kept_and_one_wake_up_is_enough() -> None:
    woken: list[None] = []
    box = Mailbox(lambda: woken.append(None))
    newest = STATES["ok"]()
    for _ in range(1000):
        box.publish(STATES["empty"]())
    box.publish(newest)
    assert len(woken) == 1
    mail = box.empty()
    assert mail.snapshot is newest
    assert mail.snapshots == 1001
    box.publish(newest)
    assert len(woken) == 2


def test_a_screen_that_never_comes_costs_no_memory() -> None:
    box = Mailbox(lambda: None)
    for number in range(10 * KEPT):
        box.show(message(number))
        box.write(b"\x07")
    mail = box.empty()
    assert len(mail.messages) == KEPT
    assert mail.messages[-1].id == str(10 * KEPT - 1)
    assert len(mail.writes) == KEPT


async def test_a_thread_publishes_and_the_screen_shows_it() -> None:
    async with shown("ok") as (app, pilot):
        thread = threading.Thread(target=app.outlets[0].publish, args=(STATES["warn"](),))
        thread.start()
        thread.join()
        await pilot.pause()
        assert "3.12 %  ▲ WARN" in text_of(app)


async def test_a_message_is_said_once_however_often_it_comes() -> None:
    async with shown("ok") as (app, pilot):
        for _ in range(5):
            app.mailbox.show(message())
            await pilot.pause()
        assert lines_of(app)[-2].strip() == "▲ WARN bounce · news.example.org"
        app.mailbox.show(message(2, Condition.REVIEW, "REVIEW bounce"))
        await pilot.pause()
        assert lines_of(app)[-2].strip() == "■ REVIEW bounce · news.example.org"


async def test_news_cover_one_line_never_the_keys_and_go() -> None:
    async with shown("ok") as (app, pilot):
        before = lines_of(app)
        app.mailbox.show(message())
        await pilot.pause()
        assert lines_of(app)[:-2] == before[:-2]
        assert lines_of(app)[-1] == before[-1]
        assert lines_of(app)[-2] != before[-2]
        app.state = app.state._replace(news=tuple(each._replace(until=0.0) for each in app.state.news))
        app._forget_news()
        await pilot.pause()
        assert lines_of(app) == before


async def test_the_accounts_news_stand_before_a_rows() -> None:
    async with shown("ok") as (app, pilot):
        row = Key("prod", Subject(SubjectKind.ISP, "Hotmail"), Metric.BOUNCE_RATE)
        app.mailbox.show(message(1, title="WARN account"))
        app.mailbox.show(message(2, Condition.PAUSE, "PAUSE Hotmail", row))
        await pilot.pause()
        assert lines_of(app)[-2].startswith(" ▲ WARN account")
        assert lines_of(app)[-2].endswith("  +1 more ")


@pytest.mark.parametrize(
    "title", ["[/]", "[bold", "[@click=app.quit]x[/]", "x" * 5000], ids=["close", "open", "click", "long"]
)
async def test_hostile_news_are_text_and_one_line(title: str) -> None:
    async with shown("ok") as (app, pilot):
        before = lines_of(app)
        app.mailbox.show(message(title=title))
        await settled(pilot)
        assert lines_of(app)[:-2] == before[:-2]
        assert lines_of(app)[-1] == before[-1]
        assert title[:8] in lines_of(app)[-2]
        assert cell_len(lines_of(app)[-2]) == 80


async def test_failing_leaves_with_the_line_and_the_code() -> None:
    app = App(STATES["ok"]())
    async with app.run_test() as pilot:
        await pilot.pause()
        app.mailbox.fail("config.toml line 3: unknown key", 3)
        await pilot.pause()
    assert app.failure == "config.toml line 3: unknown key"
    assert app.return_code == 3


async def test_the_monitor_starts_after_the_first_paint() -> None:
    async with shown("ok") as (app, _):
        assert len(app.outlets) == 1
        assert app.monitor is app.fake


async def test_publishing_again_and_again_leaves_no_widgets_behind() -> None:
    async with shown("warn") as (app, pilot):

        def widgets() -> int:
            return sum(1 for _ in app.screen.walk_children())

        before, registered = widgets(), len(app._registry)
        states = ["ok", "warn", "denied", "paused", "empty", "stale", "huge", "hostile"]
        made = {state: STATES[state]() for state in states}
        for number in range(3 * len(states)):
            app.mailbox.publish(replace(made[states[number % len(states)]], sequence=number))
            await pilot.pause()
        app.mailbox.publish(made["warn"])
        await pilot.pause()
        assert widgets() == before
        assert len(app._registry) <= registered + 1


async def test_a_part_that_cannot_be_drawn_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyError

    monkeypatch.setattr("ses_tui.tui.overview.panel.gauge", broken)
    async with shown("warn") as (app, _):
        assert "this part could not be drawn" in text_of(app)
        assert "REVIEW Hotmail" in text_of(app)
        assert "▲ 14:50 WARN account bounce" in text_of(app)
