"""Metrics of AWS/SES as CloudWatch lists them, and their datapoints on demand."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from math import ceil, floor

from ses_tui.aws import shapes
from ses_tui.aws.account import pages_repeat
from ses_tui.aws.alarms import NAMESPACE
from ses_tui.aws.call import Caller
from ses_tui.aws.names import Names
from ses_tui.aws.operations import FOUND_METRIC_DATA, METRICS
from ses_tui.aws.paging import pages
from ses_tui.aws.service_errors import iam_action
from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.found import FoundMetric
from ses_tui.core.model import Point
from ses_tui.core.reads import ReadError

QUERIES_PER_CALL = 500
DATAPOINTS_PER_CALL = 100_800
"""Limits of one GetMetricData call (service model 1.43.117)."""


async def read_metrics(caller: Caller, names: Names) -> tuple[FoundMetric, ...]:
    """Every (name, complete dimension set) that exists now, each once, in CloudWatch's order."""
    found: dict[FoundMetric, None] = {}
    async for page in pages(caller, METRICS, Namespace=NAMESPACE):
        for one in shapes.structs(page, "Metrics"):
            dimensions = (
                (
                    names.printable(shapes.raw_text(each, "Name")),
                    names.printable(shapes.raw_text(each, "Value")),
                )
                for each in shapes.structs(one, "Dimensions")
            )
            name = names.printable(shapes.raw_text(one, "MetricName"))
            found.setdefault(FoundMetric(name, tuple(sorted(dimensions))))
    return tuple(found)


async def read_values(
    caller: Caller, names: Names, metrics: Iterable[FoundMetric], start: float, end: float, period: int
) -> tuple[Mapping[FoundMetric, tuple[Point, ...]], tuple[SourceError, ...]]:
    """Datapoints over [start, end), epoch seconds, widened to whole periods (seconds), each metric
    with its own statistic. What was not read is absent; $0.01 per 1,000 metrics.

    ReadError if nothing was read.
    """
    wanted = tuple(dict.fromkeys(metrics))
    first, last = floor(start / period) * period, ceil(end / period) * period
    size = max(1, min(QUERIES_PER_CALL, DATAPOINTS_PER_CALL // max(1, (last - first) // period)))
    read: dict[FoundMetric, tuple[Point, ...]] = {}
    errors: dict[SourceError, None] = {}
    for at in range(0, len(wanted), size):
        some = wanted[at : at + size]
        parameters: dict[str, object] = {
            "MetricDataQueries": [_query(number, one, names, period) for number, one in enumerate(some)],
            "StartTime": datetime.fromtimestamp(first, UTC),
            "EndTime": datetime.fromtimestamp(last, UTC),
            "ScanBy": "TimestampAscending",
        }
        try:
            await _chunk(caller, some, parameters, read, errors)
        except ReadError as error:
            if not read:
                raise
            errors.setdefault(error.error)
            break
    return read, tuple(errors)


def _query(number: int, metric: FoundMetric, names: Names, period: int) -> dict[str, object]:
    dimensions = [{"Name": names.raw(key), "Value": names.raw(value)} for key, value in metric.dimensions]
    named: dict[str, object] = {"Namespace": NAMESPACE, "MetricName": names.raw(metric.name)}
    if dimensions:
        named["Dimensions"] = dimensions
    return {
        "Id": f"m{number}",
        "MetricStat": {"Metric": named, "Period": period, "Stat": metric.statistic},
        "ReturnData": True,
    }


async def _chunk(
    caller: Caller,
    some: Sequence[FoundMetric],
    parameters: dict[str, object],
    read: dict[FoundMetric, tuple[Point, ...]],
    errors: dict[SourceError, None],
) -> None:
    """One call with its pages; a metric without a result, or whose last status is no Complete, is told."""
    points: list[dict[float, float]] = [{} for _ in some]
    status = [""] * len(some)
    numbers = {f"m{number}": number for number in range(len(some))}
    tokens: set[str] = set()
    while True:
        answer = await caller.call(FOUND_METRIC_DATA, **parameters)
        for result in shapes.structs(answer, "MetricDataResults"):
            number = numbers.get(shapes.raw_text(result, "Id"))
            if number is None:
                continue
            status[number] = shapes.raw_text(result, "StatusCode")
            values = zip(shapes.values(result, "Timestamps"), shapes.values(result, "Values"), strict=False)
            for time, value in values:
                at, point = shapes.as_time(time), shapes.as_number(value)
                if at is not None and point is not None:
                    points[number][at] = point
        token = shapes.raw_text(answer, "NextToken")
        if not token:
            break
        if token in tokens:
            errors.setdefault(pages_repeat(FOUND_METRIC_DATA))
            break
        tokens.add(token)
        parameters = {**parameters, "NextToken": token}
    for number, metric in enumerate(some):
        if status[number] != "Complete":
            errors.setdefault(_error(status[number]))
        if status[number] == "Complete" or (points[number] and status[number] != "Forbidden"):
            read[metric] = tuple(Point(at, value) for at, value in sorted(points[number].items()))


def _error(status: str) -> SourceError:
    """One error per status, however many metrics it hit."""
    if status == "Forbidden":
        action = iam_action("cloudwatch", FOUND_METRIC_DATA.name)
        kind, message, hint = ErrorKind.ACCESS_DENIED, "some metrics may not be read", f"allow {action}"
    elif status == "PartialData":
        kind, message = ErrorKind.PARTIAL, "CloudWatch sent only a part of some metrics"
        hint = "the rest comes with the next poll"
    else:
        kind, message = ErrorKind.SERVICE, "CloudWatch left some metrics out"
        hint = "they are read again at the next poll"
    return SourceError(FOUND_METRIC_DATA.source, FOUND_METRIC_DATA.name, kind, message, hint)
