"""GetMetricData: pages, statuses, values as they are."""

import math
from typing import Any

import pytest
from aiohttp import web

from ses_tui.core.errors import ErrorKind
from ses_tui.core.model import Point
from ses_tui.core.results import ReadError
from tests.aws.stub import Stub, answer, reader_at, refusal

IDS = {"bounce": "m0", "complaint": "m1"}
"""Of the queries, in the order of the request."""


def result(name: str, points: dict[int, Any], status: str = "Complete") -> dict[str, Any]:
    return {
        "Id": IDS[name],
        "Label": name,
        "Timestamps": list(points),
        "Values": list(points.values()),
        "StatusCode": status,
    }


def pages(*found: list[dict[str, Any]]) -> Any:
    """An answerer that gives one page after the other."""

    def answerer(_operation: str, parameters: dict[str, Any]) -> web.Response:
        number = int(parameters.get("NextToken", "0"))
        body: dict[str, Any] = {"MetricDataResults": found[number]}
        if number + 1 < len(found):
            body["NextToken"] = str(number + 1)
        return answer(body)

    return answerer


async def test_both_rates_in_one_call_without_dimensions_or_unit() -> None:
    both = [result("bounce", {600: 0.01, 300: 0.02}), result("complaint", {})]
    async with Stub(pages(both)) as stub, reader_at(stub.url) as reader:
        read = await reader.rates(301.5, 899)
        assert reader.usage.metrics_requested == 2
    assert read.bounce == (Point(300.0, 0.02), Point(600.0, 0.01))
    assert read.complaint == ()
    assert read.errors == ()
    [(operation, sent)] = stub.calls
    assert operation == "GetMetricData"
    assert (sent["StartTime"], sent["EndTime"]) == (300, 900)
    assert [query["Id"] for query in sent["MetricDataQueries"]] == list(IDS.values())
    stats = [query["MetricStat"] for query in sent["MetricDataQueries"]]
    assert [stat["Metric"] for stat in stats] == [
        {"Namespace": "AWS/SES", "MetricName": "Reputation.BounceRate"},
        {"Namespace": "AWS/SES", "MetricName": "Reputation.ComplaintRate"},
    ]
    assert all(stat["Stat"] == "Average" and stat["Period"] == 300 and "Unit" not in stat for stat in stats)


async def test_pages_are_united_by_id_and_time() -> None:
    first = [result("bounce", {300: 0.1, 600: 0.2}, "PartialData"), result("complaint", {300: 0.001})]
    second = [result("bounce", {600: 0.25, 900: 0.3})]
    async with Stub(pages(first, second)) as stub, reader_at(stub.url) as reader:
        read = await reader.rates(0, 1200)
    assert read.bounce == (Point(300.0, 0.1), Point(600.0, 0.25), Point(900.0, 0.3))
    assert read.complaint == (Point(300.0, 0.001),)
    assert read.errors == ()


async def test_partial_data_on_the_last_page_keeps_the_points_and_says_so() -> None:
    found = [result("bounce", {300: 0.1}, "PartialData"), result("complaint", {})]
    async with Stub(pages(found)) as stub, reader_at(stub.url) as reader:
        read = await reader.rates(0, 600)
    assert read.bounce == (Point(300.0, 0.1),)
    assert [error.kind for error in read.errors] == [ErrorKind.PARTIAL]


@pytest.mark.parametrize(
    ("status", "kind"),
    [("Forbidden", ErrorKind.ACCESS_DENIED), ("InternalError", ErrorKind.SERVICE)],
)
async def test_a_failed_result_inside_a_good_answer_is_not_read(status: str, kind: ErrorKind) -> None:
    found = [result("bounce", {}, status), result("complaint", {300: 0.0})]
    async with Stub(pages(found)) as stub, reader_at(stub.url) as reader:
        read = await reader.rates(0, 600)
    assert read.bounce is None
    assert read.complaint == (Point(300.0, 0.0),)
    assert [error.kind for error in read.errors] == [kind]
    assert kind is not ErrorKind.ACCESS_DENIED or "cloudwatch:GetMetricData" in read.errors[0].hint


async def test_a_rate_that_is_left_out_is_an_error_not_an_empty_series() -> None:
    async with Stub(pages([result("complaint", {300: 0.0})])) as stub, reader_at(stub.url) as reader:
        read = await reader.rates(0, 600)
    assert read.bounce is None
    assert read.errors[0].kind is ErrorKind.SERVICE


async def test_odd_values_are_kept_for_the_rules_to_judge_and_non_numbers_are_not() -> None:
    odd = {300: "NaN", 600: -0.1, 900: 1.5, 1200: "many", 1500: None, 1800: True}
    found = [result("bounce", odd), result("complaint", {})]
    async with Stub(pages(found)) as stub, reader_at(stub.url) as reader:
        read = await reader.rates(0, 2100)
    assert read.bounce is not None
    assert [point.at for point in read.bounce] == [300.0, 600.0, 900.0]
    assert math.isnan(read.bounce[0].value)
    assert [point.value for point in read.bounce[1:]] == [-0.1, 1.5]


async def test_pages_that_go_round_in_a_circle_end() -> None:
    def answerer(*_: object) -> web.Response:
        both = [result("bounce", {300: 0.1}), result("complaint", {})]
        return answer({"MetricDataResults": both, "NextToken": "again"})

    async with Stub(answerer) as stub, reader_at(stub.url) as reader:
        read = await reader.rates(0, 600)
    assert read.bounce == (Point(300.0, 0.1),)
    assert read.errors[0].kind is ErrorKind.SERVICE
    assert len(stub.calls) == 2


async def test_a_failing_call_is_an_error_that_names_the_action() -> None:
    async with Stub(lambda *_: refusal("AccessDenied", 403)) as stub, reader_at(stub.url) as reader:
        with pytest.raises(ReadError) as caught:
            await reader.rates(0, 600)
    assert caught.value.error.kind is ErrorKind.ACCESS_DENIED
    assert "cloudwatch:GetMetricData" in caught.value.error.hint
