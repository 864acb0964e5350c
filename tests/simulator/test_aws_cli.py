"""The AWS CLI, a client that nobody here wrote, gets every served operation and the values of the truth."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ses_tui.simulator.services import HANDLERS
from ses_tui.simulator.thread import Handle
from tests.aws_cli import answer

from .conftest import ENVIRONMENT, START

ARN = "arn:aws:ses:us-east-1:123456789012:tenant/acme-travel"
RATES = [
    {
        "Id": key,
        "MetricStat": {
            "Metric": {"Namespace": "AWS/SES", "MetricName": name},
            "Period": 300,
            "Stat": "Average",
        },
    }
    for key, name in (("bounce", "Reputation.BounceRate"), ("complaint", "Reputation.ComplaintRate"))
]
SPAN = ["--start-time", str(int(START) - 1_200), "--end-time", str(int(START) + 1)]
GMAIL = "Id=gmail,Namespace=VDM,Metric=SEND,Dimensions={ISP=Gmail},StartDate=2026-11-23,EndDate=2026-11-24"
WHOLE = "Id=all,Namespace=VDM,Metric=PERMANENT_BOUNCE,StartDate=2026-11-23,EndDate=2026-11-24"
REPORT = ["--domain", "news.example.org", "--start-date", "2026-11-20", "--end-date", "2026-11-24"]

COMMANDS: dict[str, list[str]] = {
    "GetMetricData": ["cloudwatch", "get-metric-data", *SPAN, "--metric-data-queries", json.dumps(RATES)],
    "ListMetrics": ["cloudwatch", "list-metrics", "--namespace", "AWS/SES"],
    "DescribeAlarms": ["cloudwatch", "describe-alarms", "--alarm-types", "MetricAlarm", "CompositeAlarm"],
    "ListAlarmMuteRules": ["cloudwatch", "list-alarm-mute-rules"],
    "GetAlarmMuteRule": ["cloudwatch", "get-alarm-mute-rule", "--alarm-mute-rule-name", "nightly-backup"],
    "DescribeAlarmHistory": ["cloudwatch", "describe-alarm-history", "--alarm-name", "ses-bounce-rate"],
    "GetAccount": ["sesv2", "get-account"],
    "BatchGetMetricData": ["sesv2", "batch-get-metric-data", "--queries", GMAIL, WHOLE],
    "ListRecommendations": ["sesv2", "list-recommendations"],
    "ListEmailIdentities": ["sesv2", "list-email-identities"],
    "GetEmailIdentity": ["sesv2", "get-email-identity", "--email-identity", "hello@example.org"],
    "ListConfigurationSets": ["sesv2", "list-configuration-sets"],
    "GetConfigurationSet": ["sesv2", "get-configuration-set", "--configuration-set-name", "marketing"],
    "GetConfigurationSetEventDestinations": [
        *("sesv2", "get-configuration-set-event-destinations", "--configuration-set-name", "marketing")
    ],
    "ListDedicatedIpPools": ["sesv2", "list-dedicated-ip-pools"],
    "GetDedicatedIpPool": ["sesv2", "get-dedicated-ip-pool", "--pool-name", "transactional-managed"],
    "GetDedicatedIps": ["sesv2", "get-dedicated-ips"],
    "GetBlacklistReports": [
        "sesv2",
        "get-blacklist-reports",
        "--blacklist-item-names",
        "192.0.2.10",
        "192.0.2.11",
    ],
    "ListTenants": ["sesv2", "list-tenants"],
    "GetTenant": ["sesv2", "get-tenant", "--tenant-name", "acme-travel"],
    "ListTenantResources": ["sesv2", "list-tenant-resources", "--tenant-name", "acme-travel"],
    "ListMultiRegionEndpoints": ["sesv2", "list-multi-region-endpoints"],
    "ListReputationEntities": ["sesv2", "list-reputation-entities"],
    "GetReputationEntity": [
        *("sesv2", "get-reputation-entity", "--reputation-entity-type", "RESOURCE"),
        *("--reputation-entity-reference", ARN),
    ],
    "GetDeliverabilityDashboardOptions": ["sesv2", "get-deliverability-dashboard-options"],
    "GetDomainStatisticsReport": ["sesv2", "get-domain-statistics-report", *REPORT],
    "GetSendStatistics": ["ses", "get-send-statistics"],
    "GetSendQuota": ["ses", "get-send-quota"],
    "GetCallerIdentity": ["sts", "get-caller-identity"],
    "AssumeRole": [
        *("sts", "assume-role", "--role-arn", "arn:aws:iam::222222222222:role/monitor"),
        *("--role-session-name", "check"),
    ],
    "GetQueueAttributes": ["sqs", "get-queue-attributes", "--attribute-names", "All"],
    "ReceiveMessage": ["sqs", "receive-message", "--max-number-of-messages", "3"],
}
SENDING = {
    "SendMessage": ["sqs", "send-message", "--message-body", "one"],
    "SendMessageBatch": ["sqs", "send-message-batch", "--entries", '[{"Id": "a", "MessageBody": "two"}]'],
}


def aws(handle: Handle, command: list[str]) -> Any:
    """The true command's JSON."""
    if command[0] == "sqs":
        command = [*command, "--queue-url", handle.server.queue_url]
    return answer(command, handle.url, ENVIRONMENT)


