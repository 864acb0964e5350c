"""Datapoints of CloudWatch metrics: GetMetricData, to its last page."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from math import ceil, floor, inf

from ses_tui.aws import shapes
from ses_tui.aws.operations import METRIC_DATA, SENT_METRIC_DATA, Calls, Operation
from ses_tui.aws.paging import pages
from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.model import Point
from ses_tui.core.results import RatesResult, ReadError
from ses_tui.core.text import safe

NAMESPACE = "AWS/SES"


class Datapoints:
    """What the pages brought for one metric."""

    def __init__(self) -> None:
        self.values: dict[float, float] = {}
        """By UTC epoch seconds: a page may repeat what another had."""
        self.status = ""
        """The newest StatusCode; empty if no page had this metric."""

    @property
    def points(self) -> tuple[Point, ...] | None:
        """In time order; None if the metric was not read."""
        if self.status != "Complete" and (not self.values or self.status == "Forbidden"):
            return None
        return tuple(Point(at, value) for at, value in sorted(self.values.items()))

    def error(self, operation: Operation, metric: str) -> SourceError | None:
        """Why something is missing of ``metric``, the name to show; None if it is complete."""
        if self.status == "Complete":
            return None
        if self.status == "Forbidden":
            kind, message, hint = (
                ErrorKind.ACCESS_DENIED,
                f"{metric}: reading is denied",
                f"allow {operation.action}",
            )
        elif self.status == "PartialData":
            kind, message = ErrorKind.PARTIAL, f"{metric}: CloudWatch sent only a part"
            hint = "the rest comes with the next poll"
        else:
            why = f"CloudWatch answered {safe(self.status, 40)}" if self.status else "CloudWatch left it out"
            kind, message, hint = ErrorKind.SERVICE, f"{metric}: {why}", "it is read again at the next poll"
        return SourceError(operation.source, operation.name, kind, message, hint)


def aligned(start: float, end: float, period: int) -> tuple[int, int]:
    """The span widened to whole periods, all in seconds."""
    return floor(start / period) * period, ceil(end / period) * period


async def read_metric_data(
    caller: Calls,
    operation: Operation,
    metrics: Sequence[tuple[Mapping[str, object], str]],
    start: float,
    end: float,
    period: int,
) -> tuple[Sequence[Datapoints], SourceError | None]:
    """Datapoints over [start, end), UTC epoch seconds, per metric; **paid** per metric.

    ``metrics``: name and dimensions as AWS writes them, with the statistic. ReadError if nothing was
    read; the error beside the datapoints says why later pages are missing.
    """
    first, last = aligned(start, end, period)
    read = [Datapoints() for _ in metrics]
    by_id = {f"m{number}": one for number, one in enumerate(read)}
    queries = [
        {
            "Id": f"m{number}",
            "MetricStat": {"Metric": {"Namespace": NAMESPACE, **metric}, "Period": period, "Stat": statistic},
            "ReturnData": True,
        }
        for number, (metric, statistic) in enumerate(metrics)
    ]
    try:
        async for page in pages(
            caller,
            operation,
            MetricDataQueries=queries,
            StartTime=datetime.fromtimestamp(first, UTC),
            EndTime=datetime.fromtimestamp(last, UTC),
            ScanBy="TimestampAscending",
        ):
            for result in shapes.structs(page, "MetricDataResults"):
                if (one := by_id.get(shapes.raw_text(result, "Id"))) is not None:
                    _add(one, result)
    except ReadError as failure:
        if not any(one.values for one in read):
            raise
        return read, failure.error
    return read, None


def _add(one: Datapoints, result: shapes.Answer) -> None:
    """Times and values belong together by position."""
    one.status = shapes.raw_text(result, "StatusCode")
    times, values = shapes.values(result, "Timestamps"), shapes.values(result, "Values")
    for time, value in zip(times, values, strict=False):
        at, number = shapes.as_time(time), shapes.as_number(value)
        if at is not None and number is not None:
            one.values[at] = number


RATES = ("Reputation.BounceRate", "Reputation.ComplaintRate")


async def read_rates(caller: Calls, start: float, end: float, period: int) -> RatesResult:
    """Both rates over [start, end), widened to whole periods. ReadError if the call itself failed."""
    metrics = [({"MetricName": name}, "Average") for name in RATES]
    read, broken = await read_metric_data(caller, METRIC_DATA, metrics, start, end, period)
    errors = [broken, *(one.error(METRIC_DATA, name) for name, one in zip(RATES, read, strict=True))]
    bounce, complaint = (one.points for one in read)
    return RatesResult(bounce, complaint, tuple(error for error in errors if error is not None))


SENDS = "Send"


async def read_hourly_sends(caller: Calls, start: float, end: float) -> dict[float, float]:
    """Messages per whole hour of [start, end) by its start, epoch seconds; **paid**, one metric.

    CloudWatch lists no hour without mail: it is 0 here. ReadError if not all of it was read.
    """
    sums = await _sums(caller, SENDS, start, end, 3600)
    first, last = aligned(start, end, 3600)
    return {float(at): max(0.0, sums.get(at, 0.0)) for at in range(first, last, 3600)}


RENDERING_FAILURES = "RenderingFailure"


async def read_rendering_failures(caller: Calls, start: float, end: float) -> dict[float, int]:
    """Messages that failed to render per 15 minutes, by their start, epoch seconds; **paid**, one metric.

    Only those that CloudWatch lists: an account whose templates never failed has none. ReadError if not
    all of it was read.
    """
    sums = await _sums(caller, RENDERING_FAILURES, start, end, 900)
    return {at: round(failed) for at, failed in sums.items() if 0 < failed < inf}


async def _sums(caller: Calls, name: str, start: float, end: float, period: int) -> Mapping[float, float]:
    metrics = [({"MetricName": name}, "Sum")]
    (read,), broken = await read_metric_data(caller, SENT_METRIC_DATA, metrics, start, end, period)
    error = broken or read.error(SENT_METRIC_DATA, name)
    if error is not None:
        raise ReadError(error)
    return read.values
