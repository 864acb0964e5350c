"""Reads two months of one subject, once, when somebody asks; the meter counts it as every read."""

from collections.abc import Callable

from ses_tui.core.clock import DAY, utc_day
from ses_tui.core.counts import RATIOS, VdmCounts, others
from ses_tui.core.isps import OTHER
from ses_tui.core.model import (
    ACCOUNT,
    FUTURE_TOLERANCE,
    RATES,
    Metric,
    Series,
    Subject,
    SubjectKind,
    acceptable,
)
from ses_tui.core.moments import HOURLY, LONG_DAYS, LongRequest, LongResult
from ses_tui.core.results import ReadError
from ses_tui.engine.monitor import TargetMonitor

LongAnswer = Callable[[LongResult], None]


async def read_long(monitor: TargetMonitor, request: LongRequest, now: float, answer: LongAnswer) -> None:
    """Read, and hand over what came, or why nothing did. Never raises."""
    try:
        if request.subject == ACCOUNT:
            found = await _account(monitor, request, now)
        else:
            found = LongResult(request, _by_day(await _row(monitor, request.subject, now)))
    except ReadError as failure:
        error = failure.error
        found = LongResult(request, {}, error.hint or error.message)
    answer(found)


async def _account(monitor: TargetMonitor, request: LongRequest, now: float) -> LongResult:
    """Both rates in one call of two metrics, by the hour; of VDM the messages by day, where it is on."""
    read = await monitor.reader.rates(now - LONG_DAYS * DAY, now + FUTURE_TOLERANCE, HOURLY)
    series = {
        metric: Series.of((point.at, point.value) for point in points if acceptable(point, now))
        for metric, points in zip(RATES, (read.bounce, read.complaint), strict=True)
        if points is not None
    }
    why = read.errors[0].hint or read.errors[0].message if read.errors else ""
    account = monitor.state.account
    if account is not None and account.vdm_enabled:
        try:
            total = (await monitor.reader.isps((), *_days(now))).total
        except ReadError as failure:
            why = why or failure.error.hint or failure.error.message
        else:
            if total is not None:
                series[Metric.SENDS] = total.daily_sends()
    return LongResult(request, series, why)


async def _row(monitor: TargetMonitor, subject: Subject, now: float) -> VdmCounts:
    days = _days(now)
    if subject.kind is SubjectKind.IDENTITY:
        read = await monitor.reader.identity_counts((subject.label,), *days)
    elif subject.name == OTHER:
        read = await monitor.reader.isps(monitor.plan.isps, *days)
        if read.total is not None:
            return others(read.total, read.rows)
    else:
        read = await monitor.reader.isps((subject.label,), *days)
    found = next((row for row in read.rows if row.subject == subject), None)
    if found is None and read.errors:
        raise ReadError(read.errors[0])
    return found or VdmCounts(subject, {})


def _days(now: float) -> tuple[float, float]:
    today = utc_day(now)
    return today - (LONG_DAYS - 1) * DAY, today + DAY


def _by_day(counts: VdmCounts) -> dict[Metric, Series]:
    series = {metric: counts.daily_rate(metric) for metric in RATIOS}
    return {Metric.SENDS: counts.daily_sends(), **series}
