"""What a way out is: it accepts a message, or says in one line why not."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from hashlib import sha256
from typing import Protocol, runtime_checkable

from ses_tui.core.condition import Condition
from ses_tui.core.messages import Kind, Message
from ses_tui.core.text import safe

TIME_LIMIT = 10.0
"""Seconds after which a delivery counts as failed."""

PROBLEM_CAP = 160

GOOD_NEWS = frozenset({Kind.EASED, Kind.RESOLVED, Kind.SIGHT, Kind.CHANNEL_OK})
"""Kinds that end something: nobody is called to the screen for them."""


class ChannelError(Exception):
    """The message did not get out. The text is one safe line."""

    def __init__(self, line: str) -> None:
        super().__init__(safe(line, PROBLEM_CAP))

    @property
    def line(self) -> str:
        """Why, in one line."""
        return str(self.args[0])


class Channel(Protocol):
    """One way to people. ``name``: one of ``ladder.CHANNELS``, or a webhook's own."""

    name: str

    async def deliver(self, message: Message) -> None:
        """Return when the message was accepted; raise ChannelError where it was not."""
        ...


@runtime_checkable
class Closable(Protocol):
    """A channel that holds something which should not outlive the program."""

    async def close(self) -> None:
        """Let go of it; never raises."""
        ...


def one_line(message: Message, cap: int) -> str:
    """What, who and what to do next on one safe line of at most ``cap`` characters."""
    return safe(" · ".join(filter(None, (message.title, below(message)))), cap)


def below(message: Message) -> str:
    """What stands under the title: who, and what to do next, on one line."""
    return " · ".join(filter(None, (message.body, message.advice)))


def idempotency_key(message: Message) -> str:
    """The same for the same message sent again, another for every other one: 32 hexadecimal digits."""
    told = f"{message.id}\n{message.kind.value}\n{message.condition.word}\n{message.at!r}"
    return sha256(told.encode("utf-8", "replace")).hexdigest()[:32]


def matter(message: Message) -> str:
    """What it is about: a later message on the same matter may take its place on a screen."""
    if message.kind in (Kind.DRILL, Kind.DIGEST):
        aspect = message.id
    elif message.kind in (Kind.BLIND, Kind.SIGHT):
        aspect = "sight"
    elif message.trouble is not None:
        aspect = f"{message.trouble.value} {message.about}"
    else:
        aspect = "condition"
    return f"{message.key.target} {message.key} {aspect}"


async def attempt(channel: Channel, message: Message, limit: float = TIME_LIMIT) -> str:
    """Why it was not accepted, in one line; empty where it was. Never raises, but may be cancelled."""
    return await attempted(channel.name, channel.deliver(message), limit)


async def attempted(name: str, delivery: Awaitable[None], limit: float) -> str:
    """The same for any way of telling channel ``name``."""
    try:
        async with asyncio.timeout(limit):
            await delivery
    except ChannelError as error:
        return error.line or "not accepted"
    except TimeoutError:
        return f"{name}: no answer in {limit:g} s"
    except Exception as error:  # noqa: BLE001  one way out that breaks must not close the others
        # Its text is not repeated: it may come from a library that was given a secret.
        return safe(f"{name}: {type(error).__name__}", PROBLEM_CAP)
    return ""


AGAIN_SECONDS = 900.0
"""A try this long after the first is a message of its own: a repeated pause comes as often."""


class Tries:
    """For a channel that must know, so that nobody is told twice what was accepted once."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._first: dict[str, tuple[Kind, Condition, float, str]] = {}

    def begin(self, message: Message) -> str:
        """The same key for every try of a message, another one for every other message."""
        about, now = matter(message), self._monotonic()
        kind, condition, since, key = self._first.get(about, (None, None, now, ""))
        if (kind, condition) != (message.kind, message.condition) or now - since >= AGAIN_SECONDS:
            since, key = now, idempotency_key(message)
        self._first[about] = (message.kind, message.condition, since, key)
        return key

    def accepted(self, message: Message) -> None:
        """What comes next on this matter is another message."""
        self._first.pop(matter(message), None)
