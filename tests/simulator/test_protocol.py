"""Paging, limits, validation and errors, as botocore sees them."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode, urlsplit
from urllib.request import urlopen

import pytest
from botocore.exceptions import ClientError

from ses_tui.simulator.server import SimulatorServer
from ses_tui.simulator.services.metrics import BOUNCE_RATE
from ses_tui.simulator.thread import Handle

from .conftest import START, client

DAY = 86_400
Serve = Callable[..., Handle]


def post(
    url: str, path: str, body: object, headers: dict[str, str] | None = None, method: str = "POST"
) -> tuple[int, Any]:
    """A request that botocore would not send."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
    text = None if body is None else json.dumps(body)
    connection.request(method, path, text, {"Content-Type": "application/json", **(headers or {})})
    answer = connection.getresponse()
    return answer.status, json.loads(answer.read())


def query(number: int = 0, **members: Any) -> dict[str, Any]:
    base = {
        "Id": f"q{number}",
        "Namespace": "VDM",
        "Metric": "SEND",
        "StartDate": START - DAY,
        "EndDate": START,
    }
    return {**base, **members}


def metric(
    key: str, name: str = BOUNCE_RATE, period: int = 300, stat: str = "Average", **more: Any
) -> dict[str, Any]:
    dimensions = [{"Name": n, "Value": v} for n, v in more.pop("dimensions", {}).items()]
    about = {"Namespace": "AWS/SES", "MetricName": name, "Dimensions": dimensions}
    return {"Id": key, "MetricStat": {"Metric": about, "Period": period, "Stat": stat}, **more}


def ask(
    cloudwatch: Any, *queries: dict[str, Any], begin: float = START - 3_600, end: float = START, **more: Any
) -> Any:
    return cloudwatch.get_metric_data(MetricDataQueries=list(queries), StartTime=begin, EndTime=end, **more)


def refused(call: Callable[[], object]) -> tuple[str, int, str]:
    with pytest.raises(ClientError) as caught:
        call()
    answer = caught.value.response
    return answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"], answer["Error"]["Message"]


def test_lists_are_paged_with_both_verbs(healthy: Handle) -> None:
    names = list(healthy.truth()["identities"])
    found: list[str] = []
    token = None
    while True:
        body = {"PageSize": 4, **({"NextToken": token} if token else {})}
        status, page = post(healthy.url, "/v2/email/list-identities", body)
        assert status == 200
        assert len(page["EmailIdentities"]) <= 4
        found += [row["IdentityName"] for row in page["EmailIdentities"]]
        token = page.get("NextToken")
        if token is None:
            break
    assert found == names
    status, page = post(healthy.url, "/v2/email/identities?PageSize=4", None, method="GET")
    assert [row["IdentityName"] for row in page["EmailIdentities"]] == names[:4]
    sets = list(healthy.truth()["configuration_sets"])
    assert (
        post(healthy.url, "/v2/email/configuration-sets", None, method="GET")[1]["ConfigurationSets"] == sets
    )
    assert post(healthy.url, "/v2/email/list-configuration-sets", {})[1]["ConfigurationSets"] == sets


def test_all_paged_operations_hand_out_a_token(healthy: Handle) -> None:
    ses = client("sesv2", healthy.url)
    calls = {
        "list_email_identities": "EmailIdentities",
        "list_configuration_sets": "ConfigurationSets",
        "list_dedicated_ip_pools": "DedicatedIpPools",
        "get_dedicated_ips": "DedicatedIps",
        "list_recommendations": "Recommendations",
        "list_tenants": "Tenants",
        "list_reputation_entities": "ReputationEntities",
    }
    for name, key in calls.items():
        first = getattr(ses, name)(PageSize=1)
        assert len(first[key]) == 1, name
        assert first["NextToken"], name
    second = ses.get_dedicated_ips(PageSize=1, NextToken=ses.get_dedicated_ips(PageSize=1)["NextToken"])
    assert second["DedicatedIps"][0]["Ip"] == "192.0.2.11"
    assert refused(lambda: ses.list_tenants(NextToken="nonsense"))[0] == "BadRequestException"


def test_a_big_account_is_paged_through(serve: Serve) -> None:
    big = serve("big")
    ses, cloudwatch = client("sesv2", big.url), client("cloudwatch", big.url)
    found: list[str] = []
    more: dict[str, str] = {}
    while True:
        page = ses.list_email_identities(PageSize=1_000, **more)
        found += [row["IdentityName"] for row in page["EmailIdentities"]]
        if not page.get("NextToken"):
            break
        more = {"NextToken": page["NextToken"]}
    assert len(found) == len(set(found)) == 10_001
    sizes = [
        len(page["Metrics"])
        for page in cloudwatch.get_paginator("list_metrics").paginate(Namespace="AWS/SES")
    ]
    assert sizes[0] == 500
    assert len(sizes) > 1


