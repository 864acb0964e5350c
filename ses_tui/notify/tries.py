"""Which message is another try of one that failed before: it is written anew each time."""

import time
from collections.abc import Callable

from ses_tui.core.condition import Condition
from ses_tui.core.messages import Kind, Message
from ses_tui.notify.channel import idempotency_key, matter

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
