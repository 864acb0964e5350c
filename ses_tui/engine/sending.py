"""Whose sending SES has switched off: told by the events of a queue, ended by them or by a read."""

from collections.abc import Awaitable, Callable, Iterable

from ses_tui.core.clock import Clock
from ses_tui.core.condition import Condition
from ses_tui.core.events.announced import SENDING_TITLES, sending_statuses
from ses_tui.core.events.event import Arrival
from ses_tui.core.ledger import DeliveryRecord
from ses_tui.core.model import ACCOUNT, Metric, Subject, SubjectKind
from ses_tui.core.record import replace
from ses_tui.core.sending_status import LIST_OF, ended_by_read, sending_again, switched
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

    def restore(self, told: Iterable[DeliveryRecord]) -> None:
        """What people were told is off is off until something says otherwise: an event comes once."""
        for _, key, delivered, _ in told:
            if key.metric is Metric.SENDING_STATUS and delivered.condition >= Condition.PAUSE:
                self._state.rules.announced(key.subject, key.metric, False, delivered.at or 0.0)

    def arrived(self, arrival: Arrival) -> None:
        """One message of the queue."""
        events = arrival.parsed if isinstance(arrival.parsed, tuple) else ()
        if not any(event.event in SENDING_TITLES for event in events):
            return
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
        """The free reads of sets and tenants, and what they end."""
        well = await self._inventory.read_lists()
        if ended_by_read(self._state.rules, self._inventory.now):
            self._changed()
        return well

    async def read_identities(self, read: Callable[[], Awaitable[bool]]) -> bool:
        """``read``: the list of identities; and what it ends."""
        well = await read()
        on = (Subject(SubjectKind.IDENTITY, name) for name in self._state.sending_identities)
        if sending_again(self._state.rules, on, self._state.identities_at):
            self._changed()
        return well

    def _read_at(self, subject: Subject) -> float | None:
        """When a read last said whether ``subject`` may send, UTC epoch seconds."""
        if subject == ACCOUNT:
            return self._state.account_at
        if subject.kind is SubjectKind.IDENTITY:
            return self._state.identities_at
        return self._inventory.now.read_at.get(LIST_OF.get(subject.kind, ""))
