"""CloudWatch GetMetricData and ListMetrics."""

import re
from collections.abc import Callable, Iterable
from typing import Any
from weakref import WeakKeyDictionary

from ses_tui.simulator.account import DAY, Account
from ses_tui.simulator.hours import STEP
from ses_tui.simulator.resources import ACCOUNT_ID
from ses_tui.simulator.services import metrics
from ses_tui.simulator.services.metrics import Metric, Points
from ses_tui.simulator.services.paging import page, read_token, token
from ses_tui.simulator.wire.errors import ApiError, invalid

MOST_QUERIES = 500
MOST_DATAPOINTS = 100_800
_METRICS_A_PAGE = 500
_RECENT = 3 * 3_600
_LISTED = 14 * DAY
_LISTING_DELAY = 15 * 60
_IDS = re.compile(r"[a-z][a-zA-Z0-9_]*")
_SUB_MINUTE = (1, 5, 10, 20, 30)

_STATISTICS: dict[str, Callable[[list[float]], float]] = {
    "Sum": sum,
    "Average": lambda values: sum(values) / len(values),
    "Minimum": min,
    "Maximum": max,
    "SampleCount": len,
}
_EVENT_STATISTICS: dict[str, Callable[[list[float]], float]] = {
    # An event count is made of samples of value 1.
    **dict.fromkeys(("Sum", "SampleCount"), sum),
    **dict.fromkeys(("Average", "Minimum", "Maximum"), lambda _values: 1.0),
}


def get_metric_data(account: Account, request: dict[str, Any]) -> dict[str, Any]:
    queries = request["MetricDataQueries"]
    begin, end = request["StartTime"], request["EndTime"]
    most = request.get("MaxDatapoints", MOST_DATAPOINTS)
    _check(queries, begin, end, most)
    place, step = (
        read_token(request["NextToken"], "cloudwatch") if request.get("NextToken") else (0, account.step)
    )
    known = metrics.catalogue(account)
    newest_first = request.get("ScanBy", "TimestampDescending") == "TimestampDescending"
    results, skip, room, partial = [], place, most, False
    for query in queries:
        if query.get("ReturnData") is False:
            continue
        series = _series(known, query, begin, min(end, step * STEP + 1))
        if newest_first:
            series.reverse()
        mine = series[skip : skip + room]
        left = len(series) - skip
        if skip and left <= 0:
            skip = -left
            continue  # all of it was on an earlier page
        skip = 0
        room -= len(mine)
        cut = len(mine) < left
        results.append(_result(query, mine, "PartialData" if cut else "Complete"))
        if cut:
            partial = True
            break
    answer: dict[str, Any] = {"MetricDataResults": results, "Messages": []}
    if partial:
        answer["NextToken"] = token(place + most, step)
    return answer


def _check(queries: list[dict[str, Any]], begin: float, end: float, most: int) -> None:
    if len(queries) > MOST_QUERIES:
        raise invalid(
            "cloudwatch", f"The collection MetricDataQueries must not have a size greater than {MOST_QUERIES}"
        )
    if not queries:
        raise invalid("cloudwatch", "The collection MetricDataQueries must not be empty")
    if begin >= end:
        raise invalid("cloudwatch", "The parameter StartTime must be less than the parameter EndTime")
    if not 1 <= most <= MOST_DATAPOINTS:
        raise invalid("cloudwatch", f"MaxDatapoints must be between 1 and {MOST_DATAPOINTS}")
    if len({query["Id"] for query in queries}) < len(queries):
        raise invalid("cloudwatch", "The values for parameter id in MetricDataQueries must be unique")
    for query in queries:
        if not _IDS.fullmatch(query["Id"]):
            raise invalid(
                "cloudwatch", f"The value {query['Id']} for parameter Id must begin with a lower-case letter"
            )
        if ("MetricStat" in query) == ("Expression" in query):
            raise invalid("cloudwatch", "Each query needs MetricStat or Expression, and not both")
        if "Expression" in query:
            raise ApiError("ValidationError", "The simulator does no metric math")
        period = query["MetricStat"]["Period"]
        if period not in _SUB_MINUTE and period % 60:
            raise invalid("cloudwatch", "Period must be 1, 5, 10, 20, 30 or a multiple of 60")
        if query["MetricStat"]["Stat"] not in _STATISTICS:
            raise invalid(
                "cloudwatch", f"The value {query['MetricStat']['Stat']} for parameter Stat is not supported"
            )


