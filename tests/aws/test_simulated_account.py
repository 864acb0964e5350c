"""Every number that the reader brings equals what the simulated account was drawn from."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from ses_tui.aws.reader import AwsReader
from ses_tui.core.clock import DAY, utc_day
from ses_tui.core.counts import IDENTITY_METRICS, ISP_METRICS, VdmCounts, VdmMetric, reported_window
from ses_tui.core.errors import ErrorKind
from ses_tui.core.isps import DEFAULT_ISPS
from ses_tui.core.results import ReadError
from ses_tui.simulator import limits
from ses_tui.simulator.server import SimulatorServer
from tests.aws.stub import reader_at

START = 1_795_521_600.0 + 13 * 3600  # 2026-11-25T01:00:00Z

FIELDS = {
    VdmMetric.SEND: "sends",
    VdmMetric.DELIVERY: "deliveries",
    VdmMetric.PERMANENT_BOUNCE: "permanent_bounces",
    VdmMetric.TRANSIENT_BOUNCE: "transient_bounces",
    VdmMetric.COMPLAINT: "complaints",
    VdmMetric.DELIVERY_COMPLAINT: "delivery_complaints",
}


@pytest.fixture
async def simulator() -> AsyncIterator[SimulatorServer]:
    server = SimulatorServer(scenario="healthy", speed=0, port=0, seed=7, start=START)
    await server.start()
    yield server
    await server.stop()


def sums(counts: VdmCounts, now: float) -> dict[str, int | None]:
    start, end = reported_window(now)
    return {FIELDS[metric]: counts.window(metric, start, end) for metric in counts.sums}


def expected(row: dict[str, Any], metrics: tuple[VdmMetric, ...]) -> dict[str, Any]:
    return {FIELDS[metric]: row[FIELDS[metric]] for metric in metrics}


async def test_every_number_equals_the_truth(simulator: SimulatorServer) -> None:
    truth = simulator.truth()
    now = float(truth["now"])
    today = utc_day(now)
    async with reader_at(simulator.url) as reader:
        rates = await reader.rates(now - DAY, now + 300)
        account = await reader.account()
        buckets = await reader.send_statistics()
        identities = [each.name for each in await reader.identities()]
        isps = await reader.isps(DEFAULT_ISPS, today - 14 * DAY, today + DAY)
        rows = await reader.identity_counts(identities, today - DAY, today + DAY)
        assert await reader.account_id() == "123456789012"
    assert rates.bounce and rates.complaint
    assert rates.bounce[-1].value == truth["rates"]["bounce_rate"]
    assert rates.complaint[-1].value == truth["rates"]["complaint_rate"]
    assert rates.bounce[-1].at == truth["rates"]["at"]
    assert account.quota is not None
    assert account.quota.sent_last_24_hours == truth["account"]["SendQuota"]["SentLast24Hours"]
    assert sum(bucket.attempts for bucket in buckets) == truth["send_statistics"]["DeliveryAttempts"]
    assert sum(bucket.bounces for bucket in buckets) == truth["send_statistics"]["Bounces"]
    assert set(identities) == set(truth["identities"])
    assert isps.total is not None
    assert sums(isps.total, now) == expected(truth["total"], ISP_METRICS)
    for row in isps.rows:
        assert sums(row, now) == expected(truth["isps"][row.subject.name], ISP_METRICS), row.subject
    for row in rows.rows:
        assert sums(row, now) == expected(truth["identities"][row.subject.name], IDENTITY_METRICS)
    assert max(isps.total.sums[VdmMetric.SEND]) == today
    assert (rates.errors, isps.errors, rows.errors) == ((), (), ())


async def test_the_account_saw_nothing_outside_the_model_no_limit_crossed_no_write(
    simulator: SimulatorServer,
) -> None:
    today = utc_day(START)
    async with reader_at(simulator.url) as reader:
        await reader.account()
        names = [f"i{number}.example" for number in range(360)]
        read = await reader.identity_sends(names, today - DAY, today + DAY)
    assert read.errors == ()
    assert len(read.rows) == 360
    seen = simulator.truth()["requests"]
    assert [seen[kind] for kind in ("violations", "limits", "writes", "refused")] == [[], [], [], []]
    assert reader.usage.vdm_queries == 360


FAULTS = [
    ("expired_token", ErrorKind.CREDENTIALS_EXPIRED),
    ("access_denied", ErrorKind.ACCESS_DENIED),
    ("throttling", ErrorKind.THROTTLED),
    ("internal_error", ErrorKind.SERVICE),
    ("unavailable", ErrorKind.SERVICE),
    ("connection_reset", ErrorKind.NETWORK),
    ("hang", ErrorKind.TIMEOUT),
    ("not_json", ErrorKind.SERVICE),
    ("empty_body", ErrorKind.SERVICE),
    ("html", ErrorKind.SERVICE),
]


async def read_everything(reader: AwsReader) -> dict[str, ErrorKind]:
    """Operation -> class of its failure."""
    failed = {}
    for read in (
        reader.account(),
        reader.rates(START - 3600, START),
        reader.send_statistics(),
        reader.identities(),
        reader.identity_sends(["news.example.org"], START - DAY, START),
        reader.account_id(),
    ):
        try:
            await read
        except ReadError as error:
            failed[error.error.operation] = error.error.kind
    return failed


@pytest.mark.parametrize(("fault", "kind"), FAULTS)
async def test_each_fault_has_its_class_in_every_protocol_and_heals(
    simulator: SimulatorServer, fault: str, kind: ErrorKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ses_tui.aws.call.PACED", frozenset())  # a second per attempt is tested elsewhere
    monkeypatch.delitem(limits._PER_SECOND, "GetSendStatistics")
    async with reader_at(simulator.url, deadline=0.4 if fault == "hang" else 20.0) as reader:
        if fault != "hang":  # the short deadline is for what does not answer
            await reader.account()
        simulator.account.faults.inject(fault)
        assert await read_everything(reader) == dict.fromkeys(
            (
                "GetAccount",
                "GetMetricData",
                "GetSendStatistics",
                "ListEmailIdentities",
                "BatchGetMetricData",
                "GetCallerIdentity",
            ),
            kind,
        )
        simulator.account.faults.clear()
    async with reader_at(simulator.url) as reader:
        assert await read_everything(reader) == {}


async def test_vdm_that_is_off(simulator: SimulatorServer) -> None:
    simulator.account.faults.inject("vdm_off")
    async with reader_at(simulator.url) as reader:
        assert not (await reader.account()).vdm_enabled
        with pytest.raises(ReadError) as caught:
            await reader.isps(DEFAULT_ISPS, START - DAY, START)
    assert caught.value.error.kind is ErrorKind.NOT_ENABLED


async def test_a_wrong_clock_is_seen(simulator: SimulatorServer) -> None:
    simulator.account.faults.inject("clock_skew")
    async with reader_at(simulator.url) as reader:
        await reader.account()
        assert reader.last_skew is not None
        assert abs(reader.last_skew) > 240
