"""Desktop notifications over D-Bus (https://specifications.freedesktop.org/notification/latest/).

Asked directly: the library that wraps it reports success without a bus, and can replace nothing.
"""

import asyncio
import os
from collections.abc import Mapping
from html import escape

from ses_tui.core.condition import Condition
from ses_tui.core.messages import Message
from ses_tui.core.text import MESSAGE_CAP, safe
from ses_tui.notify import process
from ses_tui.notify.bus import Session
from ses_tui.notify.channel import TIME_LIMIT, ChannelError, below, matter

APP_NAME = "ses-tui"
TITLE_CAP = 120
SHOWN_CAP = 500
"""Notifications whose number is remembered."""


class Desktop:
    """Notifications on the desktop of this machine; critical (they stay) from review upward.

    A later message on the same matter takes the place of the earlier one.
    """

    name = "desktop"

    def __init__(self, *, environ: Mapping[str, str] | None = None, limit: float = TIME_LIMIT) -> None:
        self._limit = limit
        self._session = Session(environ)
        self._one_at_a_time = asyncio.Lock()
        self._owner = ""
        self._shown: dict[str, int] = {}

    async def deliver(self, message: Message) -> None:
        """Show it; ChannelError where no service accepts it."""
        try:
            async with asyncio.timeout(self._limit), self._one_at_a_time:
                await self._show(message)
        except TimeoutError:
            raise ChannelError(f"desktop: no answer in {self._limit:g} s") from None

    async def close(self) -> None:
        """Leave the bus. Notifications that are shown stay."""
        self._session.close()

    async def _show(self, message: Message) -> None:
        server = await self._session.server()
        if server.owner != self._owner:
            self._shown.clear()  # its numbers mean others' notifications now
            self._owner = server.owner
        body = "\n".join(safe(part, MESSAGE_CAP) for part in (message.body, message.advice) if part)
        about = matter(message)
        number = await self._session.notify(
            APP_NAME,
            self._shown.pop(about, 0),
            safe(message.title, TITLE_CAP),
            escape(body, quote=False) if server.markup else body,
            critical=message.condition >= Condition.REVIEW,
        )
        self._shown[about] = number
        if len(self._shown) > SHOWN_CAP:
            del self._shown[next(iter(self._shown))]


_SCRIPT = (
    "on run arguments",
    "display notification (item 2 of arguments) with title (item 1 of arguments)",
    "end run",
)


class MacDesktop:
    """The notification centre of this Mac, by osascript; the text goes in as arguments, never as script.

    desktop-notifier reports success there and shows nothing, unless Python is a signed app bundle.
    """

    name = "desktop"

    def __init__(self, *, environ: Mapping[str, str] | None = None, limit: float = TIME_LIMIT) -> None:
        self._environ = environ
        self._limit = limit

    async def deliver(self, message: Message) -> None:
        """Show it; ChannelError where osascript fails."""
        script = [part for line in _SCRIPT for part in ("-e", line)]
        outcome = await process.run(
            ("osascript", *script, "--", safe(message.title, 120), safe(below(message), MESSAGE_CAP)),
            environ=os.environ if self._environ is None else self._environ,
            limit=self._limit,
        )
        if outcome.code:
            raise ChannelError(f"desktop: osascript: {outcome.complaint}")
