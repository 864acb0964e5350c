"""Each operation of AWS has its row in docs/aws.md, a permission, a test of its truth, and fails alone."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from ses_tui.aws import operations
from ses_tui.aws.operations import CALLER_IDENTITY, Operation
from ses_tui.aws.permissions import FEATURES
from ses_tui.aws.queue import SqsQueue, queue_target
from ses_tui.core.errors import ErrorKind
from ses_tui.core.model import Target
from ses_tui.core.results import ReadError
from ses_tui.simulator.server import SimulatorServer
from tests.aws.resource_reads import account
from tests.aws.stub import KEYS

ROOT = Path(__file__).parents[2]
OPERATIONS = {one.name: one for one in vars(operations).values() if isinstance(one, Operation)}

RESOURCES, SIMULATED = "aws/test_resources.py", "aws/test_simulated_account.py"
ALONE, HERE = "tui/test_degrades_alone.py", "aws/test_sources.py"

TESTS = {
    "GetCallerIdentity": (SIMULATED, "engine/test_fails_alone.py"),
    "GetAccount": (SIMULATED, "engine/test_fails_alone.py"),
    "GetSendStatistics": (SIMULATED, ALONE),
    "GetMetricData": (SIMULATED, "engine/test_fault_matrix.py"),
    "ListEmailIdentities": (SIMULATED, ALONE),
    "GetEmailIdentity": ("engine/test_identities.py", "engine/test_identities.py"),
    "BatchGetMetricData": (SIMULATED, ALONE),
    "ListConfigurationSets": (RESOURCES, ALONE),
    "GetConfigurationSet": (RESOURCES, ALONE),
    "GetConfigurationSetEventDestinations": (RESOURCES, ALONE),
    "ListTenants": (RESOURCES, ALONE),
    "ListReputationEntities": (RESOURCES, ALONE),
    "GetTenant": (RESOURCES, RESOURCES),
    "ListTenantResources": ("engine/test_tenants.py", "engine/test_tenants.py"),
    "ListMultiRegionEndpoints": ("engine/test_tenants.py", "engine/test_tenants.py"),
    "ListDedicatedIpPools": (RESOURCES, ALONE),
    "GetDedicatedIpPool": (RESOURCES, ALONE),
    "GetDedicatedIps": (RESOURCES, ALONE),
    "ListRecommendations": (RESOURCES, ALONE),
    "DescribeAlarms": (RESOURCES, ALONE),
    "ListAlarmMuteRules": (RESOURCES, ALONE),
    "GetAlarmMuteRule": (RESOURCES, ALONE),
    "DescribeAlarmHistory": (RESOURCES, ALONE),
    "GetDeliverabilityDashboardOptions": (RESOURCES, ALONE),
    "GetDomainStatisticsReport": (RESOURCES, ALONE),
    "GetBlacklistReports": (RESOURCES, ALONE),
    "ListMetrics": ("aws/test_listed_metrics.py", ALONE),
    "GetMessageInsights": ("aws/test_message_insights.py", "aws/test_message_insights.py"),
    "ReceiveMessage": (HERE, HERE),
    "DeleteMessageBatch": (HERE, HERE),
    "GetQueueAttributes": (HERE, HERE),
}
"""Operation -> where its answer is held against the simulated account, where it is denied and absent."""


def documented() -> list[list[str]]:
    """The cells of each row of docs/aws.md: source, operations, how often, what of it, where."""
    text = (ROOT / "docs" / "aws.md").read_text(encoding="utf-8")
    table = text.split("| source | operations |")[1].split("\n\n")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]


def test_each_operation_has_a_row_and_no_row_is_about_another() -> None:
    named = {name for row in documented() for name in row[1].split(", ")}
    assert named == OPERATIONS.keys()
    for row in documented():
        assert row[2], f"{row[0]}: how often?"
        for file in re.findall(r"`([a-z_/]+\.py)`", row[4]):
            text = (ROOT / "ses_tui" / file).read_text(encoding="utf-8")
            assert text, file
        assert re.search(r"\.py`", row[4]), row[0]


def test_each_operation_is_allowed_by_the_policy_of_one_feature_and_the_core_is_core() -> None:
    features = {
        name: [key for key, one in FEATURES.items() if OPERATIONS[name] in one.operations]
        for name in OPERATIONS.keys() - {CALLER_IDENTITY.name, "GetMetricData"}
    }
    assert all(len(found) == 1 for found in features.values()), features
    core = {one.name for one in FEATURES["core"].operations}
    assert core == {"GetAccount", "GetSendStatistics", "GetMetricData", "ListEmailIdentities"}


def test_each_operation_has_a_test_of_its_truth_and_one_of_its_failing_alone() -> None:
    assert TESTS.keys() == OPERATIONS.keys()
    for name, (truth, alone) in TESTS.items():
        assert (ROOT / "tests" / truth).is_file(), name
        assert f'"{name}"' in (ROOT / "tests" / alone).read_text(encoding="utf-8"), name


FAULTS = ("access_denied", "disabled", "not_found", "absent")


def queue_of(server: SimulatorServer) -> SqsQueue:
    target = Target(endpoint_url=server.url, region="us-east-1")
    return SqsQueue(server.queue_url, queue_target(server.queue_url, target), credentials=KEYS)


async def test_what_a_queue_holds_is_received_counted_and_deleted() -> None:
    async with account("isp-block") as (server, _), closing(queue_of(server)) as queue:
        before = await queue.depth()
        assert before == sum(server.account.queue.counts()) > 10
        received = await queue.receive(0)
        assert len(received) == 10
        assert all(json.loads(one.body)["Type"] == "Notification" for one in received)
        assert await queue.delete([one.handle for one in received]) == 0
        assert await queue.depth() == before - 10


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("operation", ["ReceiveMessage", "DeleteMessageBatch", "GetQueueAttributes"])
async def test_a_queue_that_is_denied_or_absent_takes_nothing_along(operation: str, fault: str) -> None:
    async with account("isp-block") as (server, reader), closing(queue_of(server)) as queue:
        server.account.faults.inject(fault, operation)
        with pytest.raises(ReadError) as caught:
            match operation:
                case "ReceiveMessage":
                    await queue.receive(0)
                case "DeleteMessageBatch":
                    await queue.delete(["handle"])
                case _:
                    await queue.depth()
        error = caught.value.error
        assert (error.source, error.operation) == ("events", operation)
        if fault == "access_denied":
            assert error.kind is ErrorKind.ACCESS_DENIED
            assert OPERATIONS[operation].action in error.hint
        assert (await reader.account()).sending_enabled


@asynccontextmanager
async def closing(queue: SqsQueue) -> AsyncIterator[SqsQueue]:
    """Its connections are closed at the end."""
    try:
        yield queue
    finally:
        await queue.close()