def test_metric_data_is_paged_by_datapoints(healthy: Handle) -> None:
    cloudwatch = client("cloudwatch", healthy.url)
    queries = [
        metric("a"),
        metric("b", "Send", stat="Sum"),
        metric("none", "NoSuchMetric"),
        metric("c", "Bounce", stat="Sum"),
    ]
    whole = ask(cloudwatch, *queries)
    assert "NextToken" not in whole
    gathered: dict[str, list[Any]] = {}
    states: dict[str, list[str]] = {}
    for page in cloudwatch.get_paginator("get_metric_data").paginate(
        MetricDataQueries=queries, StartTime=START - 3_600, EndTime=START, MaxDatapoints=5
    ):
        assert sum(len(row["Values"]) for row in page["MetricDataResults"]) <= 5
        for row in page["MetricDataResults"]:
            gathered.setdefault(row["Id"], []).extend(zip(row["Timestamps"], row["Values"], strict=True))
            states.setdefault(row["Id"], []).append(row["StatusCode"])
    for row in whole["MetricDataResults"]:
        assert gathered[row["Id"]] == list(zip(row["Timestamps"], row["Values"], strict=True))
        assert states[row["Id"]][-1] == "Complete"
        assert set(states[row["Id"]][:-1]) <= {"PartialData"}
    assert refused(lambda: ask(cloudwatch, *queries, NextToken="nonsense"))[0] == "InvalidNextToken"


def test_metric_data_starts_inclusive_ends_exclusive_and_keeps_to_the_period(healthy: Handle) -> None:
    cloudwatch = client("cloudwatch", healthy.url)
    hour = START // 3_600 * 3_600 - 3_600
    fine = ask(
        cloudwatch, metric("a", "Send", stat="Sum"), begin=hour, end=hour + 3_600, ScanBy="TimestampAscending"
    )
    times = [t.timestamp() for t in fine["MetricDataResults"][0]["Timestamps"]]
    assert times == [hour + 300 * n for n in range(12)]
    coarse = ask(cloudwatch, metric("a", "Send", 3_600, "Sum"), begin=hour + 1_234, end=hour + 3_600)[
        "MetricDataResults"
    ][0]
    assert [t.timestamp() for t in coarse["Timestamps"]] == [hour]
    assert coarse["Values"] == [sum(fine["MetricDataResults"][0]["Values"])]
    rates = ask(cloudwatch, metric("a"), begin=hour, end=hour + 3_600)["MetricDataResults"][0]
    average = ask(cloudwatch, metric("a", period=3_600), begin=hour, end=hour + 3_600)["MetricDataResults"][0]
    assert average["Values"] == [pytest.approx(sum(rates["Values"]) / 12)]
    assert rates["Timestamps"] == sorted(rates["Timestamps"], reverse=True)
    assert rates["Label"] == BOUNCE_RATE
    assert ask(cloudwatch, metric("a", Label="mine"))["MetricDataResults"][0]["Label"] == "mine"


def test_a_metric_has_its_complete_dimensions(healthy: Handle) -> None:
    cloudwatch = client("cloudwatch", healthy.url)
    pool = {"ses:dedicated-ip-pool": "transactional-managed", "ses:isp": "Gmail"}
    part = {"ses:isp": "Gmail"}
    queries = [
        metric("full", "Send", 3_600, "Sum", dimensions=pool),
        metric("part", "Send", 3_600, "Sum", dimensions=part),
    ]
    full, partial = ask(cloudwatch, *queries, begin=START - DAY)["MetricDataResults"]
    assert len(full["Values"]) > 20
    assert partial["Values"] == []
    assert partial["StatusCode"] == "Complete"
    other = ask(cloudwatch, metric("a", AccountId="999999999999"))["MetricDataResults"][0]
    assert other["StatusCode"] == "Forbidden"


def test_the_metrics_of_sets_add_up_to_those_of_the_account(healthy: Handle) -> None:
    cloudwatch = client("cloudwatch", healthy.url)
    listed = cloudwatch.list_metrics(Namespace="AWS/SES", MetricName="Bounce")["Metrics"]
    sets = [m for m in listed if [d["Name"] for d in m["Dimensions"]] == ["ses:configuration-set"]]
    queries = [metric("account", "Bounce", DAY, "Sum")]
    for n, found in enumerate(sets):
        queries.append(
            metric(
                f"s{n}", "Bounce", DAY, "Sum", dimensions={d["Name"]: d["Value"] for d in found["Dimensions"]}
            )
        )
    whole, *parts = [
        sum(row["Values"]) for row in ask(cloudwatch, *queries, begin=START - 2 * DAY)["MetricDataResults"]
    ]
    assert len(parts) == 4
    assert sum(parts) == whole


