"""One target, by this process or by another: owned and read, or viewed as its owner publishes it.

nobody owns it                       own it: read, judge, tell, write
another process owns it              view it: draw what it publishes, call AWS not at all
that process ends                    own it, with what it left in the store
AWS says it is a target of another   view that
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress

from ses_tui.core.clock import Clock
from ses_tui.core.messages import Message
from ses_tui.engine.monitor import TargetMonitor
from ses_tui.engine.ports import Lease, Leases
from ses_tui.engine.view import View

LOOK_SECONDS = 0.5
"""Real time between two looks at the store: for news of the owner, and for whether it is gone."""

ACCOUNT_SECONDS = 3.0
"""How long AWS may take to say whose account it is, before anything else is read."""

ACCOUNT_MOST_SECONDS = 15.0
"""The same where another process watches something: it may be that account."""

HAND_OVER_SECONDS = 10.0
"""Real time for which what the last owner published is shown until this one has read as much."""


class Attendance:
    """``own`` reads the target until it is cancelled; ``restored`` takes up what the store knows of it
    before; ``lost``: another process owns it after all; ``told``: its owner sent a message; ``changed``:
    there is news to publish."""

    def __init__(
        self,
        monitor: TargetMonitor,
        leases: Leases,
        clock: Clock,
        own: Callable[[], Coroutine[object, object, None]],
        restored: Callable[[TargetMonitor], None],
        lost: Callable[[TargetMonitor], None],
        told: Callable[[Message], None],
        changed: Callable[[], None],
    ) -> None:
        self.monitor = monitor
        self.view: View | None = None
        """What is drawn in place of the monitor's own numbers."""
        self._leases = leases
        self._clock = clock
        self._own = own
        self._restored = restored
        self._lost = lost
        self._told = told
        self._changed = changed
        self._lease: Lease | None = None
        self._leased = ""
        self._sure = False
        """Whether the account is known to be that of the credentials that this process uses."""
        self._somebody_elses = asyncio.Event()

    @property
    def owned(self) -> bool:
        """Whether this process reads the target, judges it, and tells people of it."""
        return self._lease is not None

    @property
    def viewed(self) -> bool:
        """Whether another process looks at what this one publishes."""
        return self.owned and self._leases.viewed(self.monitor.history.id)

    async def forever(self) -> None:
        """Run until cancelled."""
        self._sure = True  # the store's word holds for the credentials that this process began with
        while True:
            if self._claim() and await self._know_account():
                await self._read()
            else:
                await self._look()

    def claim_account(self) -> bool:
        """AWS has told the account: whether the target is this process's under that name too."""
        if self._lease is not None and self._leased != self.monitor.history.id:
            provisional, self._lease = self._lease, None
            self._claim()
            provisional.release()
            if not self.owned:
                self._somebody_elses.set()
        return self.owned

    def look_after_lease(self) -> None:
        """Read no more where another process owns it by now."""
        if self._lease is not None and self._lease.lost:
            self._somebody_elses.set()

    def release(self) -> None:
        """Let another process own it."""
        if self._lease is not None:
            self._lease.release()
            self._lease = None

    def _claim(self) -> bool:
        """Own it, unless another process does."""
        self.monitor.history.follow()
        name = self.monitor.history.id
        if self._lease is not None and self._leased != name:
            self.release()  # another process has just learned the account: it owns that
        if self._lease is None:
            self._lease, self._leased = self._leases.acquire(name), name
        return self.owned

    async def _know_account(self) -> bool:
        """Ask AWS whose account it is where that is not sure; whether it is ours to read.

        Another process may own it by another profile, and while this one viewed, the profile may have come
        to lead to another account. Where AWS does not say, it is read all the same.
        """
        if self._leases.shared and not (self._sure and self.monitor.history.account_known):
            others = self._leases.others(self._leased)
            asked = asyncio.ensure_future(self.monitor.read_account_id())
            late = asyncio.ensure_future(
                self._clock.sleep(ACCOUNT_MOST_SECONDS if others else ACCOUNT_SECONDS)
            )
            try:
                await asyncio.wait({asked, late}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in (asked, late):
                    task.cancel()
                await asyncio.gather(asked, late, return_exceptions=True)
        return self.owned

    async def _read(self) -> None:
        """Until the target turns out to be one that another process owns."""
        self._somebody_elses.clear()
        self._restored(self.monitor)
        tasks = [
            asyncio.ensure_future(work)
            for work in (self._own(), self._somebody_elses.wait(), self._hand_over())
        ]
        reading, lost, _ = tasks
        try:
            await asyncio.wait({reading, lost}, return_when=asyncio.FIRST_COMPLETED)
            if reading.done():
                reading.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        self._lost(self.monitor)
        if self._lease is not None and self._lease.lost:
            self.release()

    async def _hand_over(self) -> None:
        """Draw this process's own numbers once there are as many as the last owner had."""
        with suppress(TimeoutError):
            async with asyncio.timeout(HAND_OVER_SECONDS if self.view else 0):
                await self.monitor.rows_tried.wait()
        self.view = None
        self._changed()

    async def _look(self) -> None:
        """Until the owner is gone, or the target has another id."""
        self._sure = False  # its credentials are read when it owns, and may have been edited by then
        history = self.monitor.history
        heard = self.view.heard if self.view is not None else None
        view = self.view = View(self.monitor.target, history, self._leases, self._clock, heard)
        try:
            while True:
                if view.look():
                    self._changed()
                await asyncio.sleep(LOOK_SECONDS)
                over = history.follow() or self._claim()
                for message in view.messages():
                    self._told(message)
                if over:
                    return
        finally:
            view.close()
