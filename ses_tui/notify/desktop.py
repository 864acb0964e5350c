"""Desktop notifications over D-Bus, by desktop-notifier.

That library swallows every failure and warns on its logger; so the service is looked for first
(``bus``), success is what its callback says, and the logger feeds our error line, not the screen.
"""

import asyncio
import logging
import os
from collections.abc import Mapping
from html import escape
from importlib import import_module
from typing import TYPE_CHECKING

from ses_tui.core.condition import Condition
from ses_tui.core.messages import Message
from ses_tui.core.text import MESSAGE_CAP, safe
from ses_tui.notify.bus import find_server, session_address
from ses_tui.notify.channel import TIME_LIMIT, ChannelError

if TYPE_CHECKING:
    from desktop_notifier import DesktopNotifier

APP_NAME = "ses-tui"
TITLE_CAP = 120
_ADDRESS = "DBUS_SESSION_BUS_ADDRESS"


class Desktop:
    """Notifications on the desktop of this machine; critical (they stay) from review upward."""

    name = "desktop"

    def __init__(self, *, environ: Mapping[str, str] | None = None, limit: float = TIME_LIMIT) -> None:
        self._environ = environ
        self._limit = limit
        self._notifier: DesktopNotifier | None = None
        self._last_words = _LastWords()

    async def deliver(self, message: Message) -> None:
        """Show it; ChannelError where no service accepts it."""
        try:
            async with asyncio.timeout(self._limit):
                server = await find_server(self._environ)
                body = safe(message.body, MESSAGE_CAP)
                if server.markup:
                    body = escape(body, quote=False)
                await self._send(safe(message.title, TITLE_CAP), body, message.condition >= Condition.REVIEW)
        except TimeoutError:
            await self.close()
            raise ChannelError(f"desktop: no answer in {self._limit:g} s") from None

    async def close(self) -> None:
        """Leave the bus. Notifications that are shown stay."""
        notifier, self._notifier = self._notifier, None
        # The library has no way to disconnect: without this, each failure would keep a socket.
        bus = getattr(getattr(notifier, "_backend", None), "bus", None)
        if bus is not None:
            bus.disconnect()

    async def _send(self, title: str, body: str, critical: bool) -> None:
        notifier = await self._ready()
        from desktop_notifier import Urgency

        accepted: list[bool] = []
        self._last_words.line = ""
        await notifier.send(
            title=title,
            message=body,
            urgency=Urgency.Critical if critical else Urgency.Normal,
            on_dispatched=lambda: accepted.append(True),
        )
        if not accepted:
            await self.close()
            raise ChannelError(f"desktop: {self._last_words.line or 'the notification was not accepted'}")

    async def _ready(self) -> "DesktopNotifier":
        if self._notifier is None:
            await asyncio.to_thread(import_module, "desktop_notifier")  # 40 ms and more, off the loop
            from desktop_notifier import DesktopNotifier

            self._last_words.listen()
            address = session_address(os.environ if self._environ is None else self._environ)
            if address is not None:
                os.environ.setdefault(_ADDRESS, address)  # the library looks nowhere else
            self._notifier = DesktopNotifier(app_name=APP_NAME, app_icon=None)
        return self._notifier


class _LastWords(logging.Handler):
    """What the library last complained of, and the end of the way for its log."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.line = ""

    def listen(self) -> None:
        logger = logging.getLogger("desktop_notifier")
        logger.propagate = False
        if self not in logger.handlers:
            logger.addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        self.line = safe(error if error is not None and str(error) else record.getMessage())
