"""The heartbeat: GETs a URL, so that a dead-man's switch elsewhere notices when it stops.

No message channel: it says that the monitor lives and sees, nothing about the account.
"""

import asyncio
import time
from collections.abc import Callable

from ses_tui.core.snapshot import ChannelStatus
from ses_tui.notify import http
from ses_tui.notify.channel import TIME_LIMIT, ChannelError
from ses_tui.notify.secret import Secret

NAME = "heartbeat"

LEAST_SECONDS = 30.0
"""Beats closer together than this are one: short polls and many targets must not hammer the service."""


class Heartbeat:
    """Beats while the monitor does its work; without a URL it does nothing.

    ``name``: of its status. ``warning``: shown while it works.
    """

    def __init__(
        self,
        url: Secret | None,
        *,
        name: str = NAME,
        off: str = "no heartbeat_url in the settings",
        warning: str = "",
        least: float = LEAST_SECONDS,
        limit: float = TIME_LIMIT,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._url = url
        self.name = name
        self._warning = warning
        self._least = least
        self._limit = limit
        self._monotonic = monotonic
        self._beat_at: float | None = None
        self._task: asyncio.Task[None] | None = None
        self._status = (
            ChannelStatus(name, "off", off) if url is None else ChannelStatus(name, "ready", warning)
        )

    def beat(self) -> None:
        """Start one request on the running loop, and wait for nothing (``core.heartbeat``: when)."""
        now = self._monotonic()
        recent = self._beat_at is not None and now - self._beat_at < self._least
        if self._url is None or recent or self._task is not None:
            return
        self._beat_at = now
        self._task = asyncio.get_running_loop().create_task(self._call(self._url))

    def status(self) -> ChannelStatus:
        """ready (not called yet), ok, failing (why, and how often in a row), off."""
        return self._status

    async def close(self) -> None:
        """Give up a request that is under way."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})

    async def _call(self, url: Secret) -> None:
        problem = ""
        try:
            await http.request(self.name, "GET", url, limit=self._limit)
        except ChannelError as error:
            problem = error.line
        finally:
            self._task = None
        failures = self._status.failures + 1 if problem else 0
        self._status = ChannelStatus(
            self.name, "failing" if problem else "ok", problem or self._warning, failures
        )
