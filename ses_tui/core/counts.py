"""Counts of mail as AWS hands them out: VDM's daily sums and the account's 15-minute buckets."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from ses_tui.core.clock import DAY, utc_day
from ses_tui.core.isps import NO_FEEDBACK_LOOP, OTHER
from ses_tui.core.model import Metric, Series, Subject, SubjectKind
from ses_tui.core.record import Record


class VdmMetric(StrEnum):
    """The metrics of VDM that we read (SESv2 ``BatchGetMetricData``); sums of messages per UTC day."""

    SEND = "SEND"
    DELIVERY = "DELIVERY"
    PERMANENT_BOUNCE = "PERMANENT_BOUNCE"
    TRANSIENT_BOUNCE = "TRANSIENT_BOUNCE"
    COMPLAINT = "COMPLAINT"
    DELIVERY_COMPLAINT = "DELIVERY_COMPLAINT"
    OPEN = "OPEN"
    DELIVERY_OPEN = "DELIVERY_OPEN"
    CLICK = "CLICK"
    DELIVERY_CLICK = "DELIVERY_CLICK"


RATIOS: Mapping[Metric, tuple[VdmMetric, VdmMetric]] = {
    Metric.BOUNCE_RATE: (VdmMetric.PERMANENT_BOUNCE, VdmMetric.SEND),
    Metric.COMPLAINT_RATE: (VdmMetric.COMPLAINT, VdmMetric.DELIVERY_COMPLAINT),
    Metric.DELIVERY_RATE: (VdmMetric.DELIVERY, VdmMetric.SEND),
    Metric.TRANSIENT_BOUNCE_RATE: (VdmMetric.TRANSIENT_BOUNCE, VdmMetric.SEND),
    Metric.OPEN_RATE: (VdmMetric.OPEN, VdmMetric.DELIVERY_OPEN),
    Metric.CLICK_RATE: (VdmMetric.CLICK, VdmMetric.DELIVERY_CLICK),
}
"""Rate -> (numerator, denominator), as VDM's dashboard divides them."""

ISP_METRICS = (
    VdmMetric.SEND,
    VdmMetric.DELIVERY,
    VdmMetric.PERMANENT_BOUNCE,
    VdmMetric.TRANSIENT_BOUNCE,
    VdmMetric.COMPLAINT,
    VdmMetric.DELIVERY_COMPLAINT,
)
ENGAGEMENT_METRICS = (
    VdmMetric.OPEN,
    VdmMetric.DELIVERY_OPEN,
    VdmMetric.CLICK,
    VdmMetric.DELIVERY_CLICK,
)
"""Only where somebody asks for them."""
IDENTITY_METRICS = (
    VdmMetric.SEND,
    VdmMetric.PERMANENT_BOUNCE,
    VdmMetric.COMPLAINT,
    VdmMetric.DELIVERY_COMPLAINT,
)

DailySums = Mapping[float, int]
"""Start of the UTC day (epoch seconds) -> sum of messages."""


class VdmCounts(Record, frozen=True):
    """Everything VDM said about one subject. A metric that was not read is absent, never 0."""

    subject: Subject
    sums: Mapping[VdmMetric, DailySums]

    def window(self, metric: VdmMetric, start: float, end: float) -> int | None:
        """Messages of the UTC days that start in [start, end); None if the metric was not read.

        A day that a read metric does not list had none.
        """
        days = self.sums.get(metric)
        return None if days is None else sum(value for day, value in days.items() if start <= day < end)

    def ratio(self, metric: Metric, start: float, end: float) -> tuple[int, int] | None:
        """(numerator, denominator) of a rate over the days [start, end); None if either was not read."""
        above, below = RATIOS[metric]
        numerator, denominator = self.window(above, start, end), self.window(below, start, end)
        if numerator is None or denominator is None:
            return None
        return numerator, denominator

    def daily_rate(self, metric: Metric) -> Series:
        """One fraction per UTC day that had mail; days without mail are gaps."""
        above, below = RATIOS[metric]
        numerators, denominators = self.sums.get(above), self.sums.get(below)
        if numerators is None or denominators is None:
            return Series()
        return Series.of(
            (day, numerators.get(day, 0) / total) for day, total in denominators.items() if total
        )

    def daily_sends(self) -> Series:
        """Messages per UTC day."""
        return Series.of((day, float(total)) for day, total in self.sums.get(VdmMetric.SEND, {}).items())


def has_no_feedback_loop(counts: VdmCounts) -> bool:
    """Whether the complaint rate is unknowable here rather than 0."""
    return counts.subject.kind is SubjectKind.ISP and counts.subject.name in NO_FEEDBACK_LOOP


def others(total: VdmCounts, named: Iterable[VdmCounts]) -> VdmCounts:
    """The mail that is in no named ISP: the account's total minus the sum of the named.

    A metric that any of them lacks is absent here too. Below 0 (the parts were read a moment
    later than the whole) counts as 0.
    """
    rows = tuple(named)
    sums: dict[VdmMetric, DailySums] = {}
    for metric, whole in total.sums.items():
        if all(metric in row.sums for row in rows):
            sums[metric] = {
                day: max(0, value - sum(row.sums[metric].get(day, 0) for row in rows))
                for day, value in whole.items()
            }
    return VdmCounts(Subject(SubjectKind.ISP, OTHER), sums)


def reported_window(now: float) -> tuple[float, float]:
    """Today and yesterday, UTC: the days over which VDM rates are reported, as [start, end)."""
    today = utc_day(now)
    return today - DAY, today + DAY


class SendBucket(Record, frozen=True):
    """15 minutes of the account's mail (SES v1 ``GetSendStatistics``); ``at``: start, epoch seconds."""

    at: float
    attempts: int
    bounces: int
    complaints: int
    rejects: int


def per_day(buckets: Iterable[SendBucket]) -> dict[float, float]:
    """Messages per UTC day, by its start; the first day may be there in part only."""
    days: dict[float, float] = {}
    for one in buckets:
        days[utc_day(one.at)] = days.get(utc_day(one.at), 0.0) + one.attempts
    return days