@pytest.fixture(scope="module")
def answers(healthy: Handle) -> dict[str, Any]:
    """Every operation once."""
    found = {name: aws(healthy, command) for name, command in SENDING.items()}
    found |= {name: aws(healthy, command) for name, command in COMMANDS.items()}
    handles = [message["ReceiptHandle"] for message in found["ReceiveMessage"]["Messages"]]
    found["DeleteMessage"] = aws(healthy, ["sqs", "delete-message", "--receipt-handle", handles[0]])
    entries = [{"Id": str(n), "ReceiptHandle": text} for n, text in enumerate(handles[1:])]
    found["DeleteMessageBatch"] = aws(
        healthy, ["sqs", "delete-message-batch", "--entries", json.dumps(entries)]
    )
    return found


def test_every_served_operation_answers(answers: dict[str, Any], healthy: Handle) -> None:
    served = HANDLERS.keys() - {"GetMessageInsights"}  # about a message that somebody has received
    assert answers.keys() == served
    seen = healthy.truth()["requests"]
    assert seen["operations"].keys() == served
    assert not seen["violations"] and not seen["limits"] and not seen["refused"]
    assert sorted(seen["writes"]) == ["sqs:SendMessage", "sqs:SendMessageBatch"]
    assert seen["metrics_requested"] == 2
    assert seen["vdm_queries"] == 2


def test_rates_and_sums_equal_the_truth(answers: dict[str, Any], healthy: Handle) -> None:
    truth = healthy.truth()
    bounce, complaint = answers["GetMetricData"]["MetricDataResults"]
    assert bounce["Values"][0] == truth["rates"]["bounce_rate"]
    assert complaint["Values"][0] == truth["rates"]["complaint_rate"]
    assert bounce["Timestamps"][0] == truth["rates"]["at"]
    history = {rate["at"]: rate["bounce_rate"] for rate in truth["rates_history"]}
    assert dict(zip(bounce["Timestamps"], bounce["Values"], strict=True)).items() <= history.items()
    gmail, whole = answers["BatchGetMetricData"]["Results"]
    assert sum(gmail["Values"]) == truth["isps"]["Gmail"]["sends"]
    assert whole["Values"] == [
        truth["daily"][day]["permanent_bounces"] for day in ("2026-11-23", "2026-11-24")
    ]
    assert answers["BatchGetMetricData"]["Errors"] == []
    points = answers["GetSendStatistics"]["SendDataPoints"]
    for key, total in truth["send_statistics"].items():
        assert sum(point[key] for point in points) == total
    assert len(points) > 1_300


