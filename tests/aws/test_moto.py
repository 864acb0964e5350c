"""Another project's CloudWatch, through the real client."""

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.request import Request, urlopen

import boto3
import pytest
from moto.server import ThreadedMotoServer

from ses_tui.core.errors import ErrorKind
from ses_tui.core.model import Point
from ses_tui.core.results import ReadError
from tests.aws.stub import KEYS, reader_at


@pytest.fixture(scope="module")
def moto_url() -> Iterator[str]:
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"
    # moto keeps one account per process, whoever started the server.
    urlopen(Request(f"{url}/moto-api/reset", method="POST")).close()
    yield url
    server.stop()


async def test_rates_that_were_put_come_back(moto_url: str) -> None:
    start = datetime.now(UTC).timestamp() // 300 * 300 - 1200
    cloudwatch = boto3.client(
        "cloudwatch",
        region_name="eu-west-1",
        endpoint_url=moto_url,
        aws_access_key_id=KEYS.access_key,
        aws_secret_access_key=KEYS.secret_key,
    )
    for name, values in (("BounceRate", (0.011, 0.031)), ("ComplaintRate", (0.0004, 0.0011))):
        for number, value in enumerate(values):
            at = datetime.fromtimestamp(start + 300 * number, UTC)
            data = {"MetricName": f"Reputation.{name}", "Timestamp": at, "Value": value}
            cloudwatch.put_metric_data(Namespace="AWS/SES", MetricData=[data])
    async with reader_at(moto_url) as reader:
        read = await reader.rates(start, start + 1200)
        again = await reader.rates(start + 300, start + 600)
    assert read.errors == ()
    assert read.bounce == (Point(start, 0.011), Point(start + 300, 0.031))
    assert read.complaint == (Point(start, 0.0004), Point(start + 300, 0.0011))
    assert again.bounce == (Point(start + 300, 0.031),)


async def test_what_moto_lacks_is_named_and_the_rest_works(moto_url: str) -> None:
    async with reader_at(moto_url) as reader:
        with pytest.raises(ReadError) as caught:
            await reader.account()
        assert caught.value.error.kind is ErrorKind.SERVICE
        assert "GetAccount" in caught.value.error.message
        with pytest.raises(ReadError) as caught:
            await reader.identity_sends(["a.example"], 0, 86400)
        assert caught.value.error.kind is ErrorKind.SERVICE
        assert await reader.account_id() == "123456789012"
        assert len(await reader.send_statistics()) <= 1
        assert await reader.identities() == ()
