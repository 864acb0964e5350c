"""Carries what the ledger says is due to every channel, each in a task of its own.

A channel that hangs keeps only itself busy: it is asked again when its time limit is up. The
engine's cycle never waits for any of them.
"""

import asyncio
from collections.abc import Callable, Mapping
from functools import partial

from ses_tui.core.clock import Clock
from ses_tui.core.condition import Condition
from ses_tui.core.ledger import Due, Ledger
from ses_tui.core.messages import Message
from ses_tui.core.snapshot import Posted
from ses_tui.engine.ports import Channels, Frontend

SCREEN = "tui"
"""The screen, or what stands in its place, as a channel: it takes everything at once."""

SCREEN_FLOOR = Condition.WARN

RETRY_SECONDS = 30.0
"""A channel that failed is asked again at the next cycle; cycles closer together than this are one."""

FAILURES_MOST = 2
"""Failed messages after which the rest waits for the next cycle, in which it comes first."""


class Courier:
    """``compose`` writes a message when it is about to go; ``posted`` hears of each that arrived."""

    def __init__(
        self,
        ledger: Ledger,
        channels: Channels,
        frontend: Frontend,
        clock: Clock,
        compose: Callable[[Due], Message],
        posted: Callable[[Due, Message, Posted], None],
        cycled: Callable[[], None],
    ) -> None:
        self._desk = ledger
        self._herald = channels
        self._outlet = frontend
        self._clock = clock
        self._compose = compose
        self._posted = posted
        self._cycled = cycled
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._not_before: dict[str, float] = {}

    @staticmethod
    def floors(channels: Channels) -> Mapping[str, Condition]:
        """Every channel and the lowest condition that it is told."""
        return {SCREEN: SCREEN_FLOOR, **channels.floors}

    def round(self) -> None:
        """Begin delivering what is due to each channel that is free."""
        self._to_screen()
        mono = self._clock.monotonic()
        for channel in self._herald.floors:
            if channel in self._under_way or mono < self._not_before.get(channel, mono):
                continue
            due = self._desk.due(channel, self._clock.now())
            if due:
                task = asyncio.get_running_loop().create_task(self._carry(channel, due, mono))
                self._under_way[channel] = task
                task.add_done_callback(partial(self._back, channel))

    async def finish(self) -> None:
        """Wait for what is under way; each has its time limit."""
        await asyncio.gather(*self._under_way.values(), return_exceptions=True)

    def _to_screen(self) -> None:
        now = self._clock.now()
        for due in self._desk.due(SCREEN, now):
            message = self._compose(due)
            self._outlet.show(message)
            self._desk.accepted(SCREEN, due, now)
            self._post(SCREEN, due, message)

    async def _carry(self, channel: str, due: list[Due], begun: float) -> None:
        problem, failures, any_accepted = "", 0, False
        for one in due:
            message = self._compose(one)
            if self._desk.trying(channel, one):
                self._cycled()
            failed = await self._herald.deliver(channel, message)
            if failed:
                self._desk.refused(channel, one)
                problem, failures = failed, failures + 1
                if failures >= FAILURES_MOST:
                    break
                continue
            any_accepted = True
            self._desk.accepted(channel, one, self._clock.now())
            self._post(channel, one, message)
        self._desk.tried(channel, problem, any_accepted=any_accepted)
        if problem:
            self._not_before[channel] = begun + RETRY_SECONDS

    def _post(self, channel: str, due: Due, message: Message) -> None:
        at = self._clock.now()
        self._posted(due, message, Posted(message.id, due.kind.value, due.condition, channel, at))

    def _back(self, channel: str, _: asyncio.Task[None]) -> None:
        del self._under_way[channel]
        self._cycled()
