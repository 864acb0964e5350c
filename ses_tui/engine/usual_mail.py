"""Reads how much mail the account sent in the hours of the weeks before: once, later its own counts tell."""

from collections.abc import Callable

from ses_tui.core.clock import Clock
from ses_tui.core.mail_stopped import newest_hour
from ses_tui.core.results import ReadError
from ses_tui.core.usual_mail import KEPT
from ses_tui.engine.ports import Reader
from ses_tui.engine.state import TargetState

SOURCE = "usual mail"


class UsualMailRead:
    """``settle`` is called when something was read."""

    def __init__(self, reader: Reader, state: TargetState, clock: Clock, settle: Callable[[], None]) -> None:
        self._reader = reader
        self._state = state
        self._clock = clock
        self._settle = settle
        self._was_read = False

    async def read(self) -> None:
        """One metric of CloudWatch, once, where the counts that there are do not go back far enough."""
        now = self._clock.now()
        if self._was_read or not self._state.rules.numbers.mail.lacks_weeks:
            return
        try:
            hours = await self._reader.hourly_sends(now - KEPT, newest_hour(now))
        except ReadError as failure:
            self._state.errors[SOURCE] = (failure.error,)
            return
        self._was_read = True
        self._state.errors[SOURCE] = ()
        self._state.rules.usual_mail(hours)
        self._settle()
