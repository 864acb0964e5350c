"""BatchGetMetricData: packing, what was not read, names that fail a whole call."""

from collections.abc import Callable
from typing import Any

import pytest
from aiohttp import web

from ses_tui.core.clock import DAY
from ses_tui.core.counts import IDENTITY_METRICS, VdmMetric
from ses_tui.core.errors import ErrorKind
from ses_tui.core.isps import DEFAULT_ISPS
from ses_tui.core.results import ReadError
from tests.aws.stub import Stub, answer, reader_at, refusal

FIRST = 20_000 * DAY
Query = dict[str, Any]


def sums(query: Query) -> list[int]:
    """A number per day that tells which query it answers."""
    dimensions = query.get("Dimensions", {})
    seed = len("".join(dimensions.values())) + len(query["Metric"])
    days = round((query["EndDate"] - query["StartDate"]) / DAY)
    return [seed + day for day in range(days)]


def serve(
    drop: Callable[[Query], bool] = lambda _: False,
    code: Callable[[Query], str] = lambda _: "",
    refuse: Callable[[Query], bool] = lambda _: False,
) -> Any:
    """An answerer of VDM that leaves out, states an error for, or refuses, what it is told to."""

    def answerer(_operation: str, parameters: dict[str, Any]) -> web.Response:
        queries: list[Query] = parameters["Queries"]
        if any(refuse(query) for query in queries):
            return refusal("BadRequestException", 400, "Invalid dimension value")
        results, errors = [], []
        for query in queries:
            if code(query):
                errors.append({"Id": query["Id"], "Code": code(query), "Message": "x"})
            elif not drop(query):
                found = sums(query)
                times = [query["StartDate"] + day * DAY for day in range(len(found))]
                results.append({"Id": query["Id"], "Timestamps": times, "Values": found})
        return answer({"Results": results, "Errors": errors})

    return answerer


def isp(query: Query) -> str:
    return str(query.get("Dimensions", {}).get("ISP", ""))


async def test_all_days_come_in_one_query_and_ten_queries_in_one_call() -> None:
    async with Stub(serve()) as stub, reader_at(stub.url) as reader:
        read = await reader.isps(DEFAULT_ISPS, FIRST, FIRST + 15 * DAY)
        assert reader.usage.vdm_queries == 60
        assert reader.usage.api_calls == 6
    assert [len(sent["Queries"]) for _, sent in stub.calls] == [10] * 6
    assert [row.subject.name for row in read.rows] == list(DEFAULT_ISPS)
    assert read.errors == ()
    assert read.total is not None
    assert read.total.window(VdmMetric.SEND, FIRST, FIRST + DAY) == 4
    assert len(read.rows[0].sums[VdmMetric.SEND]) == 15
    assert read.rows[0].window(VdmMetric.SEND, FIRST, FIRST + 2 * DAY) == 9 + 10
    assert not any("Dimensions" in query for query in stub.calls[0][1]["Queries"][:6])


async def test_all_subjects_share_their_days_which_are_most_of_what_ten_thousand_hold() -> None:
    async with Stub(serve()) as stub, reader_at(stub.url) as reader:
        read = await reader.isps(DEFAULT_ISPS, FIRST, FIRST + 15 * DAY)
    days = [day for row in read.rows for sums in row.sums.values() for day in sums]
    assert len(days) > 500
    assert len({id(day) for day in days}) == 15


async def test_days_outside_the_span_are_not_counted() -> None:
    def answerer(_operation: str, parameters: dict[str, Any]) -> web.Response:
        times = [FIRST - DAY, FIRST, FIRST + 3600, FIRST + DAY, FIRST + 2 * DAY]
        results = [
            {"Id": query["Id"], "Timestamps": times, "Values": [1, 2, 4, 8, 16]}
            for query in parameters["Queries"]
        ]
        return answer({"Results": results, "Errors": []})

    async with Stub(answerer) as stub, reader_at(stub.url) as reader:
        read = await reader.identity_sends(["a.example"], FIRST, FIRST + 2 * DAY)
    assert read.rows[0].sums[VdmMetric.SEND] == {FIRST: 6, FIRST + DAY: 8}
    assert read.total is None


async def test_what_is_in_errors_or_in_neither_list_is_absent_never_zero() -> None:
    def code(query: Query) -> str:
        lost = isp(query) == "Yahoo" and query["Metric"] == "COMPLAINT"
        return "INTERNAL_FAILURE" if lost else ""

    def drop(query: Query) -> bool:
        return isp(query) == "Gmail" and query["Metric"] in ("SEND", "DELIVERY")

    async with Stub(serve(drop, code)) as stub, reader_at(stub.url) as reader:
        read = await reader.isps(DEFAULT_ISPS, FIRST, FIRST + DAY)
    rows = {row.subject.name: row for row in read.rows}
    assert VdmMetric.SEND not in rows["Gmail"].sums
    assert rows["Gmail"].window(VdmMetric.SEND, FIRST, FIRST + DAY) is None
    assert VdmMetric.COMPLAINT not in rows["Yahoo"].sums
    assert VdmMetric.SEND in rows["Yahoo"].sums
    by_kind = {error.kind: error.message for error in read.errors}
    assert set(by_kind) == {ErrorKind.PARTIAL, ErrorKind.SERVICE}
    assert "2 queries: Gmail SEND, Gmail DELIVERY" in by_kind[ErrorKind.PARTIAL]
    assert "1 query: Yahoo COMPLAINT" in by_kind[ErrorKind.SERVICE]