def test_vdm_answers_as_the_real_one(healthy: Handle) -> None:
    ses = client("sesv2", healthy.url)
    truth = healthy.truth()

    def total(**dimensions: str) -> int:
        more: dict[str, Any] = {"Dimensions": dimensions} if dimensions else {}
        return sum(ses.batch_get_metric_data(Queries=[query(**more)])["Results"][0]["Values"])

    assert total() == truth["total"]["sends"]
    assert total(ISP="Hotmail") == truth["isps"]["Hotmail"]["sends"]
    assert total(CONFIGURATION_SET="marketing") == truth["configuration_sets"]["marketing"]["sends"]
    assert total(TENANT_NAME="globex") == truth["tenants"]["globex"]["sends"]
    both = [
        query(n, Dimensions={"ISP": i, "EMAIL_IDENTITY": "news.example.org"})
        for n, i in enumerate(truth["isps"])
    ]
    rows = ses.batch_get_metric_data(Queries=both)["Results"]
    assert 0 < sum(sum(row["Values"]) for row in rows) < truth["identities"]["news.example.org"]["sends"]
    assert [total(ISP=isp) for isp in ("Outlook", "Apple", "iCloud", "ExchangeOnline")] == [0, 0, 0, 0]
    for isp in ("Unknown ISP", "mail.ru", "AT&T"):
        code, status, _ = refused(lambda isp=isp: total(ISP=isp))  # type: ignore[misc]
        assert (code, status) == ("BadRequestException", 400)
    batch = [query(1), query(2, Dimensions={"ISP": "mail.ru"})]
    assert refused(lambda: ses.batch_get_metric_data(Queries=batch))[0] == "BadRequestException"


@pytest.mark.parametrize(
    "change",
    [
        {"Metric": "SENDS"},
        {"Namespace": "vdm"},
        {"Id": ""},
        {"Id": "x" * 256},
        {"Dimensions": {}},
        {"Dimensions": {"DOMAIN": "a"}},
        {"Dimensions": {"ISP": "Gmail", "EMAIL_IDENTITY": "a", "CONFIGURATION_SET": "b", "TENANT_NAME": "c"}},
        {"Dimensions": {"ISP": ["Gmail", "Yahoo"]}},
        {"StartDate": "yesterday"},
        {"StartDate": START - 61 * DAY},
        {"EndDate": START - 2 * DAY},
        {"Surprise": 1},
    ],
)
def test_what_the_model_forbids_is_refused_and_remembered(serve: Serve, change: dict[str, Any]) -> None:
    handle = serve()
    status, answer = post(handle.url, "/v2/email/metrics/batch", {"Queries": [query(**change)]})
    assert status == 400, answer
    assert len(handle.truth()["requests"]["violations"]) >= 1


def test_limits_are_held(serve: Serve) -> None:
    handle = serve()
    ses, cloudwatch = client("sesv2", handle.url), client("cloudwatch", handle.url)
    eleven = [query(n) for n in range(11)]
    assert refused(lambda: ses.batch_get_metric_data(Queries=eleven))[0] == "BadRequestException"
    many = [metric(f"m{n}") for n in range(501)]
    assert refused(lambda: ask(cloudwatch, *many))[0] == "InvalidParameterValue"
    assert ask(cloudwatch, *many[:500])["MetricDataResults"][0]["Values"]
    assert refused(lambda: ask(cloudwatch, metric("a"), MaxDatapoints=100_801))[0] == "InvalidParameterValue"
    assert refused(lambda: ask(cloudwatch, metric("a", period=90)))[0] == "InvalidParameterValue"
    assert len(handle.truth()["requests"]["violations"]) == 4
    assert handle.truth()["requests"]["limits"] == []


@pytest.fixture
def one_second() -> Iterator[Handle]:
    """An account for which all that is asked comes within one second, however slow this machine is."""
    handle = Handle(SimulatorServer("healthy", speed=0.0, start=START, simulated_limits=True))
    yield handle
    handle.stop()


