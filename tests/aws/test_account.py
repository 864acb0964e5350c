"""GetAccount, GetSendStatistics, the identities: parsed, in order, one SES call at a time."""

import asyncio
import time
from itertools import pairwise
from typing import Any

import pytest
from aiohttp import web

from ses_tui.core.counts import SendBucket
from ses_tui.core.errors import ErrorKind
from ses_tui.core.results import ReadError
from tests.aws.stub import ACCOUNT, Stub, answer, reader_at

STATISTICS = """<GetSendStatisticsResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/">
<GetSendStatisticsResult><SendDataPoints>
<member><Timestamp>2026-11-24T10:15:00Z</Timestamp><DeliveryAttempts>7</DeliveryAttempts>
<Bounces>2</Bounces><Complaints>1</Complaints><Rejects>0</Rejects></member>
<member><Timestamp>2026-11-24T10:00:00Z</Timestamp><DeliveryAttempts>5</DeliveryAttempts>
<Bounces>0</Bounces><Complaints>0</Complaints><Rejects>3</Rejects></member>
</SendDataPoints></GetSendStatisticsResult>
<ResponseMetadata><RequestId>x</RequestId></ResponseMetadata></GetSendStatisticsResponse>"""


def everything(operation: str, _parameters: dict[str, Any]) -> web.Response:
    if operation == "GetSendStatistics":
        return web.Response(text=STATISTICS, content_type="text/xml")
    return answer(ACCOUNT)


async def test_the_account_as_it_is() -> None:
    body = {
        **ACCOUNT,
        "EnforcementStatus": "PROBATION",
        "SendingEnabled": False,
        "Details": {"ReviewDetails": {"Status": "PENDING", "CaseId": "17\x1b"}},
    }
    async with Stub(lambda *_: answer(body)) as stub, reader_at(stub.url) as reader:
        account = await reader.account()
    assert account.enforcement_status == "PROBATION"
    assert (account.sending_enabled, account.production_access, account.vdm_enabled) == (False, True, True)
    assert account.quota is not None
    assert account.quota.use == 20 / 500
    assert (account.review_status, account.review_case) == ("PENDING", "17\u241b")


async def test_how_the_account_is_set_up() -> None:
    body = {
        **ACCOUNT,
        "DedicatedIpAutoWarmupEnabled": False,
        "PricingAttributes": {"CurrentPlan": "ESSENTIALS", "NextPlan": "PRO"},
        "SuppressionAttributes": {
            "SuppressedReasons": ["COMPLAINT", "TOMORROW\x1b"],
            "ValidationAttributes": {"ConditionThreshold": {"ConditionThresholdEnabled": "ENABLED"}},
        },
        "VdmAttributes": {
            "VdmEnabled": "ENABLED",
            "DashboardAttributes": {"EngagementMetrics": "DISABLED"},
            "GuardianAttributes": {"OptimizedSharedDelivery": "ENABLED"},
        },
    }
    async with Stub(lambda *_: answer(body)) as stub, reader_at(stub.url) as reader:
        account = await reader.account()
    assert (account.plan, account.next_plan, account.auto_warmup) == ("ESSENTIALS", "PRO", False)
    assert (account.suppressed, account.validation) == (("COMPLAINT", "TOMORROW\u241b"), "ENABLED")
    assert (account.engagement, account.guardian) == ("DISABLED", "ENABLED")


async def test_a_setting_that_is_not_told_is_not_known_and_an_empty_list_is() -> None:
    told = {"SuppressionAttributes": {"SuppressedReasons": None}, "DedicatedIpAutoWarmupEnabled": None}
    async with Stub(lambda *_: answer({**ACCOUNT, **told})) as stub, reader_at(stub.url) as reader:
        account = await reader.account()
    assert (account.suppressed, account.auto_warmup, account.plan) == (None, None, "")
    empty = {**ACCOUNT, "SuppressionAttributes": {"SuppressedReasons": []}}
    async with Stub(lambda *_: answer(empty)) as stub, reader_at(stub.url) as reader:
        assert (await reader.account()).suppressed == ()


async def test_minus_one_means_no_limit() -> None:
    quota = {"Max24HourSend": -1.0, "MaxSendRate": 14.0, "SentLast24Hours": 20.0}
    async with (
        Stub(lambda *_: answer({**ACCOUNT, "SendQuota": quota})) as stub,
        reader_at(stub.url) as reader,
    ):
        account = await reader.account()
    assert account.quota is not None
    assert account.quota.max_24_hour_send is None
    assert account.quota.use is None


