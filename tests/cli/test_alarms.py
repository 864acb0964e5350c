"""``ses-tui alarms`` against another project's CloudWatch: what it prints makes the account complete."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import boto3
import pytest
from moto.server import ThreadedMotoServer

from ses_tui.simulator.thread import run_in_thread
from tests.cli.aws_cli import REFUSED, aws
from tests.cli.conftest import KEYS, Ses

TOPIC = "arn:aws:sns:eu-west-1:123456789012:on-call"


@pytest.fixture
def moto_url() -> Iterator[str]:
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"
    urlopen(Request(f"{url}/moto-api/reset", method="POST")).close()
    yield url
    server.stop()


@pytest.fixture
def simulated() -> Iterator[str]:
    handle = run_in_thread("healthy", 0.0)
    yield handle.url
    handle.stop()


def client(service: str, url: str) -> Any:
    return boto3.client(
        service,
        endpoint_url=url,
        region_name="eu-west-1",
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
    )


def state(ses: Ses, url: str) -> tuple[list[str], list[str]]:
    """(missing metrics, what would be better)."""
    done = ses("alarms", "--format", "json", AWS_ENDPOINT_URL=url, **KEYS)
    assert done.returncode == 0, done.stderr
    (target,) = json.loads(done.stdout)["targets"]
    return [one["metric"] for one in target["missing"]], [one["why"] for one in target["better"]]


BOTH = ["Reputation.BounceRate", "Reputation.ComplaintRate"]


def test_the_commands_are_accepted_and_make_it_complete(
    ses: Ses, moto_url: str, environ: dict[str, str]
) -> None:
    assert state(ses, moto_url) == (BOTH, [])
    done = ses("alarms", "--format", "cli", AWS_ENDPOINT_URL=moto_url, **KEYS)
    commands = done.stdout.splitlines()
    assert len(commands) == 2
    for command in commands:
        assert "arn:aws:sns:eu-west-1:123456789012:REPLACE-WITH-YOUR-TOPIC" in command
        ran = aws(command, moto_url, environ)
        assert ran.returncode == 0, ran.stderr
    assert state(ses, moto_url) == ([], [])
    put = client("cloudwatch", moto_url).describe_alarms()["MetricAlarms"]
    assert [(one["MetricName"], one["Threshold"], one["TreatMissingData"]) for one in put] == [
        ("Reputation.BounceRate", 0.03, "ignore"),
        ("Reputation.ComplaintRate", 0.0008, "ignore"),
    ]


def test_what_would_be_better_is_mended_by_its_command(
    ses: Ses, moto_url: str, environ: dict[str, str]
) -> None:
    cloudwatch = client("cloudwatch", moto_url)
    common: dict[str, Any] = {
        "Namespace": "AWS/SES",
        "Statistic": "Average",
        "Period": 3600,
        "EvaluationPeriods": 2,
        "ComparisonOperator": "GreaterThanOrEqualToThreshold",
    }
    cloudwatch.put_metric_alarm(
        AlarmName="it's bounces",
        MetricName=BOTH[0],
        Threshold=3.0,
        AlarmActions=[TOPIC],
        ActionsEnabled=True,
        AlarmDescription='says "$HOME" `id`',
        TreatMissingData="ignore",
        **common,
    )
    cloudwatch.put_metric_alarm(
        AlarmName="complaints", MetricName=BOTH[1], Threshold=0.0008, TreatMissingData="breaching", **common
    )
    missing, better = state(ses, moto_url)
    assert missing == [BOTH[0]]
    assert [why.split(":")[0] for why in better] == [
        "it never fires",
        "missing data is breaching",
        "it has no action",
    ]
    while better:
        done = ses("alarms", "--format", "cli", "--topic", TOPIC, AWS_ENDPOINT_URL=moto_url, **KEYS)
        command = next(line for line in done.stdout.splitlines() if line.startswith("aws"))
        ran = aws(command, moto_url, environ)
        assert ran.returncode == 0, ran.stderr
        before, (_, better) = better, state(ses, moto_url)
        assert len(better) < len(before)
    assert state(ses, moto_url) == ([], [])
    bounce = cloudwatch.describe_alarms(AlarmNames=["it's bounces"])["MetricAlarms"][0]
    assert bounce["Threshold"] == 0.03
    assert bounce["AlarmDescription"] == 'says "$HOME" `id`'
    assert (bounce["Period"], bounce["EvaluationPeriods"], bounce["AlarmActions"]) == (3600, 2, [TOPIC])


RUN_LINT = "import sys; from cfnlint.runner import main; sys.exit(main())"


def test_the_template_passes_cloudformation_s_own_schema(ses: Ses, moto_url: str, tmp_path: Path) -> None:
    text = ses("alarms", "--format", "cloudformation", AWS_ENDPOINT_URL=moto_url, **KEYS).stdout
    file = tmp_path / "alarms.yaml"
    file.write_text(text, encoding="utf-8")

    def lint() -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-c", RUN_LINT, "--regions", "eu-west-1", "--", str(file)]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    judged = lint()
    assert (judged.stdout, judged.returncode) == ("", 0)
    assert text.count("AWS::CloudWatch::Alarm") == 2
    file.write_text(text.replace("TreatMissingData", "TreatMissing"), encoding="utf-8")
    assert "TreatMissing" in lint().stdout, "the judge does judge"


def test_the_terraform_text_is_well_formed(ses: Ses, moto_url: str) -> None:
    done = ses("alarms", "--format", "terraform", "--topic", TOPIC, AWS_ENDPOINT_URL=moto_url, **KEYS)
    blocks = re.findall(r'^(variable|resource) ((?:"\w+" ?)+) \{\n(.*?)^\}$', done.stdout, re.M | re.S)
    assert [kind for kind, _, _ in blocks] == ["variable", "resource", "resource"]
    rest = re.sub(r'^(variable|resource) ((?:"\w+" ?)+) \{\n(.*?)^\}$', "", done.stdout, flags=re.M | re.S)
    assert rest.strip() == ""
    for kind, _, body in blocks:
        settings = dict(line.split("=", 1) for line in body.splitlines())
        values = {name.strip(): value.strip() for name, value in settings.items()}
        for name, value in values.items():
            assert re.fullmatch(r'"(?:[^"\\$]|\\.)*"|[\d.e-]+|true|string|\[var\.\w+\]', value), (name, value)
        if kind == "resource":
            assert values["treat_missing_data"] == '"ignore"'
            assert values["alarm_actions"] == "[var.alarm_topic_arn]"


def test_nothing_is_printed_where_nothing_is_missing(ses: Ses, simulated: str) -> None:
    for shape in ("cloudformation", "terraform", "cli"):
        done = ses("alarms", "--format", shape, AWS_ENDPOINT_URL=simulated, **KEYS)
        assert (done.stdout, done.returncode) == ("", 0)
        assert ("no alarm is missing" in done.stderr) == (shape != "cli")
    assert "nothing is missing" in ses("alarms", AWS_ENDPOINT_URL=simulated, **KEYS).stdout


def test_an_alarm_that_is_muted_is_said_to_be_muted(ses: Ses) -> None:
    handle = run_in_thread("muted-alarm", 0.0, into=7200.0)
    try:
        printed = ses("alarms", AWS_ENDPOINT_URL=handle.url, **KEYS).stdout
    finally:
        handle.stop()
    lines = [line for line in printed.splitlines() if "the mute rule" in line]
    assert lines
    assert all(line.startswith("  muted  ") for line in lines)


def test_a_template_is_of_one_target(ses: Ses, simulated: str, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    target = f'[[targets]]\nname = "%s"\nregion = "eu-west-1"\nendpoint_url = "{simulated}"\n'
    file.write_text(target % "one" + target % "two", encoding="utf-8")
    both = ses("alarms", "--config", str(file), "--format", "cloudformation", **KEYS)
    assert (both.returncode, both.stdout) == (3, "")
    assert "--target" in both.stderr
    one = ses("alarms", "--config", str(file), "--target", "two", "--format", "cloudformation", **KEYS)
    assert one.returncode == 0
    text = ses("alarms", "--config", str(file), **KEYS).stdout
    assert text.count("nothing is missing") == 2


def test_what_could_not_be_read_is_said_and_exits_3(ses: Ses) -> None:
    done = ses("alarms", AWS_ENDPOINT_URL="http://127.0.0.1:9", **KEYS)
    assert done.returncode == 3
    assert "DescribeAlarms" in done.stderr
    assert done.stdout == ""


ALSO = [word for wish in ("sets", "tenants", "quota", "no-sends") for word in ("--also", wish)]


def test_the_alarms_that_are_asked_for_are_accepted_as_aws_cli_text(
    ses: Ses, simulated: str, environ: dict[str, str]
) -> None:
    done = ses("alarms", "--format", "cli", *ALSO, AWS_ENDPOINT_URL=simulated, **KEYS)
    assert (done.returncode, done.stderr) == (0, "")
    commands = done.stdout.splitlines()
    names = [re.search(r"--alarm-name (\S+)", line) for line in commands if "put-metric-alarm" in line]
    found = {name[1] for name in names if name}
    assert {
        "ses-quota",
        "ses-no-sends",
        "ses-bounce-rate-set-marketing",
        "ses-bounces-tenant-acme-travel",
    } <= found
    for command in commands:
        if command.startswith("aws"):
            assert REFUSED in aws(command, simulated, environ).stderr, command


def test_the_alarms_that_are_asked_for_as_templates(ses: Ses, simulated: str) -> None:
    done = ses("alarms", "--format", "cloudformation", *ALSO, AWS_ENDPOINT_URL=simulated, **KEYS)
    assert "  SesQuota:\n" in done.stdout and "      Threshold: 400000\n" in done.stdout
    assert "      TreatMissingData: breaching\n" in done.stdout
    (queries,) = re.findall(r"SesBouncesTenantAcmeTravel:.*?Metrics: (.*?)\n", done.stdout, re.DOTALL)
    assert [one["Id"] for one in json.loads(queries)] == ["share", "bounce", "send"]
    done = ses("alarms", "--format", "terraform", *ALSO, AWS_ENDPOINT_URL=simulated, **KEYS)
    assert 'resource "aws_cloudwatch_metric_alarm" "ses_bounces_tenant_acme_travel" {' in done.stdout
    assert done.stdout.count("metric_query {") % 3 == 0
