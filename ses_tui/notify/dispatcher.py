"""All channels by name: what each is told, one message to one of them, and how each is doing."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from ses_tui.core.condition import Condition
from ses_tui.core.digest import Digest
from ses_tui.core.messages import Message
from ses_tui.core.snapshot import NEAR, ChannelStatus
from ses_tui.notify.alertmanager import Alertmanager
from ses_tui.notify.channel import TIME_LIMIT, Channel, Closable, attempt, attempted
from ses_tui.notify.heartbeat import Heartbeat
from ses_tui.notify.ladder import Choice
from ses_tui.notify.pagerduty import PagerDuty

DEFAULT_ROUTES: Mapping[str, Condition] = {
    "desktop": Condition.WARN,
    "terminal": Condition.WARN,
    "tmux": Condition.WARN,
    "hook": Condition.WARN,
    "bell": Condition.REVIEW,
    "webhook": Condition.REVIEW,
    "apprise": Condition.REVIEW,
}
"""Per channel the lowest condition that it is told; the bell from warn where it is alone."""

CLOSE_SECONDS = 2.0

DEMO_PREFIX = "DEMO "


class Dispatcher:
    """Hands messages to channels. In a demo titles begin with DEMO and nothing leaves the machine.

    ``routes`` overrides DEFAULT_ROUTES name by name; a channel in neither is told from warn.
    ``choices``: those that are off are listed among the statuses, with their reason; so is the
    ``heartbeat``, which is no message channel. ``heartbeats``: by entry of the configuration its own; several
    may share one.
    """

    def __init__(
        self,
        channels: Sequence[Channel],
        routes: Mapping[str, Condition],
        demo: bool,
        *,
        choices: Sequence[Choice] = (),
        groups: Mapping[str, Sequence[str]] | None = None,
        digest: Digest | None = None,
        heartbeat: Heartbeat | None = None,
        heartbeats: Mapping[str, Heartbeat] | None = None,
        limit: float = TIME_LIMIT,
    ) -> None:
        self._channels = tuple(channel for channel in channels if not demo or channel.name in NEAR)
        self._routes = self._settled(routes)
        self._groups = dict(groups or {})
        self.digest = None if demo else digest
        """When a digest is due, and to whom; None where none is wanted."""
        self._demo = demo
        self._limit = limit
        self._heartbeat = heartbeat
        self._heartbeats = {one.name: one for one in (heartbeats or {}).values()}
        self.own_beats = {entry: one.name for entry, one in (heartbeats or {}).items()}
        """Per entry of the configuration that has a heartbeat of its own, what that is called."""
        reasons = {choice.channel: choice.warning or choice.reason for choice in choices}
        self._warnings = {choice.channel: choice.warning for choice in choices}
        self._statuses = {
            channel.name: ChannelStatus(channel.name, "ready", reasons.get(channel.name, ""))
            for channel in self._channels
        }
        for choice in choices:
            if choice.channel not in self._statuses:
                note = "not in a demo" if choice.on and demo else choice.reason
                self._statuses[choice.channel] = ChannelStatus(choice.channel, "off", note)

    def statuses(self) -> tuple[ChannelStatus, ...]:
        """Per channel: ready (not used yet), ok, failing (with the last problem), off (with why)."""
        return (*self._statuses.values(), *(one.status() for one in self._beating))

    @property
    def floors(self) -> Mapping[str, Condition]:
        """Every channel that is on, and the lowest condition that it is told."""
        return {channel.name: self._routes.get(channel.name, Condition.WARN) for channel in self._channels}

    @property
    def groups(self) -> Mapping[str, Sequence[str]]:
        """Per channel that is not for every target: patterns of the groups of those that it is for."""
        return self._groups

    @property
    def pagers(self) -> Collection[str]:
        """Those that keep an incident open until they are told that it is over."""
        return {one.name for one in self._channels if isinstance(one, PagerDuty | Alertmanager)}

    @property
    def forgetful(self) -> Collection[str]:
        """Those that must be told each cycle what is still open."""
        return {one.name for one in self._channels if isinstance(one, Alertmanager)}

    async def restate(self, channel: str, messages: Sequence[Message]) -> str:
        """Tell one that is forgetful what is still open; why it was not accepted, or nothing."""
        problem = ""
        for one in self._channels:
            if one.name == channel and isinstance(one, Alertmanager):
                problem = await attempted(channel, one.restate([*map(self._marked, messages)]), self._limit)
        self._note(channel, problem)
        return problem

    @property
    def team(self) -> Collection[str]:
        """Those that reach beyond this terminal and desktop."""
        return self.floors.keys() - NEAR

    async def deliver(self, channel: str, message: Message) -> str:
        """Hand ``message`` to one channel, and say why it did not go; empty where it was accepted.

        Takes at most the time limit, and never raises.
        """
        (chosen,) = (one for one in self._channels if one.name == channel)
        problem = await attempt(chosen, self._marked(message), self._limit)
        self._note(channel, problem)
        return problem

    @property
    def beats(self) -> bool:
        """Whether there is a heartbeat's URL."""
        return self._heartbeat is not None and self._heartbeat.status().state != "off"

    def beat(self, name: str = "") -> None:
        """Call the URL of the heartbeat, or of the one of that name, and do not wait for it."""
        heartbeat = self._heartbeats[name] if name else self._heartbeat
        if heartbeat is not None:
            heartbeat.beat()

    @property
    def _beating(self) -> Sequence[Heartbeat]:
        return (*(() if self._heartbeat is None else (self._heartbeat,)), *self._heartbeats.values())

    async def close(self) -> None:
        """Let the channels go of what should not outlive the program, such as tmux's status line."""
        for one in (*self._channels, *self._beating):
            if isinstance(one, Closable):
                with suppress(TimeoutError):
                    async with asyncio.timeout(CLOSE_SECONDS):
                        await one.close()

    def _marked(self, message: Message) -> Message:
        """In a demo every title says so."""
        return replace(message, title=DEMO_PREFIX + message.title, demo=True) if self._demo else message

    def _note(self, name: str, problem: str) -> None:
        failures = self._statuses[name].failures + 1 if problem else 0
        state = "failing" if problem else "ok"
        note = problem or self._warnings.get(name, "")
        self._statuses[name] = ChannelStatus(name, state, note, failures)

    def _settled(self, routes: Mapping[str, Condition]) -> dict[str, Condition]:
        settled = {**DEFAULT_ROUTES, **routes}
        if [channel.name for channel in self._channels] == ["bell"]:
            settled["bell"] = min(settled["bell"], Condition.WARN)
        return settled