@pytest.mark.parametrize(("size", "calls"), [(1, 16), (10, 16)])
def test_vdm_refuses_more_than_sixteen_calls_or_160_queries_in_a_second(
    one_second: Handle, size: int, calls: int
) -> None:
    codes = [
        post(one_second.url, "/v2/email/metrics/batch", {"Queries": [query(n) for n in range(size)]})[0]
        for _ in range(18)
    ]
    assert codes == [200] * calls + [429] * (18 - calls)
    assert len(one_second.truth()["requests"]["limits"]) == 18 - calls


def test_once_a_second_means_once(one_second: Handle) -> None:
    handle = one_second
    ses = client("ses", handle.url)
    ses.get_send_statistics()
    code, status, _ = refused(ses.get_send_statistics)
    assert (code, status) == ("Throttling", 400)
    assert handle.truth()["requests"]["limits"] == ["GetSendStatistics: more than 1 calls per second"]


def test_every_write_is_refused_and_remembered(serve: Serve) -> None:
    handle = serve()
    ses = client("sesv2", handle.url)
    code, status, message = refused(lambda: ses.put_account_sending_attributes(SendingEnabled=False))
    assert (code, status) == ("AccessDeniedException", 403)
    assert "ses:PutAccountSendingAttributes" in message
    assert refused(lambda: ses.create_email_identity(EmailIdentity="a.example"))[0] == "AccessDeniedException"
    alarms = client("cloudwatch", handle.url)
    assert refused(lambda: alarms.delete_alarms(AlarmNames=["a"]))[0] == "AccessDenied"
    queue = client("sqs", handle.url)
    assert refused(lambda: queue.purge_queue(QueueUrl=handle.server.queue_url))[0] == "AccessDenied"
    assert refused(lambda: client("ses", handle.url).delete_identity(Identity="a"))[0] == "AccessDenied"
    assert refused(ses.list_contact_lists)[0] == "AccessDeniedException"
    seen = handle.truth()["requests"]
    assert seen["writes"] == [
        *("sesv2:PutAccountSendingAttributes", "sesv2:CreateEmailIdentity"),
        *("cloudwatch:DeleteAlarms", "sqs:PurgeQueue", "ses:DeleteIdentity"),
    ]
    assert seen["refused"] == ["sesv2:ListContactLists"]


def test_what_is_not_there_is_not_found(healthy: Handle) -> None:
    ses = client("sesv2", healthy.url)
    calls: list[Callable[[], object]] = [
        lambda: ses.get_email_identity(EmailIdentity="nobody.example"),
        lambda: ses.get_configuration_set(ConfigurationSetName="none"),
        lambda: ses.get_dedicated_ip_pool(PoolName="none"),
        lambda: ses.get_tenant(TenantName="none"),
    ]
    for call in calls:
        assert refused(call)[:2] == ("NotFoundException", 404)


def test_names_with_escape_codes_and_markup_come_through_unharmed(serve: Serve) -> None:
    handle = serve(hostile_names=True)
    ses = client("sesv2", handle.url)
    names = [row["IdentityName"] for row in ses.list_email_identities()["EmailIdentities"]]
    assert names == list(handle.truth()["identities"])
    assert any("\x1b" in name for name in names)
    assert max(len(name) for name in names) == 320
    hostile = next(name for name in names if "\x1b" in name)
    assert ses.get_email_identity(EmailIdentity=hostile)["VerifiedForSendingStatus"] is True
    row = ses.batch_get_metric_data(Queries=[query(Dimensions={"EMAIL_IDENTITY": hostile})])["Results"][0]
    assert sum(row["Values"]) == handle.truth()["identities"][hostile]["sends"] > 0


def test_cloudwatch_is_also_served_to_clients_that_still_speak_query(healthy: Handle) -> None:
    form = {
        "Action": "GetMetricData",
        "Version": "2010-08-01",
        "StartTime": "2026-11-24T14:00:00Z",
        "EndTime": "2026-11-24T14:20:01Z",
        "MetricDataQueries.member.1.Id": "a",
        "MetricDataQueries.member.1.MetricStat.Metric.Namespace": "AWS/SES",
        "MetricDataQueries.member.1.MetricStat.Metric.MetricName": BOUNCE_RATE,
        "MetricDataQueries.member.1.MetricStat.Period": "300",
        "MetricDataQueries.member.1.MetricStat.Stat": "Average",
    }
    answer = urlopen(healthy.url, urlencode(form).encode(), timeout=60).read().decode()
    assert f"<member>{healthy.truth()['rates']['bounce_rate']}</member>" in answer
    assert "<member>2026-11-24T14:20:00Z</member>" in answer
    assert "<StatusCode>Complete</StatusCode>" in answer
