"""Who is told what, at once, within a time limit, and what is known of each channel after."""

import asyncio
from collections.abc import Sequence

import pytest

from ses_tui.core.condition import Condition
from ses_tui.core.messages import Kind, Message
from ses_tui.core.snapshot import ChannelStatus
from ses_tui.notify.build import build
from ses_tui.notify.channel import ChannelError
from ses_tui.notify.dispatcher import Dispatcher
from ses_tui.notify.ladder import Choice
from ses_tui.notify.osc import Osc
from tests.notify.messages import MESSAGE, firing, message


class Fake:
    """A channel that keeps what it is told, or fails as ``failure`` says."""

    def __init__(self, name: str, failure: BaseException | None = None) -> None:
        self.name = name
        self.failure = failure
        self.told: list[Message] = []

    async def deliver(self, message: Message) -> None:
        if self.failure is not None:
            raise self.failure
        self.told.append(message)


class Hanging(Fake):
    """A channel that never answers."""

    async def deliver(self, message: Message) -> None:
        await asyncio.Event().wait()


def fakes(*names: str) -> dict[str, Fake]:
    return {name: Fake(name) for name in names}


ALL = ("desktop", "terminal", "tmux", "hook", "bell", "webhook", "apprise")


def told(channels: dict[str, Fake]) -> set[str]:
    return {name for name, channel in channels.items() if channel.told}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Condition.NOTICE, set()),
        (Condition.WARN, {"desktop", "terminal", "tmux", "hook"}),
        (Condition.REVIEW, set(ALL)),
        (Condition.PAUSE, set(ALL)),
    ],
)
async def test_by_default_what_is_near_is_told_from_warn_and_what_calls_people_from_review(
    condition: Condition, expected: set[str]
) -> None:
    channels = fakes(*ALL)
    await Dispatcher(list(channels.values()), {}, demo=False).dispatch(firing(condition))
    assert told(channels) == expected


async def test_the_route_decides_and_not_the_condition() -> None:
    channels = fakes("bell", "desktop")
    resolved = message(kind=Kind.RESOLVED, condition=Condition.OK, route=Condition.REVIEW)
    await Dispatcher(list(channels.values()), {}, demo=False).dispatch(resolved)
    assert told(channels) == {"bell", "desktop"}


async def test_the_bell_alone_rings_at_warn_even_where_review_is_set() -> None:
    channels = fakes("bell")
    dispatcher = Dispatcher(list(channels.values()), {"bell": Condition.REVIEW}, demo=False)
    await dispatcher.dispatch(MESSAGE)
    assert told(channels) == {"bell"}


async def test_set_routes_win_name_by_name() -> None:
    channels = fakes(*ALL)
    dispatcher = Dispatcher(list(channels.values()), {"desktop": Condition.PAUSE}, demo=False)
    await dispatcher.dispatch(firing(Condition.REVIEW))
    assert told(channels) == set(ALL) - {"desktop"}


async def test_a_drill_goes_to_all() -> None:
    channels = fakes(*ALL)
    drill = message(kind=Kind.DRILL, condition=Condition.OK, route=Condition.OK)
    await Dispatcher(list(channels.values()), {}, demo=False).dispatch(drill)
    assert told(channels) == set(ALL)


async def test_one_that_fails_or_breaks_does_not_keep_it_from_the_others() -> None:
    channels = [
        Fake("tmux", ChannelError("tmux: nobody is attached")),
        Fake("hook", RuntimeError("a\nbug\x1b")),
        Fake("desktop"),
    ]
    results = await Dispatcher(channels, {}, demo=False).dispatch(MESSAGE)
    assert {result.channel: result.problem for result in results} == {
        "tmux": "tmux: nobody is attached",
        "hook": "hook: RuntimeError",
        "desktop": "",
    }
    assert [result.accepted for result in results] == [False, False, True]
    assert {result.message for result in results} == {MESSAGE.id}


async def test_one_that_hangs_is_given_up_and_the_others_are_told_meanwhile() -> None:
    good = Fake("desktop")
    dispatcher = Dispatcher([Hanging("hook"), good], {}, demo=False, limit=0.05)
    results = await dispatcher.dispatch(MESSAGE)
    assert good.told
    assert results[0].problem == "hook: no answer in 0.05 s"


