"""What another process told the team of a target that it owns, told on this screen too.

The owner sends what belongs to the team: a hook, a webhook, apprise. A bell, a toast, tmux and the desktop
belong to whoever sits here: each is handed every message of the owner that it would be told, once.
"""

import asyncio
from collections import deque
from collections.abc import Callable

from ses_tui.core.clock import Clock
from ses_tui.core.delivery import LOUD, Delivered
from ses_tui.core.due import Due
from ses_tui.core.ledger import Ledger
from ses_tui.core.messages import Message
from ses_tui.core.model import Key
from ses_tui.core.self_monitoring import SelfAlert
from ses_tui.engine.ports import Channels, Frontend

WAITING_MOST = 50
"""Messages that wait for one channel; of more the oldest go."""

RETRY_SECONDS = 30.0


class Followed:
    """One for all targets. What a channel took counts as told it, so that it is not told again when this
    process becomes the owner. ``told``: a channel took something about a key."""

    def __init__(
        self,
        ledger: Ledger,
        channels: Channels,
        frontend: Frontend,
        clock: Clock,
        told: Callable[[str, Key], None],
    ) -> None:
        self._ledger = ledger
        self._channels = channels
        self._frontend = frontend
        self._clock = clock
        self._told = told
        self._waiting: dict[str, deque[Message]] = {
            name: deque(maxlen=WAITING_MOST) for name in channels.floors if name not in channels.team
        }
        self._under_way: dict[str, asyncio.Task[None]] = {}

    def take(self, message: Message) -> None:
        """The owner sent ``message``."""
        self._frontend.show(message)
        for channel, waiting in self._waiting.items():
            if not self._hears(channel, message):
                continue
            waiting.append(message)
            if channel not in self._under_way:
                self._under_way[channel] = asyncio.get_running_loop().create_task(self._carry(channel))

    def forget(self, target: str) -> None:
        """This process owns the target now, and tells of it itself what is owed."""
        for waiting in self._waiting.values():
            for message in [one for one in waiting if one.key.target == target]:
                waiting.remove(message)

    async def close(self) -> None:
        """Give up what was not taken."""
        for task in self._under_way.values():
            task.cancel()
        await asyncio.gather(*self._under_way.values(), return_exceptions=True)

    def _hears(self, channel: str, message: Message) -> bool:
        """Whether it is loud enough for the channel; who heard of the worse hears of the better."""
        known = self._ledger.channels[channel].delivered.get(message.key, Delivered())
        waits = any(one.key == message.key for one in self._waiting[channel])
        return message.route >= self._channels.floors[channel] or known.condition >= LOUD or waits

    async def _carry(self, channel: str) -> None:
        waiting = self._waiting[channel]
        while waiting:
            message = waiting[0]
            if await self._channels.deliver(channel, message):
                await self._clock.sleep(RETRY_SECONDS)
                continue
            if waiting and waiting[0] is message:
                waiting.popleft()
            due = _due_of(message)
            self._ledger.accepted(channel, due, self._clock.now())
            for key in due.covers or tuple(one.key for one in due.each):
                self._told(channel, key)
        del self._under_way[channel]


def _due_of(message: Message) -> Due:
    """What the message told, as the ledger has it."""
    trouble = None if message.trouble is None else SelfAlert(message.trouble, message.about)
    return Due(
        message.kind,
        message.key,
        message.condition,
        covers=() if message.together else message.covers,
        cause=message.cause,
        self_alert=trouble,
        together=tuple(Due(one.kind, one.key, one.condition) for one in message.together),
    )
