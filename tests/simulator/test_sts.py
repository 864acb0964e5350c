"""Roles of any account, their external ID, and what is held per account and Region."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from ses_tui.simulator.scenarios import load
from ses_tui.simulator.server import SimulatorServer
from ses_tui.simulator.thread import Handle

ROLE = "arn:aws:iam::{}:role/path/monitor"


@pytest.fixture
def fleet() -> Any:
    known = load("healthy")
    settings = known.settings._replace(external_id="secret", regions=("eu-west-1",))
    handle = Handle(SimulatorServer(known._replace(settings=settings), speed=0.0, simulated_limits=True))
    yield handle
    handle.stop()


def client(service: str, url: str, region: str = "eu-west-1", **keys: str) -> Any:
    given = keys or {"aws_access_key_id": "AKIAEXAMPLE", "aws_secret_access_key": "x"}
    config = Config(retries={"total_max_attempts": 1})
    return boto3.client(service, endpoint_url=url, region_name=region, config=config, **given)


def session(handle: Handle, account: str) -> dict[str, str]:
    answer = client("sts", handle.url).assume_role(
        RoleArn=ROLE.format(account), RoleSessionName="check", ExternalId="secret"
    )
    assert answer["AssumedRoleUser"]["Arn"] == f"arn:aws:sts::{account}:assumed-role/monitor/check"
    keys = answer["Credentials"]
    return {
        "aws_access_key_id": keys["AccessKeyId"],
        "aws_secret_access_key": keys["SecretAccessKey"],
        "aws_session_token": keys["SessionToken"],
    }


def test_a_session_is_of_the_role_s_account(fleet: Handle) -> None:
    keys = session(fleet, "222222222222")
    assert client("sts", fleet.url, **keys).get_caller_identity()["Account"] == "222222222222"
    assert client("sts", fleet.url).get_caller_identity()["Account"] == "123456789012"
    truth = fleet.truth()["requests"]
    assert (truth["operations"]["AssumeRole"], truth["writes"], truth["violations"]) == (1, [], [])


@pytest.mark.parametrize("given", [{}, {"ExternalId": "another"}])
def test_who_does_not_bring_the_external_id_is_refused(fleet: Handle, given: dict[str, str]) -> None:
    with pytest.raises(ClientError) as caught:
        client("sts", fleet.url).assume_role(
            RoleArn=ROLE.format("222222222222"), RoleSessionName="check", **given
        )
    stated = caught.value.response["Error"]
    assert stated["Code"] == "AccessDenied"
    assert "sts:AssumeRole" in stated["Message"]
    assert "secret" not in stated["Message"]


def test_a_region_that_is_not_in_use_is_a_sandbox_without_mail(fleet: Handle) -> None:
    used, unused = (client("sesv2", fleet.url, region).get_account() for region in ("eu-west-1", "us-east-1"))
    assert (used["ProductionAccessEnabled"], unused["ProductionAccessEnabled"]) == (True, False)
    assert unused["SendQuota"] == {"Max24HourSend": 200.0, "MaxSendRate": 1.0, "SentLast24Hours": 0.0}


def test_limits_are_held_per_account_and_region(fleet: Handle) -> None:
    ways = [{}, session(fleet, "222222222222")]
    for keys in ways:
        for region in ("eu-west-1", "us-east-1"):
            client("ses", fleet.url, region, **keys).get_send_statistics()
    assert fleet.truth()["requests"]["limits"] == []
    with pytest.raises(ClientError, match="Throttling"):
        client("ses", fleet.url).get_send_statistics()


def test_what_an_account_has_is_in_the_region_that_is_asked(fleet: Handle) -> None:
    for region in ("eu-west-1", "us-east-1"):
        ses, watch = (client(name, fleet.url, region) for name in ("sesv2", "cloudwatch"))
        sets = ses.get_configuration_set_event_destinations(ConfigurationSetName="marketing")
        topics = [one["SnsDestination"]["TopicArn"] for one in sets["EventDestinations"][1:]]
        tenants = [one["TenantArn"] for one in ses.list_tenants()["Tenants"]]
        alarms = [one["AlarmArn"] for one in watch.describe_alarms()["MetricAlarms"]]
        for arns in (topics, tenants, alarms):
            assert {arn.split(":")[3] for arn in arns} == {region}
