"""The channels by name: from which condition each is told, and what is known of each after a try."""

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
from tests.notify.messages import MESSAGE, message


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
    """A channel that does not answer the first time."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._answers = False

    async def deliver(self, message: Message) -> None:
        if not self._answers:
            self._answers = True
            await asyncio.Event().wait()
        await super().deliver(message)


def fakes(*names: str) -> dict[str, Fake]:
    return {name: Fake(name) for name in names}


ALL = ("desktop", "terminal", "tmux", "hook", "bell", "webhook", "apprise")


@pytest.mark.parametrize(
    ("names", "routes", "expected"),
    [
        (ALL, {}, {"desktop": "warn", "terminal": "warn", "tmux": "warn", "hook": "warn"}),
        (ALL, {"desktop": Condition.PAUSE}, {"desktop": "pause", "hook": "warn", "webhook": "review"}),
        (("webhook", "apprise", "bell"), {}, {"webhook": "review", "apprise": "review", "bell": "review"}),
        (("bell",), {}, {"bell": "warn"}),
        (("bell",), {"bell": Condition.REVIEW}, {"bell": "warn"}),
        (("unheard-of",), {}, {"unheard-of": "warn"}),
    ],
)
def test_set_routes_win_name_by_name_and_a_bell_alone_rings_at_warn(
    names: Sequence[str], routes: dict[str, Condition], expected: dict[str, str]
) -> None:
    floors = Dispatcher(list(fakes(*names).values()), routes, demo=False).floors
    assert set(floors) == set(names)
    assert {name: floors[name].word for name in expected} == expected


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (None, ""),
        (ChannelError("tmux: nobody is attached"), "tmux: nobody is attached"),
        (ChannelError(""), "not accepted"),
        (RuntimeError("a\nbug that may hold a secret"), "tmux: RuntimeError"),
    ],
)
async def test_one_that_fails_or_breaks_says_why_in_one_line(
    failure: BaseException | None, said: str
) -> None:
    channel = Fake("tmux", failure)
    assert await Dispatcher([channel], {}, demo=False).deliver("tmux", MESSAGE) == said
    assert bool(channel.told) == (failure is None)


@pytest.mark.fault(
    "a channel hangs",
    says="the channel fails",
    lives="the others are told meanwhile",
    blind="no",
    heals="at the next attempt",
)
async def test_one_that_hangs_is_given_up_and_the_others_are_told_meanwhile() -> None:
    good = Fake("desktop")
    dispatcher = Dispatcher([Hanging("hook"), good], {}, demo=False, limit=0.05)
    hanging = asyncio.create_task(dispatcher.deliver("hook", MESSAGE))
    assert await dispatcher.deliver("desktop", MESSAGE) == ""
    assert not hanging.done()
    assert await hanging == "hook: no answer in 0.05 s"
    assert await dispatcher.deliver("hook", MESSAGE) == ""


async def test_cancelling_is_not_taken_for_a_failure() -> None:
    dispatcher = Dispatcher([Hanging("hook")], {}, demo=False)
    task = asyncio.create_task(dispatcher.deliver("hook", MESSAGE))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert dispatcher.statuses() == (ChannelStatus("hook", "ready"),)


async def test_statuses_tell_ready_ok_failing_and_how_often_in_a_row() -> None:
    channel = Fake("desktop")
    dispatcher = Dispatcher([channel], {}, demo=False)
    assert dispatcher.statuses() == (ChannelStatus("desktop", "ready"),)
    await dispatcher.deliver("desktop", MESSAGE)
    assert dispatcher.statuses() == (ChannelStatus("desktop", "ok"),)
    channel.failure = ChannelError("gone")
    await dispatcher.deliver("desktop", MESSAGE)
    await dispatcher.deliver("desktop", MESSAGE)
    assert dispatcher.statuses() == (ChannelStatus("desktop", "failing", "gone", 2),)
    channel.failure = None
    await dispatcher.deliver("desktop", MESSAGE)
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


async def test_a_demo_says_so_in_every_title_and_nothing_leaves_the_machine() -> None:
    channels = fakes(*ALL)
    dispatcher = Dispatcher(list(channels.values()), {}, demo=True, choices=CHOICES)
    assert set(dispatcher.floors) == set(ALL) - {"hook", "webhook", "apprise"}
    for alert in (MESSAGE, message(kind=Kind.DRILL)):
        assert await dispatcher.deliver("desktop", alert) == ""
    assert [seen.title for seen in channels["desktop"].told] == [f"DEMO {MESSAGE.title}"] * 2
    assert all(seen.demo for seen in channels["desktop"].told)
    assert ChannelStatus("hook", "off", "not in a demo") in dispatcher.statuses()
