"""What a way out is: it accepts a message, or says in one line why not."""

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
    """One way to people. ``name``: bell, terminal, tmux, desktop, hook."""

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
    """Title and body on one safe line of at most ``cap`` characters."""
    text = f"{message.title} · {message.body}" if message.body else message.title
    return safe(text, cap)
