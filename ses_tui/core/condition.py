"""The two axes: how bad it is (condition) and whether we can see (health). Never mixed."""

from collections.abc import Mapping
from enum import IntEnum, StrEnum

from ses_tui.core.model import Metric
from ses_tui.core.record import Record, field


class Condition(IntEnum):
    """Which band a number is in; ordered, so ``max`` gives the worst."""

    OK = 0
    NOTICE = 1
    WARN = 2
    REVIEW = 3
    PAUSE = 4

    @property
    def word(self) -> str:
        """Lower case, as in JSON."""
        return self.name.lower()

    @classmethod
    def of(cls, word: str) -> "Condition":
        """The condition named by ``word``; KeyError if there is none."""
        return cls[word.upper()]


LADDER = (Condition.NOTICE, Condition.WARN, Condition.REVIEW, Condition.PAUSE)
"""The conditions that a value can enter, lowest first."""


class Health(StrEnum):
    """Whether we can see. ``init`` is printed as ``blind``: nothing was read yet."""

    INIT = "init"
    FRESH = "fresh"
    STALE = "stale"
    BLIND = "blind"

    @property
    def rank(self) -> int:
        """0 best; for ``max(..., key=...)``."""
        return (Health.FRESH, Health.STALE, Health.INIT, Health.BLIND).index(self)


class Lines(Record, frozen=True):
    """The lines of one metric, as fractions; None where a condition has none.

    AWS's own are review and pause (developer guide, reputation dashboard messages: 5 % and 10 %
    bounces, 0.1 % and 0.5 % complaints); notice and warn are conventions. Compare with ``>=``.
    """

    notice: float | None = None
    warn: float | None = None
    review: float | None = None
    pause: float | None = None

    def enter(self, condition: Condition) -> float | None:
        """The value at or above which ``condition`` is entered."""
        return (None, self.notice, self.warn, self.review, self.pause)[condition]

    def leave(self, condition: Condition) -> float | None:
        """The value below which ``condition`` may be left: 10 % under the line, 5 % for AWS's."""
        line = self.enter(condition)
        if line is None:
            return None
        # Rounded, so that 2 % makes 1.8 % and not the float above it.
        return round(line * (0.95 if condition >= Condition.REVIEW else 0.90), 12)

    def held(self, before: Condition, value: float) -> Condition:
        """The condition at ``value`` of one that is entered at once, and left below its leave line."""
        kept = (
            level
            for level in LADDER
            if level <= before and (line := self.leave(level)) is not None and value >= line
        )
        return max(self.band(value), max(kept, default=Condition.OK))

    def band(self, value: float | None) -> Condition:
        """The band that a bare number lies in, with no memory; OK for a number that was not read."""
        if value is None:
            return Condition.OK
        reached = (level for level in LADDER if (line := self.enter(level)) is not None and value >= line)
        return max(reached, default=Condition.OK)


BOUNCE_LINES = Lines(notice=0.02, warn=0.03, review=0.05, pause=0.10)
COMPLAINT_LINES = Lines(warn=0.0008, review=0.001, pause=0.005)
NO_LINES = Lines()

NUMBER_LINES: Mapping[Metric, Lines] = {
    Metric.MAIL_STOPPED: Lines(warn=0.8, review=0.98),
    Metric.REJECT_RATE: Lines(warn=0.001),
    Metric.RENDERING_FAILURE_RATE: Lines(warn=0.01),
    Metric.QUOTA_USE: Lines(warn=0.80, review=0.95),
    Metric.SEND_RATE_USE: Lines(warn=0.90),
}
"""Of the account's other numbers (``account_numbers``). All are conventions of ours: AWS has none."""


class Bands(Record, frozen=True):
    """The lines per metric; a metric without lines is never anything but ok."""

    lines: Mapping[Metric, Lines] = field(
        default_factory=lambda: {
            Metric.BOUNCE_RATE: BOUNCE_LINES,
            Metric.COMPLAINT_RATE: COMPLAINT_LINES,
            **NUMBER_LINES,
        }
    )

    def of(self, metric: Metric) -> Lines:
        """The lines of ``metric``."""
        return self.lines.get(metric, NO_LINES)


ENFORCEMENT_CONDITION = {"HEALTHY": Condition.OK, "PROBATION": Condition.REVIEW, "SHUTDOWN": Condition.PAUSE}
"""What AWS says of the account, as a condition (SES API, GetAccount: PROBATION is under review)."""


def enforcement_condition(status: str) -> Condition:
    """The condition of an EnforcementStatus; a word that AWS adds later counts as review: look at it."""
    return ENFORCEMENT_CONDITION.get(status, Condition.REVIEW)
