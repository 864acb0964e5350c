"""The AWS CLI against the simulated account says what the readers say: two outputs, compared."""

from collections.abc import Iterator
from typing import Any

import pytest

from ses_tui.simulator.thread import Handle, run_in_thread
from tests.aws.resource_reads import START
from tests.aws.stub import reader_at
from tests.aws_cli import answer

Json = dict[str, Any]

ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "AKIAEXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "example",
    "AWS_DEFAULT_REGION": "eu-west-1",
}


@pytest.fixture
def simulated() -> Iterator[Handle]:
    handle = run_in_thread("warmup", 0.0, start=START)
    yield handle
    handle.stop()


def aws(handle: Handle, *commands: tuple[str, ...]) -> list[Json]:
    """The true command's answers."""
    return [answer(command, handle.url, ENVIRONMENT) for command in commands]


async def test_sets(simulated: Handle) -> None:
    async with reader_at(simulated.url) as reader:
        read = await reader.sets()
    (listed,) = aws(simulated, ("sesv2", "list-configuration-sets"))
    names = listed["ConfigurationSets"]
    assert [one.name for one in read.sets] == names
    answers = aws(
        simulated,
        *(
            ("sesv2", operation, "--configuration-set-name", name)
            for name in names
            for operation in ("get-configuration-set", "get-configuration-set-event-destinations")
        ),
    )
    for one, settings, events in zip(read.sets, answers[::2], answers[1::2], strict=True):
        assert one.sending_enabled == settings["SendingOptions"]["SendingEnabled"]
        assert one.reputation_metrics_enabled == settings["ReputationOptions"]["ReputationMetricsEnabled"]
        assert one.last_fresh_start == settings["ReputationOptions"]["LastFreshStart"]
        assert one.pool == settings["DeliveryOptions"].get("SendingPoolName", "")
        assert [(where.name, where.enabled, set(where.event_types)) for where in one.destinations or ()] == [
            (where["Name"], where["Enabled"], set(where["MatchingEventTypes"]))
            for where in events["EventDestinations"]
        ]


async def test_tenants(simulated: Handle) -> None:
    async with reader_at(simulated.url) as reader:
        read = await reader.tenants()
    listed, entities = aws(simulated, ("sesv2", "list-tenants"), ("sesv2", "list-reputation-entities"))
    # The CLI's own model of ListTenants knows no SendingStatus: it is compared below, as the aggregate.
    assert [(one.name, one.arn) for one in read.tenants] == [
        (row["TenantName"], row["TenantArn"]) for row in listed["Tenants"]
    ]
    said = {
        one.entity.arn: (one.entity.aggregate, one.entity.impact, one.entity.aws.cause)
        for one in read.tenants
        if one.entity and one.entity.aws
    }
    assert said == {
        row["ReputationEntityReference"]: (
            row["SendingStatusAggregate"],
            row["ReputationImpact"],
            row["AwsSesManagedStatus"].get("Cause") or "",
        )
        for row in entities["ReputationEntities"]
    }


async def test_pools_and_ips(simulated: Handle) -> None:
    async with reader_at(simulated.url) as reader:
        read = await reader.pools()
    listed, ips = aws(simulated, ("sesv2", "list-dedicated-ip-pools"), ("sesv2", "get-dedicated-ips"))
    names = listed["DedicatedIpPools"]
    kinds = aws(simulated, *(("sesv2", "get-dedicated-ip-pool", "--pool-name", name) for name in names))
    assert [(one.name, one.kind) for one in read.pools] == [
        (kind["DedicatedIpPool"]["PoolName"], kind["DedicatedIpPool"]["ScalingMode"]) for kind in kinds
    ]
    assert [
        (one.ip, one.pool, one.warmup, -1 if one.percent is None else one.percent) for one in read.ips
    ] == [
        (row["Ip"], row["PoolName"], row["WarmupStatus"], row["WarmupPercentage"])
        for row in ips["DedicatedIps"]
    ]


async def test_recommendations_and_alarms(simulated: Handle) -> None:
    async with reader_at(simulated.url) as reader:
        read, alarms = await reader.recommendations(), (await reader.alarms()).alarms
    listed, described = aws(
        simulated,
        ("sesv2", "list-recommendations"),
        ("cloudwatch", "describe-alarms", "--alarm-types", "MetricAlarm", "CompositeAlarm"),
    )
    assert sorted((one.arn, one.type, one.status, one.impact, one.description) for one in read) == sorted(
        (row["ResourceArn"], row["Type"], row["Status"], row["Impact"], row["Description"])
        for row in listed["Recommendations"]
    )
    rows = described["MetricAlarms"] + described["CompositeAlarms"]
    assert [
        (one.name, one.state, one.metric, one.threshold, one.actions_enabled, one.missing_data)
        for one in alarms
    ] == [
        (
            row["AlarmName"],
            row["StateValue"],
            row.get("MetricName", ""),
            row.get("Threshold"),
            row["ActionsEnabled"],
            row.get("TreatMissingData", ""),
        )
        for row in rows
    ]
