"""Each fault looks to an AWS client as the real one does."""

from __future__ import annotations

import json
import math
import socket
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionClosedError,
    EndpointConnectionError,
    ReadTimeoutError,
)
from botocore.parsers import ResponseParserError

from ses_tui.simulator.faults import NAMES, Faults
from ses_tui.simulator.thread import Handle

from .conftest import START, client
from .test_protocol import ask, metric, post, query

Serve = Callable[..., Handle]

CODES = {
    # (service, operation): {fault: (code, status)}
    ("sesv2", "get_account"): {
        "expired_token": ("ExpiredTokenException", 403),
        "access_denied": ("AccessDeniedException", 403),
        "throttling": ("TooManyRequestsException", 429),
        "internal_error": ("InternalServiceErrorException", 500),
        "unavailable": ("ServiceUnavailableException", 503),
    },
    ("cloudwatch", "list_metrics"): {
        "expired_token": ("ExpiredToken", 403),
        "access_denied": ("AccessDenied", 403),
        "throttling": ("Throttling", 400),
        "internal_error": ("InternalServiceError", 500),
        "unavailable": ("ServiceUnavailable", 503),
    },
    ("ses", "get_send_statistics"): {
        "expired_token": ("ExpiredToken", 403),
        "access_denied": ("AccessDenied", 403),
        "throttling": ("Throttling", 400),
        "internal_error": ("InternalFailure", 500),
        "unavailable": ("ServiceUnavailable", 503),
    },
    ("sts", "get_caller_identity"): {
        "expired_token": ("ExpiredToken", 403),
        "access_denied": ("AccessDenied", 403),
    },
}


@pytest.mark.parametrize(("service", "operation"), CODES)
def test_refusals_have_the_words_of_their_protocol(serve: Serve, service: str, operation: str) -> None:
    handle = serve()
    call = getattr(client(service, handle.url), operation)
    for fault, (code, status) in CODES[service, operation].items():
        handle.server.account.faults.inject(fault, count=1)
        with pytest.raises(ClientError) as caught:
            call()
        answer = caught.value.response
        assert (answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]) == (code, status), (
            fault
        )
    assert call()


@pytest.mark.parametrize(
    ("fault", "errors"),
    [
        ("connection_refused", (ConnectionClosedError, EndpointConnectionError)),
        ("connection_reset", (BotoCoreError,)),
    ],
)
def test_broken_answers(serve: Serve, fault: str, errors: tuple[type[Exception], ...]) -> None:
    handle = serve()
    cloudwatch = client("cloudwatch", handle.url)
    handle.server.account.faults.inject(fault, "ListMetrics", count=1)
    with pytest.raises(errors):
        cloudwatch.list_metrics()
    assert cloudwatch.list_metrics()["Metrics"]
    assert handle.truth()["requests"]["faults"] == {fault: 1}


@pytest.mark.parametrize("fault", ["not_json", "html"])
def test_a_body_of_another_kind_breaks_xml_but_botocore_takes_it_for_an_empty_json(
    serve: Serve, fault: str
) -> None:
    handle = serve()
    handle.server.account.faults.inject(fault, count=2)
    with pytest.raises(ResponseParserError):
        client("ses", handle.url).get_send_statistics()
    assert "Metrics" not in client("cloudwatch", handle.url).list_metrics()


def test_an_empty_body_is_an_answer_without_members(serve: Serve) -> None:
    handle = serve()
    handle.server.account.faults.inject("empty_body", count=1)
    assert "EnforcementStatus" not in client("sesv2", handle.url).get_account()


def test_a_hanging_server_lets_go_when_the_fault_is_taken_back(serve: Serve) -> None:
    handle = serve()
    handle.server.account.faults.inject("hang", "GetAccount")
    with pytest.raises(ReadTimeoutError):
        client("sesv2", handle.url, patience=0.5).get_account()
    handle.server.account.faults.clear()
    assert client("sesv2", handle.url).get_account()["SendingEnabled"] is True


def test_the_listener_can_be_closed_for_a_while(serve: Serve) -> None:
    handle = serve()
    status, _ = post(handle.url, "/_fault", {"fault": "connection_refused", "seconds": 2.0})
    assert status == 200
    assert until(lambda: not open_at(handle.url))
    with pytest.raises(EndpointConnectionError):
        client("sesv2", handle.url).get_account()
    assert until(lambda: open_at(handle.url))
    assert client("sesv2", handle.url).get_account()


