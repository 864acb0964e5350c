"""What one channel is owed about one key: the table of the alert rules.

    condition > delivered                     FIRING
    condition < delivered                     EASED while still warn or review, else RESOLVED
    condition >= warn, repeat due, not acked  REPEAT     pause 15 min, review 1 h, warn 4 h

Keys of ``TOLD_ONCE`` have no REPEAT, and the ledger tells those of one cycle in one message.

A channel is owed the difference until it accepts: nothing is queued, so a message that failed
goes out again at the next cycle, and a crash can double one but never lose it.
"""

from ses_tui.core.clock import HOUR
from ses_tui.core.condition import Condition
from ses_tui.core.messages import Kind
from ses_tui.core.model import NUMBERS, Metric
from ses_tui.core.record import Record, replace

LOUD = Condition.WARN
"""The lowest condition that makes a message; notice only colours."""

TOLD_ONCE = frozenset(
    {Metric.SENDING_STATUS, Metric.VERIFICATION, Metric.DKIM, Metric.MAIL_FROM, Metric.ADVISOR, *NUMBERS}
)
"""Keys that never change the account's condition: each change is told once, and how they stand at the first
read ever is a baseline, which is on the screen and told in one summary at most."""

REPEAT_SECONDS = {Condition.WARN: 4 * HOUR, Condition.REVIEW: HOUR, Condition.PAUSE: HOUR / 4}


class AlertStatus(Record, frozen=True):
    """Where a key stands now.

    ``since``: when that was entered, ``began``: when the alert began, UTC epoch seconds. ``reached``: the
    highest condition among the datapoints of this cycle, which may be over again.
    """

    condition: Condition
    since: float | None = None
    reached: Condition = Condition.OK
    began: float | None = None
    baseline: bool = False
    """It has stood so since the key was first read: what comes next is told, this is not."""


class Delivered(Record, frozen=True):
    """What one channel accepted about one key, and when it last did (UTC epoch seconds).

    ``owed``: a review or pause that came since, perhaps over by now: it must still be told. With a
    ``condition`` and no ``at``, a message that takes it back is on its way or was cut off: it may
    have arrived, so a rise is told again.
    """

    condition: Condition = Condition.OK
    at: float | None = None
    owed: Condition = Condition.OK

    def rises(self, condition: Condition) -> bool:
        """Whether ``condition`` is more than the channel knows for certain."""
        return condition > self.condition or (self.at is None and condition == self.condition)

    def seeing(self, status: AlertStatus, floor: Condition) -> "Delivered":
        """With what this cycle's datapoints reached, where AWS's own lines are concerned.

        A baseline counts as told.
        """
        if status.baseline:
            loud = status.condition >= max(floor, LOUD) and self.rises(status.condition)
            return Delivered(status.condition, status.since) if loud else self
        reached = max(status.reached, status.condition)
        if reached >= max(floor, Condition.REVIEW) and self.rises(reached) and reached > self.owed:
            return replace(self, owed=reached)
        return self

    def accepted(self, kind: Kind, condition: Condition, at: float) -> "Delivered":
        """After the channel took a message of ``kind`` that said ``condition``."""
        if kind is Kind.FIRING:
            owed = self.owed if self.owed > condition else Condition.OK
            return Delivered(condition, at, owed)
        if kind is Kind.GONE:
            return Delivered(at=at)
        said = condition if condition >= LOUD else Condition.OK
        return replace(self, condition=said, at=at)


def owed(
    delivered: Delivered, status: AlertStatus, floor: Condition, now: float, *, acked: bool
) -> tuple[Kind, Condition] | None:
    """The message that is due and the condition that it says; None if none is.

    ``floor``: the lowest condition that the channel is told. What was told is also taken back.
    """
    worst = max(status.condition, delivered.owed)
    if delivered.rises(worst) and worst >= max(floor, LOUD):
        return Kind.FIRING, worst
    if (better := lowered(delivered, status)) is not None:
        return better
    if status.condition >= max(floor, LOUD) and not acked:
        waited = now - (delivered.at if delivered.at is not None else now)
        if waited >= REPEAT_SECONDS[status.condition]:
            return Kind.REPEAT, status.condition
    return None


def lowered(delivered: Delivered, status: AlertStatus) -> tuple[Kind, Condition] | None:
    """What takes back a part or all of what was told; None where nothing does."""
    if delivered.condition < LOUD or status.condition >= delivered.condition:
        return None
    return Kind.EASED if status.condition >= LOUD else Kind.RESOLVED, status.condition
