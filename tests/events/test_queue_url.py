"""A queue's URL says where the queue is."""

import pytest

from ses_tui.aws.queue import queue_target
from ses_tui.core.errors import Misconfigured
from ses_tui.core.model import Target


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No Region and no endpoint from outside."""
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_SQS"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("host", "region"),
    [
        ("sqs.eu-west-1.amazonaws.com", "eu-west-1"),
        ("sqs-fips.us-gov-west-1.amazonaws.com", "us-gov-west-1"),
        ("sqs.cn-north-1.amazonaws.com.cn", "cn-north-1"),
        ("sqs.ap-southeast-2.api.aws", "ap-southeast-2"),
        ("ap-south-1.queue.amazonaws.com", "ap-south-1"),
        ("queue.amazonaws.com", "us-east-1"),
        ("sqs.eusc-de-east-1.amazonaws.eu", "eusc-de-east-1"),
        ("sqs.eusc-de-east-1.api.amazonwebservices.eu", "eusc-de-east-1"),
        ("sqs.us-iso-east-1.c2s.ic.gov", "us-iso-east-1"),
        ("vpce-0a-b.sqs.us-east-2.vpce.amazonaws.com", "us-east-2"),
    ],
)
def test_the_region_of_aws(host: str, region: str) -> None:
    target = queue_target(f"https://{host}/123456789012/q", Target(region="xx-else-1"))
    assert (target.region, target.endpoint_url) == (region, "")


def test_elsewhere_the_endpoint_is_the_urls_own() -> None:
    target = queue_target("http://127.0.0.1:8577/123456789012/q", Target())
    assert (target.region, target.endpoint_url) == ("us-east-1", "http://127.0.0.1:8577")
    local = queue_target("http://sqs.eu-west-3.localhost.localstack.cloud:4566/0/q", Target())
    assert local.region == "eu-west-3"
    assert queue_target("http://sqs.eusc-de-east-1.stand-in.test/0/q", Target()).region == "eusc-de-east-1"
    given = queue_target("http://127.0.0.1:1/1/q", Target(endpoint_url="http://h:2", region="eu-west-1"))
    assert (given.region, given.endpoint_url) == ("eu-west-1", "http://h:2")


@pytest.mark.parametrize(
    "url",
    ["", "nonsense", "sqs.eu-west-1.amazonaws.com/1/q", "ftp://h/1/q", "https:///q", "https://h",
     "https://h/a b",
     "http://h:99999/q", "http://[::1/q", "arn:aws:sqs:eu-west-1:1:q"],
)  # fmt: skip
def test_what_is_no_url_of_a_queue(url: str) -> None:
    with pytest.raises(Misconfigured, match="no queue URL"):
        queue_target(url, Target())