async def test_denied_queries_are_one_error_with_the_action() -> None:
    async with (
        Stub(serve(code=lambda q: "ACCESS_DENIED" if isp(q) else "")) as stub,
        reader_at(stub.url) as r,
    ):
        read = await r.isps(["Gmail", "Yahoo"], FIRST, FIRST + DAY)
    [error] = read.errors
    assert error.kind is ErrorKind.ACCESS_DENIED
    assert "ses:BatchGetMetricData" in error.hint
    assert "12 queries" in error.message


async def test_a_name_vdm_refuses_costs_only_its_own_row() -> None:
    async with Stub(serve(refuse=lambda query: isp(query) == "Nope")) as stub, reader_at(stub.url) as reader:
        read = await reader.isps(["Gmail", "Nope", "Telekom"], FIRST, FIRST + DAY)
        assert [row.subject.name for row in read.rows] == ["Gmail", "Telekom"]
        assert all(len(row.sums) == 6 for row in read.rows)
        [error] = read.errors
        assert error.kind is ErrorKind.INVALID_REQUEST
        assert "Nope" in error.message
        stub.calls.clear()
        await reader.isps(["Gmail", "Telekom"], FIRST, FIRST + DAY)
        assert len(stub.calls) == 2  # Telekom has proven itself: 18 queries in two calls


async def test_names_that_fail_every_request_are_never_sent() -> None:
    async with Stub(serve()) as stub, reader_at(stub.url) as reader:
        read = await reader.isps(["Gmail", "t-online.de", "AT&T", "Unknown ISP"], FIRST, FIRST + DAY)
    assert {isp(query) for _, sent in stub.calls for query in sent["Queries"]} == {"", "Gmail"}
    assert [row.subject.name for row in read.rows] == ["Gmail"]
    assert [error.kind for error in read.errors] == [ErrorKind.INVALID_REQUEST] * 3


async def test_vdm_that_is_off_is_said_once_and_not_asked_again_and_again() -> None:
    def off(*_: object) -> web.Response:
        return refusal("BadRequestException", 400, "Virtual Deliverability Manager is not enabled")

    async with Stub(off) as stub, reader_at(stub.url) as reader:
        names = [f"i{number}.example" for number in range(500)]
        with pytest.raises(ReadError) as caught:
            await reader.identity_counts(names, FIRST, FIRST + DAY)
    assert caught.value.error.kind is ErrorKind.NOT_ENABLED
    assert "2000 queries" in caught.value.error.message
    assert len(stub.calls) <= 16


async def test_a_call_that_fails_leaves_the_others_standing() -> None:
    def refuse(query: Query) -> bool:
        return bool(query.get("Dimensions", {}).get("EMAIL_IDENTITY") == "i3")

    names = [f"i{number}" for number in range(40)]
    async with Stub(serve(refuse=refuse)) as stub, reader_at(stub.url) as reader:
        read = await reader.identity_sends(names, FIRST, FIRST + DAY)
    assert [row.subject.name for row in read.rows] == names
    assert sum(1 for row in read.rows if row.sums) == 30
    assert "10 queries: i0 SEND, i1 SEND, i2 SEND…" in read.errors[0].message
    assert len(stub.calls) == 4


async def test_ids_are_asked_for_by_the_name_that_aws_uses() -> None:
    raws = ["a\x1b.example", "a\u241b.example", "plain.example"]

    def answerer(operation: str, parameters: dict[str, Any]) -> web.Response:
        if operation == "ListEmailIdentities":
            return answer({"EmailIdentities": [{"IdentityName": raw} for raw in raws]})
        response: web.Response = serve()(operation, parameters)
        return response

    async with Stub(answerer) as stub, reader_at(stub.url) as reader:
        names = [each.name for each in await reader.identities()]
        assert len(set(names)) == 3
        assert "\x1b" not in "".join(names)
        assert [each.name for each in await reader.identities()] == names
        await reader.identity_sends(names, FIRST, FIRST + DAY)
    asked = [q["Dimensions"]["EMAIL_IDENTITY"] for q in stub.calls[-1][1]["Queries"]]
    assert asked == raws


async def test_a_throttled_call_is_tried_again_and_the_retry_waits_for_its_place() -> None:
    seen = 0

    def once(operation: str, parameters: dict[str, Any]) -> web.Response:
        nonlocal seen
        seen += 1
        if seen <= 12:
            return refusal("TooManyRequestsException", 429)
        response: web.Response = serve()(operation, parameters)
        return response

    async with Stub(once) as stub, reader_at(stub.url) as reader:
        names = [f"i{number}" for number in range(120)]
        loop_started = _now()
        read = await reader.identity_sends(names, FIRST, FIRST + DAY)
        took = _now() - loop_started
    assert read.errors == ()
    assert len(stub.calls) == 24
    assert took >= 1.0  # twelve retries are the next second's twelve calls


def _now() -> float:
    import time

    return time.monotonic()


async def test_queries_hold_the_models_constraints() -> None:
    async with Stub(serve()) as stub, reader_at(stub.url) as reader:
        await reader.identity_counts([f"i{n}" for n in range(7)], FIRST, FIRST + DAY, IDENTITY_METRICS)
    for _, sent in stub.calls:
        assert 1 <= len(sent["Queries"]) <= 10
        assert len({query["Id"] for query in sent["Queries"]}) == len(sent["Queries"])
        for query in sent["Queries"]:
            assert query["Namespace"] == "VDM"
            assert query["StartDate"] < query["EndDate"]
