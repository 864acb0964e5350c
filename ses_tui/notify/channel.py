"""What a way out is: it accepts a message, or says in one line why not."""

from hashlib import sha256
from typing import Protocol, runtime_checkable

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
    """One way to people. ``name``: one of ``ladder.CHANNELS``."""

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
    if message.kind is Kind.DRILL:
        aspect = message.id
    elif message.kind in (Kind.BLIND, Kind.SIGHT):
        aspect = "sight"
    elif message.kind in (Kind.CHANNEL_FAILING, Kind.CHANNEL_OK):
        aspect = f"channel {message.about}"
    elif message.kind in (Kind.STORE_FAILING, Kind.CLOCK_SKEW, Kind.CREDENTIALS_EXPIRING):
        aspect = message.kind.value
    else:
        aspect = "condition"
    return f"{message.key.target} {message.key} {aspect}"