async def test_cancelling_is_not_taken_for_a_failure() -> None:
    dispatcher = Dispatcher([Hanging("hook")], {}, demo=False)
    task = asyncio.create_task(dispatcher.dispatch(MESSAGE))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_statuses_tell_ready_ok_failing_and_how_often_in_a_row() -> None:
    channel = Fake("desktop")
    dispatcher = Dispatcher([channel], {}, demo=False)
    assert dispatcher.statuses() == (ChannelStatus("desktop", "ready"),)
    await dispatcher.dispatch(MESSAGE)
    assert dispatcher.statuses() == (ChannelStatus("desktop", "ok"),)
    channel.failure = ChannelError("gone")
    await dispatcher.dispatch(MESSAGE)
    await dispatcher.dispatch(MESSAGE)
    assert dispatcher.statuses() == (ChannelStatus("desktop", "failing", "gone", 2),)
    channel.failure = None
    await dispatcher.dispatch(MESSAGE)
    assert dispatcher.statuses() == (ChannelStatus("desktop", "ok"),)


CHOICES: Sequence[Choice] = (
    Choice("desktop", False, "no session bus here"),
    Choice("terminal", True, "osc9, by TERM_PROGRAM=iTerm.app", Osc.OSC9),
    Choice("tmux", True, "inside tmux"),
    Choice("bell", True, "works in every terminal"),
    Choice("hook", True, "runs /bin/false"),
)


def test_what_is_off_is_listed_with_its_reason() -> None:
    channels = build(CHOICES, write=bytearray().extend, on_alert=["/bin/false"], environ={})
    dispatcher = Dispatcher(channels, {}, demo=False, choices=CHOICES)
    assert ChannelStatus("desktop", "off", "no session bus here") in dispatcher.statuses()
    assert ChannelStatus("tmux", "ready", "inside tmux") in dispatcher.statuses()


def test_choices_become_channels_and_without_a_terminal_none_that_needs_one() -> None:
    def names(write: bytearray | None) -> list[str]:
        taken = None if write is None else write.extend
        return [channel.name for channel in build(CHOICES, write=taken, on_alert=["/bin/false"], environ={})]

    assert names(bytearray()) == ["terminal", "tmux", "bell", "hook"]
    assert names(None) == ["tmux", "hook"]


async def test_the_floor_of_each_channel_is_its_route() -> None:
    dispatcher = Dispatcher(list(fakes(*ALL).values()), {"hook": Condition.PAUSE}, demo=False)
    assert dispatcher.floors == {
        "desktop": Condition.WARN,
        "terminal": Condition.WARN,
        "tmux": Condition.WARN,
        "hook": Condition.PAUSE,
        "bell": Condition.REVIEW,
        "webhook": Condition.REVIEW,
        "apprise": Condition.REVIEW,
    }


async def test_one_channel_at_a_time_says_why_it_did_not_go() -> None:
    channels = fakes("desktop", "webhook")
    dispatcher = Dispatcher(list(channels.values()), {}, demo=False)
    channels["webhook"].failure = ChannelError("webhook: answered 500")
    assert await dispatcher.deliver("webhook", MESSAGE) == "webhook: answered 500"
    assert await dispatcher.deliver("desktop", MESSAGE) == ""
    assert [status.state for status in dispatcher.statuses()] == ["ok", "failing"]


async def test_a_warning_is_shown_while_the_channel_works() -> None:
    channel = Fake("webhook")
    choice = Choice("webhook", True, "webhook_url in the settings", warning="not encrypted")
    dispatcher = Dispatcher([channel], {}, demo=False, choices=[choice])
    assert dispatcher.statuses() == (ChannelStatus("webhook", "ready", "not encrypted"),)
    await dispatcher.deliver("webhook", MESSAGE)
    assert dispatcher.statuses() == (ChannelStatus("webhook", "ok", "not encrypted"),)
    channel.failure = ChannelError("webhook: answered 500")
    await dispatcher.deliver("webhook", MESSAGE)
    assert dispatcher.statuses() == (ChannelStatus("webhook", "failing", "webhook: answered 500", 1),)


async def test_in_a_demo_nothing_leaves_the_machine() -> None:
    channels = fakes(*ALL)
    dispatcher = Dispatcher(list(channels.values()), {}, demo=True)
    await dispatcher.dispatch(firing(Condition.PAUSE))
    assert told(channels) == set(ALL) - {"hook", "webhook", "apprise"}


async def test_a_demo_says_so_in_every_title_and_runs_no_hook() -> None:
    channels = fakes("desktop", "hook")
    dispatcher = Dispatcher(list(channels.values()), {}, demo=True, choices=CHOICES)
    drill = message(kind=Kind.DRILL)
    await dispatcher.dispatch(MESSAGE)
    await dispatcher.dispatch(drill)
    assert told(channels) == {"desktop"}
    assert [seen.title for seen in channels["desktop"].told] == [f"DEMO {MESSAGE.title}"] * 2
    assert all(seen.demo for seen in channels["desktop"].told)
    assert ChannelStatus("hook", "off", "not in a demo") in dispatcher.statuses()