def _key(metric: dict[str, Any]) -> tuple[str, metrics.Dimensions]:
    dimensions = sorted((pair["Name"], pair["Value"]) for pair in metric.get("Dimensions", []))
    return metric.get("MetricName", ""), tuple(dimensions)


def _series(
    known: dict[tuple[str, metrics.Dimensions], Metric], query: dict[str, Any], begin: float, end: float
) -> Points:
    """Datapoints of whole periods from begin (included) to end (not included), oldest first."""
    stat = query["MetricStat"]
    metric = known.get(_key(stat["Metric"])) if stat["Metric"].get("Namespace") == metrics.NAMESPACE else None
    if metric is None or stat.get("Unit", metric.unit) != metric.unit or _foreign(query):
        return []
    period = stat["Period"]
    begin = begin // period * period
    last = -(-int(end) // STEP) - 1
    points = metric.points(-(-int(begin) // STEP), last)
    wanted = [(at, value) for at, value in points if begin <= at < end]
    events = metric.unit == "Count" and metric.grain == 1
    statistic = (_EVENT_STATISTICS if events else _STATISTICS)[stat["Stat"]]
    return [(at, float(statistic(values))) for at, values in _by_period(wanted, period)]


def _by_period(points: Points, period: int) -> Iterable[tuple[int, list[float]]]:
    grouped: dict[int, list[float]] = {}
    for at, value in points:
        grouped.setdefault(at // period * period, []).append(value)
    return grouped.items()


def _foreign(query: dict[str, Any]) -> bool:
    return bool(query.get("AccountId", ACCOUNT_ID) != ACCOUNT_ID)


def _result(query: dict[str, Any], points: Points, status: str) -> dict[str, Any]:
    return {
        "Id": query["Id"],
        "Label": query.get("Label") or query["MetricStat"]["Metric"].get("MetricName", ""),
        "Timestamps": [float(at) for at, _ in points],
        "Values": [value for _, value in points],
        "StatusCode": "Forbidden" if _foreign(query) else status,
    }


def list_metrics(account: Account, request: dict[str, Any]) -> dict[str, Any]:
    window = _RECENT if request.get("RecentlyActive") else _LISTED
    found = [metric for metric in _listed(account, window) if _matches(metric, request)]
    shown, following = page(found, request, most=_METRICS_A_PAGE, key="", service="cloudwatch")
    listed = [
        {
            "Namespace": metrics.NAMESPACE,
            "MetricName": metric.name,
            "Dimensions": [{"Name": name, "Value": value} for name, value in metric.dimensions],
        }
        for metric in shown
    ]
    answer: dict[str, Any] = {"Metrics": listed, "NextToken": following}
    if request.get("IncludeLinkedAccounts"):
        answer["OwningAccounts"] = [ACCOUNT_ID] * len(listed)
    return answer


_lists: WeakKeyDictionary[Account, dict[int, tuple[int, list[Metric]]]] = WeakKeyDictionary()


def _listed(account: Account, window: int) -> list[Metric]:
    """The metrics with datapoints in the window; worked out once a step, since each page asks again."""
    kept = _lists.setdefault(account, {})
    if window not in kept or kept[window][0] != account.step:
        known = metrics.catalogue(account).values()
        kept[window] = (account.step, [metric for metric in known if _published(account, metric, window)])
    return kept[window][1]


def _matches(metric: Metric, request: dict[str, Any]) -> bool:
    if request.get("Namespace", metrics.NAMESPACE) != metrics.NAMESPACE:
        return False
    if request.get("MetricName", metric.name) != metric.name:
        return False
    if request.get("OwningAccount", ACCOUNT_ID) != ACCOUNT_ID:
        return False
    values = dict(metric.dimensions)
    return all(
        wanted["Name"] in values and wanted.get("Value", values[wanted["Name"]]) == values[wanted["Name"]]
        for wanted in request.get("Dimensions", [])
    )


def _published(account: Account, metric: Metric, window: int) -> bool:
    """Silent metrics vanish from the list after two weeks; new ones take a quarter of an hour to be in it."""
    last = account.step - _LISTING_DELAY // STEP
    if metric.grain > 1:
        return window > _RECENT or metric.grain <= _RECENT // STEP
    return metric.published(last - 12, last) or metric.published(account.step - window // STEP, last)