@pytest.mark.parametrize("name", ["Max24HourSend", "MaxSendRate", "SentLast24Hours"])
@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
async def test_a_quota_that_is_no_number_was_not_read(name: str, word: str) -> None:
    quota = {"Max24HourSend": 500.0, "MaxSendRate": 14.0, "SentLast24Hours": 20.0, name: word}
    async with (
        Stub(lambda *_: answer({**ACCOUNT, "SendQuota": quota})) as stub,
        reader_at(stub.url) as reader,
    ):
        account = await reader.account()
    assert account.quota is None
    assert account.enforcement_status == "HEALTHY"


async def test_what_is_missing_is_none_or_off_never_zero() -> None:
    told = {"SendingEnabled": True, "EnforcementStatus": "HEALTHY"}
    async with Stub(lambda *_: answer(told)) as stub, reader_at(stub.url) as reader:
        account = await reader.account()
    assert account.quota is None
    assert account.vdm_enabled is False


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("EnforcementStatus", None),
        ("EnforcementStatus", ""),
        ("EnforcementStatus", 1),
        ("SendingEnabled", None),
    ],
)
async def test_an_account_without_its_words_was_not_read(name: str, value: object) -> None:
    told = {key: word for key, word in {**ACCOUNT, name: value}.items() if word is not None}
    async with Stub(lambda *_: answer(told)) as stub, reader_at(stub.url) as reader:
        with pytest.raises(ReadError) as caught:
            await reader.account()
    assert caught.value.error.kind is ErrorKind.PARTIAL
    assert name in caught.value.error.message


async def test_buckets_come_in_time_order() -> None:
    async with Stub(everything) as stub, reader_at(stub.url) as reader:
        buckets = await reader.send_statistics()
    assert buckets == (
        SendBucket(1795514400.0, 5, 0, 0, 3),
        SendBucket(1795515300.0, 7, 2, 1, 0),
    )


async def test_send_statistics_go_once_a_second_retries_included(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ses_tui.aws.call.PACE_SECONDS", 0.1)
    times: list[float] = []

    def failing_once(operation: str, parameters: dict[str, Any]) -> web.Response:
        times.append(time.monotonic())
        return web.Response(status=503) if len(times) == 1 else everything(operation, parameters)

    async with Stub(failing_once) as stub, reader_at(stub.url) as reader:
        await reader.send_statistics()
        await reader.send_statistics()
    assert len(times) == 3
    assert min(later - earlier for earlier, later in pairwise(times)) >= 0.1


async def test_ses_calls_go_one_at_a_time() -> None:
    async def slowly(operation: str, parameters: dict[str, Any]) -> web.StreamResponse:
        await asyncio.sleep(0.02)
        return everything(operation, parameters)

    async with Stub(slowly) as stub, reader_at(stub.url) as reader:
        await asyncio.gather(reader.account(), reader.send_statistics(), reader.account())
    assert len(stub.calls) == 3
    assert stub.most_in_the_air == 1


async def test_identities_of_all_pages_in_the_largest_pages() -> None:
    def pages(_operation: str, parameters: dict[str, Any]) -> web.Response:
        if "NextToken" in parameters:
            return answer({"EmailIdentities": [{"IdentityName": "b.example"}]})
        return answer({"EmailIdentities": [{"IdentityName": "a.example"}, {}], "NextToken": "more"})

    async with Stub(pages) as stub, reader_at(stub.url) as reader:
        assert [each.name for each in await reader.identities()] == ["a.example", "b.example"]
    assert [sent.get("PageSize") for _, sent in stub.calls] == [1000, 1000]


async def test_skew_is_how_far_our_clock_is_ahead() -> None:
    def old(*_: object) -> web.Response:
        return answer(ACCOUNT, Date="Tue, 24 Nov 2026 12:00:00 GMT")

    from ses_tui.aws.call import Caller
    from ses_tui.aws.meter import Meter
    from ses_tui.aws.operations import ACCOUNT as OPERATION
    from ses_tui.core.model import Target
    from tests.aws.stub import KEYS

    async with Stub(old) as stub:
        caller = Caller(
            Target(region="eu-west-1", endpoint_url=stub.url),
            meter=Meter(),
            deadline=60,
            credentials=KEYS,
            wall=lambda: 1795521600.0 + 90,
        )
        await caller.call(OPERATION)
        assert caller.last_skew == 90.0
        await caller.clients.close()
