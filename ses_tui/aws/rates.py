"""The two Reputation rates from CloudWatch: fractions 0..1, statistic Average, no dimensions."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import ceil, floor

from ses_tui.aws import shapes
from ses_tui.aws.account import pages_repeat
from ses_tui.aws.call import Caller
from ses_tui.aws.operations import METRIC_DATA
from ses_tui.aws.service_errors import iam_action
from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.model import Point
from ses_tui.core.reads import RatesRead
from ses_tui.core.text import safe

METRICS = {"bounce": "Reputation.BounceRate", "complaint": "Reputation.ComplaintRate"}
"""Query id -> CloudWatch metric of the namespace AWS/SES."""


@dataclass(slots=True)
class _Collected:
    """What the pages brought for one query. ``status``: the newest StatusCode, "" if none came."""

    points: dict[float, float] = field(default_factory=dict)
    status: str = ""


async def read_rates(caller: Caller, start: float, end: float, period: int) -> RatesRead:
    """Both rates over [start, end), widened to whole periods. ReadError if the call itself failed."""
    collected = {name: _Collected() for name in METRICS}
    errors: list[SourceError] = []
    parameters: dict[str, object] = {
        "MetricDataQueries": [_query(name, period) for name in METRICS],
        "StartTime": datetime.fromtimestamp(floor(start / period) * period, UTC),
        "EndTime": datetime.fromtimestamp(ceil(end / period) * period, UTC),
        "ScanBy": "TimestampAscending",
    }
    tokens: set[str] = set()
    while True:
        answer = await caller.call(METRIC_DATA, **parameters)
        for result in shapes.structs(answer, "MetricDataResults"):
            found = collected.get(shapes.raw_text(result, "Id"))
            if found is not None:
                _unite(found, result)
        token = shapes.raw_text(answer, "NextToken")
        if not token:
            break
        if token in tokens:
            errors.append(pages_repeat(METRIC_DATA))
            break
        tokens.add(token)
        parameters["NextToken"] = token
    bounce, complaint = (_judge(name, collected[name], errors) for name in METRICS)
    return RatesRead(bounce, complaint, tuple(errors))


def _query(name: str, period: int) -> dict[str, object]:
    metric = {"Namespace": "AWS/SES", "MetricName": METRICS[name]}
    return {
        "Id": name,
        "MetricStat": {"Metric": metric, "Period": period, "Stat": "Average"},
        "ReturnData": True,
    }


def _unite(found: _Collected, result: shapes.Answer) -> None:
    """Times and values belong together by position; a page may repeat what another had."""
    found.status = shapes.raw_text(result, "StatusCode")
    times, numbers = shapes.values(result, "Timestamps"), shapes.values(result, "Values")
    for time, value in zip(times, numbers, strict=False):
        at, number = shapes.as_time(time), shapes.as_number(value)
        if at is not None and number is not None:
            found.points[at] = number


def _judge(name: str, found: _Collected, errors: list[SourceError]) -> tuple[Point, ...] | None:
    """The points, complete or with an error beside them; None if that rate was not read."""
    if found.status != "Complete":
        errors.append(_error(name, found.status))
        if not found.points or found.status == "Forbidden":
            return None
    return tuple(Point(at, value) for at, value in sorted(found.points.items()))


def _error(name: str, status: str) -> SourceError:
    metric = METRICS[name]
    if status == "Forbidden":
        action = iam_action("cloudwatch", METRIC_DATA.name)
        kind, message, hint = ErrorKind.ACCESS_DENIED, f"{metric} may not be read", f"allow {action}"
    elif status == "PartialData":
        kind, message = ErrorKind.PARTIAL, f"CloudWatch sent only a part of {metric}"
        hint = "the rest comes with the next poll"
    else:
        why = f"answered {safe(status, 40)}" if status else "left it out"
        kind, message = ErrorKind.SERVICE, f"{metric} was not read: CloudWatch {why}"
        hint = "it is read again at the next poll"
    return SourceError(METRIC_DATA.source, METRIC_DATA.name, kind, message, hint)
