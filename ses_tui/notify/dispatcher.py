"""Every message to every channel that wants it, all at once, and how each one is doing."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from ses_tui.core.condition import Condition
from ses_tui.core.messages import Kind, Message
from ses_tui.core.snapshot import ChannelStatus
from ses_tui.core.text import safe
from ses_tui.notify.channel import PROBLEM_CAP, TIME_LIMIT, Channel, ChannelError, Closable
from ses_tui.notify.ladder import Choice

DEFAULT_ROUTES: Mapping[str, Condition] = {
    "desktop": Condition.WARN,
    "terminal": Condition.WARN,
    "tmux": Condition.WARN,
    "hook": Condition.WARN,
    "bell": Condition.REVIEW,
}
"""Per channel the lowest condition that it is told; the bell from warn where it is alone."""

CLOSE_SECONDS = 2.0

DEMO_PREFIX = "DEMO "


@dataclass(frozen=True, slots=True)
class DeliveryResult:
    """How one message fared on one channel. ``problem``: one line, empty where it was accepted."""

    channel: str
    message: str
    problem: str = ""

    @property
    def accepted(self) -> bool:
        """Whether the channel took it."""
        return not self.problem


class Dispatcher:
    """Hands messages to channels. In a demo titles begin with DEMO and no hook runs.

    ``routes`` overrides DEFAULT_ROUTES name by name; a channel in neither is told from warn.
    ``choices``: those that are off are listed among the statuses, with their reason.
    """

    def __init__(
        self,
        channels: Sequence[Channel],
        routes: Mapping[str, Condition],
        demo: bool,
        *,
        choices: Sequence[Choice] = (),
        limit: float = TIME_LIMIT,
    ) -> None:
        self._channels = tuple(channel for channel in channels if not (demo and channel.name == "hook"))
        self._routes = self._settled(routes)
        self._demo = demo
        self._limit = limit
        reasons = {choice.channel: choice.reason for choice in choices}
        self._statuses = {
            channel.name: ChannelStatus(channel.name, "ready", reasons.get(channel.name, ""))
            for channel in self._channels
        }
        for choice in choices:
            if choice.channel not in self._statuses:
                note = "no hook runs in a demo" if choice.on and demo else choice.reason
                self._statuses[choice.channel] = ChannelStatus(choice.channel, "off", note)

    def statuses(self) -> tuple[ChannelStatus, ...]:
        """Per channel: ready (not used yet), ok, failing (with the last problem), off (with why)."""
        return tuple(self._statuses.values())

    def wanted_by(self, message: Message) -> tuple[Channel, ...]:
        """The channels whose route the message reaches; a drill goes to all."""
        return tuple(
            channel
            for channel in self._channels
            if message.kind is Kind.DRILL or self._routes.get(channel.name, Condition.WARN) <= message.route
        )

    async def dispatch(self, message: Message) -> tuple[DeliveryResult, ...]:
        """Deliver to all that want it, each under its own time limit. Never raises."""
        if self._demo:
            message = replace(message, title=DEMO_PREFIX + message.title, demo=True)
        return tuple(
            await asyncio.gather(*(self._deliver(channel, message) for channel in self.wanted_by(message)))
        )

    async def close(self) -> None:
        """Let the channels go of what should not outlive the program, such as tmux's status line."""
        for channel in self._channels:
            if isinstance(channel, Closable):
                with suppress(TimeoutError):
                    async with asyncio.timeout(CLOSE_SECONDS):
                        await channel.close()

    async def _deliver(self, channel: Channel, message: Message) -> DeliveryResult:
        problem = ""
        try:
            async with asyncio.timeout(self._limit):
                await channel.deliver(message)
        except ChannelError as error:
            problem = error.line or "not accepted"
        except TimeoutError:
            problem = f"{channel.name}: no answer in {self._limit:g} s"
        except Exception as error:  # noqa: BLE001  one way out that breaks must not close the others
            problem = safe(f"{channel.name}: {type(error).__name__}: {error}", PROBLEM_CAP)
        self._note(channel.name, problem)
        return DeliveryResult(channel.name, message.id, problem)

    def _note(self, name: str, problem: str) -> None:
        failures = self._statuses[name].failures + 1 if problem else 0
        state = "failing" if problem else "ok"
        self._statuses[name] = ChannelStatus(name, state, problem, failures)

    def _settled(self, routes: Mapping[str, Condition]) -> dict[str, Condition]:
        settled = {**DEFAULT_ROUTES, **routes}
        if [channel.name for channel in self._channels] == ["bell"]:
            settled["bell"] = min(settled["bell"], Condition.WARN)
        return settled