def open_at(url: str) -> bool:
    """Whether somebody takes connections there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", urlsplit(url).port)) == 0


def until(true: Callable[[], bool]) -> bool:
    """Wait for what another thread brings about; False if it does not."""
    end = time.monotonic() + 60
    while not (now := true()) and time.monotonic() < end:
        time.sleep(0.02)
    return now


def results(handle: Handle, fault: str | None, name: str = "Reputation.BounceRate") -> dict[str, Any]:
    if fault is not None:
        handle.server.account.faults.inject(fault, count=1)
    answer = ask(client("cloudwatch", handle.url), metric("a", name))
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200
    row: dict[str, Any] = answer["MetricDataResults"][0]
    return row


def test_results_can_fail_inside_an_answer_that_succeeds(serve: Serve) -> None:
    handle = serve()
    whole = results(handle, None)
    partial = results(handle, "partial_data")
    assert partial["StatusCode"] == "PartialData"
    assert partial["Values"] == whole["Values"][: len(whole["Values"]) // 2]
    assert results(handle, "result_internal_error")["StatusCode"] == "InternalError"
    forbidden = results(handle, "result_forbidden")
    assert (forbidden["StatusCode"], forbidden["Values"]) == ("Forbidden", [])


def test_values_and_times_that_cannot_be(serve: Serve) -> None:
    handle = serve()
    whole = results(handle, None)
    assert math.isnan(results(handle, "nan_values")["Values"][0])
    assert results(handle, "negative_values")["Values"][0] < 0
    assert results(handle, "over_one_values")["Values"][0] > 1
    assert results(handle, "duplicate_timestamps")["Timestamps"][:2] == [whole["Timestamps"][0]] * 2
    shuffled = results(handle, "out_of_order")
    assert shuffled["Timestamps"] != whole["Timestamps"]
    assert sorted(shuffled["Timestamps"]) == sorted(whole["Timestamps"])
    assert results(handle, "future_timestamps")["Timestamps"][0].timestamp() > START
    rewritten = results(handle, "rewritten_past")["Values"]
    assert rewritten[:-1] == whole["Values"][:-1]
    assert rewritten[-1] == pytest.approx(1.5 * whole["Values"][-1])
    assert results(handle, None) == whole


def test_vdm_queries_can_fail_one_by_one(serve: Serve) -> None:
    handle = serve()
    ses = client("sesv2", handle.url)
    queries = [query(0), query(1, Metric="DELIVERY")]
    for fault, code in (("vdm_query_error", "INTERNAL_FAILURE"), ("vdm_access_denied", "ACCESS_DENIED")):
        handle.server.account.faults.inject(fault, count=1)
        answer = ses.batch_get_metric_data(Queries=queries)
        assert [(e["Id"], e["Code"]) for e in answer["Errors"]] == [("q0", code)]
        assert [row["Id"] for row in answer["Results"]] == ["q1"]
    handle.server.account.faults.inject("vdm_missing_id", count=1)
    answer = ses.batch_get_metric_data(Queries=queries)
    assert [row["Id"] for row in answer["Results"]] == ["q1"]
    assert answer["Errors"] == []


def test_vdm_off_and_no_identities(serve: Serve) -> None:
    handle = serve()
    ses = client("sesv2", handle.url)
    handle.server.account.faults.inject("vdm_off")
    handle.server.account.faults.inject("zero_identities")
    assert ses.get_account()["VdmAttributes"]["VdmEnabled"] == "DISABLED"
    with pytest.raises(ClientError, match="BadRequestException"):
        ses.batch_get_metric_data(Queries=[query()])
    assert ses.list_email_identities()["EmailIdentities"] == []
    handle.server.account.faults.clear()
    assert len(ses.list_email_identities()["EmailIdentities"]) > 5


def test_the_date_header_keeps_the_wall_clock_unless_told_otherwise(serve: Serve) -> None:
    handle = serve()
    sts = client("sts", handle.url)

    def skew() -> float:
        headers = sts.get_caller_identity()["ResponseMetadata"]["HTTPHeaders"]
        return (datetime.now(UTC) - parsedate_to_datetime(headers["date"])).total_seconds()

    assert abs(skew()) < 5
    handle.server.account.faults.inject("clock_skew", "GetCallerIdentity", count=1)
    assert 590 < skew() < 610


def test_faults_come_and_go_over_http(serve: Serve) -> None:
    handle = serve()
    ses = client("sesv2", handle.url)
    body = {"operation": "GetAccount", "fault": "access_denied", "count": 1}
    assert post(handle.url, "/_fault", body)[0] == 200
    with pytest.raises(ClientError):
        ses.get_account()
    assert ses.get_account()
    post(handle.url, "/_fault", {"fault": "throttling"})
    with pytest.raises(ClientError):
        ses.list_tenants()
    assert post(handle.url, "/_fault", None, method="DELETE")[0] == 200
    assert ses.list_tenants()
    status, answer = post(handle.url, "/_fault", {"fault": "no_such_fault"})
    assert status == 400
    assert "access_denied" in answer["error"]
    assert post(handle.url, "/_nothing", None, method="GET")[0] == 404


def test_a_fault_ends_after_its_count_or_its_seconds() -> None:
    faults = Faults()
    faults.inject("throttling", "GetAccount", count=2)
    faults.inject("hang", seconds=0)
    assert [faults.take("GetAccount", 0) for _ in range(3)] == [["throttling"], ["throttling"], []]
    assert faults.take("ListTenants", 0) == []
    with pytest.raises(ValueError, match="choose one of"):
        faults.inject("nonsense")
    assert len(set(NAMES)) == len(NAMES) == 30


def test_a_body_that_is_not_json_is_a_serialisation_error(serve: Serve) -> None:
    handle = serve()
    status, _ = post(handle.url, "/v2/email/metrics/batch", ["not", "an", "object"])
    assert status == 400
    assert json.dumps(handle.truth()["requests"]["violations"]).count("not a JSON object") == 1
