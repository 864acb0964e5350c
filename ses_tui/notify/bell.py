"""The bell: works everywhere, tmux and SSH included, and calls attention to the screen."""

import time
from collections.abc import Callable

from ses_tui.core.messages import Message
from ses_tui.notify.channel import GOOD_NEWS
from ses_tui.notify.terminal import Write, send

QUIET_SECONDS = 3.0
"""Bells closer together than this are one: ten rows that cross a line must not ring ten times."""


class Bell:
    """Rings for what starts or goes on, not for what ends."""

    name = "bell"

    def __init__(self, write: Write, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._write = write
        self._monotonic = monotonic
        self._rang_at: float | None = None

    async def deliver(self, message: Message) -> None:
        """Ring, unless it rang a moment ago."""
        now = self._monotonic()
        if message.kind in GOOD_NEWS or (self._rang_at is not None and now - self._rang_at < QUIET_SECONDS):
            return
        send(self._write, b"\a", self.name)
        self._rang_at = now
