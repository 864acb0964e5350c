"""What is watched and what is read: subjects, metrics, keys, points and series."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from enum import StrEnum
from math import isfinite

from ses_tui.core.record import Record


class SubjectKind(StrEnum):
    """What a number can be about."""

    ACCOUNT = "account"
    ISP = "isp"
    IDENTITY = "identity"
    CONFIGURATION_SET = "configuration_set"
    TENANT = "tenant"
    POOL = "pool"
    IP = "ip"


class Metric(StrEnum):
    """What can be measured. Rates are fractions 0..1; ``sends`` is a count of messages.

    ``enforcement_status``, ``sending_enabled`` and ``sending_status`` are words rather than numbers: they
    alert by themselves; the last one is of a tenant, a set or an identity. So are ``verification``, ``dkim``
    and ``mail_from`` of an identity, and ``advisor``, the gravest impact of VDM's open findings. The budgets
    are the early tiers' own keys; ``monitor`` is this program itself; ``warmup`` is a fraction.
    """

    BOUNCE_RATE = "bounce_rate"
    COMPLAINT_RATE = "complaint_rate"
    DELIVERY_RATE = "delivery_rate"
    TRANSIENT_BOUNCE_RATE = "transient_bounce_rate"
    OPEN_RATE = "open_rate"
    CLICK_RATE = "click_rate"
    SENDS = "sends"
    MAIL_STOPPED = "mail_stopped"
    REJECT_RATE = "reject_rate"
    RENDERING_FAILURE_RATE = "rendering_failure_rate"
    QUOTA_USE = "quota_use"
    SEND_RATE_USE = "send_rate_use"
    INBOX_PLACEMENT = "inbox_placement"
    ENFORCEMENT_STATUS = "enforcement_status"
    SENDING_ENABLED = "sending_enabled"
    SENDING_STATUS = "sending_status"
    VERIFICATION = "verification"
    DKIM = "dkim"
    MAIL_FROM = "mail_from"
    ADVISOR = "advisor"
    BOUNCE_BUDGET = "bounce_budget"
    COMPLAINT_BUDGET = "complaint_budget"
    MONITOR = "monitor"
    WARMUP = "warmup"

    @property
    def word(self) -> str:
        """How people say it: ``bounce``, ``complaint``, ``transient bounce``."""
        return self.value.removesuffix("_rate").replace("_", " ")


RATES = (Metric.BOUNCE_RATE, Metric.COMPLAINT_RATE)
"""What AWS judges an account by."""

NUMBERS = (
    Metric.MAIL_STOPPED,
    Metric.REJECT_RATE,
    Metric.RENDERING_FAILURE_RATE,
    Metric.QUOTA_USE,
    Metric.SEND_RATE_USE,
)
"""The account's other numbers, which alert under keys of their own (``account_numbers``)."""


TIER_KEYS = {Metric.BOUNCE_RATE: Metric.BOUNCE_BUDGET, Metric.COMPLAINT_RATE: Metric.COMPLAINT_BUDGET}
"""Per rate the metric of the account under which its tiers alert."""


class Subject(Record, frozen=True):
    """``name`` is the string that AWS uses, made safe to print; None for the account."""

    kind: SubjectKind
    name: str | None = None

    @property
    def label(self) -> str:
        """``account``, or the name."""
        return self.name if self.name is not None else self.kind.value


ACCOUNT = Subject(SubjectKind.ACCOUNT)


SubjectMetric = tuple[Subject, Metric]
"""A key within one target."""


class Key(Record, frozen=True):
    """What an alert is about; the same everywhere: state, store, messages."""

    target: str
    subject: Subject
    metric: Metric

    def __str__(self) -> str:
        """The form of scenarios and of the command line: ``isp:Hotmail/bounce_rate``."""
        kind = self.subject.kind.value
        subject = kind if self.subject.name is None else f"{kind}:{self.subject.name}"
        return f"{subject}/{self.metric.value}"


class Point(Record, frozen=True):
    """One datapoint. ``at``: UTC epoch seconds. A rate's value is a fraction.

    Where the value is a ratio of counts of our own, they are given; AWS's Reputation rates have
    none, since the volume behind them is not published.
    """

    at: float
    value: float
    numerator: int | None = None
    denominator: int | None = None


FUTURE_TOLERANCE = 300.0
"""Seconds that a datapoint may lie in the future and still be believed (ALERTING: two axes)."""


def acceptable(point: Point, now: float) -> bool:
    """Whether a rate may be believed: finite, 0..1, at most five minutes in the future."""
    return isfinite(point.value) and 0.0 <= point.value <= 1.0 and point.at <= now + FUTURE_TOLERANCE


class Series(Record, frozen=True, array_like=True):
    """Points in time order: ``times`` UTC epoch seconds, strictly rising; ``values``, as many.

    ValueError where there are more of the one than of the other.
    """

    times: tuple[float, ...] = ()
    values: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if len(self.times) != len(self.values):
            raise ValueError("a series with more times than values, or fewer")

    def __len__(self) -> int:
        return len(self.times)

    @property
    def last(self) -> float | None:
        """The newest value, or None."""
        return self.values[-1] if self.values else None

    @property
    def last_at(self) -> float | None:
        """When the newest value was, or None."""
        return self.times[-1] if self.times else None

    @classmethod
    def of(cls, pairs: Iterable[tuple[float, float]]) -> "Series":
        """From (time, value) pairs in any order; of equal times the last one given wins."""
        ordered = sorted(dict(pairs).items())
        return cls(tuple(at for at, _ in ordered), tuple(value for _, value in ordered))

    def until(self, end: float) -> "Series":
        """The part at or before ``end``."""
        last = bisect_right(self.times, end)
        return Series(self.times[:last], self.values[:last])

    def since(self, start: float) -> "Series":
        """The part at or after ``start``."""
        first = bisect_left(self.times, start)
        return Series(self.times[first:], self.values[first:])

    def merged(self, pairs: Iterable[tuple[float, float]], keep_from: float) -> "Series":
        """With ``pairs`` added (a rewritten past value replaces), nothing older than ``keep_from``."""
        joined = dict(zip(self.times, self.values, strict=True))
        joined.update(pairs)
        return Series.of((at, value) for at, value in joined.items() if at >= keep_from)

    def binned(self, start: float, end: float, count: int) -> tuple[float | None, ...]:
        """``count`` means over equal spans of [start, end); None where a span holds no point."""
        sums = [0.0] * count
        hits = [0] * count
        width = (end - start) / count
        for index in range(bisect_left(self.times, start), bisect_left(self.times, end)):
            slot = min(count - 1, int((self.times[index] - start) / width))
            sums[slot] += self.values[index]
            hits[slot] += 1
        return tuple(total / hit if hit else None for total, hit in zip(sums, hits, strict=True))


EMPTY_SERIES = Series()


class Target(Record, frozen=True):
    """One AWS account in one Region, reached with one profile or role.

    Empty strings mean: as the AWS environment says. ``endpoint_url`` replaces AWS by a stand-in.
    """

    name: str = "default"
    profile: str = ""
    role_arn: str = ""
    region: str = ""
    """``ANY_REGION`` until it is known in which Regions SES is in use."""
    endpoint_url: str = ""
    external_id: str = ""
    """What the role's trust policy asks for."""
    role_session_name: str = ""
    """How the role's session is called in CloudTrail."""
    group: str = ""
    """What people filter by, and route messages by."""
    account_id: str = ""
    """12 digits, where they were configured."""


ANY_REGION = "auto"
