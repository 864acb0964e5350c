"""``check`` against another project's AWS: its rates come out, what it lacks is named."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.request import Request, urlopen

import boto3
import pytest
from moto.server import ThreadedMotoServer

from tests.cli.conftest import KEYS, Ses

BOUNCES = (0.011, 0.031, 0.032)
COMPLAINTS = (0.0003, 0.0004, 0.0005)


@pytest.fixture(scope="module")
def moto_url() -> Iterator[str]:
    """A server with three points of each Reputation rate, five minutes apart, the last just now."""
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"
    # moto keeps one account per process, whoever started the server.
    urlopen(Request(f"{url}/moto-api/reset", method="POST")).close()
    cloudwatch = boto3.client(
        "cloudwatch",
        region_name=KEYS["AWS_REGION"],
        endpoint_url=url,
        aws_access_key_id=KEYS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=KEYS["AWS_SECRET_ACCESS_KEY"],
    )
    newest = datetime.now(UTC).timestamp() // 300 * 300
    for name, values in (("BounceRate", BOUNCES), ("ComplaintRate", COMPLAINTS)):
        for number, value in enumerate(reversed(values)):
            at = datetime.fromtimestamp(newest - 300 * number, UTC)
            data = {"MetricName": f"Reputation.{name}", "Timestamp": at, "Value": value}
            cloudwatch.put_metric_data(Namespace="AWS/SES", MetricData=[data])
    yield url
    server.stop()


def test_the_rates_come_out_and_the_missing_sources_are_named(ses: Ses, moto_url: str) -> None:
    done = ses("check", "--format", "json", **KEYS, AWS_ENDPOINT_URL=moto_url)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.isascii()
    report = json.loads(done.stdout)
    assert (report["condition"], report["health"]) == ("warn", "fresh")
    (target,) = report["targets"]
    assert (target["account_id"], target["region"]) == ("123456789012", KEYS["AWS_REGION"])
    rates = {entry["metric"]: entry for entry in target["metrics"] if entry["source"] == "cloudwatch"}
    assert rates["bounce_rate"]["value"] == pytest.approx(BOUNCES[-1])
    assert rates["bounce_rate"]["condition"] == "warn"
    assert rates["complaint_rate"]["value"] == pytest.approx(COMPLAINTS[-1])
    assert rates["complaint_rate"]["condition"] == "ok"
    assert target["account"]["enforcement_status"] is None
    named = {error["operation"] for error in target["errors"]}
    assert named == {"GetAccount", "BatchGetMetricData"}
    (alert,) = target["alerts"]
    assert (alert["kind"], alert["condition"], alert["metric"]) == ("FIRING", "warn", "bounce_rate")


@pytest.mark.parametrize(
    ("form", "start"), [("text", "▲ WARN  bounce 3.20 %"), ("nagios", "SES WARNING - ▲ WARN  bounce 3.20 %")]
)
def test_the_other_formats_say_the_same(ses: Ses, moto_url: str, form: str, start: str) -> None:
    done = ses("check", **KEYS, AWS_ENDPOINT_URL=moto_url, SES_TUI_FORMAT=form)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith(start)
    assert "3.20 %" in done.stdout


def test_the_bands_of_the_configuration_decide(ses: Ses, moto_url: str) -> None:
    done = ses("check", **KEYS, AWS_ENDPOINT_URL=moto_url, SES_TUI_BANDS__BOUNCE_RATE__REVIEW="0.031")
    assert done.returncode == 2