def test_the_account_equals_the_truth(answers: dict[str, Any], healthy: Handle) -> None:
    truth = healthy.truth()
    assert answers["GetAccount"] == truth["account"]
    assert answers["GetSendQuota"] == truth["account"]["SendQuota"]
    assert answers["GetCallerIdentity"]["Account"] == "123456789012"
    alarms = answers["DescribeAlarms"]
    states = {
        alarm["AlarmName"]: alarm["StateValue"]
        for alarm in alarms["MetricAlarms"] + alarms["CompositeAlarms"]
    }
    assert states == truth["alarms"]


def test_the_lists_equal_the_truth(answers: dict[str, Any], healthy: Handle) -> None:
    truth = healthy.truth()
    names = [row["IdentityName"] for row in answers["ListEmailIdentities"]["EmailIdentities"]]
    assert names == list(truth["identities"])
    assert answers["ListConfigurationSets"]["ConfigurationSets"] == list(truth["configuration_sets"])
    assert answers["ListDedicatedIpPools"]["DedicatedIpPools"] == list(truth["pools"])
    assert (
        answers["GetDedicatedIpPool"]["DedicatedIpPool"]["ScalingMode"]
        == truth["pools"]["transactional-managed"]
    )
    assert answers["GetDedicatedIps"]["DedicatedIps"] == truth["ips"]
    tenants = answers["ListTenants"]["Tenants"]
    assert [row["TenantName"] for row in tenants] == list(truth["tenants"])
    assert answers["GetTenant"]["Tenant"]["TenantArn"] == ARN
    entities = answers["ListReputationEntities"]["ReputationEntities"]
    assert [row["SendingStatusAggregate"] for row in entities] == [
        row["SendingStatusAggregate"] for row in truth["tenants"].values()
    ]
    assert answers["GetReputationEntity"]["ReputationEntity"] in entities
    assert {row["ResourceType"] for row in answers["ListTenantResources"]["TenantResources"]} == {
        *("EMAIL_IDENTITY", "CONFIGURATION_SET")
    }
    found = [(row["Type"], row["Description"]) for row in answers["ListRecommendations"]["Recommendations"]]
    assert found == [(row["Type"], row["Description"]) for row in truth["recommendations"]]


def test_details_are_of_the_thing_that_was_asked_for(answers: dict[str, Any], healthy: Handle) -> None:
    assert answers["GetEmailIdentity"]["IdentityType"] == "EMAIL_ADDRESS"
    assert answers["GetConfigurationSet"]["DeliveryOptions"]["SendingPoolName"] == "marketing-standard"
    destinations = answers["GetConfigurationSetEventDestinations"]["EventDestinations"]
    assert "BOUNCE" in destinations[1]["MatchingEventTypes"]
    assert answers["GetBlacklistReports"]["BlacklistReport"] == {"192.0.2.10": [], "192.0.2.11": []}
    assert answers["GetDeliverabilityDashboardOptions"]["DashboardEnabled"] is True
    days = answers["GetDomainStatisticsReport"]["DailyVolumes"]
    assert len(days) == 5
    assert {(m["MetricName"], len(m["Dimensions"])) for m in answers["ListMetrics"]["Metrics"]} >= {
        *(
            ("Reputation.BounceRate", 0),
            ("Reputation.BounceRate", 1),
            ("SentLast24Hours", 2),
            ("SNDS.SpamRate", 1),
        )
    }


def test_messages_are_received_and_deleted(answers: dict[str, Any], healthy: Handle) -> None:
    body = json.loads(answers["ReceiveMessage"]["Messages"][0]["Body"])
    assert json.loads(body["Message"])["eventType"] in {"Bounce", "DeliveryDelay", "Complaint", "Reject"}
    assert [entry["Id"] for entry in answers["DeleteMessageBatch"]["Successful"]] == ["0", "1"]
    before = int(answers["GetQueueAttributes"]["Attributes"]["ApproximateNumberOfMessages"])
    assert sum(healthy.server.account.queue.counts()) in (before - 3, before)
