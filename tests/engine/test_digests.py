"""One digest per period and channel, however often the program is begun anew."""

from collections.abc import Mapping
from datetime import UTC

from ses_tui.core.clock import DAY, ManualClock
from ses_tui.core.condition import Condition
from ses_tui.core.digest import Digest, Schedule
from ses_tui.core.messages import Message
from ses_tui.engine.digests import Digests
from ses_tui.store.store import Store
from tests.core.picture import snapshot
from tests.engine.bench import NoChannels

NOON = 1_764_072_000.0  # 2025-11-25T12:00:00Z


class Chat(NoChannels):
    """A hook, a pager and a bell; ``refuses``: how often the hook says no first."""

    floors: Mapping[str, Condition] = dict.fromkeys(("hook", "pager", "bell"), Condition.WARN)
    team = frozenset({"hook", "pager"})
    pagers = frozenset({"pager"})

    def __init__(self, *channels: str, refuses: int = 0) -> None:
        self.digest = Digest(Schedule.of("daily 13:00"), channels)
        self.heard: list[tuple[str, Message]] = []
        self._refuses = refuses

    async def deliver(self, channel: str, message: Message) -> str:
        if self._refuses:
            self._refuses -= 1
            return "answered 500"
        self.heard.append((channel, message))
        return ""


class Run:
    """One program after the other on one store."""

    def __init__(self, channels: Chat) -> None:
        self.clock = ManualClock(NOON)
        self.store = Store.in_memory()
        self.channels = channels
        self.begin()

    def begin(self) -> None:
        self.digests = Digests(self.store, self.channels, self.clock, UTC, snapshot)

    async def look(self, after: float = 0.0) -> list[str]:
        """To whom one was sent, after so many seconds."""
        self.channels.heard.clear()
        self.clock.at += after
        self.digests.look()
        if self.digests._under_way is not None:
            await self.digests._under_way
        assert self.store.flush()
        return [channel for channel, _ in self.channels.heard]


async def test_the_first_one_is_about_a_whole_period() -> None:
    run = Run(Chat())
    assert await run.look() == []
    assert await run.look(3500) == []
    assert await run.look(200) == ["hook"]
    assert await run.look(30) == []
    assert await run.look(DAY) == ["hook"]


async def test_a_restart_neither_repeats_nor_forgets_one() -> None:
    run = Run(Chat())
    await run.look()
    assert await run.look(3700) == ["hook"]
    await run.digests.close()
    run.begin()
    assert await run.look(30) == []
    await run.digests.close()
    run.begin()
    assert await run.look(3 * DAY) == ["hook"]  # one for all that were missed


async def test_who_refuses_is_asked_again() -> None:
    run = Run(Chat(refuses=2))
    await run.look()
    assert [await run.look(3700), await run.look(30), await run.look(30), await run.look(30)] == [
        [],
        [],
        ["hook"],
        [],
    ]


async def test_it_goes_to_those_that_are_named() -> None:
    run = Run(Chat("bell", "hook"))
    await run.look()
    assert await run.look(3700) == ["bell", "hook"]


async def test_without_one_nothing_is_sent() -> None:
    channels = Chat()
    channels.digest = None
    run = Run(channels)
    assert [await run.look(), await run.look(DAY)] == [[], []]
