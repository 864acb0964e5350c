"""The digest of a store: one process sends it, to each channel until that accepts it."""

import asyncio
from collections.abc import Callable
from datetime import tzinfo

from ses_tui.core.clock import Clock
from ses_tui.core.digest import Digest, compose
from ses_tui.core.snapshot import Snapshot
from ses_tui.engine.ports import Channels, History, Lease

LEASE = "digest"


class Digests:
    """On the engine's loop. ``snapshot``: all targets as they stand; ``zone``: of the schedule."""

    def __init__(
        self,
        history: History,
        channels: Channels,
        clock: Clock,
        zone: tzinfo | None,
        snapshot: Callable[[], Snapshot],
    ) -> None:
        self._history = history
        self._channels = channels
        self._clock = clock
        self._zone = zone
        self._snapshot = snapshot
        self._sent: dict[str, float] | None = None
        """By channel when it accepted the last one, UTC epoch seconds."""
        self._lease: Lease | None = None
        self._under_way: asyncio.Task[None] | None = None

    def look(self) -> None:
        """Send what is due, and wait for nothing."""
        digest = self._channels.digest
        if digest is None or self._under_way is not None:
            return
        if self._lease is not None and self._lease.lost:
            self._lease.release()
            self._lease = None
        if self._lease is None:
            self._lease = self._history.leases.acquire(LEASE)
            self._sent = None
        if self._lease is None:
            return
        if self._sent is None:
            self._sent = dict(self._history.digested())
        now = self._clock.now()
        due = digest.schedule.latest(now, self._zone)
        wanted = digest.channels or sorted(set(self._channels.team) - set(self._channels.pagers))
        owed = []
        for channel in wanted:
            if channel in self._sent and self._sent[channel] < due:
                owed.append(channel)
            elif channel not in self._sent:
                self._note(channel, now)  # the first one is about a whole period
        if owed:
            self._under_way = asyncio.get_running_loop().create_task(self._send(digest, owed, now))

    async def close(self) -> None:
        """Give up what is under way, and let another process send it."""
        if self._under_way is not None:
            self._under_way.cancel()
            await asyncio.wait({self._under_way})
        if self._lease is not None:
            self._lease.release()
            self._lease = None

    async def _send(self, digest: Digest, owed: list[str], now: float) -> None:
        try:
            message = compose(self._snapshot(), digest.schedule.period, now, self._zone)
            for channel in owed:
                if channel in self._channels.floors and not await self._channels.deliver(channel, message):
                    self._note(channel, now)
        finally:
            self._under_way = None

    def _note(self, channel: str, now: float) -> None:
        if self._sent is not None:
            self._sent[channel] = now
        self._history.save_digested(channel, now)
