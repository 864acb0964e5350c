"""The metrics of AWS/SES that CloudWatch lists, and their datapoints on demand."""

from collections.abc import Iterable, Mapping

from ses_tui.aws import shapes
from ses_tui.aws.metric_data import NAMESPACE, aligned, read_metric_data
from ses_tui.aws.names import Names
from ses_tui.aws.operations import LISTED_METRIC_DATA, METRICS, Calls
from ses_tui.aws.paging import pages
from ses_tui.core.errors import SourceError
from ses_tui.core.listed_metrics import ListedMetric
from ses_tui.core.model import Point
from ses_tui.core.results import ReadError

QUERIES_PER_CALL = 500
DATAPOINTS_PER_CALL = 100_800
"""Limits of one GetMetricData call (service model 1.43.117)."""


async def read_metrics(caller: Calls, names: Names) -> tuple[ListedMetric, ...]:
    """Every metric with its complete dimension set, each once, in CloudWatch's order."""
    listed: dict[ListedMetric, None] = {}
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
            listed.setdefault(ListedMetric(name, tuple(sorted(dimensions))))
    return tuple(listed)


async def read_values(
    caller: Calls, names: Names, metrics: Iterable[ListedMetric], start: float, end: float, period: int
) -> tuple[Mapping[ListedMetric, tuple[Point, ...]], tuple[SourceError, ...]]:
    """Datapoints over [start, end), epoch seconds, widened to whole periods (seconds), each metric
    with its own statistic. What was not read is absent; $0.01 per 1,000 metrics.

    ReadError if nothing was read.
    """
    wanted = tuple(dict.fromkeys(metrics))
    first, last = aligned(start, end, period)
    size = max(1, min(QUERIES_PER_CALL, DATAPOINTS_PER_CALL // max(1, (last - first) // period)))
    values: dict[ListedMetric, tuple[Point, ...]] = {}
    errors: dict[SourceError | None, None] = {}
    for at in range(0, len(wanted), size):
        some = wanted[at : at + size]
        asked = [(_wire(one, names), one.statistic) for one in some]
        try:
            read, broken = await read_metric_data(caller, LISTED_METRIC_DATA, asked, first, last, period)
        except ReadError as failure:
            if not values:
                raise
            errors.setdefault(failure.error)
            break
        errors.setdefault(broken)
        for metric, one in zip(some, read, strict=True):
            errors.setdefault(one.error(LISTED_METRIC_DATA, "some metrics"))
            if (points := one.points) is not None:
                values[metric] = points
    return values, tuple(error for error in errors if error is not None)


def _wire(metric: ListedMetric, names: Names) -> dict[str, object]:
    dimensions = [{"Name": names.raw(key), "Value": names.raw(value)} for key, value in metric.dimensions]
    return {"MetricName": names.raw(metric.name), **({"Dimensions": dimensions} if dimensions else {})}
