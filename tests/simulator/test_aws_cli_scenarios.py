"""The AWS CLI, or botocore where the CLI's models are older, reads from each account what happened there."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from ses_tui.simulator.scenarios import load
from ses_tui.simulator.scenarios.model import Settings
from ses_tui.simulator.thread import Handle
from tests.aws_cli import answer

from .conftest import ENVIRONMENT, START, client

HOUR, WEEK = 3_600, 7 * 86_400


def aws(handle: Handle, *command: str) -> Any:
    """The true command's JSON."""
    return answer(list(command), handle.url, ENVIRONMENT)


def sums(handle: Handle, name: str, first: float, last: float, period: int) -> dict[str, float]:
    query = {
        "Id": "one",
        "MetricStat": {
            "Metric": {"Namespace": "AWS/SES", "MetricName": name},
            "Period": period,
            "Stat": "Sum",
        },
    }
    span = ("--start-time", str(int(first)), "--end-time", str(int(last)))
    command = ("cloudwatch", "get-metric-data", *span, "--metric-data-queries", json.dumps([query]))
    (result,) = aws(handle, *command)["MetricDataResults"]
    return dict(zip(result["Timestamps"], result["Values"], strict=True))


def test_an_identity_that_is_lost(serve: Callable[..., Handle]) -> None:
    handle = serve("identity-lost", into=45 * 60.0)
    rows = aws(handle, "sesv2", "list-email-identities")["EmailIdentities"]
    (lost,) = [row for row in rows if row["IdentityName"] == "news.example.org"]
    assert (lost["VerificationStatus"], lost["SendingEnabled"]) == ("FAILED", False)
    one = aws(handle, "sesv2", "get-email-identity", "--email-identity", "news.example.org")
    assert one["DkimAttributes"]["Status"] == one["MailFromAttributes"]["MailFromDomainStatus"] == "FAILED"
    assert one["VerificationInfo"]["ErrorType"] == "HOST_NOT_FOUND"


def test_a_tenant_that_is_disabled_and_a_global_endpoint(serve: Callable[..., Handle]) -> None:
    handle = serve("tenant-disabled", into=45 * 60.0)
    rows = client("sesv2", handle.url).list_tenants()["Tenants"]
    statuses = {row["TenantName"]: row["SendingStatus"] for row in rows}
    assert statuses["acme-travel"] == "DISABLED"
    resources = aws(handle, "sesv2", "list-tenant-resources", "--tenant-name", "acme-travel")
    assert {row["ResourceType"] for row in resources["TenantResources"]} == {
        "EMAIL_IDENTITY",
        "CONFIGURATION_SET",
    }
    (endpoint,) = aws(handle, "sesv2", "list-multi-region-endpoints")["MultiRegionEndpoints"]
    assert endpoint["Regions"] == ["us-east-1", "eu-west-1"]


def test_mail_that_stopped_and_nine_weeks_of_it_by_the_hour(serve: Callable[..., Handle]) -> None:
    handle = serve("mail-stopped", into=3 * HOUR + 0.0)
    now = START + 3 * HOUR
    assert sums(handle, "Send", START + HOUR, now, HOUR) == {}
    begin = START // HOUR * HOUR - 9 * WEEK
    hours = sums(handle, "Send", begin, START // HOUR * HOUR, HOUR)
    assert len(hours) == 9 * 7 * 24, "no hour of nine weeks is without mail"
    account = handle.server.account
    last = int(START // HOUR * HOUR) // 300
    assert list(hours.values()).count(account.sent(last - 12, last)) >= 1


def test_an_alarm_that_a_rule_mutes(serve: Callable[..., Handle]) -> None:
    handle = serve("muted-alarm", into=90 * 60.0)
    rules = aws(handle, "cloudwatch", "list-alarm-mute-rules", "--statuses", "ACTIVE")
    names = [rule["AlarmMuteRuleArn"].rpartition(":")[2] for rule in rules["AlarmMuteRuleSummaries"]]
    command = ("cloudwatch", "get-alarm-mute-rule", "--alarm-mute-rule-name")
    muted = [aws(handle, *command, name)["MuteTargets"]["AlarmNames"] for name in names]
    assert ["ses-bounce-rate"] in muted


def test_messages_that_fail_to_render(serve: Callable[..., Handle]) -> None:
    handle = serve("broken-template", into=HOUR + 0.0)
    begin = START // 900 * 900
    found = sums(handle, "RenderingFailure", begin, begin + HOUR, 900)
    step = int(begin) // 300
    assert sum(found.values()) == handle.server.account.mail.between("rendering", step, step + 12) > 0
    listed = aws(handle, "cloudwatch", "list-metrics", "--metric-name", "RenderingFailure")["Metrics"]
    assert {"Namespace": "AWS/SES", "MetricName": "RenderingFailure", "Dimensions": []} in listed


@pytest.mark.parametrize("plan", ["NONE", "ESSENTIALS", "PRO", "ENTERPRISE"])
def test_how_an_account_is_set_up(plan: Any, serve: Callable[..., Handle]) -> None:
    settings = Settings(plan=plan, suppressed=(), auto_warmup=False)
    handle = serve(load("healthy")._replace(settings=settings))
    account = aws(handle, "sesv2", "get-account")
    assert account["PricingAttributes"]["CurrentPlan"] == plan
    assert account["SuppressionAttributes"]["SuppressedReasons"] == []
    assert account["DedicatedIpAutoWarmupEnabled"] is False
