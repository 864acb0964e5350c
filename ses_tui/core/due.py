"""One message that one channel is owed."""

from ses_tui.core.condition import Condition
from ses_tui.core.messages import Kind
from ses_tui.core.model import Key
from ses_tui.core.record import Record, replace
from ses_tui.core.self_monitoring import SelfAlert

SERVICE_ROUTE = Condition.REVIEW
"""As what messages are routed that are about no condition: blindness and the monitor's own trouble."""


Matter = tuple[Kind, Key, Condition, str, SelfAlert | None]
"""What a message is about: the same for every try of it."""


class Due(Record, frozen=True):
    """One message that one channel is owed."""

    kind: Kind
    key: Key
    """Of a self-monitoring alert only the account's of its target."""
    condition: Condition = Condition.OK
    delivered: Condition = Condition.OK
    """What the channel was last told of the key."""
    since: float | None = None
    """When the condition was entered, UTC epoch seconds; of a SIGHT when the blindness was last told."""
    began: float | None = None
    """When the alert began, UTC epoch seconds."""
    covers: tuple[Key, ...] = ()
    """Every key that a message about blindness speaks for, the worst first."""
    cause: str = ""
    """Why they can't be seen: an ``errors[].kind``, or ``no_data``."""
    self_alert: SelfAlert | None = None
    """What is wrong with the monitor itself; with RESOLVED, that it is over."""
    together: tuple["Due", ...] = ()
    """Of keys that are told once, what else changed: one message for all of it, the worst first."""

    @property
    def matter(self) -> Matter:
        """What it is about."""
        return self.kind, self.key, self.condition, self.cause, self.self_alert

    @property
    def route(self) -> Condition:
        """The condition as which it is routed: who heard of the worse hears of the better."""
        service = self.self_alert is not None or self.kind in (Kind.BLIND, Kind.SIGHT)
        worst = max((one.route for one in self.together), default=Condition.OK)
        return SERVICE_ROUTE if service else max(self.condition, self.delivered, worst)

    @property
    def each(self) -> tuple["Due", ...]:
        """This one and those that are told together with it, each by itself."""
        return replace(self, together=()), *self.together
