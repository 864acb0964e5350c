"""Whose sending SES has switched off: told by the events of a queue, and by what is read."""

from collections.abc import Callable

from ses_tui.core.advisor import Advisor
from ses_tui.core.clock import Clock
from ses_tui.core.events.announced import ADVISOR_TITLES, SENDING_TITLES, sending_statuses
from ses_tui.core.events.event import Arrival
from ses_tui.core.model import ACCOUNT, Subject, SubjectKind
from ses_tui.core.record import replace
from ses_tui.core.sending_status import LIST_OF, listed_of, switched, take_lists
from ses_tui.engine.inventory import InventoryReads
from ses_tui.engine.state import TargetState


class SendingWatch:
    """One per target, on the engine's loop. ``changed``: an alert began or is over."""

    def __init__(
        self, state: TargetState, inventory: InventoryReads, clock: Clock, changed: Callable[[], None]
    ) -> None:
        self._state = state
        self._inventory = inventory
        self._clock = clock
        self._changed = changed
        self._advisor = Advisor(state.rules)
        self._advised_at = 0.0
        self.read_soon: Callable[[], None] = lambda: None
        """Called when SES announces a finding of its advisor: the lists should be read at once."""

    def arrived(self, arrival: Arrival) -> None:
        """One message of the queue."""
        events = arrival.parsed if isinstance(arrival.parsed, tuple) else ()
        if not any(event.event in (*SENDING_TITLES, *ADVISOR_TITLES) for event in events):
            return
        if any(event.event in ADVISOR_TITLES for event in events):
            self.read_soon()
        news = False
        for status in sending_statuses(arrival.body):
            account = status.subject == ACCOUNT
            read_at = self._read_at(status.subject)
            if switched(self._state.rules, status, read_at, self._clock.now()):
                news = True
                if account and self._state.account is not None:
                    self._state.account = replace(self._state.account, sending_enabled=status.enabled)
        if news:
            self._changed()

    async def read_lists(self) -> bool:
        """The free reads of sets and tenants, and what they say of sending.

        The first round is over with it: what stands is told.
        """
        well = await self._inventory.read_lists()
        rules = self._state.rules
        news = take_lists(rules, self._inventory.now)
        seen = self._inventory.now
        if seen.advisor is not None and seen.read_at.get("advisor", 0.0) > self._advised_at:
            self._advised_at = seen.read_at["advisor"]
            news = self._advisor.take(seen.advisor, self._advised_at) or news
        for kind, names in listed_of(self._inventory.now):
            rules.listed(kind, names)
        if self._state.identities_at is not None:
            news = rules.tracker.first_round_read() or news
        if news:
            self._changed()
        return well

    def _read_at(self, subject: Subject) -> float | None:
        """When a read last said whether ``subject`` may send, UTC epoch seconds."""
        if subject == ACCOUNT:
            return self._state.account_at
        if subject.kind is SubjectKind.IDENTITY:
            return self._state.identities_at
        return self._inventory.now.read_at.get(LIST_OF.get(subject.kind, ""))
